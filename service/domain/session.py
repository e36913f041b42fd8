"""From a recognised event to a session: its real times, its company, its people."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from connectors.contract import Event, Moment, Span
from service.domain.answers import answers
from service.domain.model import Answer, Person, Session
from service.domain.naming import guests, naming
from service.domain.people import merge, only_consultant, people, talked_to
from service.domain.places import wall, zone_on
from service.domain.policy import Me, Policy

ASSUMED_LENGTH = timedelta(minutes=60)
DAY_BEGINS, DAY_ENDS = time(9), time(17)
"""What a whole day is taken for: an end at 17:00 (facts: timing 3), a start when offices open."""

_SAYS_NOTHING = frozenset(
    {"UTC", "Etc/UTC", "GMT", "Etc/GMT", "Zulu", "Etc/Zulu", "UCT", "Etc/UCT"}
)


def session(event: Event, policy: Policy, *, first_seen: datetime) -> Session:
    """The session an event is. `first_seen` is when the service first saw it, aware.

    A missing or impossible end is assumed one hour after the start. A whole day runs from
    09:00 to 17:00 of its last day, on the clock the person lives by on those days. Both are
    marked `assumed_end`.
    """
    start, end, assumed = _times(event, policy.me)
    invited = guests.invited(event, policy.me)
    said = naming(event, policy.me, invited)
    told = answers(event, policy)
    return Session(
        uid=event.uid or event.id,
        recurrence_id=instance_of(event),
        title=event.content.title,
        start=start,
        end=end,
        first_seen=first_seen,
        all_day=event.content.when.all_day,
        assumed_end=assumed,
        zone_guessed=event.zone_guessed,
        timezone=_zone(event),
        company=said.company,
        role=said.role,
        organizer=_organizer(event, policy.me),
        people=_people(people(event, policy, invited=invited, said=said), told, event, policy),
        answers=told,
    )


def instance_of(event: Event) -> str | None:
    """The RECURRENCE-ID as text: "20261203T150000Z", or "20261203" for a whole day."""
    moment = event.recurrence_id
    if moment is None:
        return None
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    return moment.strftime("%Y%m%d")


def _times(event: Event, me: Me) -> tuple[datetime, datetime, bool]:
    start, end = event.content.when.start, event.content.when.end
    if isinstance(start, datetime) and isinstance(end, datetime):
        if event.end_given and end.astimezone(UTC) > start.astimezone(UTC):
            return start, end, False
        return start, (start.astimezone(UTC) + ASSUMED_LENGTH).astimezone(start.tzinfo), True
    return (*_whole_days(event.content.when, me), True)


def _whole_days(when: Span, me: Me) -> tuple[datetime, datetime]:
    """The end of an all-day span is exclusive (RFC 5545 3.6.1); one without length is one day."""
    first, after = _day(when.start), _day(when.end)
    last = max(first, after - timedelta(days=1))
    return wall(first, DAY_BEGINS, zone_on(first, me)), wall(last, DAY_ENDS, zone_on(last, me))


def _day(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _zone(event: Event) -> str | None:
    """The zone the event was written in, if it says anything about the employer."""
    zone = event.content.when.timezone
    return None if event.zone_guessed or zone in _SAYS_NOTHING else zone


def _organizer(event: Event, me: Me) -> str | None:
    """Who invited; the person's own entries have none."""
    email = event.organizer.email.lower() if event.organizer else ""
    return email if email and not guests.is_me(email, "", me) else None


def _people(
    found: tuple[Person, ...], told: tuple[Answer, ...], event: Event, policy: Policy
) -> tuple[Person, ...]:
    """Those whom the person named come first; to an agency's clients nobody writes even so."""
    named = talked_to(told)
    if not named:
        return found
    together = merge([named, found])
    return only_consultant(together, event) if policy.notes.via_agency else together
