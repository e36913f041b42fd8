"""What the person tells after an interview: found by its visit, kept, and followed at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from service.desk.debrief_dates import Usual, Week, usual_call, weeks
from service.desk.guests import Guest, guests
from service.domain.call import Office, office_of
from service.domain.debrief import Debrief
from service.domain.model import Key, Person, Session, Visit
from service.domain.policy import Policy
from service.store.answers import ABOUT_FOLLOW_UPS, answers, give_answer
from service.store.debriefs import debrief_of, keep_debrief
from service.store.forgotten import speak_of
from service.store.journal import journal, write_line
from service.store.leases import wake
from service.store.plan_rows import follow_ups
from service.store.sessions import sessions, visit_names
from service.store.store import Reader, Store, Writer
from service.store.values import PersonId, StoredVisit
from service.watch.pins import agreed_anew
from service.watch.understanding import visits_of

_NO_CALL = (None, None, None, False)
ONE_TELLING = timedelta(hours=1)
"""What is told within it is one line of the journal, however often it is saved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a debrief asks about, with what was told so far.

    `whole` is the visit with its sessions and everybody in them, `office` where the phone will
    ring, `usual` the plan's own date for the call.
    """

    visit: StoredVisit
    whole: Visit
    told: Debrief | None
    guests: tuple[Guest, ...]
    office: Office
    usual: Usual | None
    weeks: tuple[Week, ...]


def sheet(
    tx: Reader, person: PersonId, visit: StoredVisit, policy: Policy, *, now: datetime
) -> Sheet:
    """The questions about one visit."""
    whole, told = _whole(tx, person, visit, policy), debrief_of(tx, person, visit.key)
    office = office_of(whole, policy)
    return Sheet(
        visit=visit,
        whole=whole,
        told=told,
        guests=guests(whole.people, told, policy.me),
        office=office,
        usual=usual_call(whole, office, now=now),
        weeks=weeks(whole, office, now=now),
    )


def keep(store: Store, person: PersonId, visit: StoredVisit, told: Debrief) -> bool:
    """Keep it, as of `told.at`, and have it followed; whether it says anything new.

    What says nothing new of the call or the date is kept as of before, or it would count as a
    later word than that they answered since. The entry that asks for it is done with that.

    Raises `Unavailable`.
    """
    with store.write() as tx:
        before = debrief_of(tx, person, visit.key)
        if before is not None and replace(before, at=told.at, visit=told.visit) == told:
            return False
        speak_of(tx, person, told.people)
        keep_debrief(tx, person, replace(told, at=_as_of(told, before)))
        if _call(told) != _call(before):
            agreed_anew(tx, person, visit.key, now=told.at)
        _settle(tx, person, visit, now=told.at)
        if not _was_told_of(tx, person, told):
            _tell(tx, person, visit, told, anew=before is not None)
        wake(tx, person, now=told.at)
    return True


def _call(told: Debrief | None) -> object:
    """When they may be called. Named anew, it counts before a time it was dragged to."""
    return (told.may_call, told.call_on, told.call_at, told.own_time) if told else _NO_CALL


def _as_of(told: Debrief, before: Debrief | None) -> datetime:
    if before is None or before.visit != told.visit or _news(told) != _news(before):
        return told.at
    return before.at


def _news(told: Debrief) -> object:
    return (_call(told), told.decides, told.next_step)


def _was_told_of(tx: Reader, person: PersonId, told: Debrief) -> bool:
    since = told.at - ONE_TELLING
    lines = (one for one in journal(tx, person) if one.at >= since)
    return any((one.action, one.key) == ("debrief_kept", told.visit) for one in lines)


def _tell(tx: Writer, person: PersonId, visit: StoredVisit, told: Debrief, *, anew: bool) -> None:
    whom = visit.company or "an interview"
    text = f"You told more of how it went: {whom}." if anew else f"You told how it went: {whom}."
    write_line(tx, person, told.at, "debrief_kept", told.visit, text)


def _settle(tx: Writer, person: PersonId, visit: StoredVisit, *, now: datetime) -> None:
    """Whoever tells has done what the debrief entry asks for, unless it was said otherwise."""
    key = Key(f"{visit.key}/debrief")
    planned = any(one.key == key for one in follow_ups(tx, person))
    said = any(one.key == key and one.kind in ABOUT_FOLLOW_UPS for one in answers(tx, person))
    if planned and not said and now >= visit.start:
        give_answer(tx, person, "done", key, now=now)


def _whole(tx: Reader, person: PersonId, visit: StoredVisit, policy: Policy) -> Visit:
    """The visit with its sessions. What is over may have lost them: then it is as it was kept."""
    held = [one for found in sessions(tx, person).values() for one in found]
    found = visits_of(held, visit_names(tx, person), policy)
    return next((one for one in found if one.key == visit.key), _as_kept(visit))


def _as_kept(visit: StoredVisit) -> Visit:
    session = Session(
        uid=visit.key, title="", start=visit.start, end=visit.end, first_seen=visit.start
    )
    met = tuple(Person(name=name, state="certain") for name in visit.people)
    return Visit(key=visit.key, sessions=(session,), company=visit.company, people=met)
