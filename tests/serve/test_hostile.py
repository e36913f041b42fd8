"""A source on its worst days: the last good state stays, the person hears why, and it goes on."""

import threading
from datetime import datetime, timedelta

import pytest

from tests.connectors.published.hostile import TRICKS
from tests.connectors.transport.loopback import moved, reply
from tests.serve.origin import TITLE, interview
from tests.serve.running import eventually
from tests.serve.test_story import ACME, FIVE, LUNCH, START

GLOBEX = interview("globex", START, title=TITLE.replace("Acme", "Globex"))
HOSTILE = (
    "500",
    "429, in two hours",
    "206",
    "410",
    "an empty 200",
    "cut off in an event",
    "cut off after the head",
    "shorter than announced",
    "broken gzip",
    "a page as text/calendar",
    "a bomb",
    "a giant",
    "60,000 events",
    "a redirect to nowhere",
    "to the cloud's own secrets",
    "to another port of this machine",
)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/calendar\r\n\r\n"
EMPTIED = "Of its 4 events only 0 are left, all at once."


@pytest.fixture
def personal(alex, origin):
    return alex.add(origin.put("personal", ACME, LUNCH))


def test_whatever_a_source_answers_its_last_good_state_stays(alex, origin, personal):
    body, etag = alex.body(), alex.fetch().headers["ETag"]
    calm = alex.add(origin.put("calm"), name="Calm")
    for name in HOSTILE:
        (answer,) = TRICKS[name].replies
        origin.tricks["personal"] = answer
        alex.check(personal)
        assert TRICKS[name].says in alex.said(personal), name
        assert alex.said(personal).count(".") >= 2, name  # what is wrong, and what to do
        assert (alex.body(), alex.fetch().headers["ETag"]) == (body, etag), name
    shown = alex.source(personal)
    assert shown["active"]
    assert shown["events"] == 2

    origin.put("calm", GLOBEX)
    alex.check(calm)
    assert len(alex.entries()) == 10  # the other one goes on
    assert alex.said(calm) == ""

    origin.tricks.clear()
    origin.put("personal", LUNCH)
    alex.check(personal)
    assert alex.said(personal) == ""
    assert not set(FIVE) & set(alex.entries())
    assert recoveries(alex) == 1


def test_a_busy_source_is_left_alone_for_as_long_as_it_asks(alex, origin, personal):
    (origin.tricks["personal"],) = TRICKS["429, in two hours"].replies
    alex.check(personal)
    shown = alex.source(personal)
    asked = datetime.fromisoformat(shown["next_read"]) - datetime.fromisoformat(shown["last_read"])
    assert asked >= timedelta(hours=2)


def test_a_redirect_into_a_private_network_is_never_followed(alex, origin, personal):
    origin.put("inside", ACME, GLOBEX)
    origin.tricks["personal"] = moved(f"http://127.0.0.2:{origin.port}/inside")
    alex.check(personal)
    assert "ports" in alex.said(personal)  # another name of this machine is another host
    assert origin.of("/inside") == []
    assert sorted(alex.entries()) == FIVE


def test_a_calendar_that_is_all_at_once_empty_is_asked_twice(alex, origin):
    others = [interview(f"other{n}", START, title="Lunch") for n in range(3)]
    source = alex.add(origin.put("personal", ACME, *others))
    origin.put("personal")
    alex.check(source)
    assert EMPTIED in alex.said(source)
    alex.check(source)
    assert EMPTIED in alex.said(source), "a server's bad moment is still the same moment"
    assert sorted(alex.entries()) == FIVE
    alex.service.was_read_earlier(source, timedelta(minutes=20))
    alex.check(source)
    assert alex.said(source) == ""
    assert alex.entries() == {}


def test_the_command_line_says_the_same(embedded, origin):
    me = embedded.client()
    source = me.add(origin.put("personal", ACME))
    origin.tricks["personal"] = reply(b"<html>Sign in</html>", Content_Type="text/html")
    me.check(source)
    head, *rows = embedded.command("source", "list", "--person", "alex").splitlines()
    state = " ".join(row[head.index("state") :].strip() for row in rows)
    assert me.said(source) == state.strip()


class Drip:
    """Never silent for long, and done when it is told."""

    def __init__(self):
        self.enough = threading.Event()

    def __call__(self, connection):
        connection.sendall(HEAD)
        while not self.enough.wait(0.1):
            connection.sendall(b"\r\n")


@pytest.fixture
def dripping():
    drip = Drip()
    yield drip
    drip.enough.set()


def test_a_source_that_drips_holds_up_nobody_else(shared, alex, origin, dripping):
    drip = alex.add(origin.put("drip", ACME), name="Drip")
    origin.tricks["drip"] = dripping
    body = alex.body()
    alex.ask_to_check(drip)
    eventually(lambda: len(origin.of("drip")) == 2)
    sam = shared.client(f"sam beside {alex.person}")
    sam.add(origin.put("sam", GLOBEX))
    assert len(sam.entries()) == 5
    assert alex.body() == body
    assert not shared.rested(alex.person)
    dripping.enough.set()
    alex.rested()
    assert alex.body() == body


@pytest.mark.soak
def test_a_source_that_drips_is_hung_up_on(alex, origin, dripping):
    drip = alex.add(origin.put("drip", ACME), name="Drip")
    body = alex.body()
    origin.tricks["drip"] = dripping
    alex.ask_to_check(drip)
    alex.rested(60)
    assert "could not be reached" in alex.said(drip)
    assert alex.body() == body
    origin.tricks.clear()
    alex.check(drip)
    assert alex.said(drip) == ""


def recoveries(alex):
    lines = alex.api("/journal").json["lines"]
    return [line["action"] for line in lines].count("source_recovered")
