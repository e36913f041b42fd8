"""Channels by which a provider tells of changes: made, made anew in time, and stopped.

Due times stand in the calendars' rows, so any number of workers share the work. The new channel
comes first and the old one is stopped last: for a while both tell, which costs nothing (facts:
google-calendar 2). Where there is none to be had, the calendar is looked at more often instead.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol
from uuid import uuid4

from connectors.contract import AccessLost, CalendarId, ConnectorError, Rejected, Transient
from service.store.channels import (
    Channel,
    add_channel,
    channels_of,
    end_channel,
    forget_channels,
    open_channel,
)
from service.store.seal import hash_token, new_token
from service.store.store import Store
from service.store.values import GrantId, Source, SourceId
from service.store.watches import (
    claim_watches,
    draining_channels,
    hold_owner,
    look_by,
    to_stop,
    told_until,
    watch_failed,
    watch_failures,
    watched_well,
)

_log = logging.getLogger(__name__)

LASTS: Final = timedelta(days=7)
"""What is asked for; Google says how long it is."""
LEASE: Final = timedelta(minutes=5)
"""How long one worker may take over a claim; also how long an answer may be awaited."""
BATCH: Final = 10
EARLIEST, LATEST = 0.6, 0.9
"""The part of its life after which a channel is made anew, by dice: never all at once."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=2), timedelta(hours=6)
NEVER_PAUSE: Final = timedelta(days=1)
_MOST_DOUBLINGS: Final = 8
_TIDY: Final = 0.01


class Agreed(Protocol):
    """What a provider has agreed to."""

    @property
    def resource_id(self) -> str:
        """Needed to stop it."""
        ...

    @property
    def expires(self) -> datetime:
        """The provider's to say."""
        ...


class Watcher(Protocol):
    """The part of a connector that channels need."""

    def watch(
        self, calendar: CalendarId, *, channel_id: str, token: str, address: str, lasts: timedelta
    ) -> Agreed:
        """Have changes announced at an address. Raises `ConnectorError`."""
        ...

    def unwatch(self, *, channel_id: str, resource_id: str) -> None:
        """Stop it; one that is over is stopped. Raises `ConnectorError`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Watches:
    """`watcher` connects to an account; `address` is where messages are to be sent to.

    `renewed` is told of outcomes.
    """

    store: Store
    watcher: Callable[[GrantId], Watcher]
    address: str
    clock: Callable[[], datetime]
    dice: Callable[[], float]
    kind: str = "google"
    renewed: Callable[[str], None] = lambda _outcome: None

    def attend(self) -> int:
        """Make the channels that are due, stop those that nobody needs; how many were made."""
        made = 0
        while True:
            with self.store.write() as tx:
                found = claim_watches(tx, self.kind, now=self.clock(), lease=LEASE, limit=BATCH)
            made += sum(self._renewed(source) for source in found)
            if len(found) < BATCH:
                break
        self._stop_unread()
        if self.dice() < _TIDY:
            with self.store.write() as tx:
                forget_channels(tx, ended_before=self.clock())
        return made

    def stop(self, grant: GrantId) -> None:
        """Stop all of an account, before it is given back; what can't be stopped runs out."""
        with self.store.read() as tx:
            found = channels_of(tx, grant)
        for channel in found:
            self._stop(channel)

    def _renewed(self, source: Source) -> bool:
        if source.grant is None:
            return False
        try:
            self._watch(source, source.grant)
        except Exception as error:  # noqa: BLE001 - one calendar must not keep the others waiting
            self._failed(source.id, error)
            return False
        self.renewed("made")
        return True

    def _watch(self, source: Source, grant: GrantId) -> None:
        token, asked = new_token(), self.clock()
        channel = Channel(
            id=str(uuid4()),
            person=source.person,
            grant=grant,
            calendar=CalendarId(f"{source.id}"),  # its address is a secret, and stays sealed
            token_hash=hash_token(token),
            expires=asked + LEASE,
            source=source.id,
        )
        with self.store.write() as tx:  # the first message may come before the answer
            add_channel(tx, channel)
        try:
            agreed = self.watcher(grant).watch(
                CalendarId(source.address),
                channel_id=channel.id,
                token=token,
                address=self.address,
                lasts=LASTS,
            )
        except BaseException:
            with self.store.write() as tx:
                end_channel(tx, channel.id)
            raise
        self._opened(channel, agreed)

    def _opened(self, channel: Channel, agreed: Agreed) -> None:
        now, source = self.clock(), channel.source
        if source is None:
            return
        life = (agreed.expires - now) * (EARLIEST + (LATEST - EARLIEST) * self.dice())
        with self.store.write() as tx:
            hold_owner(tx, source)
            before = told_until(tx, source, now=now)
            opened = open_channel(
                tx, channel.id, resource=agreed.resource_id, expires=agreed.expires
            )
            if opened:
                watched_well(tx, source, again_at=now + life)
            if opened and before is None:
                look_by(tx, source, now, now=now)  # nobody told of what has changed until now
            older = draining_channels(tx, source)
        if not opened:  # retired meanwhile
            self._unwatch(channel, agreed.resource_id)
        for one in older:  # what can't be stopped tells until it runs out, and costs nothing
            if one.resource is None or self._unwatch(one, one.resource):
                with self.store.write() as tx:
                    end_channel(tx, one.id)

    def _failed(self, source: SourceId, error: Exception) -> None:
        """The old channel goes on until it ends; from then on looks come sooner by themselves."""
        _log.warning("calendar %d is not watched: %s", source, type(error).__name__)
        self.renewed("refused" if isinstance(error, Rejected | AccessLost) else "failed")
        now = self.clock()
        with self.store.write() as tx:
            pause = _pause(watch_failures(tx, source), error) * (1 + self.dice()) / 2
            watch_failed(tx, source, again_at=now + pause)

    def _stop_unread(self) -> None:
        with self.store.read() as tx:
            found = to_stop(tx, now=self.clock(), limit=BATCH)
        for channel in found:
            self._stop(channel)

    def _stop(self, channel: Channel) -> None:
        """Tried once: what Google tells by it from now on is for nobody."""
        if channel.resource is not None:
            self._unwatch(channel, channel.resource)
        with self.store.write() as tx:
            end_channel(tx, channel.id)

    def _unwatch(self, channel: Channel, resource: str) -> bool:
        try:
            self.watcher(channel.grant).unwatch(channel_id=channel.id, resource_id=resource)
        except ConnectorError as error:
            _log.warning("a channel could not be stopped: %s", type(error).__name__)
            self.renewed("unstopped")
            return False
        return True


def _pause(failures: int, error: Exception) -> timedelta:
    if isinstance(error, Rejected):  # holiday calendars, or an address that Google refuses
        return NEVER_PAUSE
    doubled = min(LONGEST_PAUSE, FIRST_PAUSE * (1 << min(failures, _MOST_DOUBLINGS)))
    asked = error.retry_after if isinstance(error, Transient) else None
    return max(doubled, (asked or timedelta(0)) * 2)  # the dice may halve it
