"""What the API takes and gives, with an example of each. Addresses of sources never come back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

LONGEST_ADDRESS, LONGEST_NAME = 4096, 100

_ADDRESS_EXAMPLE = "https://calendar.example.com/private-0a1b2c/basic.ics"
_AT = "2026-11-24T09:15:00Z"


class Shown(BaseModel):
    """An answer: read-only, and nothing in it that is not named."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ProblemShown(Shown):
    """Something that went wrong with a source, and what the person can do."""

    what: str = Field(examples=["The server has withdrawn this address."])
    next_step: str = Field(examples=["Copy the new one from the calendar's settings."])


class NewSource(BaseModel):
    """A calendar to be read, by its secret address."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    address: Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_ADDRESS)]
    name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_NAME)] = Field(
        default="", description="How you call it; empty: the calendar's own name."
    )
    begin: bool = Field(
        default=True,
        description="Put follow-ups on your feed from now on; no: only read, for a rehearsal.",
    )

    model_config["json_schema_extra"] = {
        "examples": [{"address": _ADDRESS_EXAMPLE, "name": "Personal"}]
    }


class SourceShown(Shown):
    """A calendar that is read, and how its last reading went."""

    id: int = Field(examples=[3])
    name: str = Field(examples=["Personal"])
    host: str = Field(examples=["calendar.example.com"])
    kind: str = Field(examples=["published"])
    active: bool
    events: int = Field(description="Events in the last good reading.", examples=[412])
    last_read: AwareDatetime | None = Field(examples=[_AT])
    last_change: AwareDatetime | None = Field(examples=[_AT])
    next_read: AwareDatetime = Field(examples=["2026-11-24T09:30:00Z"])
    problem: ProblemShown | None


class Sources(Shown):
    """All of them."""

    sources: list[SourceShown]


class VisitShown(Shown):
    """One visit to an employer: what the follow-ups belong to."""

    key: str = Field(examples=["0a1b2c@google.com"])
    company: str | None = Field(examples=["Acme"])
    role: str | None = Field(examples=["Data Engineer"])
    start: AwareDatetime = Field(examples=["2026-11-27T09:00:00Z"])
    end: AwareDatetime = Field(examples=["2026-11-27T12:30:00Z"])
    people: list[str] = Field(examples=[["Zoë Müller"]])


class Visits(Shown):
    """All of them, in order of their start."""

    visits: list[VisitShown]


class FollowUpShown(Shown):
    """One entry of the feed, and why it stands where it does."""

    key: str = Field(examples=["0a1b2c@google.com/call"])
    visit: str = Field(examples=["0a1b2c@google.com"])
    kind: Literal["prompt", "debrief", "email", "card", "call"]
    title: str = Field(examples=["Call Acme about Data Engineer"])
    notes: str
    start: datetime | date = Field(
        description="In the person's zone of that date.", examples=["2026-12-04T09:30:00+01:00"]
    )
    end: datetime | date = Field(examples=["2026-12-04T09:45:00+01:00"])
    timezone: str | None = Field(examples=["Europe/Berlin"])
    status: Literal["tentative", "confirmed"]
    flags: list[str] = Field(examples=[["holiday_shift"]])
    because: str = Field(examples=["No date was agreed: the first Friday at least 5 days after."])


class FollowUps(Shown):
    """All of them, in order of their start."""

    follow_ups: list[FollowUpShown]


class JournalLineShown(Shown):
    """Something the service did or noticed."""

    id: int = Field(examples=[1207])
    at: AwareDatetime = Field(examples=[_AT])
    action: str = Field(examples=["follow_up_created"])
    key: str | None = Field(examples=["0a1b2c@google.com/call"])
    text: str = Field(examples=["“Call Acme” was added on Friday 4 December, 09:30."])


class Journal(Shown):
    """One page, the newest line first. `next` is the `before` of the next page, or null."""

    lines: list[JournalLineShown]
    next: int | None = Field(examples=[1158])


class FeedShown(Shown):
    """How the feed stands. Its address is shown once, when it is made."""

    issued: bool = Field(description="Whether there is an address that works.")
    state: Literal["none", "works", "withdrawn"] = Field(
        description="Whether there never was an address, one works, or the last was withdrawn."
    )
    modified: AwareDatetime | None = Field(examples=[_AT])
    last_fetch: AwareDatetime | None = Field(examples=[_AT])
    last_client: str | None = Field(examples=["Google Calendar"])
    expect: str = Field(examples=["Google re-reads every 4-24 h and cannot be hurried."])


class FeedIssued(Shown):
    """A new address and the ways to add it. It is not stored and cannot be shown again."""

    address: str = Field(examples=["https://afterword.example.com/cal/TOKEN/followups.ics"])
    webcal: str
    google: str
    outlook: str
    outlook_work: str
    apple: str
    qr_svg: str = Field(description="The webcal address as a QR code.")
    caution: str


class FeedAddress(BaseModel):
    """The address to try, since only its hash is stored."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    address: Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_ADDRESS)]


class FeedTried(Shown):
    """What came of fetching the feed the way a calendar does."""

    ok: bool
    entries: int = Field(description="Entries in the calendar that came back.", examples=[12])
    said: list[str] = Field(examples=[["The address works."]])
