"""What was to be forgotten is in no column and in no byte, and no calendar brings it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from connectors.contract import Attendee
from service.desk.forgetting import forget_interview, forget_person
from service.domain.debrief import Debrief, Spoken
from service.domain.model import VisitKey
from service.store.answers import give_answer
from service.store.debriefs import debriefs, keep_debrief
from service.store.forgotten import forgotten
from service.store.journal import journal, write_line
from service.store.link_secrets import give_link_secret
from service.store.plan_rows import visits
from service.store.schema import metadata
from service.store.wiping import wipe
from tests.watch.home import THURSDAY, at_home, interview

DAY = timedelta(days=1)
DANA = ("Dana Ruiz", "dana.ruiz@acme.example")
LEE = ("Lee Okafor", "lee@acme.example")
WORDS = ("Okafor", "chess", "slides", "Acme", "Dana Ruiz", "dana.ruiz@", "too loud")
ACME = VisitKey("acme")


def guest(name, email):
    return Attendee(name=name, email=email)


ONE = interview("acme", THURSDAY, attendees=(guest(*DANA), guest(*LEE)))
TWO = interview("globex", THURSDAY + DAY, attendees=(guest("Priya Nair", "priya@globex.example"),))


@pytest.fixture
def home(store):
    made = at_home(store)
    made.calendar("Personal").put(ONE, TWO)
    made.watch()
    made.now = THURSDAY + timedelta(hours=2)
    tell(made)
    made.later(minutes=20)
    return made


def tell(home):
    people = (
        Spoken(name=DANA[0], email=DANA[1], topic="chess", promise="the slides"),
        Spoken(name=LEE[0], email=LEE[1], topic="rivers, and what Dana Ruiz paints"),
    )
    told = Debrief(
        visit=ACME, at=home.now, people=people, call_whom="Ms Dana Ruiz", remark="too loud"
    )
    with home.store.write() as tx:
        keep_debrief(tx, home.person, told)
        give_answer(tx, home.person, "done", "acme/email", now=home.now)


def everything(store) -> str:
    """All columns of all tables as a dump would have them and, of a file, all of its bytes."""
    with store.read() as tx:
        rows = [
            row
            for table in metadata.tables.values()
            for row in tx.connection.execute(select(table))
        ]
    dumped = "\n".join(_plain(cell) for row in rows for cell in row)
    if store.engine.dialect.name != "sqlite":
        return dumped
    assert wipe(store)
    path = Path(store.engine.url.database)
    files = [path, *path.parent.glob(f"{path.name}-*")]
    return "\n".join([dumped, *(file.read_bytes().decode("latin-1") for file in files)])


def _plain(cell) -> str:
    return bytes(cell).decode("latin-1") if isinstance(cell, bytes | memoryview) else f"{cell}"


def found(home, words) -> set[str]:
    text = everything(home.store).casefold()
    return {word for word in words if word.casefold() in text}


def test_it_is_all_there_before(home):
    assert found(home, WORDS) == set(WORDS)


def test_an_interview_leaves_nothing_and_does_not_come_back(home):
    forget_interview(home.store, home.person, ACME, now=home.now)
    for calendar in home.calendars.values():
        calendar.put(replace(ONE, status="tentative"))  # something has changed: all is told anew
    home.later(minutes=20)
    home.later(minutes=20)
    assert found(home, WORDS) == set()
    assert {key.partition("/")[0] for key in home.kinds()} == {"globex"}
    with home.store.read() as tx:
        assert [one.key for one in visits(tx, home.person)] == ["globex"]


def test_it_is_out_of_the_database_before_the_next_pass(home):
    forget_interview(home.store, home.person, ACME, now=home.now)
    with home.store.read() as tx:
        assert debriefs(tx, home.person) == {}
        assert [one.key for one in visits(tx, home.person)] == ["globex"]


def test_somebody_leaves_no_name_and_the_others_stay(home):
    forget_person(home.store, home.person, *DANA, now=home.now)
    for calendar in home.calendars.values():
        calendar.put(interview("initech", THURSDAY + 2 * DAY, attendees=(guest(*DANA),)))
    home.later(minutes=20)
    home.later(minutes=20)
    gone = {"Dana Ruiz", "dana.ruiz@", "chess", "slides"}
    assert found(home, WORDS) == set(WORDS) - gone
    with home.store.read() as tx:
        told = debriefs(tx, home.person)[ACME]
    assert [one.name for one in told.people] == ["Lee Okafor"]
    assert told.people[0].topic == "rivers, and what somebody paints"
    assert told.call_whom == ""


def test_a_name_in_free_text_goes_however_it_was_written(home):
    mine = "ask dana ruiz about Dana Ruiz's team"
    with home.store.write() as tx:
        told = debriefs(tx, home.person)[ACME]
        lee = replace(told.people[1], topic=mine, promise=mine, email_text=mine, card_text=mine)
        keep_debrief(tx, home.person, replace(told, people=(told.people[0], lee), remark=mine))
        write_line(tx, home.person, home.now, "said", None, mine)
    forget_person(home.store, home.person, *DANA, now=home.now)
    home.later(minutes=20)
    home.later(minutes=20)
    assert found(home, ["dana ruiz"]) == set()
    left = "ask somebody about somebody's team"
    with home.store.read() as tx:
        told, lines = debriefs(tx, home.person)[ACME], journal(tx, home.person)
    (lee,) = told.people
    assert {lee.topic, lee.promise, lee.email_text, lee.card_text, told.remark} == {left}
    assert left in {one.text for one in lines}


def test_a_title_that_names_them_does_not_bring_them_back(home):
    forget_person(home.store, home.person, *DANA, now=home.now)
    for calendar in home.calendars.values():
        title = "Interview with Dana Ruiz - Acme #interview"
        calendar.put(interview("again", THURSDAY + 3 * DAY, title))
    home.later(minutes=20)
    assert found(home, ["Dana Ruiz"]) == set()


def test_new_links_bring_nobody_back(home):
    forget_person(home.store, home.person, *DANA, now=home.now)
    with home.store.write() as tx:
        give_link_secret(tx, home.person)
    with home.store.read() as tx:
        assert forgotten(tx, home.person).somebody("dana  RUIZ")
        assert not forgotten(tx, home.person).somebody("Dana Lee")
