"""Visits and follow-ups as the person sees them; times are on the person's clock."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import AwareDatetime, Field

from service.desk.lines import Act, Change, State
from service.domain.model import Kind
from service.web.api.shapes.base import Shown, Text, example

Outcome = Literal["heard_back", "offer", "rejected", "silent", "withdrew"]
NextPage = Field(description="The `cursor` of the next page; null: this is the last.")

VISIT = {
    "key": "0a1b2c@google.com",
    "heading": "Acme, Data Engineer",
    "company": "Acme",
    "role": "Data Engineer",
    "start": "2026-11-27T09:00:00+01:00",
    "end": "2026-11-27T12:30:00+01:00",
    "people": ["Zoë Müller"],
    "over": False,
    "outcome": None,
    "accepted": None,
    "follow_ups": ["0a1b2c@google.com/email", "0a1b2c@google.com/call"],
}
FOLLOW_UP = {
    "key": "0a1b2c@google.com/call",
    "visit": "0a1b2c@google.com",
    "kind": "call",
    "title": "Call Acme about Data Engineer",
    "notes": "Ask for Zoë Müller.",
    "start": "2026-12-04T09:30:00+01:00",
    "end": "2026-12-04T09:45:00+01:00",
    "timezone": "Europe/Berlin",
    "status": "tentative",
    "flags": ["holiday_shift"],
    "because": "No date was agreed: the first Friday at least 5 days after.",
    "state": "planned",
    "standing": "ours",
    "change": "",
    "agreed": False,
    "ask": False,
    "acts": ["skip"],
}


class VisitShown(Shown):
    """One visit to an employer: what the follow-ups belong to."""

    key: Text
    heading: Text
    company: Text | None
    role: Text | None
    start: AwareDatetime
    end: AwareDatetime
    people: list[Text]
    over: bool = Field(description="It has ended, and nothing is left to do.")
    outcome: Outcome | None = Field(description="What you told of it.")
    accepted: Text | None = Field(
        description="UID of the event that is an interview because you said so."
    )
    follow_ups: list[Text] = Field(description="Their keys, by time.")

    model_config = example(**VISIT)


class Visits(Shown):
    """One page of them, by start."""

    visits: list[VisitShown]
    next: str | None = NextPage

    model_config = example(visits=[VISIT], next=None)


class FollowUpShown(Shown):
    """One follow-up: where it stands, what state it is in, and why then."""

    key: Text
    visit: Text
    kind: Kind
    title: Text
    notes: Text
    start: datetime | date
    end: datetime | date
    timezone: str | None = Field(description="The zone that the entry was written in.")
    status: Literal["tentative", "confirmed"] | None = Field(
        description="Null: it is no longer planned, and stands because you changed it."
    )
    flags: list[str]
    because: Text = Field(description="Why it is there, and why then.")
    state: State = Field(
        description="`open` is over and may still be done; `past` was long ago; `kept` is yours."
    )
    standing: Literal["absent", "ours", "theirs"] = Field(
        description="Whose the entry in the calendar is; `theirs`: the person's own."
    )
    change: Change = Field(description="What you changed of it.")
    agreed: bool | None = Field(description="Of a call: whether its time was agreed.")
    ask: bool = Field(description="Something told about it is unclear: please look.")
    acts: list[Act] = Field(description="What makes sense to say of it now.")

    model_config = example(**FOLLOW_UP)


class FollowUps(Shown):
    """One page of them, by start."""

    follow_ups: list[FollowUpShown]
    next: str | None = NextPage

    model_config = example(follow_ups=[FOLLOW_UP], next=None)


class NextShown(Shown):
    """The next thing to do, in words; `follow_up` is null when it is the interview itself."""

    when: Text
    what: Text
    because: Text
    visit: Text
    follow_up: Text | None


class UnwellShown(Shown):
    """A calendar that cannot be read as it should."""

    calendar: Text
    what: Text


class UpcomingShown(Shown):
    """How everything stands."""

    today: date
    next: NextShown | None
    troubles: list[UnwellShown]
    unread: list[Text] = Field(description="Calendars that nobody has read yet.")
    calendars: int
    begun: bool = Field(description="No: all is a rehearsal, and nothing stands in a calendar.")

    model_config = example(
        today="2026-11-24",
        next={
            "when": "Next, Friday 4 December at 09:30",
            "what": "Call Zoë Müller of Acme",
            "because": "No date was agreed: the first Friday at least 5 days after.",
            "visit": "0a1b2c@google.com",
            "follow_up": "0a1b2c@google.com/call",
        },
        troubles=[],
        unread=["Personal"],
        calendars=1,
        begun=True,
    )
