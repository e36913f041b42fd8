"""Being told that something changed. It is a hint: the listing is the truth (facts: 2).

The service makes the channel's id and its token, and keeps them before it asks, because the
first message may come before the answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from connectors.contract import CalendarId, CursorExpired, PreconditionFailed, Transient
from connectors.google.api import Api
from connectors.google.errors import NotFound
from connectors.google.items import text
from connectors.google.listing import query_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Watching:
    """A channel as Google agreed to it. It needs both ids to be stopped."""

    channel_id: str
    resource_id: str
    expires: datetime


def watch(  # noqa: PLR0913 (what a channel is made of)
    api: Api,
    calendar: CalendarId,
    *,
    channel_id: str,
    token: str,
    address: str,
    lasts: timedelta,
) -> Watching:
    """Ask for messages to an https address. How long they come is for Google to say.

    The id has at most 64 characters, the token 256. Raises `Rejected` where it can't be had
    (holiday calendars, an address that Google does not like), `Transient`, `AccessLost`.
    """
    body = {
        "id": channel_id,
        "type": "web_hook",
        "address": address,
        "token": token,
        "params": {"ttl": str(int(lasts.total_seconds()))},
    }
    answer = api.call(api.resources.events.watch(**query_of(calendar), body=body), "write")
    resource, until = text(answer, "resourceId"), text(answer, "expiration")
    if not resource or not until.isdigit():
        raise Transient("Google did not say what it is watching")
    expires = datetime.fromtimestamp(int(until) / 1000, tz=UTC)
    return Watching(channel_id=channel_id, resource_id=resource, expires=expires)


def unwatch(api: Api, *, channel_id: str, resource_id: str) -> None:
    """Stop a channel; one that is gone already is stopped. Raises `Transient`, `AccessLost`."""
    body = {"id": channel_id, "resourceId": resource_id}
    try:
        api.carry(api.resources.channels.stop(body=body))
    except (NotFound, PreconditionFailed, CursorExpired):  # each says that it is over
        return
