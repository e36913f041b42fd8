"""Accounts at Google: what is watched through each, and where its follow-ups go."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, StringConstraints

from service.web.api.shapes.base import AT, Given, Shown, Text, example
from service.web.api.shapes.calendars import TroubleShown

MOST_AT_ONCE, LONGEST_ID = 50, 1024

Where = Literal["there", "apart", "feed"]
_APART = {
    "id": 1,
    "email": "alex.morgan@gmail.com",
    "state": "active",
    "why": None,
    "consented": AT,
    "ends": None,
    "calendars": ["Personal"],
    "writes": "apart",
    "possible": ["apart", "feed"],
    "own": {"name": "Interview follow-ups", "made": True, "problem": None},
}


class OwnShown(Shown):
    """The calendar that we made, or are to make, for the follow-ups alone."""

    name: Text
    made: bool = Field(description="Whether it is there; else it is made with the first of them.")
    problem: TroubleShown | None

    model_config = example(name="Interview follow-ups", made=True, problem=None)


class AccountShown(Shown):
    """One account."""

    id: int
    email: Text
    state: Literal["active", "paused"] = Field(description="A paused one has to be reconnected.")
    why: Text | None
    consented: AwareDatetime
    ends: AwareDatetime | None = Field(description="When the consent runs out by itself.")
    calendars: list[Text] = Field(description="What is watched, by name.")
    writes: Where = Field(
        description="Where its follow-ups go: into the watched calendar, into one of their own,"
        " or into the private feed."
    )
    possible: list[Where] = Field(description="Where the consent lets them go.")
    own: OwnShown | None

    model_config = example(**_APART)


class Accounts(Shown):
    """All that are connected or paused, the oldest first."""

    accounts: list[AccountShown]

    model_config = example(accounts=[_APART])


class AccountChanged(Given):
    """Which calendars are watched as well, and where all follow-ups of the account go."""

    calendars: list[
        Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_ID)]
    ] = Field(
        default=[],
        max_length=MOST_AT_ONCE,
        description='Google\'s ids of calendars to watch from now on; "primary" is the main one.',
    )
    writes: Where

    model_config = example(calendars=["primary"], writes="apart")
