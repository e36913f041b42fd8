"""Where titles are discreet, nothing in any entry says who, where or what: links and initials."""

from dataclasses import replace
from datetime import timedelta

import pytest

from connectors.contract import Attendee
from service.domain.debrief import Debrief, Spoken
from service.domain.model import VisitKey
from service.store.debriefs import keep_debrief
from tests.watch.home import SETTINGS, THURSDAY, at_home, interview

DISCREET = f"{SETTINGS}[privacy]\ndiscreet_titles = true\n[notes]\nper_person_events = true\n"
CANARIES = (
    "Austen", "Kate", "Acme", "Engineer", "batches", "slides", "650", "Reception", "grumpy", "job",
)  # fmt: skip


@pytest.fixture
def home(store):
    return replace(at_home(store, DISCREET), base="https://afterword.example")


@pytest.fixture
def told(home):
    kate = Attendee(email="kate.austen@acme.example", name="Kate Austen")
    home.calendar("Personal").put(replace(interview("acme-job", THURSDAY), attendees=(kate,)))
    home.watch()
    spoken = Spoken(name="Kate Austen", topic="batches", promise="slides", office="Acme, Reception")
    said = Debrief(
        visit=VisitKey("acme-job"),
        at=home.now,
        people=(spoken,),
        may_call="agreed",
        call_on=THURSDAY.date() + timedelta(days=8),
        call_whom="Kate Austen",
        call_number="+1 650 555 0100",
        remark="grumpy",
    )
    with home.store.write() as tx:
        keep_debrief(tx, home.person, said)
    home.later(minutes=20)
    return home


def test_no_entry_of_the_feed_tells_anything(told):
    body = told.body().replace(b"\r\n ", b"").decode()
    assert body.count("BEGIN:VEVENT") == 5
    assert body.count("https://afterword.example/d/") == 5
    assert "K.A." in body
    assert [word for word in CANARIES if word.casefold() in body.casefold()] == []


def test_a_person_of_ones_own_is_no_key_in_an_open_feed_either(told):
    assert all("@afterword" in key for key in told.kinds())
