"""One message a day, to the person only, and never in their quiet hours."""

from __future__ import annotations

import json
import socket
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from zoneinfo import ZoneInfo

import pytest

from connectors.contract import Rejected, Transient
from connectors.smtp import MailServer, mail_server, send_mail
from connectors.transport import Refused
from service.delivery import Delivery
from service.desk.daily_message import DailyMessage, day_due, is_quiet, own_address
from service.domain.policy import Me, NoticesRule, Policy
from service.store.journal import journal
from service.store.people import add_person, set_settings
from service.worker.messages import Messages
from tests.web.diary import HOUR, interview
from tests.web.running import NOW
from tests.worker.mail_sink import mail_sink

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
MORNING = NOW.replace(hour=8, minute=0)
BASE = "https://afterword.example"
SETTINGS = """
[me]
emails = ["alex@example.com", "a.morgan@example.org"]
timezone = "UTC"
[notices]
by = "email"
at = "08:30"
"""
SAID = DailyMessage(title="Open today: 1 email", text="- Thank Dana", link=BASE, count=1)
ME = Me(emails=("alex@example.com", "a.morgan@example.org"), timezone="UTC", timezone_guessed=False)


@dataclass
class Town:
    store: object
    person: int
    now: datetime = MORNING
    sent: list = field(default_factory=list)
    fault: Exception | None = None
    messages: Messages | None = None

    def __post_init__(self):
        self.messages = self.process()

    def process(self):
        return Messages(store=self.store, clock=lambda: self.now, deliver=self.deliver, base=BASE)

    def deliver(self, message, policy):
        if self.fault:
            raise self.fault
        self.sent.append(message)

    def at(self, hour, minute=0, days=0):
        self.now = NOW.replace(hour=hour, minute=minute) + days * DAY
        self.messages.attend()
        return len(self.sent)

    def lines(self):
        with self.store.read() as tx:
            return [one.text for one in journal(tx, self.person) if one.action == "message_failed"]


@pytest.fixture
def town(store):
    return home(store, SETTINGS)


def home(store, settings):
    with store.write() as tx:
        person = add_person(tx, "alex", now=NOW)
        set_settings(tx, person, settings, now=NOW)
    interview(store, person, start=NOW.replace(hour=1) - 5 * HOUR)
    return Town(store, person)


def test_it_comes_at_the_hour_and_once_a_day(town):
    assert [town.at(8, 29), town.at(8, 31), town.at(9), town.at(20)] == [0, 1, 1, 1]
    assert town.at(8, 40, days=1) == 2
    assert town.sent[0].title == "Open today: 1 email"
    assert "Thank Dana Ruiz of Acme by email" in town.sent[0].text
    assert town.sent[0].text.endswith(f"{BASE}/loops")


def test_two_processes_say_it_once(town):
    town.at(9)
    town.process().attend()
    assert len(town.sent) == 1


def test_what_is_too_late_for_the_quiet_hours_waits_for_the_next_day(town):
    assert [town.at(21), town.at(23, 59), town.at(7, 59, days=1), town.at(8, 31, days=1)] == [
        0,
        0,
        0,
        1,
    ]


def test_with_discreet_titles_nobody_is_named(store):
    town = home(store, SETTINGS + "[privacy]\ndiscreet_titles = true\n")
    town.at(9)
    (said,) = town.sent
    assert (said.title, said.text) == ("Open today: 1 email", f"{BASE}/loops")


@pytest.mark.parametrize("settings", ["", SETTINGS.replace('by = "email"', 'by = "none"')])
def test_nobody_is_written_to_who_has_not_asked_for_it(store, settings):
    assert home(store, settings).at(9) == 0


def test_where_nothing_is_open_nothing_is_said(store):
    with store.write() as tx:
        person = add_person(tx, "alex", now=NOW)
        set_settings(tx, person, SETTINGS, now=NOW)
    assert Town(store, person).at(9) == 0


def test_a_failure_is_told_once_and_tried_again_with_a_pause(town):
    town.fault = Transient("the mail server could not be reached just now")
    town.at(9)
    town.at(9, 6)
    (told,) = town.lines()
    assert "could not be reached" in told
    town.fault = None
    assert town.at(9, 8) == 0  # the second pause is ten minutes
    assert town.at(9, 17) == 1


def test_what_an_error_says_that_is_not_ours_is_told_to_nobody(town):
    town.fault = RuntimeError("alex@example.com")
    town.at(9)
    assert "alex@" not in town.lines()[0]


