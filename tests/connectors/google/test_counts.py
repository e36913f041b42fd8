"""What goes over the wire, and between whom."""

import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar

import pytest

from connectors.contract import CalendarId, Content, Create, Rejected, Span, Transient
from connectors.google import api
from connectors.google.api import hang_up
from service.domain.model import FollowUp, Key, VisitKey
from service.sync import Ledger, sync
from tests.connectors.google.conftest import HOME, NOW, Token, google_calendar
from tests.connectors.laws import FIRST, PLAIN
from tests.google_fake.faults import Fault

KINDS = ("prompt", "debrief", "email", "card", "call")
HOUR = timedelta(hours=1)


def five():
    """What the plan makes of one interview."""
    when = Span(start=NOW + 30 * HOUR, end=NOW + 31 * HOUR)
    return [
        FollowUp(
            key=Key(f"v/{kind}"),
            calendar=HOME,
            content=Content(title=kind, when=when),
            kind=kind,
            visit=VisitKey("v"),
        )
        for kind in KINDS
    ]


def test_from_a_tagged_event_to_its_follow_ups_it_takes_one_list_and_five_inserts(
    fake, connector, me
):
    ledger = Ledger()
    sync(ledger, connector, HOME, [], now=NOW)
    event = me.create("Acme", NOW + 24 * HOUR, NOW + 25 * HOUR)
    me.tag(event["id"])
    fake.seen.clear()
    sync(ledger, connector, HOME, five(), now=NOW)
    assert fake.count() == {"events.list": 1, "events.insert": 5}
    assert len(me.events()) == 6

    fake.seen.clear()  # our own echo
    echo = sync(ledger, connector, HOME, five(), now=NOW + HOUR)
    assert (echo.operations, fake.count()) == ((), {"events.list": 1})

    fake.seen.clear()  # and nothing at all
    rest = sync(ledger, connector, HOME, five(), now=NOW + 2 * HOUR)
    assert (rest.operations, fake.count()) == ((), {"events.list": 1})


def test_the_answer_to_a_wake_up_is_small(fake, connector):
    connector.pull(HOME, None)
    (seen,) = fake.seen
    assert "items(id,etag" in seen.query["fields"][0]


def test_many_people_in_many_threads_get_their_own_answers(fake):
    """One connection shared by threads gave a fifth of the answers to somebody else (facts 0.2)."""
    people = [f"p{number}@gmail.com" for number in range(8)]
    for person in people:
        fake.account(person)
    wrong: list[str] = []

    def works(mine: list[str]) -> None:
        for turn in range(12):
            for person in mine:
                google = google_calendar(fake, access=Token(fake, person))
                content = Content(title=f"{person} {turn}", when=PLAIN.when)
                write = Create(name=f"fu-{turn}@afterword", content=content)
                (made,) = google.push(CalendarId(person), [write])
                told = google.pull(CalendarId(person), None).items
                titles = [made.content.title, *(one.event.content.title for one in told)]
                wrong.extend(title for title in titles if not title.startswith(person))
        hang_up()

    threads = [threading.Thread(target=works, args=(people[n::4],)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert fake.count() == {"events.insert": 96, "events.list": 96}


def test_the_parts_of_the_client_are_built_once(fake):
    assert api.resources(fake.api_url) is api.resources(fake.api_url)


class Elsewhere(BaseHTTPRequestHandler):
    asked: ClassVar[list[str]] = []

    def do_GET(self):
        self.asked.append(self.path)
        self.send_response(302)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        """Nothing."""


def test_a_redirect_is_not_followed_without_the_person(fake):
    server = HTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    endpoint = f"http://127.0.0.1:{server.server_address[1]}/calendar/v3/"
    there = api.Api(Token(fake), endpoint=endpoint, gate=api.OpenGate())
    try:
        with pytest.raises(Transient):
            there.call(there.resources.events.list(calendarId="x"), "read")
    finally:
        hang_up()
        server.shutdown()
        server.server_close()
    assert len(Elsewhere.asked) == 1


def test_no_log_names_a_calendar_a_token_or_a_title(fake, connector, me, caplog):
    caplog.set_level("DEBUG")
    me.create("Secret title", NOW, NOW + HOUR)
    cursor = connector.pull(HOME, None).cursor
    connector.push(HOME, [Create(name=FIRST, content=PLAIN)])
    fake.faults.plan(Fault(kind="status", status=403, reason="rateLimitExceeded"))
    with pytest.raises(Transient):
        connector.pull(HOME, cursor)
    said = caplog.text
    secrets = ("alex.morgan", "ya29", "Secret", PLAIN.title, cursor.partition(":")[2])
    assert not [secret for secret in secrets if secret in said]


# -- channels


def test_31_a_channel_is_what_google_agreed_to(fake, connector):
    watching = connector.watch(
        HOME,
        channel_id="c1",
        token="t",
        address="http://127.0.0.1:9/hook",
        lasts=timedelta(days=30),
    )
    assert (watching.channel_id, watching.resource_id != "") == ("c1", True)
    assert watching.expires == NOW + fake.manners.longest_channel
    connector.unwatch(channel_id="c1", resource_id=watching.resource_id)
    assert fake.channels.living() == []
    connector.unwatch(channel_id="c1", resource_id=watching.resource_id)  # gone already


def test_34_a_channel_id_used_twice_is_refused(connector):
    how = {"token": "t", "address": "http://127.0.0.1:9/hook", "lasts": timedelta(days=1)}
    connector.watch(HOME, channel_id="c1", **how)
    with pytest.raises(Rejected):
        connector.watch(HOME, channel_id="c1", **how)
