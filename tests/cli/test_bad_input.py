"""Bad input of every kind ends with one clear sentence on standard error and exit code 2."""

from __future__ import annotations

import gzip
import io
import os
import signal
import socket
import subprocess
import time
import zipfile
from pathlib import Path
from threading import Thread

import pytest

from tests.cli.command import NOW, calendar, plan, spawn, start, vevent

SECRET = "hush-hush"
GOOD = calendar(vevent(title=f"Interview with Acme #interview {SECRET}"))
PAGE = f"<!DOCTYPE html><title>{SECRET}</title>".encode()
LOGIN = b"\n\n<!-- " + SECRET.encode() + b" --><HTML><form action=/login>"


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("calendar.ics", GOOD)
    return file.getvalue()


BODIES = {
    "a page": (PAGE, "web page"),
    "a login page": (LOGIN, "web page"),
    "XML": (b"<?xml version='1.0'?><feed/>", "XML"),
    "truncated in an event": (GOOD[:-40], "cut off"),
    "truncated before the last line": (GOOD.removesuffix(b"END:VCALENDAR\r\n"), "cut off"),
    "0 bytes": (b"", "0 bytes"),
    "only whitespace": (b" \r\n\t\r\n", "empty"),
    "only a byte order mark": (b"\xef\xbb\xbf", "empty"),
    "zip": (zipped(), "zip"),
    "gzip": (gzip.compress(GOOD), "gzip"),
    "PDF": (b"%PDF-1.7\n" + SECRET.encode(), "PDF"),
    "UTF-16 with a byte order mark": (GOOD.decode().encode("utf-16"), "UTF-16"),
    "UTF-16, little end first": (GOOD.decode().encode("utf-16-le"), "UTF-16"),
    "UTF-16, big end first": (GOOD.decode().encode("utf-16-be"), "UTF-16"),
    "JSON": (b'{"kind": "' + SECRET.encode() + b'"}', "JSON"),
    "vCard": (b"BEGIN:VCARD\r\nFN:" + SECRET.encode() + b"\r\nEND:VCARD\r\n", "contacts"),
    "prose": (SECRET.encode(), "not a calendar"),
    "noise": (bytes(range(256)) * 40, "not a calendar"),
}
SETTINGS = {
    "invalid TOML": (b"[me\nname = 'x'", "line 1"),
    "an unknown key": (b"[me]\nnmae = 'Alex'\n", "nmae"),
    "an unknown section": (b"[mee]\nname = 'Alex'\n", "mee"),
    "an unknown zone": (b"[me]\ntimezone = 'Mars/Olympus'\n", "Mars/Olympus"),
    "a wrong type": (b"[email]\ndelay_minutes = 'two'\n", "delay_minutes"),
    "a zone of travel": (
        b"[me]\ntravel = [{timezone = 'x', from = '2026-01-01', to = '2026-01-02'}]\n",
        "travel",
    ),
    "binary": (b"\x00\x01\x02\xff", "no text"),
    "UTF-16": ("[me]\n".encode("utf-16"), "UTF-16"),
}


def refused(result, *words: str) -> str:
    """One line of plain words, nothing on standard output, exit code 2."""
    assert result.exit_code == 2
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.endswith((".", "?"))
    assert SECRET not in line
    assert "Traceback" not in line
    for word in words:
        assert word in line
    return line


@pytest.fixture
def good(tmp_path) -> Path:
    path = tmp_path / "good.ics"
    path.write_bytes(GOOD)
    return path


@pytest.mark.parametrize(("body", "word"), BODIES.values(), ids=BODIES)
def test_what_is_no_calendar(body: bytes, word: str, tmp_path) -> None:
    path = tmp_path / "export.ics"
    path.write_bytes(body)
    assert refused(plan(path), word).split(": ")[0].endswith("export.ics")
    refused(plan("-", stdin=body), word, "standard input: ")


def test_a_missing_file_and_a_folder(tmp_path, good) -> None:
    refused(plan(tmp_path / "god.ics"), "no such file", "good.ics")
    refused(plan(tmp_path), "folder", "good.ics")


def test_300_mb_are_refused_unread(tmp_path) -> None:
    with (tmp_path / "huge.ics").open("wb") as file:
        file.truncate(300 * 1024 * 1024)
    refused(plan(tmp_path / "huge.ics"), "too large")