@pytest.mark.parametrize(
    ("hour", "quiet"), [(20, False), (21, True), (23, True), (0, True), (7, True), (8, False)]
)
def test_the_night_is_quiet(hour, quiet):
    assert is_quiet(NoticesRule(), datetime(2026, 1, 1, hour).time()) is quiet  # noqa: DTZ001


def test_the_hour_is_on_the_person_s_clock():
    tokyo = Policy(
        me=Me(timezone="Asia/Tokyo", timezone_guessed=False), notices=NoticesRule(by="email")
    )
    morning = datetime(2026, 11, 25, 8, 30, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert day_due(tokyo, now=morning - MINUTE) is None
    assert day_due(tokyo, now=morning) == morning.date()


@pytest.mark.parametrize(
    ("to", "goes"),
    [
        ("", "alex@example.com"),
        ("A.Morgan@example.org", "a.morgan@example.org"),
        ("dana@acme.example", None),
    ],
)
def test_an_email_goes_to_the_person_s_own_address_and_no_other(to, goes):
    assert own_address(Policy(me=ME, notices=NoticesRule(by="email", to=to))) == goes


def test_it_arrives_by_mail():
    with mail_sink() as sink:
        delivery = Delivery(mail=mail_server(sink.address))
        delivery(SAID, Policy(me=ME, notices=NoticesRule(by="email")))
        for to in ("dana@acme.example", "x@y.example\r\nBcc: z@y.example"):
            with pytest.raises(Rejected):
                delivery(SAID, Policy(me=ME, notices=NoticesRule(by="email", to=to)))
    assert sink.to == ["rcpt TO:<alex@example.com>"]
    (letter,) = sink.letters
    assert "Subject: Open today: 1 email" in letter
    assert "Auto-Submitted: auto-generated" in letter
    assert "- Thank Dana" in letter


def test_a_mail_server_that_refuses_says_so_without_the_address():
    with mail_sink() as sink:
        sink.takes = b"550 no such user alex@example.com"
        with pytest.raises(Rejected) as refused:
            send_mail(mail_server(sink.address), "alex@example.com", "Hello", "there")
    assert "alex" not in f"{refused.value}"


def test_nothing_is_sent_in_the_clear_but_on_this_machine(monkeypatch):
    with mail_sink() as sink:
        port = sink.listener.getsockname()[1]
        there = MailServer(scheme="smtp", host="mail.example", port=port, sender="a@b.example")
        real = socket.create_connection
        monkeypatch.setattr(
            socket,
            "create_connection",
            lambda _to, *rest, **_more: real(("127.0.0.1", port), *rest),
        )
        with pytest.raises(Rejected, match="safely"):
            send_mail(there, "alex@example.com", "Hello", "there")
    assert sink.letters == []


@pytest.mark.parametrize(
    "address", ["", "https://a@b.example", "smtp://host", "smtps://?from=a@b.example", "smtp://a@b"]
)
def test_what_is_no_mail_server_is_refused(address):
    with pytest.raises(ValueError, match="sender"):
        mail_server(address)


@pytest.fixture
def sink():
    got = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            length = int(self.headers["Content-Length"])
            got.append((self.headers, self.rfile.read(length)))
            self.send_response(int(self.path.rpartition("/")[2]))
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, got
    server.shutdown()
    server.server_close()


def posted(port, by, *, status=200, allowed=True):
    hosts = frozenset({("127.0.0.1", port)}) if allowed else frozenset()
    rule = NoticesRule(by=by, to=f"http://127.0.0.1:{port}/topic/{status}")
    Delivery(allow_hosts=hosts)(SAID, Policy(me=ME, notices=rule))


def test_it_arrives_by_ntfy_and_by_a_webhook(sink):
    port, got = sink
    posted(port, "ntfy")
    posted(port, "webhook", status=204)
    (head, text), (_, body) = got
    assert (head["Title"], head["Click"], text) == (SAID.title, BASE, b"- Thank Dana")
    assert json.loads(body) == {"title": SAID.title, "text": SAID.text, "link": BASE, "count": 1}


@pytest.mark.parametrize(("status", "fault"), [(500, Transient), (404, Refused), (302, Refused)])
def test_another_answer_is_a_failure_and_nothing_is_followed(sink, status, fault):
    port, got = sink
    with pytest.raises(fault):
        posted(port, "webhook", status=status)
    assert len(got) == 1


def test_a_private_address_is_refused_and_so_is_one_that_others_can_read(sink):
    port, got = sink
    with pytest.raises(Rejected):
        posted(port, "ntfy", allowed=False)
    rule = NoticesRule(by="ntfy", to=f"https://127.0.0.1:{port}/topic/200")
    with pytest.raises(Refused):
        Delivery()(SAID, Policy(me=ME, notices=rule))
    assert got == []
