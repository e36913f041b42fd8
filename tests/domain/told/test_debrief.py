"""What was told at a debrief, as the plan understands it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from service.domain.debrief import Debrief, Spoken
from service.domain.model import AgreedCall, HeardBack, Key, Person, Unclear
from service.domain.plan import plan
from service.domain.policy import NotesRule
from service.domain.talked import with_people
from service.domain.told import Outcome, debrief_of, told
from tests.domain.timing.entries import (
    COORDINATOR,
    DANA,
    DAY,
    EXCLUDED,
    HOUR,
    NEW_YORK,
    POLICY,
    START,
    TOM,
    sitting,
    visit,
)

EVENING = START + 8 * HOUR
FRIDAY = date(2026, 12, 4)
CALL = {"may_call": "agreed", "call_on": FRIDAY, "call_at": time(9, 30)}


def debrief(**said):
    return Debrief(visit=visit().key, at=said.pop("at", EVENING), **said)


def planned(one, said=None, *, outcome=None, policy=POLICY, doubts=(), **more):
    """The follow-ups by kind after what was told."""
    said = {one.key: said} if said else {}
    outcomes = {one.key: outcome} if outcome else {}
    doubts = {one.key: doubts} if doubts else {}
    agency = policy.notes.via_agency
    known = told([one], outcomes, said, doubts, via_agency=agency)
    follow_ups = plan(known, policy, debriefs=said, **more)
    return {str(each.key.partition("/")[2]): each for each in follow_ups}


def call(*args, **how):
    found = planned(*args, **how).get("call")
    return found.content.when.start if found else None


# -- people


def test_who_was_told_of_is_certain_and_comes_first():
    found = with_people([TOM, DANA], [Spoken(name="Dana Ruiz", topic="the dog")])
    assert [(one.name, one.state, one.origin, one.topic) for one in found] == [
        ("Dana Ruiz", "certain", "answer", "the dog"),
        (TOM.name, TOM.state, TOM.origin, None),
    ]
    assert (found[0].email, found[0].role) == (DANA.email, DANA.role)


def test_the_same_address_is_the_same_person_and_the_told_spelling_wins():
    (found,) = with_people([DANA], [Spoken(name="Dana Rúiz-Ortega", email="DANA@acme.example")])
    assert found.name == "Dana Rúiz-Ortega"


def test_who_was_not_there_is_excluded_and_who_only_scheduled_may_have_been():
    found = with_people(
        [DANA, COORDINATOR],
        [Spoken(name="Dana Ruiz", present=False), Spoken(name="Jo Park")],
    )
    assert [(one.state, one.kind) for one in found] == [
        ("excluded", DANA.kind),
        ("certain", "interviewer"),
    ]


def test_a_tap_brings_back_who_was_excluded():
    (found,) = with_people([EXCLUDED], [Spoken(name="Notetaker")])
    assert found.state == "certain"


def test_of_two_of_one_name_the_address_tells():
    chris = Person(name="Chris Lee", email="one@acme.example", ask="which?")
    other = replace(chris, email="two@acme.example")
    said = Spoken(name="Chris Lee", email="two@acme.example", topic="the dog")
    found = with_people([chris, other], [said])
    assert [(one.email, one.topic) for one in found] == [
        ("two@acme.example", "the dog"),
        ("one@acme.example", None),
    ]
    assert found[0].ask is None


def test_through_an_agency_only_its_consultant_is_written_to():
    policy = replace(POLICY, notes=NotesRule(via_agency=True))
    jo = replace(COORDINATOR, kind="recruiter", state="certain")
    dana = replace(DANA, state="excluded")
    said = debrief(people=(Spoken(name="Dana Ruiz"), Spoken(name="Max"), Spoken(name="Jo Park")))
    email = planned(visit(dana, jo), said, policy=policy)["email"]
    assert email.content.title == "Thank-you email to Jo Park (Acme)"


# -- the call


def test_an_agreed_call_is_on_their_clock_unless_it_is_said_to_be_ours():
    tokyo = replace(POLICY, employer=replace(POLICY.employer, timezone="Asia/Tokyo"))
    there = call(visit(DANA), debrief(**CALL), policy=tokyo)
    assert there == datetime(2026, 12, 4, 0, 30, tzinfo=UTC)
    here = call(visit(DANA), debrief(**CALL, own_time=True), policy=tokyo)
    assert here == datetime(2026, 12, 4, 9, 30, tzinfo=NEW_YORK)
    usual = call(visit(DANA), debrief(**{**CALL, "call_at": None}))
    assert usual == datetime(2026, 12, 4, 9, 30, tzinfo=NEW_YORK)


def test_an_agreed_call_says_so():
    found = planned(visit(DANA), debrief(**CALL))["call"]
    assert found.content.title == "Call Dana Ruiz (Acme), as agreed"
    assert found.because == 'As agreed: "Friday 4 December, 09:30, their time".'
    assert found.status == "confirmed"


def test_the_page_comes_before_the_line_and_the_line_before_the_default():
    line = AgreedCall(line="call: 9 Dec", day=date(2026, 12, 9))
    written = visit(DANA, answers=(line,))
    assert call(visit(DANA)).date() == date(2026, 12, 11)
    assert call(written).date() == date(2026, 12, 9)
    assert call(written, debrief(**CALL)).date() == FRIDAY
    assert call(written, debrief(people=(Spoken(name="Dana Ruiz"),))).date() == date(2026, 12, 9)
    assert call(written, debrief(may_call="not_asked")).date() == date(2026, 12, 11)


def test_an_end_that_stands_in_the_entry_is_an_end_whatever_the_page_agreed():
    written = visit(DANA, answers=(HeardBack(line="heard back"),))
    assert call(written, debrief(**CALL)) is None


def test_after_their_decision_it_is_the_next_business_day():
    assert call(visit(), debrief(decides=FRIDAY)).date() == date(2026, 12, 7)


def test_who_would_rather_be_written_to_is():
    found = planned(visit(DANA), debrief(may_call="email_only"))["call"]
    assert found.content.title == "Ask by email where things stand: Dana Ruiz (Acme)"
    assert found.content.when == planned(visit(DANA))["call"].content.when
    assert "On a machine" not in found.content.notes


def test_not_interested_any_more_leaves_a_gracious_note_and_no_call():
    for found in (
        planned(visit(DANA), debrief(interested=False)),
        planned(visit(DANA), outcome=Outcome(kind="withdrew", at=EVENING)),
    ):
        assert "call" not in found
        assert "optional" in found["email"].flags
        assert "gracious" in found["email"].content.notes


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        pytest.param(datetime(2026, 12, 4, 12, tzinfo=NEW_YORK), date(2026, 12, 7), id="friday"),
        pytest.param(datetime(2026, 12, 7, 12, tzinfo=NEW_YORK), date(2026, 12, 8), id="monday"),
        pytest.param(
            datetime(2026, 12, 24, 12, tzinfo=NEW_YORK), date(2026, 12, 28), id="christmas"
        ),
    ],
)
def test_who_promised_to_call_and_did_not_is_called_on_the_next_business_morning(at, expected):
    silent = Outcome(kind="silent", at=at)
    found = planned(visit(DANA), debrief(**CALL), outcome=silent)["call"]
    assert found.content.when.start.date() == expected
    assert found.content.when.start.hour == 9
    assert "You were going to call me" in found.content.notes
    assert found.status == "confirmed"


@pytest.mark.parametrize("kind", ["heard_back", "silent"])
def test_a_next_date_told_after_they_answered_brings_the_call_back(kind):
    heard = Outcome(kind=kind, at=EVENING + DAY)
    late = debrief(at=EVENING + 2 * DAY, decides=date(2026, 12, 15))
    assert call(visit(), late, outcome=heard).date() == date(2026, 12, 16)
    agreed = debrief(at=EVENING + 2 * DAY, may_call="agreed", call_on=date(2026, 12, 14))
    assert call(visit(), agreed, outcome=heard).date() == date(2026, 12, 14)


@pytest.mark.parametrize(
    "said",
    [
        debrief(decides=date(2026, 12, 15)),
        debrief(at=EVENING + 2 * DAY, decides=date(2026, 12, 1)),
        debrief(at=EVENING + 2 * DAY, people=(Spoken(name="Dana Ruiz"),)),
    ],
    ids=["told before", "long past", "only a name"],
)
def test_nothing_else_does(said):
    assert call(visit(), said, outcome=Outcome(kind="heard_back", at=EVENING + DAY)) is None


def test_a_line_nobody_can_read_is_asked_about_beside_the_usual_date():
    doubt = Unclear(line="call: Friday", why="Which Friday?")
    found = planned(visit(DANA), doubts=(doubt,))["call"]
    assert "clarify" in found.flags
    assert 'Please check "call: Friday"' in found.because
    assert "clarify" not in planned(visit(DANA), debrief(**CALL), doubts=(doubt,))["call"].flags


# -- put off


def test_what_is_put_off_is_due_then_unless_that_is_before_the_end():
    key, later = Key("a/email"), START + 30 * HOUR
    found = planned(visit(DANA), put_off={key: later.astimezone(UTC)})["email"]
    assert found.content.when.start == later
    assert found.content.when.start.tzinfo == NEW_YORK
    assert found.because == "You put it off to then."
    usual = planned(visit(DANA))["email"]
    assert planned(visit(DANA), put_off={key: START})["email"] == usual
    just = START + HOUR + timedelta(minutes=15)
    assert planned(visit(DANA), put_off={key: just})["email"].content.when.start == just


def test_a_call_that_is_put_off_is_agreed_for_then():
    put_off = {Key("a/call"): START + 30 * HOUR}
    silent = Outcome(kind="silent", at=EVENING)
    for how in ({}, {"said": debrief(**CALL)}, {"outcome": silent}):
        found = planned(visit(DANA), put_off=put_off, **how)["call"]
        assert found.content.when.start == START + 30 * HOUR
        assert found.content.title.endswith(", as agreed")
    gone = Outcome(kind="heard_back", at=EVENING)
    assert call(visit(DANA), outcome=gone, put_off=put_off) is None


def test_that_they_did_not_call_at_the_time_it_was_put_off_to_is_the_newer_word():
    until = START + 30 * HOUR
    for at, expected in [(until - HOUR, until.date()), (until, until.date() + DAY)]:
        silent = Outcome(kind="silent", at=at)
        assert call(visit(), outcome=silent, put_off={Key("a/call"): until}).date() == expected


# -- the rest of the notes


def notes(kind, said, *people, **how):
    return planned(visit(*(people or (DANA, TOM))), said, **how)[kind].content.notes


def test_the_email_says_what_was_promised_and_what_has_gone():
    dana = Spoken(name="Dana Ruiz", topic="the dog", promise="a paper", emailed=EVENING)
    tom = Spoken(name="Tom van der Berg", skipped=("email",), posted=EVENING)
    said = debrief(people=(dana, tom))
    email = notes("email", said).splitlines()
    assert "- Dana Ruiz (CTO) <dana@acme.example>: the dog; promised: a paper - sent" in email
    assert "- Tom van der Berg: [one thing you two talked about] - skipped" in email
    card = notes("card", said)
    assert "promised" not in card
    assert "- Tom van der Berg: [one thing you two talked about] - posted" in card


def test_names_that_are_missing_are_counted():
    assert "- 3 people: names at the debrief." in notes("email", debrief(count=3), EXCLUDED)
    both = notes("email", debrief(count=3))
    assert "- Dana Ruiz" in both
    assert "- 1 more person: names at the debrief." in both
    assert "names at the debrief" not in notes("email", debrief(count=2))


@pytest.mark.parametrize(
    ("number", "line"),
    [
        ("+1 (650) 555-0100", "tel:+16505550100"),
        ("(+49) 30 1234", "tel:+49301234"),
        ("030/1234-5", "tel:03012345"),
        ("650 555 0100 ext. 12", "tel:6505550100;ext=12"),
        ("ask at reception", "ask at reception"),
    ],
)
def test_the_call_has_a_number_to_tap_whom_to_ask_for_and_what_to_say(number, line):
    said = debrief(**CALL, call_whom="Kate Austen", call_number=number)
    found = planned(visit(DANA, TOM), said)["call"]
    first, second, *_ = found.content.notes.splitlines()
    assert (first, second) == (line, "Ask for Kate Austen.")
    assert found.content.title == "Call Kate Austen (Acme), as agreed"
    assert "We agreed that I would call about now." in found.content.notes
    assert "On a machine: This is [your name]. We spoke on Tuesday 1 December." in (
        found.content.notes
    )


def test_of_a_visit_that_was_two_the_later_word_counts():
    merged = visit(sessions=(sitting("a"), sitting("b", START + 2 * HOUR)))
    first = Debrief(visit=merged.sessions[0].key, at=EVENING, remark="first")
    later = Debrief(visit=merged.sessions[1].key, at=EVENING + HOUR, remark="later")
    both = {one.visit: one for one in (first, later)}
    assert debrief_of(merged, both) == later
    assert debrief_of(replace(visit(sessions=(sitting("c"),)), key="c"), both) is None


def test_nothing_told_of_it_changes_nothing():
    other = visit(DANA, answers=(HeardBack(line="heard back"),))
    assert told([other], {}, {"x": debrief(**CALL)}) == (other,)
