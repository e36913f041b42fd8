"""Which follow-ups do a person's visits deserve? A timeless, pure answer.

Everything is judged from the moment a visit was first seen: asking again tomorrow gives the
same plan, and asking twice changes nothing.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from connectors.contract import CalendarId, Content, Span
from service.domain import customs, entries, wording
from service.domain.arrival import by_post
from service.domain.call import Office, call, office_of, usual_time
from service.domain.debrief import Debrief
from service.domain.entries import About
from service.domain.met import met_line
from service.domain.model import (
    AgreedCall,
    Answer,
    Decided,
    FollowUp,
    Key,
    Kind,
    Person,
    Session,
    Silent,
    Visit,
    VisitKey,
)
from service.domain.naming.company import normal_company
from service.domain.places import local
from service.domain.policy import Policy
from service.domain.postal import card, country_on
from service.domain.process import later_round
from service.domain.supplies import Supplies
from service.domain.timing import BREATH, MINUTE, Slot, add, debrief, email, last_day, prompt
from service.domain.told import (
    ENDS_THE_CALL,
    NO_DEBRIEFS,
    Debriefs,
    answers_in_force,
    debrief_of,
)
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
AFTER: frozenset[Kind] = frozenset({"email", "card", "call"})
"""What follows an interview, and so can never be due before it is over."""
HOME = CalendarId("follow-ups")
NOTHING_TOLD: Mapping[VisitKey, tuple[Answer, ...]] = MappingProxyType({})
NOTHING_PUT_OFF: Mapping[Key, datetime] = MappingProxyType({})


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
    debrief: Debrief | None
    put_off: Mapping[Key, datetime]
    supplies: Supplies | None
    met: str

    @property
    def outcome(self) -> str | None:
        """`offer` or `rejected`, once they have decided; `withdrew`, once the person has."""
        return next((a.outcome for a in self.answers if isinstance(a, Decided)), None)

    @property
    def may_call(self) -> bool:
        """Not when they have answered, asked not to be called, or invited to the next round."""
        ended = any(isinstance(answer, ENDS_THE_CALL) for answer in self.answers)
        return not ended and self.next_round is None

    @property
    def floor(self) -> datetime:
        """Nothing that follows an interview can be due before."""
        return add(self.visit.end, BREATH)

    @property
    def silent(self) -> bool:
        """Whether they did not call as promised."""
        return any(isinstance(answer, Silent) for answer in self.answers)


def plan(  # noqa: PLR0913 (all that can be known of a person's visits, each with a name)
    visits: Iterable[Visit],
    policy: Policy,
    *,
    told: Mapping[VisitKey, tuple[Answer, ...]] = NOTHING_TOLD,
    calendar: CalendarId = HOME,
    links: Links | None = None,
    debriefs: Debriefs = NO_DEBRIEFS,
    put_off: Mapping[Key, datetime] = NOTHING_PUT_OFF,
    supplies: Supplies | None = None,
) -> tuple[FollowUp, ...]:
    """The follow-ups of all of a person's visits, which must be known together.

    `told` are answers from outside the calendar (the debrief page); they come first. With `links`
    each entry begins with where it leads. What `service.domain.told` made of the `debriefs` stands
    in the visits already; the rest of them is for the notes. What was `put_off` is due then, unless
    that is before the interview is over; the call is taken to be agreed for then. Of what is short
    of the `supplies` the entry before an interview speaks.
    """
    known = tuple(_in_utc(visit) for visit in visits)
    rounds = _by_company(known)
    busy = sorted((s for visit in known for s in visit.sessions), key=lambda s: (s.start, s.key))
    all_around = (
        Circumstances(
            visit=visit,
            policy=policy,
            others=_around(visit, busy),
            answers=answers_in_force(visit, told.get(visit.key, ())),
            next_round=later_round(visit, _rounds(visit, rounds)),
            calendar=calendar,
            office=office_of(visit, policy),
            links=links,
            debrief=debrief_of(visit, debriefs),
            put_off=put_off,
            supplies=supplies,
            met=met_line(visit, _rounds(visit, rounds), debriefs),
        )
        for visit in known
    )
    return tuple(follow_up for around in all_around for follow_up in _of(around))


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


def _rounds(visit: Visit, by_company: Mapping[str, list[Visit]]) -> Sequence[Visit]:
    return by_company.get(normal_company(visit.company or ""), ())


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
        yield "card", card(visit, policy)
    if around.may_call:
        yield "call", call(visit, around.office, _agreed_anew(around))


def _agreed_anew(around: Circumstances) -> tuple[Answer, ...]:
    """What was told of the call; a time it was put off to comes before all that.

    Not before that they did not call, when that was said after this time had come.
    """
    start = around.put_off.get(Key(f"{around.visit.key}/call"))
    if start is None or start < around.floor or _waited(around.answers, start):
        return around.answers
    here = local(start, around.policy.me)
    agreed = AgreedCall(
        line=wording.said(here), day=here.date(), year_given=True, own_time=True, instant=start
    )
    return (agreed, *(one for one in around.answers if not isinstance(one, AgreedCall | Silent)))


def _waited(answers: Iterable[Answer], start: datetime) -> bool:
    return any(isinstance(answer, Silent) and answer.at >= start for answer in answers)


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
    key = Key(f"{around.visit.key}/{kind}{suffix}")
    slot = _put_off(key, kind, slot, around)
    if kind == "card":
        slot = by_post(slot, around.visit, around.office, around.answers)
    about = _about(kind, slot, around, people)
    return FollowUp(
        key=key,
        calendar=around.calendar,
        kind=kind,
        visit=around.visit.key,
        content=Content(
            title=entries.title(about),
            when=_span(slot, LENGTHS[kind]),
            notes=entries.notes(about),
        ),
        status="tentative" if kind == "call" and not about.agreed else "confirmed",
        flags=(*slot.flags, *_flags(kind, around)),
        because=slot.because,
        floor=around.floor if kind in AFTER else None,
    )


def _put_off(key: Key, kind: Kind, slot: Slot, around: Circumstances) -> Slot:
    """The slot the person asked for instead, if it can be; `_agreed_anew` does it for the call."""
    start = around.put_off.get(key)
    if start is None or kind == "call" or (kind in AFTER and start < around.floor):
        return slot
    return replace(
        slot,
        start=local(start, around.policy.me),
        because=wording.put_off(),
        flags=(*slot.flags, "put_off"),
    )


def _about(kind: Kind, slot: Slot, around: Circumstances, people: tuple[Person, ...]) -> About:
    return About(
        kind=kind,
        visit=around.visit,
        people=people,
        policy=around.policy,
        because=slot.because,
        usual=usual_time(around.office),
        agreed="confirmed" in slot.flags,
        silent=around.silent,
        outcome=around.outcome,
        hint=_hint(kind, around),
        debrief=around.debrief,
        links=around.links,
        met=around.met,
    )


def _span(slot: Slot, length: timedelta) -> Span:
    return Span(start=slot.start, end=add(slot.start, length).astimezone(slot.start.tzinfo))


def _hint(kind: Kind, around: Circumstances) -> str | None:
    """What runs out at home, and what is the custom where the card will be opened."""
    if kind == "prompt" and around.supplies and around.policy.card.enabled:
        return " ".join(around.supplies.short_of(_cards(around))) or None
    return customs.hint(around.office.country.code) if kind == "card" else None


def _cards(around: Circumstances) -> int:
    """How many they will want to write; where nobody is known by name, at least one."""
    known = len(entries.thanked("card", around.visit.people, around.policy))
    return max(known, 1)


def _flags(kind: Kind, around: Circumstances) -> Iterator[str]:
    """What the person should know about any date of this kind, whatever the rule."""
    visit, policy = around.visit, around.policy
    if kind in {"email", "card"}:
        if any(session.assumed_end and session.end == visit.end for session in visit.sessions):
            yield "assumed_end"
        if around.outcome in {"rejected", "withdrew"}:
            yield "optional"
    if policy.me.timezone_guessed or any(session.zone_guessed for session in visit.sessions):
        yield "zone_guessed"
    if kind == "card" and country_on(last_day(visit, policy.me), policy).guessed:
        yield "country_guessed"
    if kind == "call" and around.office.country.guessed:
        yield "country_guessed"
