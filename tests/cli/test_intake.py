"""Taking in a calendar: every way it can go wrong ends in one sentence and a next step."""

import io
import os
import socket
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.contract import Problem
from connectors.transport import Fetched, Refused, Unreachable
from service.cli import intake
from service.cli.intake import LARGEST, Unreadable, allowed_hosts, fetch_as_allowed, take

CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
PAGE = b"<!DOCTYPE html><html>"


def taken(source, content=b"", fetch=None):
    return take(str(source), stdin=io.BytesIO(content), fetch=fetch or pytest.fail)


def problem(source, content=b"", fetch=None):
    with pytest.raises(Unreadable) as failure:
        taken(source, content, fetch)
    found = failure.value.problem
    assert str(failure.value) == found.what
    for sentence in (found.what, found.next_step):
        assert sentence.endswith((".", "?"))
        assert "\n" not in sentence
    return found


@pytest.fixture
def folder(tmp_path):
    for name in (
        "interviews.ics",
        "Calendar Export.ICS",
        "work.ics",
        "holidays.ics",
        "interview.txt",
    ):
        (tmp_path / name).write_bytes(CALENDAR)
    return tmp_path


def test_a_file_is_read_as_it_is(folder):
    odd = b"\xff\xfeB\x00\r\n\x00<html>PK\x03\x04"
    (folder / "odd").write_bytes(odd)
    assert taken(folder / "interviews.ics") == CALENDAR
    assert taken(folder / "odd") == odd


def test_standard_input_is_a_dash():
    assert taken("-", CALENDAR) == CALENDAR


def test_a_folder_redirected_into_standard_input(folder):
    class Folder(io.RawIOBase):
        def read(self, size=-1):
            raise IsADirectoryError(21, "Is a directory")

    with pytest.raises(Unreadable, match="cannot be read") as failure:
        take("-", stdin=Folder())
    assert failure.value.problem.where == "standard input"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("interview.ics", "interviews.ics"),
        ("intervews", "interviews.ics"),
        ("INTERVIEWS.ICS", "interviews.ics"),
        ("calendar export.ics", "Calendar Export.ICS"),
        ("wrok.ics", "work.ics"),
    ],
)
def test_a_missing_file_is_answered_with_the_likely_one(typed, meant, folder):
    found = problem(folder / typed)
    assert found.what == "There is no such file."
    assert "Did you mean" in found.next_step
    assert str(folder / meant) in found.next_step
    assert "interview.txt" not in found.next_step


def test_the_only_calendar_of_a_folder_is_offered_for_any_name(tmp_path):
    (tmp_path / "zzz.ics").write_bytes(CALENDAR)
    assert "zzz.ics" in problem(tmp_path / "interviews").next_step


def test_nothing_is_guessed_where_no_calendar_lies(tmp_path, folder):
    assert "Did you mean" not in problem(folder / "0000000000").next_step
    assert "Did you mean" not in problem(folder / "sub" / "interviews.ics").next_step
    assert f"no folder {folder / 'sub'}" in problem(folder / "sub" / "x.ics").next_step


def test_a_relative_path_is_answered_by_a_relative_one(folder, monkeypatch):
    monkeypatch.chdir(folder)
    assert problem("interview.ics").next_step == "Did you mean interviews.ics?"


def test_a_name_from_the_disk_cannot_play_with_the_terminal(tmp_path):
    (tmp_path / "evil\x1b[2J\n.ics").write_bytes(CALENDAR)
    assert "\x1b" not in problem(tmp_path / "evi.ics").next_step
    assert "\x1b" not in problem(tmp_path).next_step


def test_a_folder_is_answered_with_the_files_in_it(folder, tmp_path_factory):
    found = problem(folder)
    assert found.what == "This is a folder, not a file."
    assert str(folder / "holidays.ics") in found.next_step
    assert "ends in .ics" in problem(tmp_path_factory.mktemp("empty")).next_step


def test_a_file_taken_for_a_folder(folder):
    assert "is a file" in problem(folder / "work.ics" / "x.ics").next_step


@pytest.mark.parametrize(
    ("error", "said"),
    [(PermissionError, "may not be read"), (OSError, "cannot be opened")],
)
def test_what_the_system_says_is_put_in_words(error, said, folder, monkeypatch):
    def opened(*_):
        raise error(5, "strange words")

    monkeypatch.setattr(intake.Path, "open", opened)
    assert said in problem(folder / "work.ics").what


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_locked_file(folder):
    (folder / "work.ics").chmod(0)
    assert "may not be read" in problem(folder / "work.ics").what


@pytest.mark.parametrize("path", ["a\0b.ics", "x" * 5000, "\udcff\ud800.ics"])
def test_a_path_no_system_takes(path):
    assert problem(path).what in {"This file cannot be opened.", "There is no such file."}


def test_an_empty_calendar_is_no_calendar(folder):
    (folder / "empty.ics").touch()
    for found in (
        problem(folder / "empty.ics"),
        problem("-"),
        problem("https://a.example/", fetch=lambda _: Fetched(status=200, host="a.example")),
    ):
        assert "0 bytes" in found.what


def test_a_giant_is_refused_before_it_is_read(folder, monkeypatch):
    giant = folder / "giant.ics"
    with giant.open("wb") as file:
        file.truncate(300 * 1024 * 1024)
    monkeypatch.setattr(intake, "_sized", lambda *_: pytest.fail("it was read"))
    found = problem(giant)
    assert "more than 32 MB" in found.what
    assert "shorter range" in found.next_step


def test_a_giant_without_a_size_is_read_no_further_than_the_bound(monkeypatch):
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size=-1):
            assert size == LARGEST + 1
            return b"x" * size

    with pytest.raises(Unreadable, match="too large"):
        take("-", stdin=Endless())
    assert "too large" in problem("/dev/zero").what


