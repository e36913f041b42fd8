"""The one message a day: whether it is time for it, and what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from service.desk.loops import Loop, counted
from service.domain.places import local
from service.domain.policy import NoticesRule, Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyMessage:
    """What is open, in words; `link` leads to the page of it."""

    title: str
    text: str
    link: str
    count: int


def day_due(policy: Policy, *, now: datetime) -> date | None:
    """The day whose message may be sent now; None: it is not wanted, too early, or quiet."""
    rule, here = policy.notices, local(now, policy.me)
    if rule.by == "none" or here.time() < rule.at or is_quiet(rule, here.time()):
        return None
    return here.date()


def is_quiet(rule: NoticesRule, at: time) -> bool:
    """Whether it is one of the hours in which nobody is to be disturbed."""
    if rule.quiet_from <= rule.quiet_to:
        return rule.quiet_from <= at < rule.quiet_to
    return at >= rule.quiet_from or at < rule.quiet_to


def daily_message(open_: Sequence[Loop], policy: Policy, *, base: str) -> DailyMessage | None:
    """What to say; None: nothing is open. With discreet titles no name is in it, nor a company."""
    if not open_:
        return None
    discreet, link = policy.privacy.discreet_titles, f"{base}/loops"
    lines = [] if discreet else [f"- {one.what} ({one.when})" for one in open_]
    return DailyMessage(
        title=f"Open today: {counted(open_)}",
        text="\n".join([*lines, *([""] if lines else []), link]),
        link=link,
        count=len(open_),
    )


def own_address(policy: Policy) -> str | None:
    """Where an email goes: the person's own address, and no other whatever the settings say."""
    mine = policy.me.emails
    if not policy.notices.to:
        return next(iter(mine), None)
    wanted = policy.notices.to.strip().casefold()
    return next((one for one in mine if one.casefold() == wanted), None)
