"""One's own feed."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, StringConstraints

from service.desk.calendars import LONGEST_ADDRESS
from service.web.api.shapes.base import AT, Given, Shown, Text, example, id_of

_ADDRESS = "https://afterword.example.com/cal/TOKEN/followups.ics"
_WEBCAL = "webcal://afterword.example.com/cal/TOKEN/followups.ics"


class FeedShown(Shown):
    """How the feed stands. Its address is shown once, when it is made."""

    issued: bool = Field(description="Whether there is an address that works.")
    state: Literal["none", "works", "withdrawn"] = Field(
        description="Whether there never was an address, one works, or the last was withdrawn."
    )
    entries: int = Field(description="Entries that a calendar finds in it.")
    modified: AwareDatetime | None
    last_fetch: AwareDatetime | None
    last_client: Text | None
    expect: str = Field(description="How often whoever fetched it last does so.")

    model_config = example(
        issued=True,
        state="works",
        entries=12,
        modified=AT,
        last_fetch=AT,
        last_client="Google Calendar",
        expect="Google re-reads every 4-24 h and cannot be hurried.",
    )


class FeedIssued(Shown):
    """A new address and the ways to add it. It is not stored and cannot be shown again."""

    address: str
    webcal: str
    google: str
    outlook: str
    outlook_work: str
    apple: str
    qr_svg: str = Field(description="The webcal address as a QR code.")
    caution: str

    model_config = example(
        address=_ADDRESS,
        webcal=_WEBCAL,
        google="https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Fafterword.example.com",
        outlook="https://outlook.live.com/calendar/0/addfromweb?url=https%3A%2F%2Fafterword",
        outlook_work="https://outlook.office.com/calendar/0/addfromweb?url=https%3A%2F%2Fafterword",
        apple=_WEBCAL,
        qr_svg="<svg></svg>",
        caution="Whoever has this address can read your follow-ups.",
    )


class FeedAddress(Given):
    """The address to try, since only its hash is stored."""

    address: Annotated[
        str, StringConstraints(strip_whitespace=True, max_length=LONGEST_ADDRESS)
    ] = Field(json_schema_extra=id_of("feed"))

    model_config = example(address=_ADDRESS)


class FeedTried(Shown):
    """What came of fetching the feed the way a calendar does."""

    ok: bool
    entries: int = Field(description="Entries in the calendar that came back.")
    said: list[str]

    model_config = example(ok=True, entries=12, said=["The address works."])
