"""The people of a debrief form: a slot for each, numbered, and what was typed into it.

    p0.was     whom the slot was about when it was printed; empty for somebody new
    p0.there   ticked: they were there. What else is known of them: name, email, role, ...

What of a person is not in the form, that their note has gone, say, stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from service.desk.debrief import Sheet
from service.desk.guests import Guest, is_same
from service.desk.told_texts import LONGEST_LINE, LONGEST_NAME, MOST_PEOPLE
from service.domain.debrief import Spoken
from service.web.forms import FormFields
from service.web.typed import Typed

LINES = ("name", "role", "salutation")
SAID = ("topic", "promise")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One person of the form. `folded`: behind a question, for they were hardly there."""

    id: str
    was: str
    guest: Guest | None
    folded: bool = False

    @property
    def first_name(self) -> str:
        """What one calls them in a question."""
        name = self.guest.spoken.name if self.guest else ""
        first = name.split(" ")[0]
        return first if name.isascii() and len(first) > 1 and first[-1] != "." else name


def slots(sheet: Sheet) -> tuple[Slot, ...]:
    """Everybody who may have been there, and room for those nobody knows yet."""
    known = [
        Slot(id=f"p{n}", was=one.spoken.whom, guest=one, folded=not (one.there or one.told))
        for n, one in enumerate(_likely_first(sheet.guests))
    ]
    room = [Slot(id=f"p{n}", was="", guest=None) for n in _more(sheet, len(known))]
    return (*known, *room)


def slots_again(sheet: Sheet, fields: FormFields) -> tuple[Slot, ...]:
    """The same slots that were sent, so that each thing typed stands where it was typed."""
    by_whom = {one.was: one for one in slots(sheet) if one.guest}
    sent = ((number, fields.one(f"{number}.was")) for number in _numbers(fields))
    return tuple(
        replace(by_whom[was], id=number) if was in by_whom else Slot(id=number, was="", guest=None)
        for number, was in sent
    )


def values(found: Sequence[Slot]) -> dict[str, str]:
    """What stands in the fields when nothing was typed yet."""
    return {
        f"{one.id}.{name}": value
        for one in found
        if one.guest
        for name, value in _of(one.guest).items()
    }


def read_people(typed: Typed, sheet: Sheet) -> tuple[Spoken, ...]:
    """Whom they talked to, and who was not there after all."""
    known = {one.spoken.whom: one for one in sheet.guests}
    found: list[Spoken] = []
    for number in _numbers(typed.fields):
        old = known.get(typed.fields.one(f"{number}.was"))
        one = _read(typed, number, old)
        if one is None:
            continue
        if any(one.whom == other.whom for other in found):
            typed.faults[f"{number}.name"] = f"{one.name} is here twice. What tells them apart?"
            continue
        found.append(one)
        found.extend(_misspelt(one, old, sheet))
    found.extend(_told_elsewhere(typed.fields, sheet, {one.whom for one in found}))
    return tuple(found[:MOST_PEOPLE])


def _told_elsewhere(fields: FormFields, sheet: Sheet, found: set[str]) -> Iterator[Spoken]:
    """Whom this form has never seen, because another one was sent since it was opened."""
    asked = found | {fields.one(f"{number}.was") for number in _numbers(fields)}
    told = sheet.told.people if sheet.told else ()
    return (one for one in told if one.whom not in asked)


def _read(typed: Typed, number: str, old: Guest | None) -> Spoken | None:
    before = old.spoken if old else Spoken(name="")
    line = partial(_line, typed, number, before)
    one = replace(
        before,
        name=line("name", LONGEST_NAME),
        email=typed.address(f"{number}.email", before.email),
        role=line("role", LONGEST_NAME) or None,
        salutation=line("salutation", LONGEST_NAME),
        office=typed.text(f"{number}.office", before.office, longest=LONGEST_LINE),
        topic=line("topic", LONGEST_LINE),
        promise=line("promise", LONGEST_LINE),
        present=typed.ticked(f"{number}.there") if old else True,
    )
    if not one.name:
        return _nameless(typed, number, one, old)
    # Nobody need say of a mere coordinator that they were not there.
    asked = old is None or old.told or old.there or one.present
    return one if asked or one != replace(before, present=False) else None


def _line(typed: Typed, number: str, before: Spoken, name: str, longest: int) -> str:
    return typed.line(f"{number}.{name}", getattr(before, name) or "", longest=longest)


def _nameless(typed: Typed, number: str, one: Spoken, old: Guest | None) -> Spoken | None:
    """An empty slot is nobody; but what was said of somebody needs somebody."""
    empty = not any((one.email, one.office, one.topic, one.promise, one.role))
    if empty and (old is None or not old.invited):
        return None
    typed.faults[f"{number}.name"] = "Who was that? The name is missing."
    return replace(one, name=old.spoken.name) if old else None


def _misspelt(one: Spoken, old: Guest | None, sheet: Sheet) -> Iterator[Spoken]:
    """The calendar will go on calling them what it did: whoever is called so was not there."""
    if old is None or not old.invited or is_same(one, old.spoken.name, old.spoken.email):
        return
    if not any(is_same(one, other.spoken.name, other.spoken.email) for other in sheet.guests):
        yield Spoken(name=old.spoken.name, email=old.spoken.email, present=False)


def _of(guest: Guest) -> dict[str, str]:
    one = guest.spoken
    texts = {name: getattr(one, name) or "" for name in (*LINES, *SAID, "email", "office")}
    return {"was": one.whom, "there": "on" if guest.there else "", **texts}


def _numbers(fields: FormFields) -> Iterator[str]:
    sent = {name for name, _ in fields.fields}
    return (f"p{n}" for n in range(MOST_PEOPLE) if f"p{n}.name" in sent)


def _likely_first(found: Sequence[Guest]) -> list[Guest]:
    return sorted(found, key=lambda one: not (one.there or one.told))


def _more(sheet: Sheet, known: int) -> range:
    there = sum(one.there for one in sheet.guests)
    count = sheet.told.count if sheet.told else None
    more = max(1, (count or 0) - there)
    return range(known, min(known + more, MOST_PEOPLE))
