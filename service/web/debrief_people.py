"""The people of a debrief form: a slot for each, numbered, and what was typed into it.

    p0.was     whom the slot was about when it was printed; empty for somebody new
    p0.there   ticked: they were there. What else is known of them: name, email, role, ...

What of a person is not in the form, that their note has gone, say, stays as it was.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from service.desk.debrief import Sheet
from service.desk.guests import Guest, is_same
from service.desk.told_texts import LONGEST_LINE, LONGEST_NAME, MOST_PEOPLE, one_line
from service.domain.debrief import Spoken
from service.web.forms import FormFields
from service.web.typed import Typed

LINES = ("name", "role", "salutation")
SAID = ("topic", "promise")
_One = TypeVar("_One")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Filled:
    """A slot that came back: whom it was about (`old`, as far as known), and who they are now."""

    number: str
    was: str
    old: Guest | None
    spoken: Spoken

    @property
    def whom(self) -> str:
        return self.spoken.whom

    def untouched(self, taken: Collection[str]) -> Iterator[Spoken]:
        """What was told of them before, unless somebody else has taken their name."""
        if self.old and self.old.told and self.old.spoken.whom not in taken:
            yield self.old.spoken


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
    found = []
    for number in _numbers(fields):
        was = fields.one(f"{number}.was")
        about = by_whom.get(was) or (_made_since(fields, number, by_whom) if was else None)
        blank = Slot(id=number, was="", guest=None)
        found.append(replace(about, id=number) if about else blank)
    return tuple(found)


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
    read = tuple(_read_all(typed, sheet))
    still = {one.whom for one in read if one.spoken.present and one.was == one.whom}
    found: list[Spoken] = []
    invited: list[Guest] = []
    for one in read:
        taken = {other.whom for other in found}
        if one.whom in taken or (one.whom in still and one.was != one.whom):
            again = f"{one.spoken.name} is here twice. What tells them apart?"
            typed.faults[f"{one.number}.name"] = again
            found.extend(one.untouched(taken))
            continue
        found.append(_with_notes(one.spoken, sheet))
        invited.extend([one.old] if one.old and one.old.invited else [])
    found.extend(tuple(_misspelt(invited, found)))
    found.extend(_told_elsewhere(typed.fields, sheet, {one.whom for one in found}))
    return tuple(found[:MOST_PEOPLE])


def _read_all(typed: Typed, sheet: Sheet) -> Iterator[_Filled]:
    """Each slot that is about somebody."""
    known = {one.spoken.whom: one for one in sheet.guests}
    for number in _numbers(typed.fields):
        was, since = typed.fields.one(f"{number}.was"), _made_since(typed.fields, number, known)
        old = known.get(was) or since
        before = since or old
        spoken = _read(typed, number, old, before.spoken if before else Spoken(name=""))
        if spoken is not None:
            yield _Filled(number=number, was=was, old=old, spoken=spoken)


def _made_since(fields: FormFields, number: str, known: Mapping[str, _One]) -> _One | None:
    """Whom an earlier sending of this very form made of a slot, under the name typed into it.

    They are known by now, and yet no slot is about them.
    """
    email = one_line(fields.one(f"{number}.email"))
    whom = email or one_line(fields.one(f"{number}.name")).casefold()
    asked = {fields.one(f"{other}.was") for other in _numbers(fields)}
    return None if whom in asked else known.get(whom)


def _with_notes(one: Spoken, sheet: Sheet) -> Spoken:
    """With the notes that were written to whoever is called so: the form says nothing of them."""
    told = sheet.told.people if sheet.told else ()
    same = next((other for other in told if other.whom == one.whom), one)
    return replace(
        one,
        email_text=same.email_text,
        card_text=same.card_text,
        emailed=same.emailed,
        posted=same.posted,
        skipped=same.skipped,
    )


def _told_elsewhere(fields: FormFields, sheet: Sheet, found: set[str]) -> Iterator[Spoken]:
    """Whom this form has never seen, because another one was sent since it was opened."""
    asked = found | {fields.one(f"{number}.was") for number in _numbers(fields)}
    told = sheet.told.people if sheet.told else ()
    return (one for one in told if one.whom not in asked)


def _read(typed: Typed, number: str, old: Guest | None, before: Spoken) -> Spoken | None:
    line = partial(_line, typed, number, before)
    box = bool(typed.fields.one(f"{number}.was"))  # who is new has none to tick
    one = replace(
        before,
        name=line("name", LONGEST_NAME),
        email=typed.address(f"{number}.email", before.email),
        role=line("role", LONGEST_NAME) or None,
        salutation=line("salutation", LONGEST_NAME),
        office=typed.text(f"{number}.office", before.office, longest=LONGEST_LINE),
        topic=line("topic", LONGEST_LINE),
        promise=line("promise", LONGEST_LINE),
        present=typed.ticked(f"{number}.there") if box else True,
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
    if old is None:
        return None
    return replace(one, name=old.spoken.name, email=one.email or old.spoken.email)


def _misspelt(invited: Iterable[Guest], found: Sequence[Spoken]) -> Iterator[Spoken]:
    """The calendar will go on calling them what it did: whoever is called so was not there."""
    for old in invited:
        called = old.spoken
        if not any(is_same(one, called.name, called.email) for one in found):
            yield Spoken(name=called.name, email=called.email, present=False)


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
