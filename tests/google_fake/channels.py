"""`events.watch` and `channels.stop`: who is to be told of changes, until when."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlsplit

from tests.google_fake.access import readable
from tests.google_fake.call import Answer, Call
from tests.google_fake.push import Message, Pushes
from tests.google_fake.refused import Refused, invalid, not_found, required
from tests.google_fake.world import Calendar, World

LONGEST_ID, LONGEST_TOKEN = 64, 256
DEFAULT_LIFE = timedelta(days=7)
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(slots=True)
class Channel:
    id: str
    resource_id: str
    calendar: str
    user: str
    token: str
    address: str
    uri: str
    expires: datetime
    number: int = 0


class Channels:
    """All of them. Told of every change by the world, which holds its lock then."""

    def __init__(self, world: World, pushes: Pushes) -> None:
        self._world, self._pushes = world, pushes
        self._open: dict[str, Channel] = {}
        world.changed.append(self._changed)

    def living(self) -> list[Channel]:
        now = self._world.clock.now()
        return [channel for channel in self._open.values() if channel.expires > now]

    def watch(self, world: World, call: Call) -> Answer:
        calendar = readable(world, call)
        self._check(world, call, calendar)
        channel = self._new(world, call, calendar)
        self._open[channel.id] = channel
        sync = self._message(channel, "sync")
        body = {
            "kind": "api#channel",
            "id": channel.id,
            "resourceId": channel.resource_id,
            "resourceUri": channel.uri,
            "expiration": str(int(channel.expires.timestamp() * 1000)),
        } | ({"token": channel.token} if channel.token else {})
        # It may come before this answer does (facts 2), so it always does.
        return Answer(body=body, before=lambda: self._pushes.deliver(sync))

    def stop(self, _world: World, call: Call) -> Answer:
        channel = self._open.get(call.body.get("id", ""))
        if (
            channel is None
            or channel.user != call.account.email
            or channel.resource_id != call.body.get("resourceId")
        ):
            raise not_found()
        del self._open[channel.id]
        return Answer(status=204)

    def _changed(self, calendar: Calendar) -> None:
        for channel in self.living():
            if channel.calendar == calendar.id:
                self._pushes.send(self._message(channel, "exists"))

    def _message(self, channel: Channel, state: str) -> Message:
        channel.number += 1
        headers = {
            "X-Goog-Channel-ID": channel.id,
            "X-Goog-Channel-Expiration": channel.expires.strftime("%a, %d %b %Y %H:%M:%S GMT"),
            "X-Goog-Resource-ID": channel.resource_id,
            "X-Goog-Resource-URI": channel.uri,
            "X-Goog-Resource-State": state,
            "X-Goog-Message-Number": str(channel.number),
        } | ({"X-Goog-Channel-Token": channel.token} if channel.token else {})
        return Message(address=channel.address, headers=headers, channel=channel.id)

    def _check(self, world: World, call: Call, calendar: Calendar) -> None:
        body = call.body
        if not body.get("id") or not body.get("address"):
            raise required("Missing id or address.")
        if len(body["id"]) > LONGEST_ID or len(body.get("token", "")) > LONGEST_TOKEN:
            raise invalid("The channel id or token is too long.")
        if body.get("type") not in ("web_hook", "webhook"):
            raise invalid("Unknown channel type.")
        if body["id"] in self._open:
            raise Refused(400, "channelIdNotUnique", "Channel id not unique")
        if not calendar.watchable:
            raise Refused(
                400,
                "pushNotSupportedForRequestedResource",
                "Push notifications are not supported by this resource.",
            )
        _check_address(world, body["address"])

    def _new(self, world: World, call: Call, calendar: Calendar) -> Channel:
        uri = f"{call.base}/calendar/v3/calendars/{quote(calendar.id)}/events?alt=json"
        return Channel(
            id=call.body["id"],
            resource_id=secrets.token_urlsafe(20),
            calendar=calendar.id,
            user=call.account.email,
            token=call.body.get("token", ""),
            address=call.body["address"],
            uri=uri,
            expires=min(_ends(world, call)),
        )


def _ends(world: World, call: Call) -> Iterator[datetime]:
    """What is asked for and what Google allows: the sooner counts."""
    now = world.clock.now()
    yield now + world.manners.longest_channel
    ttl = call.body.get("params", {}).get("ttl")
    if "expiration" in call.body:
        yield datetime.fromtimestamp(int(call.body["expiration"]) / 1000, UTC)
    else:
        yield now + (timedelta(seconds=int(ttl)) if ttl else DEFAULT_LIFE)


def _check_address(world: World, address: str) -> None:
    parts = urlsplit(address)
    here = parts.hostname in LOOPBACK and not world.manners.https_only_pushes
    if parts.scheme != "https" and not here:
        raise Refused(400, "push.webhookUrlNotHttps", f"WebHook callback must be HTTPS: {address}")
    known = world.manners.verified_domains
    if known is not None and parts.hostname not in known:
        raise Refused(
            401, "push.webhookUrlUnauthorized", "Unauthorized WebHook callback channel: " + address
        )
