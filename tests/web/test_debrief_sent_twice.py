"""A debrief sent twice, by a double tap or once more after a fault, keeps what one sending keeps.

The second sending is of the form as it was printed before the first: who is called otherwise
since, or has another address, is in it under the old name.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.desk.debrief import Sheet
from service.desk.guests import guests
from service.domain.call import office_of
from service.domain.debrief import Debrief, Spoken
from service.domain.model import Person, Session, Visit, VisitKey
from service.domain.policy import Me, Policy
from service.store.values import StoredVisit
from service.web.debrief_people import read_people, slots, slots_again, values
from service.web.forms import FormFields
from service.web.typed import Typed
from tests.web.running import NOW

DANA = Person(name="Dana Ruiz", email="dana@acme.com", role="Head of Data", state="certain")
DAN = Person(name="Dan Kim")
JO = Person(name="Jo Lane", kind="coordinator", state="certain")
INVITED = (DANA, DAN, JO)
BO = Spoken(name="Bo", topic="Boats")
MEETING = Session(uid="v", title="Acme", start=NOW, end=NOW, first_seen=NOW)


def asked(*people, invited=INVITED):
    """The sheet of a visit with these guests, when these people were told of."""
    told = Debrief(visit=VisitKey("v"), at=NOW, people=people)
    whole = Visit(key=told.visit, sessions=(MEETING,), people=invited)
    return Sheet(
        visit=StoredVisit(key=told.visit, company=None, role=None, start=NOW, end=NOW),
        whole=whole,
        told=told,
        guests=guests(invited, told, Me()),
        office=office_of(whole, Policy()),
        usual=None,
        weeks=(),
    )


def printed(sheet, edits=()):
    """The form of a sheet with some fields typed over; None: a box no longer ticked."""
    fields = {**values(slots(sheet)), **dict(edits)}
    room = next(slot.id for slot in slots(sheet) if slot.guest is None)
    fields = {f"{room}.was": "", f"{room}.name": "", **fields}
    return FormFields(
        fields=tuple((name, typed) for name, typed in fields.items() if typed is not None)
    )


def sent(fields, sheet):
    """What is kept of it, and the fields that are wrong."""
    typed = Typed(fields=fields)
    return read_people(typed, sheet), typed.faults


def written_to(people):
    """Whoever was there has been written to since, in words of the person's own."""
    return tuple(
        replace(one, emailed=NOW, email_text=f"Dear {one.name}", card_text="Hi", skipped=("card",))
        if one.present
        else one
        for one in people
    )


EDITS = {
    "nothing": {},
    "a spelling": {"Dan Kim.name": "Dana Kim"},
    "a spelling, and who it is not": {"Dan Kim.name": "Dana Kim", "Dana Ruiz.there": None},
    "an address": {"Dan Kim.email": "dan@acme.com"},
    "an address and a spelling": {"Dan Kim.email": "dan@acme.com", "Dan Kim.name": "Dana Kim"},
    "another address": {"Dana Ruiz.email": "d.ruiz@acme.com"},
    "no address": {"Dana Ruiz.email": ""},
    "an address of who was not there": {"Dan Kim.email": "dan@acme.com", "Dan Kim.there": None},
    "an address of somebody added": {"Bo.email": "bo@acme.com", "Bo.there": None},
    "a spelling of somebody added": {"Bo.name": "Bob"},
    "somebody added taken out": {"Bo.name": "", "Bo.topic": ""},
    "somebody new": {"new.name": "Ann", "new.topic": "Maps"},
    "a scheduler's address": {"Jo Lane.email": "jo@acme.com"},
    "a name twice": {"Bo.name": "Dan Kim"},
    "a name twice, the other way round": {"Dana Ruiz.name": "Bo", "Dana Ruiz.email": ""},
    "names exchanged": {"Dan Kim.name": "Bo", "Bo.name": "Dan Kim"},
    "no name": {"Bo.name": "", "Dan Kim.name": "", "Dan Kim.email": "dan@acme.com"},
    "a spelling and a fault": {"Dan Kim.name": "Dana Kim", "Dan Kim.email": "dan at acme"},
    "an address and a fault": {"Bo.email": "bo@acme.com", "Bo.topic": "x" * 1001},
}


def places(sheet):
    """The slot of each, by name."""
    return {slot.guest.spoken.name if slot.guest else "new": slot.id for slot in slots(sheet)}


def typed_over(sheet, edits):
    """Edits by the name of whom they are about, as edits of the form."""
    ids = places(sheet)
    parted = ((*name.rsplit(".", 1), typed) for name, typed in edits.items())
    return printed(sheet, {f"{ids[whom]}.{name}": typed for whom, name, typed in parted})


@pytest.mark.parametrize("edit", EDITS)
def test_it_keeps_what_one_sending_keeps_and_the_notes_that_went_in_between(edit):
    sheet = asked(BO)
    form = typed_over(sheet, EDITS[edit])
    once, faults = sent(form, sheet)
    kept = written_to(once)

    assert sent(form, asked(*kept)) == (kept, faults)


def test_a_name_taken_by_two_is_refused_to_who_did_not_have_it_and_nobody_is_lost():
    bo = replace(BO, emailed=NOW)
    sheet = asked(bo)
    for whom, name in (("Bo", "Dan Kim"), ("Dan Kim", "Bo")):
        people, faults = sent(typed_over(sheet, {f"{whom}.name": name}), sheet)

        assert bo in people
        assert [*faults] == [f"{places(sheet)[whom]}.name"]


def test_who_was_not_there_is_not_there_under_a_new_address_either():
    sheet = asked(BO)
    form = typed_over(sheet, EDITS["an address of somebody added"])
    for _ in range(2):
        people, _ = sent(form, sheet)
        sheet = asked(*people)

    (bo,) = (one for one in people if one.name == "Bo")
    assert (bo.email, bo.present) == ("bo@acme.com", False)


def test_sent_twice_with_a_fault_the_page_still_knows_whom_each_slot_is_about():
    sheet = asked(BO)
    form = typed_over(sheet, EDITS["an address and a fault"])
    once, _ = sent(form, sheet)

    for known in (sheet, asked(*once)):
        again = {slot.id: slot.guest for slot in slots_again(known, form)}
        assert again[places(sheet)["Bo"]].spoken.name == "Bo"
        assert again[places(sheet)["new"]] is None


WORDS = {
    "name": ["", "Dan Kim", "Dana Kim", "Bo", "Dana Ruiz", "Ann"],
    "email": ["", "dan@acme.com", "dana@acme.com", "dan at acme"],
    "topic": ["", "Tea", "Maps"],
    "there": [None, "on"],
}


@st.composite
def edited(draw):
    """Any of these fields of anybody, typed over."""
    whom = st.sampled_from(["Dana Ruiz", "Dan Kim", "Jo Lane", "Bo", "new"])
    fields = [(name, word) for name, words in WORDS.items() for word in words]
    drawn = draw(st.lists(st.tuples(whom, st.sampled_from(fields)), max_size=4))
    return {f"{one}.{name}": word for one, (name, word) in drawn if (one, name) != ("new", "there")}


@settings(deadline=None)  # a busy machine is no fault of the form
@given(edited())
def test_whatever_is_typed_sending_it_again_changes_nothing(edits):
    sheet = asked(BO)
    form = typed_over(sheet, edits)
    kept = written_to(sent(form, sheet)[0])
    again, _ = sent(form, asked(*kept))

    assert {*again} == {*kept}
