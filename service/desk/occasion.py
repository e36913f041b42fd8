"""What all notes of one visit have in common, as things stand and as the person has just said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from connectors.contract import Moment
from service.desk.debrief import Sheet
from service.domain.debrief import Debrief
from service.domain.language import LANGUAGES, Language, language
from service.domain.model import Kind
from service.domain.notes import Occasion, Situation
from service.domain.places import local, wall, zone_on
from service.domain.policy import Me, Policy
from service.store.answers import ABOUT_VISITS, answers
from service.store.plan_rows import follow_ups
from service.store.store import Reader
from service.store.values import PersonId, StoredVisit


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Who writes: the name on their account signs where the settings have none.

    `language` is one of `LANGUAGES` that was chosen for this once, or empty.
    """

    person: PersonId
    name: str
    language: str = ""


def occasion(  # noqa: PLR0913 (keywords of a look-up)
    tx: Reader, who: Signer, found: Sheet, policy: Policy, kind: Kind, *, now: datetime
) -> Occasion:
    """For one kind of note: a card speaks as of the day it is written, a call as of its own."""
    me, told, agreed = policy.me, found.told, agreed_call(tx, who.person, found, policy)
    call = agreed or (found.usual.theirs if found.usual else None)
    then: Iterable[Moment] = ()
    if kind == "card":
        then = _card_days(tx, who.person, found.visit)
    elif kind == "call" and call is not None:
        then = (call,)
    return Occasion(
        tongue=_tongue(who, found, policy),
        me=me.name or who.name,
        phone=me.phone,
        address=next(iter(me.emails), ""),
        company=found.visit.company,
        role=found.visit.role,
        interview=local(found.visit.start, me).date(),
        today=max(_day(one, me) for one in (now, *then)),
        situation=situation(tx, who.person, found, policy),
        next_step=told.next_step if told else None,
        decides=told.decides if told else None,
        may_call="agreed" if agreed else told.may_call if told else None,
        call=call,
    )


def situation(tx: Reader, person: PersonId, found: Sheet, policy: Policy) -> Situation:
    """What came of it so far, as far as a note should speak of it otherwise."""
    match outcome(tx, person, found.visit):
        case "rejected":
            return "rejected"
        case "offer":
            return "offer"
        case "withdrew":
            return "withdrew"
        case said:
            if found.told is not None and found.told.interested is False:
                return "withdrew"
            if policy.notes.via_agency:
                return "agency"
            return "silent" if said == "silent" else "usual"


def outcome(tx: Reader, person: PersonId, visit: StoredVisit) -> str:
    """What the person said they had answered; empty: nothing."""
    said = (one for one in answers(tx, person) if one.kind in ABOUT_VISITS)
    return next((one.kind for one in said if one.key == visit.key), "")


def agreed_call(tx: Reader, person: PersonId, found: Sheet, policy: Policy) -> datetime | None:
    """When a call is agreed for, on the employer's clock; None: it is not.

    As told at the debrief, else as the plan has it from a line in the calendar.
    """
    told = found.told
    if told is not None and told.may_call is not None:
        agreed = told.may_call == "agreed" and told.call_on
        return _agreed(told, agreed, found, policy) if agreed else None
    calls = (one for one in follow_ups(tx, person) if one.kind == "call")
    mine = next((one for one in calls if one.visit == found.visit.key), None)
    if mine is None or "confirmed" not in mine.flags:
        return None
    start = mine.content.when.start
    return start.astimezone(found.office.zone) if isinstance(start, datetime) else None


def _agreed(told: Debrief, day: date, found: Sheet, policy: Policy) -> datetime:
    zone = zone_on(day, policy.me) if told.own_time else found.office.zone
    return wall(day, told.call_at or policy.call.at, zone).astimezone(found.office.zone)


def _tongue(who: Signer, found: Sheet, policy: Policy) -> Language:
    country = found.office.country.code
    chosen = who.language if who.language in LANGUAGES else policy.me.language
    return language(chosen, country)


def _card_days(tx: Reader, person: PersonId, visit: StoredVisit) -> Iterator[Moment]:
    cards = (one for one in follow_ups(tx, person) if one.kind == "card")
    return (one.content.when.start for one in cards if one.visit == visit.key)


def _day(moment: Moment, me: Me) -> date:
    return local(moment, me).date() if isinstance(moment, datetime) else moment
