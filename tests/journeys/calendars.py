"""What stands in the calendars of these journeys, around Wednesday at eleven."""

from __future__ import annotations

from datetime import timedelta

from tests.journeys.house import NOW
from tests.serve.origin import interview

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def umbrella(days: int) -> str:
    """An interview on that day from now."""
    title = "Interview with Umbrella - Nurse #interview"
    return interview("umbrella", NOW + days * DAY, title=title)


TODAY = interview("acme", NOW - 2 * HOUR)
"""An interview that ended an hour ago: the debrief is open, the rest is to come."""
NEXT_WEEK = umbrella(days=6)
LAST_MONTH = interview("initech", NOW - 30 * DAY, title="Interview with Initech #interview")


def maybe(company: str, days: int) -> str:
    """An event that looks like an interview, and is not tagged."""
    who = f"{company.lower()}.example"
    return interview(
        f"{company.lower()}-{days}",
        NOW + days * DAY,
        f"ORGANIZER;CN=Recruiting:mailto:recruiting@{who}",
        title=f"Interview with {company}",
    )
