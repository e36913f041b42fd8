"""Which follow-ups do a person's visits deserve? A timeless, pure answer.

Everything is judged from the moment a visit was first seen: asking again tomorrow gives the
same plan, and asking twice changes nothing.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, timedelta
from types import MappingProxyType

from connectors.contract import CalendarId, Content, Span
from service.domain import customs, entries
from service.domain.arrival import by_post
from service.domain.call import Office, call, office_of
from service.domain.model import (
    AgreedCall,
    Answer,
    Decided,
    Decides,
    FollowUp,
    HeardBack,
    Key,
    Kind,
    NoCall,
    Person,
    Session,
    Unclear,
    Visit,
    VisitKey,
)
from service.domain.naming.company import normal_company
from service.domain.policy import Policy
from service.domain.postal import card, country_on
from service.domain.process import later_round
from service.domain.timing import BREATH, MINUTE, Slot, add, debrief, email, last_day, prompt
from service.domain.visit_link import Links

LENGTHS: Mapping[Kind, timedelta] = MappingProxyType(
    {
        "prompt": 5 * MINUTE,
        "debrief": 10 * MINUTE,
        "email": 30 * MINUTE,
        "card": 30 * MINUTE,
        "call": 15 * MINUTE,
    }
)
NEAR = timedelta(days=7)
HOME = CalendarId("follow-ups")
NOTHING_TOLD: Mapping[VisitKey, tuple[Answer, ...]] = MappingProxyType({})
ABOUT_THE_CALL = (AgreedCall, Decides, NoCall, HeardBack, Decided, Unclear)


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """One visit and all around it that bears on its follow-ups."""

    visit: Visit
    policy: Policy
    others: tuple[Session, ...]
    answers: tuple[Answer, ...]
    next_round: Visit | None
    calendar: CalendarId
    office: Office
    links: Links | None

    @property
    def outcome(self) -> str | None:
        """`offer` or `rejected`, once they have decided."""
        return next((a.outcome for a in self.answers if isinstance(a, Decided)), None)

    @property
    def may_call(self) -> bool:
        """Not when they have answered, asked not to be called, or invited to the next round."""
        ended = any(isinstance(answer, NoCall | HeardBack | Decided) for answer in self.answers)
        return not ended and self.next_round is None


def plan(
    visits: Iterable[Visit],
    policy: Policy,
    *,
    told: Mapping[VisitKey, tuple[Answer, ...]] = NOTHING_TOLD,
    calendar: CalendarId = HOME,
    links: Links | None = None,
) -> tuple[FollowUp, ...]:
    """The follow-ups of all of a person's visits, which must be known together.

    `told` are answers from outside the calendar (the debrief page); they come first. With `links`
    each entry begins with where it leads.
    """
    known = tuple(_in_utc(visit) for visit in visits)
    rounds = _by_company(known)
    busy = sorted((s for visit in known for s in visit.sessions), key=lambda s: (s.start, s.key))
    return tuple(
        follow_up
        for visit in known
        for follow_up in _of(
            Circumstances(
                visit=visit,
                policy=policy,
                others=_around(visit, busy),
                answers=answers_in_force(visit, told.get(visit.key, ())),
                next_round=later_round(visit, rounds.get(normal_company(visit.company or ""), ())),
                calendar=calendar,
                office=office_of(visit, policy),
                links=links,
            )
        )
    )


def _in_utc(visit: Visit) -> Visit:
    """Python compares and subtracts two times of one zone by the clock, which may have jumped."""
    return replace(visit, sessions=tuple(_session_in_utc(session) for session in visit.sessions))


def _session_in_utc(session: Session) -> Session:
    start, end, first_seen = (
        moment.astimezone(UTC) for moment in (session.start, session.end, session.first_seen)
    )
    return replace(session, start=start, end=end, first_seen=first_seen)


def _by_company(visits: Sequence[Visit]) -> Mapping[str, list[Visit]]:
    """Who is never of one process need not be compared. An unknown company never counts."""
    found: defaultdict[str, list[Visit]] = defaultdict(list)
    for visit in visits:
        if visit.company:
            found[normal_company(visit.company)].append(visit)
    return found


def _around(visit: Visit, busy: Sequence[Session]) -> tuple[Session, ...]:
    """The sessions of other visits that can be in the way of this one's emails.

    Only those of these days, or a year of interviews would be looked through for every one.
    """
    visit_end = visit.end
    first, last = visit_end - NEAR, max(visit_end, visit.first_seen) + NEAR
    begin = bisect_left(busy, first, key=lambda session: session.start)
    end = bisect_right(busy, last, key=lambda session: session.start)
    own = {session.key for session in visit.sessions}
    around = (session for session in busy[begin:end] if session.end > visit_end)
    return tuple(session for session in around if session.key not in own)


def answers_in_force(visit: Visit, told: Sequence[Answer]) -> tuple[Answer, ...]:
    """What was told last about the call: the page, else the latest session with such a line.

    Of several lines in one entry the lowest comes first: people add below.
    """
    by_time = sorted(visit.sessions, key=lambda session: (session.start, session.key))
    for answers in (told, *(session.answers for session in reversed(by_time))):
        about = tuple(answer for answer in answers if isinstance(answer, ABOUT_THE_CALL))
        if about:
            return about[::-1]
    return ()


def _of(around: Circumstances) -> Iterator[FollowUp]:
    for kind, slot in _slots(around):
        if slot is not None:
            yield from _entries(kind, slot, around)


def _slots(around: Circumstances) -> Iterator[tuple[Kind, Slot | None]]:
    visit, policy = around.visit, around.policy
    if policy.prompt.enabled:
        yield "prompt", prompt(visit, policy, LENGTHS["prompt"])
    if policy.debrief.enabled:
        yield "debrief", debrief(visit, policy)
    yield "email", email(visit, policy, around.others)
    if policy.card.enabled:
        yield "card", by_post(card(visit, policy), visit, around.office, around.answers)
    if around.may_call:
        yield "call", call(visit, around.office, around.answers)


def _entries(kind: Kind, slot: Slot, around: Circumstances) -> Iterator[FollowUp]:
    """One entry that lists everyone, or by the person's wish one a person."""
    people = entries.thanked(kind, around.visit.people, around.policy)
    if kind in {"email", "card"} and around.policy.notes.per_person_events and people:
        for person in people:
            yield _entry(
                kind, slot, around, (person,), f"/{person.email or person.name.casefold()}"
            )
    else:
        yield _entry(kind, slot, around, people, "")


