"""An export holds everything but secrets, and nothing hostile gets out of its place."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.contract import Attendee
from service.desk.export import NAMES, everything, export
from service.desk.people_met import people_met, vcards
from service.desk.tokens import make
from service.domain.debrief import Debrief, Spoken
from service.domain.model import Person
from service.domain.policy import Me
from service.store import schema
from service.store.access import BrowserSession, add_link, open_session
from service.store.answers import give_answer
from service.store.debriefs import keep_debrief
from service.store.holdings import OURS_ALONE, SECRET, counts, tables
from service.store.people import add_person
from service.store.plan_rows import visits
from service.store.seal import hash_token
from service.store.sessions import sessions as stored_sessions
from tests.store.values import sessions
from tests.watch.home import NOW, THURSDAY, Home, at_home, interview

DOCS = (Path(__file__).parents[2] / "docs" / "export.md").read_text("utf-8")
TOKYO = Me(timezone="Asia/Tokyo")
HOSTILE = "Evil\r\nEND:VCARD\r\n<script>alert(1)</script>; , \\ \udc80 \x00"


@pytest.fixture
def home(store) -> Home:
    home = at_home(store)
    guests = (Attendee(email="zoe@acme.example", name="Zoë Müller"),)
    home.calendar("Personal").put(replace(interview("acme", THURSDAY), attendees=guests))
    home.watch()
    with store.write() as tx:
        give_answer(tx, home.person, "done", "acme/email", now=NOW)
        lasts = timedelta(days=1)
        add_link(tx, home.person, hash_token("the link"), now=NOW, lasts=lasts)
        session = BrowserSession(
            person=home.person,
            token_hash=hash_token("the session"),
            created=NOW,
            seen=NOW,
            expires=NOW + lasts,
            browser="Firefox",
        )
        open_session(tx, session)
    return home


def opened(home) -> ZipFile:
    return ZipFile(BytesIO(export(home.store, home.person, now=home.now)))


def said(home) -> dict:
    return json.loads(opened(home).read("everything.json"))


def test_an_export_is_three_files(home):
    made = opened(home)

    assert made.testzip() is None
    assert made.namelist() == ["everything.json", "follow-ups.ics", "people.vcf"]
    entries = icalendar.Calendar.from_ical(made.read("follow-ups.ics")).walk("VEVENT")
    assert made.read("follow-ups.ics") == home.body()
    assert len(entries) == len(said(home)["ledger"]) == 5


def test_everything_that_is_stored_is_in_it(home):
    found = said(home)

    with home.store.read() as tx:
        stored = counts(tx, home.person)
    assert {name: len(found[NAMES.get(name, name)]) for name in stored if name != "people"} == {
        name: count for name, count in stored.items() if name != "people"
    }
    assert found["person"]["name"] == "alex"
    assert found["calendars"][0]["name"] == "Personal"
    assert found["calendars"][0]["host"] == "calendars.example"
    assert found["answers"][0]["key"] == "acme/email"
    assert found["sessions"][0]["body"]["title"] == "Interview with Acme - Engineer #interview"
    assert found["browsers"][0]["browser"] == "Firefox"
    assert found["journal"]


def test_no_secret_is_in_it(home):
    token = make(home.store, home.person, "laptop", now=NOW)

    raw = opened(home).read("everything.json")

    assert b"laptop" in raw
    for secret in (token, "the link", "the session", "https://calendars.example"):
        assert secret.encode() not in raw
        assert hash_token(secret).hex().encode() not in raw
    assert b"lease" not in raw


def test_every_column_is_told_or_withheld_for_a_reason(home):
    found, columns = said(home), {f"{t.name}.{c.name}" for t in tables() for c in t.columns}
    shown = set()
    for table in tables():
        rows = (
            [found["person"]]
            if table is schema.people
            else found[NAMES.get(table.name, table.name)]
        )
        shown |= {f"{table.name}.{name}" for row in rows for name in row}
    empty = {t.name for t in tables() if not found.get(NAMES.get(t.name, t.name), True)}
    kept_back = (
        {name for name in columns if name.rpartition(".")[2] in {"person", "digest"}}
        | SECRET
        | OURS_ALONE
    )

    assert columns >= SECRET | OURS_ALONE
    assert {name for name in columns - shown if name.partition(".")[0] not in empty} <= kept_back
    assert not shown & kept_back
    assert all(
        f"{t.name}.{c.name}" in kept_back
        for t in tables()
        for c in t.columns
        if c.type.python_type is bytes
    )


def test_the_page_of_the_docs_names_every_part_and_field(home):
    told = dict(re.findall(r"^\| `(\w+)` \| (.*?) \|", DOCS, re.MULTILINE))
    found = said(home)
    assert set(told) == set(found) - {"format", "version", "made"}
    for part, fields in told.items():
        rows = [found[part]] if part == "person" else found[part]
        for row in rows:
            assert re.findall(r"`(\w+)`", fields) == list(row)


def test_somebody_else_is_not_in_it(home):
    with home.store.write() as tx:
        other = add_person(tx, "Bo Secret", now=NOW)
        give_answer(tx, other, "never", "boss@secret.example", now=NOW)

    assert b"ecret" not in opened(home).read("everything.json").replace(b"Secret title", b"")
    with home.store.read() as tx:
        theirs = everything(tx, other, now=NOW)
    assert theirs["person"]["name"] == "Bo Secret"
    assert [len(theirs[part]) for part in ("calendars", "sessions", "ledger")] == [0, 0, 0]


def test_hostile_words_stay_words(home):
    event = interview("evil", THURSDAY + timedelta(days=1), f"Interview with {HOSTILE} #interview")
    home.calendars[next(iter(home.calendars))].put(event)
    home.now += timedelta(hours=1)
    home.watch()

    made = opened(home)

    for name in made.namelist():
        made.read(name).decode("utf-8")
    assert len(icalendar.Calendar.from_ical(made.read("follow-ups.ics")).walk("VEVENT")) == 10
    for card in cards(made.read("people.vcf")):
        assert set(card) <= {"VERSION", "FN", "EMAIL", "TITLE", "ORG", "NOTE"}


# -- people ------------------------------------------------------------------------------------


def cards(octets: bytes) -> list[dict[str, str]]:
    """By RFC 6350 3.1-3.4 alone: unfold, split, unescape."""
    found: list[dict[str, str]] = []
    assert all(len(line) <= 75 for line in octets.split(b"\r\n"))
    for line in octets.decode().replace("\r\n ", "").split("\r\n")[:-1]:
        name, _, value = line.partition(":")
        if line == "BEGIN:VCARD":
            found.append({})
        elif line != "END:VCARD":
            assert name not in found[-1]
            found[-1][name] = re.sub(
                r"\\(.)", lambda one: "\n" if one[1] in "nN" else one[1], value
            )
            assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value)
    return found


def test_a_card_says_who_where_and_when(home):
    (card,) = cards(opened(home).read("people.vcf"))

    assert card == {
        "VERSION": "4.0",
        "FN": "Zoë Müller",
        "EMAIL": "zoe@acme.example",
        "ORG": "Acme",
        "NOTE": "Interview on Thursday 3 December 2026.",
    }


def test_a_card_says_what_was_talked_about(home):
    people = (Spoken(name="Zoë Müller", email="zoe@acme.example", topic="sailing"),)
    with home.store.write() as tx:
        (visit,) = visits(tx, home.person)
        keep_debrief(tx, home.person, Debrief(visit=visit.key, at=home.now, people=people))

    (card,) = cards(opened(home).read("people.vcf"))

    assert "Talked about: sailing" in card["NOTE"]


def test_the_day_of_a_card_is_the_one_on_the_person_s_clock(home):
    with home.store.read() as tx:
        met = people_met(one for held in stored_sessions(tx, home.person).values() for one in held)

    (card,) = cards(vcards(met, TOKYO))

    assert card["NOTE"] == "Interview on Friday 4 December 2026."  # Thursday afternoon in New York


@given(st.lists(sessions, max_size=3))
def test_whatever_people_are_called_a_card_is_a_card(held):
    met = people_met(held)
    found = cards(vcards(met, TOKYO))

    assert len(found) == len(met)
    for card, one in zip(found, met, strict=True):
        assert card["FN"].split() == plain(one.person.name).split()
        assert card["VERSION"] == "4.0"


def plain(text):
    """What a line of text can hold of it."""
    broken = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]", "", broken)


@given(st.data())
def test_one_who_was_met_twice_is_one_card(data):
    one, other = data.draw(sessions), data.draw(sessions)
    zoe = Person(name="Zoe", email="Zoe@acme.example")
    fuller = replace(zoe, email="zoe@acme.example", topic="trains", role="CTO")

    met = people_met([replace(one, people=(zoe,)), replace(other, people=(fuller,))])

    assert [found.person for found in met] == [fuller]
    assert len(met[0].sessions) == 2
