"""Polling a published calendar of 20,000 events, against downloading and hashing the same bytes.

    python -m tests.bench.bench_poll

Everything on loopback, in one run, by turns; medians. Unchanged: every DTSTAMP is another,
nothing else is. Changed: 20 events inside the window have another title as well. A poll may cost
3 and 6 times a download and SHA-256 of its body: the standard library's, which checks nothing
(bare), and beside it our own, through the guard.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from statistics import median
from urllib.request import urlopen
from zoneinfo import ZoneInfo

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from connectors.contract import CalendarId, Cursor  # noqa: E402 - also run as a file
from connectors.published import PublishedCalendar, Reader  # noqa: E402
from connectors.transport import fetch  # noqa: E402
from service.domain.policy import Policy  # noqa: E402
from service.domain.recognise.screen import screen  # noqa: E402
from service.domain.survey import window  # noqa: E402
from tests.bench.calendar_generator import calendar  # noqa: E402

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ROUNDS = 15
CALENDAR = CalendarId("it")
STAMPS = re.compile(rb"(?<=\nDTSTAMP:)\d{8}T\d{6}Z")
MOST = {"unchanged": 3, "20 changes": 6}


def bodies() -> dict[str, bytes]:
    """The three downloads: a first one, one with other stamps, one with 20 other titles too."""
    first = calendar()
    stamped = STAMPS.sub(b"20261123T131415Z", first)
    changed = stamped.replace(b"SUMMARY:Interview with", b"SUMMARY:Interview at", 20)
    return {"/first": first, "/unchanged": stamped, "/changed": changed}


SERVER = """
import socket, sys
from tests.bench.bench_poll import bodies
served = bodies()
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
while True:
    peer, _ = listener.accept()
    request = b""
    while b"\\r\\n\\r\\n" not in request:
        request += peer.recv(65536)
    body = served[request.split()[1].decode()]
    head = f"HTTP/1.1 200 OK\\r\\nContent-Length: {len(body)}\\r\\nConnection: close\\r\\n\\r\\n"
    peer.sendall(head.encode())
    peer.sendall(body)
    peer.close()
"""


def main() -> bool:
    """Print what was measured; whether all of it is as wanted."""
    server = subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE, cwd=ROOT)
    reader = Reader()
    try:
        assert server.stdout is not None
        return measure(int(server.stdout.readline()), reader)
    finally:
        reader.close()
        server.kill()
        server.wait()


def measure(port: int, reader: Reader) -> bool:
    allowed = frozenset({("127.0.0.1", port)})
    address = f"http://127.0.0.1:{port}"

    def poll(path: str, cursor: Cursor | None) -> tuple[Cursor, int, bool]:
        made = PublishedCalendar(
            address=f"{address}{path}", home=ZoneInfo("UTC"), reader=reader, allow_hosts=allowed,
            screen=screen(Policy()), window=window(NOW),
        )  # fmt: skip
        found = made.pull(CALENDAR, cursor)
        return found.cursor, len(found.items), found.complete

    cursor, interviews, _ = poll("/first", None)
    assert (interviews, poll("/unchanged", cursor)[1:]) == (50, (0, False))
    assert poll("/changed", cursor)[1:] == (50, True)
    times = by_turns(
        {
            "bare": lambda: sha256(urlopen(f"{address}/unchanged").read()).digest(),  # noqa: S310
            "guarded": lambda: sha256(
                fetch(f"{address}/unchanged", allow_hosts=allowed).body
            ).digest(),
            "unchanged": lambda: poll("/unchanged", cursor),
            "20 changes": lambda: poll("/changed", cursor),
        }
    )
    for name, seconds in times.items():
        print(
            f"{name:12} {1000 * seconds:6.1f} ms  (at most {MOST.get(name, '-')})"
            f"  {seconds / times['bare']:5.2f} x bare  {seconds / times['guarded']:5.2f} x guarded"
        )
    return all(times[name] <= most * times["bare"] for name, most in MOST.items())


def by_turns(works: dict[str, Callable[[], object]]) -> dict[str, float]:
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            began = time.perf_counter()
            work()
            times[name].append(time.perf_counter() - began)
    return {name: median(found) for name, found in times.items()}


if __name__ == "__main__":
    sys.exit(not main())
