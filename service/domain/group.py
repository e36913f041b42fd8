"""Sessions of one day, company and role become one visit, however they were packaged.

One event for the day and three events in a row must give the same follow-ups (facts:
grouping 1.3, T62 = T63). Lunch in the middle belongs to the day, so within a company any gap
will do; without a company only the same organizer at most 90 minutes apart is taken for one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from service.domain.model import Person, Session, Visit, VisitKey
from service.domain.naming.company import normal_company
from service.domain.naming.roles import normal_role
from service.domain.people import merge
from service.domain.places import local
from service.domain.policy import Me, Policy
from service.domain.process import known_roles

LARGEST_GAP = timedelta(minutes=90)
"""Between two sessions of one organizer whose company nobody knows."""


@dataclass(slots=True, eq=False)
class _Bundle:
    """The sessions that are one visit so far."""

    sessions: list[Session]

    @property
    def timed(self) -> bool:
        return any(not session.all_day for session in self.sessions)


def group(sessions: Iterable[Session], policy: Policy) -> tuple[Visit, ...]:
    """The visits that the sessions make up, by start. The order of the sessions is irrelevant.

    A session that two calendars hold counts once. A whole-day banner beside timed sessions of
    its company only lends its key, people and answers: the timed ones tell the hours.
    """
    once = _once(sessions)
    bundles = [bundle for day in _by_day(once, policy.me).values() for bundle in _of_a_day(day)]
    visits = (_visit(bundle) for bundle in _banners_folded(bundles, policy.me))
    return tuple(sorted(visits, key=lambda visit: (_utc(visit.start), visit.key)))


def _once(sessions: Iterable[Session]) -> list[Session]:
    by_key: defaultdict[VisitKey, list[Session]] = defaultdict(list)
    for session in sessions:
        by_key[session.key].append(session)
    return sorted((_joined(copies) for copies in by_key.values()), key=_order)


def _joined(copies: list[Session]) -> Session:
    """One session out of what several calendars know of it."""
    if len(copies) == 1:
        return copies[0]
    known = sorted(copies, key=lambda copy: (*_order(copy), repr(copy)))
    return replace(
        known[0],
        first_seen=min(copy.first_seen for copy in known),
        company=next((copy.company for copy in known if copy.company), None),
        role=next((copy.role for copy in known if copy.role), None),
        organizer=next((copy.organizer for copy in known if copy.organizer), None),
        people=merge(copy.people for copy in known),
        answers=tuple(dict.fromkeys(answer for copy in known for answer in copy.answers)),
    )


def _by_day(sessions: list[Session], me: Me) -> dict[date, list[Session]]:
    days: defaultdict[date, list[Session]] = defaultdict(list)
    for session in sessions:
        days[local(session.start, me).date()].append(session)
    return days


def _of_a_day(sessions: list[Session]) -> list[_Bundle]:
    known: defaultdict[tuple[str, str], list[Session]] = defaultdict(list)
    for session in sessions:
        if session.company is not None:
            known[_company_and_role(session, sessions)].append(session)
    bundles = [_Bundle(sessions=list(members)) for members in known.values()]
    for chain in _chains([session for session in sessions if session.organizer]):
        _place(chain, bundles)
    lonely = [s for s in sessions if s.company is None and s.organizer is None]
    return [*bundles, *(_Bundle(sessions=[session]) for session in lonely)]


def _company_and_role(session: Session, sessions: list[Session]) -> tuple[str, str]:
    """An unknown role is the company's only known one; of two it is neither."""
    company = normal_company(session.company or "")
    roles = known_roles(
        s.role for s in sessions if s.company and normal_company(s.company) == company
    )
    if session.role is not None:
        return company, normal_role(session.role)
    return company, next(iter(roles)) if len(roles) == 1 else ""


def _chains(sessions: list[Session]) -> Iterator[list[Session]]:
    """Sessions of one organizer, each at most the largest gap behind all before it."""
    by_organizer: defaultdict[str, list[Session]] = defaultdict(list)
    for session in sessions:
        by_organizer[session.organizer or ""].append(session)
    for theirs in by_organizer.values():
        yield from _unbroken(theirs)


def _unbroken(sessions: list[Session]) -> Iterator[list[Session]]:
    chain: list[Session] = []
    for session in sorted(sessions, key=_order):
        if chain and _utc(session.start) - max(_utc(s.end) for s in chain) > LARGEST_GAP:
            yield chain
            chain = []
        chain.append(session)
    if chain:
        yield chain


def _place(chain: list[Session], bundles: list[_Bundle]) -> None:
    """The chain's unknown ones join the one visit the chain touches; between two, neither."""
    unknown = [session for session in chain if session.company is None]
    touched = [bundle for bundle in bundles if any(s in bundle.sessions for s in chain)]
    if len(touched) == 1:
        touched[0].sessions.extend(unknown)
    elif unknown:
        bundles.extend(_Bundle(sessions=part) for part in _unbroken(unknown))


def _banners_folded(bundles: list[_Bundle], me: Me) -> list[_Bundle]:
    """A banner over several days goes to the first of its days that has timed sessions."""
    kept = [bundle for bundle in bundles if bundle.timed]
    kept.sort(key=lambda bundle: min(_order(session) for session in bundle.sessions))
    alone: list[_Bundle] = []
    for banner in (bundle for bundle in bundles if not bundle.timed):
        home = next((bundle for bundle in kept if _covers(banner, bundle, me)), None)
        if home is None:
            alone.append(banner)
        else:
            home.sessions.extend(banner.sessions)
    return [*kept, *alone]


def _covers(banner: _Bundle, bundle: _Bundle, me: Me) -> bool:
    companies = {normal_company(s.company or "") for s in (*banner.sessions, *bundle.sessions)}
    roles = known_roles(s.role for s in (*banner.sessions, *bundle.sessions))
    if len(companies) > 1 or "" in companies or len(roles) > 1:
        return False
    day = local(min(_utc(s.start) for s in bundle.sessions), me).date()
    return any(local(s.start, me).date() <= day <= local(s.end, me).date() for s in banner.sessions)


def _visit(bundle: _Bundle) -> Visit:
    members = sorted(bundle.sessions, key=_order)
    first_seen = min(members, key=lambda s: (_utc(s.first_seen), _utc(s.start), s.key))
    return Visit(
        key=first_seen.key,
        sessions=_counting(members),
        company=next((session.company for session in members if session.company), None),
        role=next((session.role for session in members if session.role), None),
        people=_met(members),
    )


def _met(members: list[Session]) -> tuple[Person, ...]:
    """Everybody of all sessions. Those of one are united already: no need to do it twice."""
    return members[0].people if len(members) == 1 else merge(s.people for s in members)


def _counting(members: list[Session]) -> tuple[Session, ...]:
    """The timed sessions, if there are any. What stands on a banner is not lost with it."""
    timed = [session for session in members if not session.all_day]
    if not timed or len(timed) == len(members):
        return tuple(members)
    said = tuple(answer for session in members if session.all_day for answer in session.answers)
    return (replace(timed[0], answers=(*said, *timed[0].answers)), *timed[1:])


def _order(session: Session) -> tuple[datetime, datetime, VisitKey]:
    return _utc(session.start), _utc(session.end), session.key


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
