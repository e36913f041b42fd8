"""Calendars that are read."""

from __future__ import annotations

from typing import Annotated

from pydantic import AwareDatetime, Field, StringConstraints

from service.desk.calendars import LONGEST_ADDRESS, LONGEST_NAME
from service.web.api.shapes.base import AT, Given, Shown, Text, example

_PERSONAL = {
    "id": 3,
    "name": "Personal",
    "host": "calendar.example.com",
    "kind": "published",
    "active": True,
    "events": 412,
    "last_read": AT,
    "last_change": AT,
    "next_read": "2026-11-24T09:30:00Z",
    "problem": None,
}


class NewSource(Given):
    """A calendar to be read, by its secret address."""

    address: Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_ADDRESS)]
    name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_NAME)] = Field(
        default="", description="How you call it; empty: the calendar's own name."
    )
    begin: bool = Field(
        default=True,
        description="Put follow-ups on your feed from now on; no: only read, for a rehearsal.",
    )

    model_config = example(
        address="https://calendar.example.com/private-0a1b2c/basic.ics", name="Personal"
    )


class SourceChanged(Given):
    """What to change of a calendar; what is not there stays as it is."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME)] | None = None
    active: bool | None = Field(default=None, description="Whether it is watched.")

    model_config = example(name="Job interviews", active=True)


class TroubleShown(Shown):
    """Something that went wrong with a calendar, and what the person can do."""

    what: Text
    next_step: Text

    model_config = example(
        what="The server has withdrawn this address.",
        next_step="Copy the new one from the calendar's settings.",
    )


class SourceShown(Shown):
    """A calendar that is read, and how its last reading went."""

    id: int
    name: Text
    host: Text
    kind: str
    active: bool = Field(description="Whether it is watched.")
    events: int = Field(description="Events in the last good reading.")
    last_read: AwareDatetime | None
    last_change: AwareDatetime | None
    next_read: AwareDatetime
    problem: TroubleShown | None

    model_config = example(**_PERSONAL)


class Sources(Shown):
    """All of them, the oldest first."""

    sources: list[SourceShown]

    model_config = example(sources=[_PERSONAL])
