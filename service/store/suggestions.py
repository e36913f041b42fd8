"""Events that may be interviews and wait for a word from the person.

Only what a page needs to ask is kept of them, and no longer than until they are over. One that
the person refused stays for as long, unseen, so that they can change their mind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from service.store import schema
from service.store.answers import ABOUT_SUGGESTIONS, StoredAnswer, answers
from service.store.codec.text import dump, dump_moment, load, load_instant
from service.store.rows import keep
from service.store.store import Reader, Writer
from service.store.values import PersonId, SourceId

_TABLE = schema.suggestions


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """An event (its `uid`, and its id there), its calendar, and why it may be an interview."""

    uid: str
    title: str
    start: datetime
    end: datetime
    all_day: bool
    organizer: str | None
    calendar: str
    rule: str
    because: str
    event: str | None = None


def suggestions(tx: Reader, person: PersonId) -> tuple[Suggestion, ...]:
    """What waits for an answer, by start; an event that two calendars hold is asked about once."""
    told = answers(tx, person)
    found = [one for held in stored_suggestions(tx, person).values() for one in held]
    once = {one.uid: one for one in sorted(found, key=order, reverse=True)}
    return tuple(sorted((one for one in once.values() if not answered(one, told)), key=order))


def stored_suggestions(tx: Reader, person: PersonId) -> dict[SourceId, tuple[Suggestion, ...]]:
    """All that is kept, answered or not, by the source that holds it."""
    mine = select(_TABLE.c.source, _TABLE.c.body).where(_TABLE.c.person == person)
    found: defaultdict[SourceId, list[Suggestion]] = defaultdict(list)
    for row in tx.connection.execute(mine):
        found[SourceId(row.source)].append(_decoded(row.body))
    return {source: tuple(sorted(held, key=order)) for source, held in found.items()}


def keep_suggestions(
    tx: Writer, person: PersonId, source: SourceId, found: Iterable[Suggestion]
) -> None:
    """What a source holds now; one of it that is not among these is forgotten."""
    wanted = {one.uid: {"ends": one.end, "body": _encoded(one)} for one in found}
    keep(tx, _TABLE, {"person": person, "source": source}, wanted)


def answered(suggestion: Suggestion, told: Iterable[StoredAnswer]) -> bool:
    """Whether the person said yes or no to it, or never wants to hear of its organizer."""
    organizer = (suggestion.organizer or "").casefold()
    return any(
        (one.kind in ABOUT_SUGGESTIONS and one.key == suggestion.uid)
        or (one.kind == "never" and one.key == organizer)
        for one in told
    )


def _encoded(one: Suggestion) -> str:
    return dump(
        {
            "uid": one.uid,
            "title": one.title,
            "start": dump_moment(one.start),
            "end": dump_moment(one.end),
            "all_day": one.all_day,
            "organizer": one.organizer,
            "calendar": one.calendar,
            "rule": one.rule,
            "because": one.because,
            "event": one.event,
        }
    )


def _decoded(body: str) -> Suggestion:
    fields: Mapping[str, object] = load(body)
    times = {name: load_instant(f"{fields[name]}") for name in ("start", "end")}
    return Suggestion(**{**fields, **times})  # type: ignore[arg-type]


def order(one: Suggestion) -> tuple[float, str]:
    """By their start."""
    return one.start.timestamp(), one.uid