def _entry(
    kind: Kind, slot: Slot, around: Circumstances, people: tuple[Person, ...], suffix: str
) -> FollowUp:
    visit, agreed = around.visit, "confirmed" in slot.flags
    return FollowUp(
        key=Key(f"{visit.key}/{kind}{suffix}"),
        calendar=around.calendar,
        kind=kind,
        visit=visit.key,
        content=Content(
            title=entries.title(kind, visit, people, around.policy, agreed=agreed),
            when=_span(slot, LENGTHS[kind]),
            notes=_notes(kind, people, slot, around),
        ),
        status="tentative" if kind == "call" and not agreed else "confirmed",
        flags=(*slot.flags, *_flags(kind, around)),
        because=slot.because,
        floor=add(visit.end, BREATH) if kind in {"email", "card", "call"} else None,
    )


def _notes(kind: Kind, people: tuple[Person, ...], slot: Slot, around: Circumstances) -> str:
    said = entries.notes(kind, people, slot.because, _hint(kind, around))
    # In the first line calendars make it something to tap.
    return f"{around.links.to(kind, around.visit.key)}\n\n{said}" if around.links else said


def _span(slot: Slot, length: timedelta) -> Span:
    return Span(start=slot.start, end=add(slot.start, length).astimezone(slot.start.tzinfo))


def _hint(kind: Kind, around: Circumstances) -> str | None:
    """What is the custom where the card will be opened."""
    if kind != "card":
        return None
    return customs.hint(around.office.country.code)


def _flags(kind: Kind, around: Circumstances) -> Iterator[str]:
    """What the person should know about any date of this kind, whatever the rule."""
    visit, policy = around.visit, around.policy
    if kind in {"email", "card"}:
        if any(session.assumed_end and session.end == visit.end for session in visit.sessions):
            yield "assumed_end"
        if around.outcome == "rejected":
            yield "optional"
    if policy.me.timezone_guessed or any(session.zone_guessed for session in visit.sessions):
        yield "zone_guessed"
    if kind == "card" and country_on(last_day(visit, policy.me), policy).guessed:
        yield "country_guessed"
    if kind == "call" and around.office.country.guessed:
        yield "country_guessed"
