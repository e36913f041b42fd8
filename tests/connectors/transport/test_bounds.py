"""However a server drags its feet or swells, a fetch ends in time and in little memory."""

import gzip
import subprocess
import sys
import time
import zlib
from functools import cache
from pathlib import Path

import pytest

from connectors.transport import Limits, Network, Refused, Unreachable, fetch
from tests.connectors.transport.loopback import PUBLIC, moved, reply

MEGABYTE = 1024 * 1024
HEAD = b"HTTP/1.1 200 OK\r\n"


def dripping(head, drop):
    def answer(connection):
        connection.sendall(head)
        for _ in range(1000):  # far longer than whoever waits for its end would
            time.sleep(0.02)
            connection.sendall(drop)

    return answer


def silent(connection):
    connection.recv(1)


@pytest.mark.parametrize(
    ("head", "drop"),
    [
        (HEAD + b"\r\n", b"x"),
        (HEAD + b"Content-Length: 5000\r\n\r\n", b"x"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (HEAD + b"X-Slow: ", b"x"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["body", "body of known length", "chunks", "header", "endless 100"],
)
def test_a_drip_is_stopped_by_the_clock_of_the_whole_fetch(head, drop, serve):
    server = serve(dripping(head, drop))
    started = time.monotonic()
    with pytest.raises(Unreachable):
        fetch(server.url(), allow_hosts=server.allowed, limits=Limits(total_seconds=0.2))
    assert time.monotonic() - started < 15


def test_redirects_share_one_clock(serve):
    def slowly(connection):
        time.sleep(0.1)
        connection.sendall(moved("/again"))

    server = serve(slowly)
    with pytest.raises(Unreachable):
        fetch(server.url(), allow_hosts=server.allowed, limits=Limits(total_seconds=0.25))
    assert len(server.requests) <= 3


@pytest.mark.parametrize("limits", [Limits(read_seconds=0.1), Limits(total_seconds=0.1)])
def test_a_silent_server_is_left(limits, serve):
    server = serve(silent)
    started = time.monotonic()
    with pytest.raises(Unreachable):
        fetch(server.url(), allow_hosts=server.allowed, limits=limits)
    assert time.monotonic() - started < 15


def test_a_slow_name_server_is_not_waited_for():
    def resolve(host, port):
        time.sleep(2)
        return [PUBLIC]

    started = time.monotonic()
    with pytest.raises(Unreachable):
        fetch(
            "http://slow.example/",
            network=Network(resolve=resolve),
            limits=Limits(connect_seconds=0.2),
        )
    assert time.monotonic() - started < 1


def test_the_limits_are_those_of_the_house():
    assert Limits() == Limits(
        connect_seconds=5,
        read_seconds=15,
        total_seconds=45,
        wire_bytes=16 * MEGABYTE,
        body_bytes=32 * MEGABYTE,
        redirects=5,
    )


@pytest.mark.parametrize(
    ("answer", "limits"),
    [
        (reply(b"x" * 2000), Limits(wire_bytes=1999)),
        (HEAD + b"\r\n" + b"x" * 2000, Limits(wire_bytes=2000)),
        (HEAD + b"\r\n" + b"x" * 2000, Limits(body_bytes=1999)),
        (reply(gzip.compress(b"x" * 2000), Content_Encoding="gzip"), Limits(body_bytes=1999)),
    ],
    ids=["announced", "wire", "body", "unpacked"],
)
def test_too_much_is_refused_with_what_to_do(answer, limits, serve):
    server = serve(answer)
    with pytest.raises(Refused, match="too large") as refusal:
        fetch(server.url(), allow_hosts=server.allowed, limits=limits)
    assert "shorter range" in refusal.value.problem.next_step


def test_an_announced_giant_is_refused_unread(serve):
    server = serve(
        lambda peer: peer.sendall(HEAD + b"Content-Length: 99999999999\r\n\r\nx") or silent(peer)
    )
    started = time.monotonic()
    with pytest.raises(Refused, match="too large"):
        fetch(server.url(), allow_hosts=server.allowed)
    assert time.monotonic() - started < 1


@pytest.mark.parametrize("size", [2000, 1])
def test_just_enough_is_taken(size, serve):
    server = serve(reply(gzip.compress(b"x" * size), Content_Encoding="gzip"))
    limits = Limits(body_bytes=size)
    assert len(fetch(server.url(), allow_hosts=server.allowed, limits=limits).body) == size


# VmHWM, because ru_maxrss survives exec: a child would start with the peak of its parent.
PEAK = Path("/proc/self/status")
FETCH_AND_MEASURE = """
import re, sys
from connectors.transport import Refused, fetch
import connectors.transport.errand
peak = lambda: int(re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())[1])
before = peak()
try:
    fetch(sys.argv[1], allow_hosts=frozenset({("127.0.0.1", int(sys.argv[2]))}))
except Refused as refused:
    print(peak() - before, refused)
"""


@cache
def bomb():
    """A thousand to one; when a test runs, since nobody else has to wait for the packing."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = bytes(MEGABYTE)
    return b"".join(packer.compress(zeros) for _ in range(64)) + packer.flush()


@pytest.mark.skipif(not PEAK.exists(), reason="the peak of memory is read from Linux's /proc")
@pytest.mark.parametrize(
    "answer",
    [
        lambda: reply(bomb(), Content_Encoding="gzip"),
        lambda: reply(gzip.compress(bomb()), Content_Encoding="gzip, gzip"),
        lambda: reply(bomb(), Content_Encoding="br"),
        lambda: HEAD + b"\r\n" + bytes(17 * MEGABYTE),
    ],
    ids=["1000:1", "gzip twice", "br", "plain giant"],
)
def test_a_bomb_costs_less_than_40_megabytes(answer, serve):
    server = serve(answer())
    done = subprocess.run(
        [sys.executable, "-c", FETCH_AND_MEASURE, server.url(), str(server.port)],
        capture_output=True, text=True, timeout=30, check=True,
    )  # fmt: skip
    grown, _, sentence = done.stdout.partition(" ")
    assert int(grown) < 40 * 1024, done.stdout
    assert "too large" in sentence or "packed" in sentence


def test_reading_files_does_not_pay_for_the_network():
    code = "import sys, connectors.transport; print({'httpcore', 'ssl'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
