"""What the person told us after an interview: whom they talked to, about what, and what is next.

One value for a visit, and every field may be left out. It is kept apart from what the calendar
says, because a calendar may change or go while a word stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from service.domain.model import VisitKey

NextStep = Literal["next_round", "decision", "unknown"]
MayCall = Literal["agreed", "email_only", "not_asked"]
NoteKind = Literal["email", "card"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """Somebody the person talked to. Not `present`: invited, but was not there after all.

    `topic` is the one thing the two talked about, `promise` what the person promised to send,
    `office` the employer's address for the card, as the post wants it, never a home's.
    `emailed` and `posted` are when the person said that a note has gone; `skipped` are the notes
    that need not be. `email_text` and `card_text` are the person's own words, instead of a draft.
    """

    name: str
    email: str | None = None
    role: str | None = None
    salutation: str = ""
    office: str = ""
    topic: str = ""
    promise: str = ""
    present: bool = True
    email_text: str | None = None
    card_text: str | None = None
    emailed: datetime | None = None
    posted: datetime | None = None
    skipped: tuple[NoteKind, ...] = ()

    @property
    def whom(self) -> str:
        """What they are known by within a visit, as in the key of a follow-up of their own."""
        return self.email or self.name.casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class Debrief:
    """The answers about one visit.

    `count` is how many they talked to while names are missing. `decides` is when the employer
    wants to decide. A call is agreed for `call_on` at `call_at`, by the employer's clock unless
    it is `own_time`; without an hour the usual one counts. `remark` is for nobody else's eyes.
    """

    visit: VisitKey
    at: datetime
    people: tuple[Spoken, ...] = ()
    count: int | None = None
    next_step: NextStep | None = None
    decides: date | None = None
    may_call: MayCall | None = None
    call_on: date | None = None
    call_at: time | None = None
    own_time: bool = False
    call_whom: str = ""
    call_number: str = ""
    interested: bool | None = None
    remark: str = ""
