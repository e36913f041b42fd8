"""What the person does with a note: sent, posted, skipped, put into words of their own.

When everyone of a visit has theirs, or need not have one, the entry that asks for it is done.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final, Literal, get_args

from connectors.contract import Problem
from service.desk import supplies
from service.desk.answers import NotYours
from service.desk.guests import is_same
from service.desk.notes import SETTLED, Note, Notes, Writing, notes_of
from service.desk.refusals import Unfit
from service.desk.told_texts import lines
from service.domain.debrief import Debrief, NoteKind, Spoken
from service.domain.model import FollowUp
from service.drafts import LARGEST
from service.store.answers import ABOUT_FOLLOW_UPS, answers, give_answer, take_back_answer
from service.store.debriefs import debrief_of, keep_debrief
from service.store.journal import write_line
from service.store.leases import wake
from service.store.plan_rows import follow_ups
from service.store.store import Reader, Store, Writer
from service.store.values import PersonId, StoredVisit

Act = Literal["sent", "skip", "undo"]
ACTS: Final[tuple[Act, ...]] = get_args(Act)
_SAID: Final = {
    ("email", "sent"): "You sent a thank-you email",
    ("email", "skip"): "You skipped a thank-you email",
    ("email", "undo"): "You took back what you said of a thank-you email",
    ("card", "sent"): "You posted a note by hand",
    ("card", "skip"): "You skipped a note by hand",
    ("card", "undo"): "You took back what you said of a note by hand",
}


def mark(store: Store, writing: Writing, whom: str, act: Act, *, now: datetime) -> None:
    """Say that a note has gone, need not go, or neither. Raises `NotYours`, `Unavailable`.

    What has gone is kept as it was: the draft of tomorrow may be another.
    """
    person, visit, kind = writing.who.person, writing.visit, writing.kind
    with store.write() as tx:
        wake(tx, person, now=now)  # takes the row: of two at once one comes after the other
        note = _found(notes_of(tx, writing, now=now), whom)
        changed = _marked(note, kind, act, now)
        if changed == note.spoken:
            return
        _keep(tx, person, visit, changed, now)
        if kind == "card":
            _count(tx, person, note.spoken, changed)
        text = f"{_SAID[kind, act]}: {visit.company or 'an interview'}."
        write_line(tx, person, now, "note_marked", f"{kind} {visit.key}", text)
        _settle(tx, person, visit, notes_of(tx, writing, now=now), now)


def keep_words(store: Store, writing: Writing, whom: str, text: str, *, now: datetime) -> None:
    """Put a note into words of their own; none: the draft again.

    Raises as `mark` does, and `Unfit` where a note would be longer than any draft may be.
    """
    person, said = writing.who.person, _fitting(lines(text))
    with store.write() as tx:
        wake(tx, person, now=now)
        note = _found(notes_of(tx, writing, now=now), whom)
        if said == lines(note.letter.text):
            return  # the draft as it stands is nobody's own words; a form tidies it, as `text`
        _keep(tx, person, writing.visit, _worded(note.spoken, writing.kind, said), now)


def _fitting(text: str) -> str | None:
    if len(text) > LARGEST:
        what = f"This is longer than what can be kept: {LARGEST} characters."
        raise Unfit(Problem(where="note", what=what, next_step="Go back, and shorten it."))
    return text or None


def _worded(spoken: Spoken, kind: NoteKind, text: str | None) -> Spoken:
    if kind == "email":
        return replace(spoken, email_text=text)
    return replace(spoken, card_text=text)


def _found(notes: Notes, whom: str) -> Note:
    found = next((one for one in notes.notes if one.whom == whom), None)
    if found is None:
        raise NotYours
    return found


def _marked(note: Note, kind: NoteKind, act: Act, now: datetime) -> Spoken:
    left = tuple(one for one in note.spoken.skipped if one != kind)
    skipped = (*left, kind) if act == "skip" else left
    gone = now if act == "sent" else None
    kept = note.letter.text if act == "sent" and note.state == "ready" else None
    if kind == "email":
        text = kept or note.spoken.email_text
        gone = note.spoken.emailed or gone if act == "sent" else None
        return replace(note.spoken, emailed=gone, email_text=text, skipped=skipped)
    text = kept or note.spoken.card_text
    gone = note.spoken.posted or gone if act == "sent" else None
    return replace(note.spoken, posted=gone, card_text=text, skipped=skipped)


def _keep(tx: Writer, person: PersonId, visit: StoredVisit, spoken: Spoken, now: datetime) -> None:
    """In the debrief as of when it was told: that a note has gone is no news of the employer."""
    told = debrief_of(tx, person, visit.key) or Debrief(visit=visit.key, at=now)
    same = next((one for one in told.people if is_same(one, spoken.name, spoken.email)), None)
    people = tuple(spoken if one is same else one for one in told.people)
    keep_debrief(tx, person, replace(told, people=people if same else (*people, spoken)))


def _count(tx: Writer, person: PersonId, before: Spoken, after: Spoken) -> None:
    if bool(after.posted) is not bool(before.posted):
        change = supplies.used if after.posted else supplies.put_back
        change(tx, person)


def _settle(tx: Writer, person: PersonId, visit: StoredVisit, notes: Notes, now: datetime) -> None:
    """Let each entry follow the notes that it asks for."""
    said = {one.key: one.kind for one in answers(tx, person) if one.kind in ABOUT_FOLLOW_UPS}
    for entry, mine in _entries(tx, person, visit, notes):
        settled = bool(mine) and all(one.state in SETTLED for one in mine)
        if settled and said.get(entry.key) not in {"done", "skip"}:
            give_answer(tx, person, "done", entry.key, now=now)
        elif not settled and said.get(entry.key) == "done":
            take_back_answer(tx, person, "done", entry.key)
            give_answer(tx, person, "again", entry.key, now=now)


def _entries(
    tx: Reader, person: PersonId, visit: StoredVisit, notes: Notes
) -> Iterable[tuple[FollowUp, tuple[Note, ...]]]:
    """The follow-ups of this kind, each with its notes: one entry for all, or one a person."""
    whole = f"{visit.key}/{notes.kind}"
    for one in follow_ups(tx, person):
        if one.key == whole:
            yield one, () if notes.missing else notes.notes
        elif (one.visit, one.kind) == (visit.key, notes.kind):
            whom = one.key.removeprefix(f"{whole}/")
            yield one, tuple(note for note in notes.notes if _is(note, whom))


def _is(note: Note, whom: str) -> bool:
    return whom in {note.whom, note.spoken.name.casefold()}