@pytest.mark.parametrize(("body", "word"), SETTINGS.values(), ids=SETTINGS)
def test_settings_that_cannot_be_used(body: bytes, word: str, tmp_path, good) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(body)
    assert refused(plan(good, "--settings", path), word).startswith("mine.toml")


def test_settings_that_cannot_be_read(tmp_path, good) -> None:
    refused(plan(good, "--settings", tmp_path / "none.toml"), "none.toml", "--settings")
    refused(plan(good, "--settings", tmp_path), "--settings")


def test_every_wrong_setting_is_told_at_once(tmp_path, good) -> None:
    (tmp_path / "mine.toml").write_text("[me]\nnmae = 'x'\n[card]\nhours = 'two'\n")
    result = plan(good, "--settings", tmp_path / "mine.toml")
    assert result.exit_code == 2
    assert ["line 2" in line or "line 4" in line for line in result.stderr.splitlines()] == [
        True
    ] * 2


@pytest.mark.parametrize(
    "now",
    ["yesterday", "", "2026-13-01T00:00", "2026-11-23 noon", "0001-01-01", "9999-12-31T23:59"],
)
def test_a_time_that_is_none(now: str, good) -> None:
    refused(plan(good, "--now", now), "--now", "2026-11-23T12:00-05:00")


def test_a_format_that_is_none_brings_the_list(good) -> None:
    result = plan(good, "--format", "pdf")
    assert result.exit_code == 2
    assert all(word in result.stderr for word in ("--format", "table", "json", "ics"))


def test_nothing_to_read_at_all() -> None:
    assert plan().exit_code == 2


@pytest.mark.parametrize("name", ["plan.json", "plan.ics", "plan.txt", "plan"])
def test_a_place_that_cannot_be_written(name: str, tmp_path, good) -> None:
    target = tmp_path / "none" / name
    line = refused(plan(good, "--now", NOW, "-o", target), str(target), "can't be written")
    assert "-o" in line
    (tmp_path / name).mkdir()
    refused(plan(good, "--now", NOW, "-o", tmp_path / name), "can't be written")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (f"http://127.0.0.1:9/{SECRET}", ["127.0.0.1:9", "AFTERWORD_ALLOW_HOSTS=127.0.0.1:9"]),
        (f"http://127.0.0.1/{SECRET}", ["AFTERWORD_ALLOW_HOSTS=127.0.0.1:80"]),
        (f"https://[::1]/{SECRET}", ["AFTERWORD_ALLOW_HOSTS"]),
        (f"webcal://u:{SECRET}@localhost/{SECRET}", ["AFTERWORD_ALLOW_HOSTS=localhost:443"]),
        (f"ftp://a.example/{SECRET}", ["ftp:"]),
        (f"file:///etc/{SECRET}", ["file:"]),
        (f"https:///{SECRET}", []),
        (f"https://a.example:99999/{SECRET}", []),
    ],
    ids=["a port", "loopback", "IPv6", "a name of loopback", "ftp", "file", "no host", "no port"],
)
def test_addresses_that_are_not_fetched(address: str, words: list[str], monkeypatch) -> None:
    monkeypatch.delenv("AFTERWORD_ALLOW_HOSTS", raising=False)
    refused(plan(address), *words)


@pytest.mark.parametrize("name", ["a page", "JSON", "truncated in an event", "0 bytes"])
def test_an_address_that_answers_with_no_calendar(name: str, monkeypatch) -> None:
    """Told by its host alone: the path of a secret address is the secret."""
    body, word = BODIES[name]
    with socket.create_server(("127.0.0.1", 0)) as server:
        host = f"127.0.0.1:{server.getsockname()[1]}"
        monkeypatch.setenv("AFTERWORD_ALLOW_HOSTS", host)
        thread = Thread(target=answer, args=(server, body))
        thread.start()
        line = refused(plan(f"http://{host}/{SECRET}/{SECRET}.ics"), word)
        thread.join(5)
    assert line.startswith("127.0.0.1")


def answer(server: socket.socket, body: bytes) -> None:
    with server.accept()[0] as peer:
        peer.recv(65536)
        peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


def test_an_unknown_host(monkeypatch) -> None:
    refused(plan(f"http://no-such-host.invalid/{SECRET}"), "no-such-host.invalid")


