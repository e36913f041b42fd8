"""Forgetting: an interview, or somebody, at once and for good.

Only tombstones stay (`service.domain.forgotten`), so that a calendar that still holds it does not
bring it back. What stands in calendars of ours goes with the pass that is asked for here. While
the names are still known, free text is searched for them as people type them, too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from service.desk.guests import is_same
from service.domain.debrief import Spoken
from service.domain.forgotten import of_interview, of_person
from service.domain.model import VisitKey
from service.domain.naming.names import normal_name
from service.domain.spellings import spellings
from service.store.debriefs import debriefs
from service.store.forgotten import bury, forget_secret, forgotten
from service.store.journal import rewrite_lines, write_line
from service.store.leases import wake
from service.store.plan_rows import visits
from service.store.sessions import sessions, visit_names
from service.store.store import Reader, Store, Writer
from service.store.values import PersonId, StoredVisit
from service.watch.sweeping import sweep

GONE_INTERVIEW = "You had an interview forgotten. What stood in your calendar for it goes."
GONE_PERSON = "You had somebody forgotten. Entries that named them are written anew or go."


def forget_interview(store: Store, person: PersonId, visit: VisitKey, *, now: datetime) -> None:
    """Nothing of it is left: what was told, its entries, whom you met. Raises `Unavailable`."""
    with store.write() as tx:
        forget_visits(tx, person, [visit], now=now)
        write_line(tx, person, now, "interview_forgotten", None, GONE_INTERVIEW)


def forget_visits(tx: Writer, person: PersonId, gone: Iterable[VisitKey], *, now: datetime) -> None:
    """The same for several, without a word."""
    secret, keys = forget_secret(tx, person), set(gone)
    names = visit_names(tx, person)
    keys |= {session for session, visit in names.items() if visit in keys}
    words = _only_theirs(visits(tx, person), keys)
    bury(tx, person, (of_interview(secret, key) for key in keys), now=now)
    _swept(tx, person, now)
    rewrite_lines(tx, person, lambda key, text: None if not key and _says(text, words) else text)


def forget_person(
    store: Store, person: PersonId, name: str, email: str | None, *, now: datetime
) -> None:
    """Nothing of them is left in any interview. Raises `Unavailable`."""
    with store.write() as tx:
        secret = forget_secret(tx, person)
        known = _known_as(tx, person, name, email)
        bury(tx, person, frozenset().union(*(of_person(secret, *one) for one in known)), now=now)
        _swept(tx, person, now, names=(spelt for spelt, _ in known))
        write_line(tx, person, now, "person_forgotten", None, GONE_PERSON)


def _swept(tx: Writer, person: PersonId, now: datetime, *, names: Iterable[str] = ()) -> None:
    gone = replace(forgotten(tx, person), spelt=spellings(names))
    sweep(tx, person, gone, now=now)
    wake(tx, person, now=now)


def _known_as(
    tx: Reader, person: PersonId, name: str, email: str | None
) -> set[tuple[str, str | None]]:
    """Every spelling and mailbox under which they are known here, so that none is left over."""
    one, found = Spoken(name=name, email=email), {(name, email)}
    held = (each for kept in sessions(tx, person).values() for each in kept)
    for session in held:
        found |= {
            (who.name, who.email) for who in session.people if is_same(one, who.name, who.email)
        }
    for told in debriefs(tx, person).values():
        found |= {(who.name, who.email) for who in told.people if is_same(one, who.name, who.email)}
    return found


def _only_theirs(every: Iterable[StoredVisit], gone: set[VisitKey]) -> frozenset[str]:
    """The names by which lines without a key could tell of these interviews and of no other."""
    theirs: set[str] = set()
    others: set[str] = set()
    for visit in every:
        said = {visit.company, *visit.people} - {None}
        (theirs if visit.key in gone else others).update(normal_name(one) for one in said if one)
    return frozenset(theirs - others)


def _says(text: str, words: frozenset[str]) -> bool:
    plain = f" {normal_name(text)} "
    return any(f" {word} " in plain for word in words)
