"""The quotas: sliding minutes per person and project, writes in a row, events in a day."""

from __future__ import annotations

from datetime import timedelta

from tests.google_fake.refused import Refused
from tests.google_fake.world import Account, Calendar, World

MINUTE, SECOND, DAY = timedelta(minutes=1), timedelta(seconds=1), timedelta(days=1)


def admit_request(world: World, client: str, account: Account) -> None:
    """One request more for the project and the person, or the 403 or 429 of too many."""
    now, manners = world.clock.now(), world.manners
    if not world.windows.admit(
        ("user", f"{client} {account.email}"), now, per=MINUTE, most=manners.user_per_minute
    ):
        raise _throttled(world, "userRateLimitExceeded", "User Rate Limit Exceeded")
    if not world.windows.admit(
        ("project", client), now, per=MINUTE, most=manners.project_per_minute
    ):
        raise _throttled(world, "rateLimitExceeded", "Rate Limit Exceeded")


def admit_write(world: World, calendar: Calendar, account: Account) -> None:
    """One write more to this calendar, unless they follow each other too quickly."""
    now, most = world.clock.now(), world.manners.calendar_writes_per_second
    if account.quota_exceeded_until and now < account.quota_exceeded_until:
        raise quota_exceeded()
    key = ("calendar", calendar.id)
    if most is not None and not world.windows.admit(key, now, per=SECOND, most=most):
        raise _throttled(world, "rateLimitExceeded", "Rate Limit Exceeded")


def count_new_event(world: World, account: Account) -> None:
    """One event more, unless the person has made too many: then hours of quotaExceeded."""
    now, most = world.clock.now(), world.manners.events_per_day
    if most is None:
        return
    if not world.windows.admit(("events", account.email), now, per=DAY, most=most):
        account.quota_exceeded_until = now + world.manners.quota_park
        raise quota_exceeded()


def quota_exceeded() -> Refused:
    return Refused(403, "quotaExceeded", "Calendar usage limits exceeded.", domain="usageLimits")


def _throttled(world: World, reason: str, message: str) -> Refused:
    status, after = world.manners.throttle_status, world.manners.retry_after
    headers = {} if after is None else {"Retry-After": str(after)}
    if status == 429:
        reason, message = "rateLimitExceeded", "Rate Limit Exceeded"
    return Refused(status, reason, message, domain="usageLimits", headers=headers)
