"""What would have been written, before anything is."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import AwareDatetime, Field

from service.domain.model import Kind
from service.web.api.shapes.base import Shown, Text, example


class PlannedShown(Shown):
    """A follow-up as it would be."""

    kind: Kind
    title: Text
    start: datetime | date
    end: datetime | date
    because: Text


class RehearsedShown(Shown):
    """One interview, and what belongs beside it."""

    visit: Text
    company: Text | None
    role: Text | None
    start: AwareDatetime
    end: AwareDatetime
    people: list[Text]
    follow_ups: list[PlannedShown]


class RehearsalShown(Shown):
    """What your calendars hold, as far as they have been read. Nothing of it is written."""

    begun: bool
    unread: list[Text] = Field(description="Calendars nobody has read yet: this may grow.")
    past: list[RehearsedShown] = Field(description="The last 90 days, the latest first.")
    coming: list[RehearsedShown] = Field(description="The soonest first.")
    suggestions: int = Field(description="Events that may be interviews, and wait for a word.")

    model_config = example(
        begun=False,
        unread=[],
        past=[
            {
                "visit": "0a1b2c@google.com",
                "company": "Acme",
                "role": "Data Engineer",
                "start": "2026-11-03T10:00:00Z",
                "end": "2026-11-03T11:00:00Z",
                "people": ["Zoë Müller"],
                "follow_ups": [
                    {
                        "kind": "email",
                        "title": "Thank Zoë Müller of Acme",
                        "start": "2026-11-03T14:00:00+01:00",
                        "end": "2026-11-03T14:30:00+01:00",
                        "because": "Two hours after the last of them.",
                    }
                ],
            }
        ],
        coming=[],
        suggestions=2,
    )
