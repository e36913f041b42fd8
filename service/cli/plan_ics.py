"""The plan as a calendar that every application takes: equal input gives equal bytes."""

from __future__ import annotations

from datetime import UTC

from connectors.ics.write import Entry, calendar
from service.cli.request import Planned
from service.domain.model import FollowUp, Visit
from service.domain.reconcile import name

NAME = "Interview follow-ups"


def rendered(planned: Planned) -> bytes:
    """The follow-ups alone; the interviews stay in the person's own calendar."""
    visits = {visit.key: visit for visit in planned.survey.visits}
    entries = [_entry(one, visits[one.visit]) for one in planned.survey.follow_ups]
    return calendar(entries, name=NAME, timezone=planned.policy.me.timezone)


def _entry(one: FollowUp, visit: Visit) -> Entry:
    # A plan has no memory, so its stamps are those of the visit: no clock may change the bytes.
    stamp = visit.start.astimezone(UTC)
    return Entry(
        uid=name(one.key),
        content=one.content,
        key=one.key,
        status=one.status,
        created=stamp,
        modified=stamp,
    )
