"""Where follow-ups are put: into the calendar their interview stands in, or on the feed.

A visit has one home, however many calendars hold it. It stays there while it can, though the
interview moves to another calendar: what the person has dragged about is not taken from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace

from connectors.contract import CalendarId
from service.domain.model import FollowUp, Visit, VisitKey

Homes = Mapping[VisitKey, CalendarId]


def homes(
    visits: Iterable[Visit],
    held: Mapping[CalendarId, AbstractSet[VisitKey]],
    before: Homes,
) -> Homes:
    """The calendar of each visit that has one; the others are at home on the feed.

    `held` are the sessions on each calendar that may be written, the first connected first;
    `before` is where the visits were at home so far.
    """
    found = ((visit.key, _home(visit, held, before.get(visit.key))) for visit in visits)
    return {key: home for key, home in found if home is not None}


def routed(follow_ups: Iterable[FollowUp], homes: Homes) -> tuple[FollowUp, ...]:
    """The follow-ups, each on the calendar of its visit; the others stay where they are."""
    return tuple(replace(one, calendar=homes.get(one.visit, one.calendar)) for one in follow_ups)


def _home(
    visit: Visit, held: Mapping[CalendarId, AbstractSet[VisitKey]], before: CalendarId | None
) -> CalendarId | None:
    """By the session that was seen first, of those that stand in a calendar we may write."""
    if before in held:
        return before
    for session in sorted(visit.sessions, key=lambda one: (one.first_seen, one.start, one.key)):
        found = next((calendar for calendar, keys in held.items() if session.key in keys), None)
        if found is not None:
            return found
    return None