def test_one_bad_file_among_good_ones_is_listed_beside_the_plan(tmp_path, good) -> None:
    (tmp_path / "bad.ics").write_bytes(PAGE)
    result = plan(tmp_path / "bad.ics", good, "--now", NOW, "--format", "json")
    assert result.exit_code == 0
    assert "bad.ics" in result.stdout
    assert "Acme" in result.stdout
    table = plan(tmp_path / "bad.ics", good, "--now", NOW, "--format", "table")
    assert "bad.ics: This is a web page" in " ".join(table.stdout.split())
    ics = plan(tmp_path / "bad.ics", good, "--now", NOW, "--format", "ics")
    assert "bad.ics: This is a web page" in ics.stderr


def test_only_bad_files_are_all_named(tmp_path) -> None:
    (tmp_path / "bad.ics").write_bytes(PAGE)
    result = plan(tmp_path / "bad.ics", tmp_path / "none.ics", "-", stdin=b"{}")
    assert result.exit_code == 2
    lines = sorted(line.split(": ")[0].rpartition("/")[2] for line in result.stderr.splitlines())
    assert lines == ["bad.ics", "none.ics", "standard input"]


# As real processes


def quiet(result) -> None:
    assert b"Traceback" not in result.stderr
    assert SECRET.encode() not in result.stderr


def test_standard_input_that_is_empty_or_closed() -> None:
    for more in ({"stdin": subprocess.DEVNULL}, {"preexec_fn": lambda: os.close(0)}):
        result = spawn("-", **more)
        assert result.returncode == 2
        assert result.stderr.startswith(b"standard input: ")
        quiet(result)


def test_a_closed_standard_input_does_not_matter_to_a_file(good) -> None:
    result = spawn(good, "--now", NOW, preexec_fn=lambda: os.close(0))
    assert (result.returncode, result.stderr) == (0, b"")


def test_closed_outputs_do_not_matter_to_a_file(tmp_path, good) -> None:
    def closed() -> None:
        os.close(1)
        os.close(2)

    for name in ("plan.json", "plan.txt"):
        words = (good, tmp_path / "none.ics", "--now", NOW, "-o", tmp_path / name)
        result = spawn(*words, stdout=None, stderr=None, preexec_fn=closed)
        assert result.returncode == 0
        assert "Acme" in (tmp_path / name).read_text("utf-8")


@pytest.mark.parametrize("style", ["table", "json", "ics"])
def test_a_closed_standard_output_is_told(style: str, good) -> None:
    words = (good, "--now", NOW, "--format", style)
    result = spawn(*words, stdout=None, preexec_fn=lambda: os.close(1))
    assert (result.returncode, result.stderr) == (
        *(2, b"standard output: It is closed. Give a file with -o.\n"),
    )


@pytest.mark.parametrize("style", ["table", "json", "ics"])
def test_a_reader_that_has_read_enough(style: str, good) -> None:
    process = start(good, "--now", NOW, "--format", style)
    process.stdout.close()
    with process.stderr:
        assert process.stderr.read() == b""
    assert process.wait(60) in {0, 1}


@pytest.mark.parametrize("style", ["table", "json", "ics"])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_full_disk(style: str, good) -> None:
    with Path("/dev/full").open("wb") as full:
        result = spawn(good, "--now", NOW, "--format", style, stdout=full)
    assert result.returncode == 2
    assert b"standard output: It can't be written: No space left" in result.stderr
    quiet(result)


@pytest.mark.usefixtures("interruptible")
def test_an_interruption(tmp_path) -> None:
    pipe = tmp_path / "pipe.ics"
    os.mkfifo(pipe)
    process = start(pipe, stdout=subprocess.DEVNULL)
    with pipe.open("wb"):  # opens only when the other side reads: now it waits for us
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        with process.stderr:
            said = process.stderr.read()
    assert process.wait(60) in {1, 130}
    assert b"Traceback" not in said


def test_a_terminal_that_knows_only_ascii(tmp_path) -> None:
    (tmp_path / "a.ics").write_bytes(calendar(vevent(title="Interview bei Ærøskøbing #interview")))
    for style in ("table", "json"):
        words = (tmp_path / "a.ics", "--now", NOW, "--format", style)
        result = spawn(*words, env={"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0"})
        assert result.returncode == 0, result.stderr
        assert b"bing" in result.stdout
