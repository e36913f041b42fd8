"""The call: whom, which number, what to say, and what to leave on a machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from service import drafts
from service.desk.debrief import Sheet, sheet
from service.desk.notes import to_thank
from service.desk.occasion import Signer, occasion, outcome
from service.domain.debrief import Spoken
from service.domain.entries import dialled
from service.domain.notes import Occasion, values
from service.domain.places import local
from service.domain.policy import Policy
from service.store.store import Reader
from service.store.values import StoredVisit

ENDS_IT = ("heard_back", "offer", "rejected", "withdrew")


@dataclass(frozen=True, slots=True, kw_only=True)
class CallSheet:
    """What lies beside the telephone.

    `theirs` and `own` are when, on their clock and on the person's. `outcome` is what came of it:
    of `ENDS_IT`, there is no call to make any more, and `undo` where it can be taken back here.
    `by_email`: they would rather be written to.
    """

    occasion: Occasion
    whom: str
    number: str
    script: str
    voicemail: str
    theirs: datetime | None
    own: datetime | None
    outcome: str
    undo: bool
    agreed: bool
    by_email: bool

    @property
    def link(self) -> str:
        """To tap and call; empty where no number is known, or one that nobody can dial."""
        found = dialled(self.number)
        return found if found.startswith("tel:") else ""

    @property
    def is_over(self) -> bool:
        """Whether nobody has to call any more."""
        return self.outcome in ENDS_IT


def call_sheet(
    tx: Reader, who: Signer, visit: StoredVisit, policy: Policy, *, now: datetime
) -> CallSheet:
    """As things stand, in words of the day on which the call will be."""
    found = sheet(tx, who.person, visit, policy, now=now)
    about = occasion(tx, who, found, policy, "call", now=now)
    given = values(about, _whom(found, policy), 0)
    told, answered = found.told, outcome(tx, who.person, visit)
    gone = told is not None and told.interested is False
    return CallSheet(
        occasion=about,
        whom=told.call_whom if told else "",
        number=told.call_number if told else "",
        script=drafts.built_in("call", about.tongue, given),
        voicemail=drafts.built_in("voicemail", about.tongue, given),
        theirs=about.call,
        own=local(about.call, policy.me) if about.call else None,
        outcome=answered or ("withdrew" if gone else ""),
        undo=bool(answered),
        agreed=about.may_call == "agreed",
        by_email=about.may_call == "email_only",
    )


def _whom(found: Sheet, policy: Policy) -> Spoken:
    """Whom they are to ask for, else the first they talked to, else the house."""
    people = to_thank(found, policy, "email")
    wanted = found.told.call_whom if found.told else ""
    if wanted:
        return _called(wanted, people)
    return people[0] if people else Spoken(name=found.visit.company or "…")


def _called(wanted: str, people: Sequence[Spoken]) -> Spoken:
    same = (one for one in people if one.name.casefold() == wanted.casefold())
    return next(same, Spoken(name=wanted))
