"""What is told after an interview, as programs see and send it."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, Any

from pydantic import AwareDatetime, Field

from service.desk.told_texts import LONGEST_LINE, LONGEST_NAME, LONGEST_TEXT, MOST_PEOPLE
from service.domain.debrief import MayCall, NextStep, NoteKind
from service.web.api.shapes.base import AT, Given, Shown, Text, example

MOST_COUNTED = 100
Name = Annotated[str, Field(max_length=LONGEST_NAME)]
Line = Annotated[str, Field(max_length=LONGEST_LINE)]
Day = Annotated[date, Field(strict=False)]
Clock = Annotated[time, Field(strict=False)]

_DANA: dict[str, Any] = {
    "name": "Dana Ruiz",
    "email": "dana@acme.com",
    "role": "Head of Data",
    "salutation": "Dana",
    "office": "Acme\n1 Main St\nNew York, NY 10001",
    "topic": "Nightly batches that became streams",
    "promise": "The paper on joins",
    "present": True,
}
_TOLD: dict[str, Any] = {
    "count": None,
    "next_step": "decision",
    "decides": "2026-12-04",
    "may_call": "agreed",
    "call_on": "2026-12-11",
    "call_at": "09:30:00",
    "own_time": False,
    "call_whom": "Dana Ruiz",
    "call_number": "+1 212 555 0142",
    "interested": True,
    "remark": "I liked it.",
}


class SpokenGiven(Given):
    """Somebody you talked to; `present` is false for who was invited and did not come."""

    name: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
    email: Name | None = None
    role: Name | None = None
    salutation: Name = ""
    office: Line = ""
    topic: Line = ""
    promise: Line = ""
    present: bool = True

    model_config = example(**_DANA)


class DebriefGiven(Given):
    """All there is to tell of one interview; what is left out is not told (any more).

    A call is agreed for `call_on` at `call_at`, by the employer's clock unless `own_time`.
    """

    people: Annotated[list[SpokenGiven], Field(max_length=MOST_PEOPLE)] = Field(
        default_factory=list
    )
    count: Annotated[int, Field(ge=1, le=MOST_COUNTED)] | None = None
    next_step: NextStep | None = None
    decides: Day | None = None
    may_call: MayCall | None = None
    call_on: Day | None = None
    call_at: Clock | None = None
    own_time: bool = False
    call_whom: Name = ""
    call_number: Name = ""
    interested: bool | None = None
    remark: Annotated[str, Field(max_length=LONGEST_TEXT)] = ""

    model_config = example(people=[_DANA], **_TOLD)


class SpokenShown(Shown):
    """Somebody you talked to, and how far their notes are."""

    name: Text
    email: Text | None
    role: Text | None
    salutation: Text
    office: Text
    topic: Text
    promise: Text
    present: bool
    emailed: AwareDatetime | None
    posted: AwareDatetime | None
    skipped: list[NoteKind]

    model_config = example(**_DANA, emailed=None, posted=None, skipped=[])


class DebriefShown(Shown):
    """What you told of an interview; `at` is null until you told anything."""

    visit: Text
    at: AwareDatetime | None
    people: list[SpokenShown]
    count: int | None
    next_step: NextStep | None
    decides: date | None
    may_call: MayCall | None
    call_on: date | None
    call_at: time | None
    own_time: bool
    call_whom: Text
    call_number: Text
    interested: bool | None
    remark: Text

    model_config = example(
        visit="0a1b2c@google.com",
        at=AT,
        people=[{**_DANA, "emailed": None, "posted": None, "skipped": []}],
        **_TOLD,
    )