def test_just_enough_is_taken(folder):
    with (folder / "full.ics").open("wb") as file:
        file.truncate(LARGEST)
    assert len(taken(folder / "full.ics")) == LARGEST


def test_a_pipe_is_a_file(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = Thread(target=lambda: pipe.write_bytes(CALENDAR))
    writer.start()
    assert taken(pipe) == CALENDAR
    writer.join(5)


@pytest.mark.parametrize(
    "address",
    ["https://a.example/x.ics", "http://a.example/", "webcal://a.example/", "WEBCALS://a.example/",
     " https://a.example/x"],
)  # fmt: skip
def test_an_address_is_fetched(address):
    asked = []

    def fetch(address):
        asked.append(address)
        return Fetched(status=200, host="a.example", body=CALENDAR)

    assert taken(address, fetch=fetch) == CALENDAR
    assert asked == [address]


@pytest.mark.parametrize("address", ["file:///etc/passwd", "gopher://a.example/", "ftp://a/b"])
def test_another_scheme_is_refused_unfetched(address):
    assert "are not fetched" in problem(address).what


def test_why_an_address_failed_is_told_without_the_address():
    def refuse(_):
        raise Refused(Problem(where="a.example:443", what="No.", next_step="Stop."), status=404)

    def fail(_):
        raise Unreachable("a.example:443")

    address = "https://user:pass@a.example/hush?hush=1"
    assert problem(address, fetch=refuse) == Problem(
        where="a.example:443", what="No.", next_step="Stop."
    )
    assert "try again" in problem(address, fetch=fail).next_step
    for found in (problem(address, fetch=refuse), problem(address, fetch=fail)):
        assert not any(word in str(found) for word in ("hush", "user", "pass"))


def refusing(host, status):
    def refuse(_):
        raise Refused(Problem(where=f"{host}:443", what="No.", next_step="Stop."), status=status)

    return refuse


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_the_public_address_of_a_private_calendar_brings_the_providers_directions(status):
    address = "https://calendar.google.com/calendar/ical/me/public/basic.ics"
    found = problem(address, fetch=refusing("calendar.google.com", status))
    assert found.what == "No."
    assert "Secret address in iCal format" in found.next_step


@pytest.mark.parametrize("status", [None, 206])
def test_other_refusals_keep_their_own_advice(status):
    found = problem("https://calendar.google.com/x", fetch=refusing("calendar.google.com", status))
    assert found.next_step == "Stop."


@pytest.mark.parametrize(
    ("pasted", "answered", "words"),
    [
        ("https://calendar.google.com/calendar/embed?src=hush", "calendar.google.com", "Secret"),
        ("https://outlook.live.com/hush", "login.example", "ICS link"),
        ("https://short.example/hush", "app.fastmail.com", "Fastmail"),
    ],
    ids=["embedded", "sent to a login page", "a short link"],
)
def test_a_web_page_of_a_known_provider_brings_its_directions(pasted, answered, words):
    found = problem(pasted, fetch=lambda _: Fetched(status=200, host=answered, body=PAGE))
    assert "web page" in found.what
    assert words in found.next_step
    assert "hush" not in str(found)


def test_a_web_page_of_somebody_unknown_is_left_to_the_reader():
    answer = Fetched(status=200, host="a.example", body=PAGE)
    assert taken("https://a.example/", fetch=lambda _: answer) == PAGE


def test_a_private_host_needs_the_setting(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        address = f"http://127.0.0.1:{port}/hush"
        monkeypatch.delenv("AFTERWORD_ALLOW_HOSTS", raising=False)
        found = problem(address, fetch=fetch_as_allowed)
        setting, _, value = found.next_step.rstrip(".").rpartition(" ")[2].partition("=")
        monkeypatch.setenv(setting, value)

        def answer():
            with server.accept()[0] as peer:
                peer.recv(65536)
                head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(CALENDAR)
                peer.sendall(head + CALENDAR)

        thread = Thread(target=answer)
        thread.start()
        assert taken(address, fetch=fetch_as_allowed) == CALENDAR
        thread.join(5)


def test_a_setting_that_cannot_be_read_stops_the_fetch(monkeypatch):
    monkeypatch.setenv("AFTERWORD_ALLOW_HOSTS", "http://hush.example/hush")
    found = problem("https://a.example/", fetch=fetch_as_allowed)
    assert found.where == "AFTERWORD_ALLOW_HOSTS"
    assert "hush" not in str(found)


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("", set()),
        (" , ", set()),
        ("localhost:8080", {("localhost", 8080)}),
        ("A.example:80,b.example:443", {("a.example", 80), ("b.example", 443)}),
        ("a:1 b:2\n c:3,", {("a", 1), ("b", 2), ("c", 3)}),
        ("[::1]:5232", {("::1", 5232)}),
        ("10.0.0.1:65535", {("10.0.0.1", 65535)}),
    ],
)
def test_allowed_hosts_are_read(text, hosts):
    assert allowed_hosts(text) == hosts


@pytest.mark.parametrize(
    "text",
    ["localhost", "localhost:", ":80", "a:0", "a:65536", "a:99999999", "a:http", "*:80", "::1:80",
     "http://a:80", "a:80/x", "u@a:80", "a:80;b:80", "10.0.0.0/8:80", "a:٣"],
)  # fmt: skip
def test_what_is_not_host_and_port_is_refused_by_its_place(text):
    with pytest.raises(Unreadable, match="Entry 2 "):
        allowed_hosts(f"good:1,{text}")


@given(st.text(max_size=30))
def test_any_setting_is_read_or_refused(text):
    try:
        hosts = allowed_hosts(text)
    except Unreadable:
        return
    assert all(0 < port < 65536 and "*" not in host for host, port in hosts)
