"""What an answer is about: whether it is the person's, and what to call it."""

from __future__ import annotations

from dataclasses import dataclass

from service.domain.model import Key
from service.store.answers import (
    ABOUT_FOLLOW_UPS,
    ABOUT_MEMORY,
    ABOUT_SUGGESTIONS,
    ABOUT_VISITS,
    AnswerKind,
    answers,
)
from service.store.ledger import row
from service.store.plan_rows import follow_ups, visits
from service.store.sessions import sessions
from service.store.store import Reader
from service.store.suggestions import Suggestion, stored_suggestions
from service.store.values import PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One thing of the person's, by its key as answers have it."""

    key: str
    words: str


def subject(tx: Reader, person: PersonId, kind: AnswerKind, key: str) -> Subject | None:
    """What the key names to an answer of this kind; None: nothing of this person's."""
    if kind in ABOUT_FOLLOW_UPS:
        return _follow_up(tx, person, key)
    if kind in ABOUT_VISITS or kind in ABOUT_MEMORY:
        return _visit(tx, person, key)
    if kind in ABOUT_SUGGESTIONS:
        return _event(tx, person, key)
    return _organizer(tx, person, key.casefold())


def _follow_up(tx: Reader, person: PersonId, key: str) -> Subject | None:
    placed = row(tx, person, Key(key))
    if placed is not None:
        return Subject(key=key, words=placed.sent.title)
    planned = (one for one in follow_ups(tx, person) if one.key == key)
    return next((Subject(key=key, words=one.content.title) for one in planned), None)


def _visit(tx: Reader, person: PersonId, key: str) -> Subject | None:
    mine = (one for one in visits(tx, person) if one.key == key)
    found = next((Subject(key=key, words=one.company or "them") for one in mine), None)
    return found or _told_before(tx, person, ABOUT_VISITS, key, "them")


def _event(tx: Reader, person: PersonId, uid: str) -> Subject | None:
    """One that is asked about, one that was accepted and is a session now, or one once told of."""
    for one in _asked(tx, person):
        if one.uid == uid:
            return Subject(key=uid, words=f"“{one.title}”")
    if _told_before(tx, person, ABOUT_SUGGESTIONS, uid, "") is None:
        return None
    held = (one for found in sessions(tx, person).values() for one in found)
    titles = (f"“{one.title}”" for one in held if one.uid == uid)
    return Subject(key=uid, words=next(titles, "an event"))


def _organizer(tx: Reader, person: PersonId, address: str) -> Subject | None:
    if any((one.organizer or "").casefold() == address for one in _asked(tx, person)):
        return Subject(key=address, words=address)
    return _told_before(tx, person, ("never",), address, address)


def _asked(tx: Reader, person: PersonId) -> list[Suggestion]:
    return [one for held in stored_suggestions(tx, person).values() for one in held]


def _told_before(
    tx: Reader, person: PersonId, kinds: tuple[AnswerKind, ...], key: str, words: str
) -> Subject | None:
    """What an answer is in force about can be taken back, though it may be gone itself."""
    known = any(one.kind in kinds and one.key == key for one in answers(tx, person))
    return Subject(key=key, words=words) if known else None
