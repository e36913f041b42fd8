"""A calendar that is published at an address: read, and never written.

    fetch -> is it what we have? -> leave out what can't matter -> is *that* what we have?
          -> read in another process

The address is the secret of the calendar. Whatever goes wrong, nothing is told to be gone: a
`Changes` is either complete or says that nothing changed (facts: icalendar 0.6, 2.3).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import Final
from zoneinfo import ZoneInfo

from connectors.contract import (
    CalendarId,
    Change,
    Changes,
    Cursor,
    Outcome,
    Rejected,
    Span,
    Write,
)
from connectors.ics.read import NotACalendar, Reading
from connectors.published import digests, trouble
from connectors.published.mark import Mark, recalled
from connectors.published.own import refuse_our_address, refuse_our_feed
from connectors.published.reader import Reader, TooHard
from connectors.published.sieve import Sieved, sieve
from connectors.published.turns import Turns
from connectors.transport import Fetched, Limits, Network, Refused, Unreachable, fetch
from connectors.transport.address import parse

_LIMITS: Final = Limits()
_NETWORK: Final = Network()
_TURNS: Final = Turns()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedCalendar:
    """One person's published calendar, and how it is to be read.

    `home` is the person's zone, `screen` and `window` say what of the calendar can matter (as
    in `connectors.ics.read.read`), `allow_hosts` which private servers may be asked, `base_url`
    where our own feeds are. `accepted`: it was read before, so it is not our own feed, though
    the person's last entry may be gone from it and only ours left.
    """

    address: str = field(repr=False)
    home: ZoneInfo
    reader: Reader
    screen: re.Pattern[str] | None = field(default=None, repr=False)
    window: Span | None = None
    allow_hosts: frozenset[tuple[str, int]] = frozenset()
    base_url: str | None = None
    accepted: bool = False
    network: Network = _NETWORK
    limits: Limits = _LIMITS
    turns: Turns = _TURNS

    def pull(self, calendar: CalendarId, cursor: Cursor | None) -> Changes:  # noqa: ARG002 - one address is one calendar
        """All events that can matter, complete; or no items: it is as it was at `cursor`.

        Before the absence of an event is believed, ask `service.domain.vanishing.believe` with
        `Changes.about.size`; if the answer is no, keep the old cursor, for with the new one the
        next look would find nothing changed.

        Raises `Refused` (a `Rejected`) and `NotNow` (a `Transient`), both with a `problem`.
        """
        here = parse(self.address)
        refuse_our_address(here, self.base_url)
        mark = self._valid(recalled(cursor))
        fetched = self._fetched(mark)
        if mark is not None and fetched.status == 304:  # noqa: PLR2004 - RFC 9110 15.4.5
            return _unchanged(mark, fetched)
        trouble.refuse_a_page(here.host, fetched)
        if cursor is None and not self.accepted:
            refuse_our_feed(here.shown, fetched.body)
        return self._compared(here.shown, fetched, mark)

    def push(self, calendar: CalendarId, writes: Sequence[Write]) -> Sequence[Outcome]:  # noqa: ARG002 - the same
        """Nothing can be written at a published address."""
        return [Rejected("a published calendar can only be read") for _ in writes]

    def _valid(self, mark: Mark | None) -> Mark | None:
        return mark if mark is not None and mark.holds(self._scope, self._today) else None

    def _fetched(self, mark: Mark | None) -> Fetched:
        try:
            with self.turns.at(parse(self.address).host):
                return fetch(
                    self.address,
                    etag=mark.etag if mark else None,
                    last_modified=mark.last_modified if mark else None,
                    allow_hosts=self.allow_hosts,
                    limits=self.limits,
                    network=self.network,
                )
        except Refused as refused:
            raise trouble.pointed(refused) from None
        except Unreachable as fault:
            raise trouble.unreachable(fault) from None

    def _compared(self, where: str, fetched: Fetched, mark: Mark | None) -> Changes:
        download = digests.of_download(fetched.body)
        if mark is not None and download == mark.download:
            return _unchanged(mark, fetched)
        sieved = self._sieved(where, fetched)
        content = digests.of_content(sieved.body)
        if mark is not None and content == mark.content:
            return _unchanged(replace(mark, download=download, size=sieved.size), fetched)
        reading = self._read(where, fetched, sieved)
        return _complete(self._mark(fetched, reading, sieved.size, download, content), reading)

    def _sieved(self, where: str, fetched: Fetched) -> Sieved:
        try:
            return sieve(fetched.body, self.window)
        except NotACalendar as fault:
            raise trouble.beyond_us(where, fault.problem) from None

    def _read(self, where: str, fetched: Fetched, sieved: Sieved) -> Reading:
        try:
            return self.reader.read(
                sieved.body, home=self.home, screen=self.screen, window=self.window
            )
        except NotACalendar as fault:
            raise trouble.unreadable(where, fetched, fault) from None
        except TooHard as fault:
            raise trouble.beyond_us(where, fault.problem) from None

    def _mark(
        self, fetched: Fetched, reading: Reading, size: int, download: str, content: str
    ) -> Mark:
        return Mark(
            etag=fetched.etag,
            last_modified=fetched.last_modified,
            download=download,
            content=content,
            scope=self._scope,
            read_on=self._today,
            name=reading.name,
            timezone=reading.timezone,
            refresh=reading.refresh.total_seconds() if reading.refresh else None,
            size=size,
        )

    @property
    def _scope(self) -> str:
        asked = f"{self.home.key}\n{self.screen.pattern if self.screen else ''}"
        return sha256(asked.encode()).hexdigest()[:16]

    @property
    def _today(self) -> str:
        """The first day of the window, which moves with the days; empty without one."""
        if self.window is None:
            return ""
        first = self.window.start
        return (first.date() if isinstance(first, datetime) else first).isoformat()


def _unchanged(mark: Mark, fetched: Fetched) -> Changes:
    now = replace(mark, etag=fetched.etag, last_modified=fetched.last_modified)
    return Changes(items=(), cursor=now.cursor, about=now.about)


def _complete(mark: Mark, reading: Reading) -> Changes:
    return Changes(
        items=tuple(Change(id=event.id, event=event) for event in reading.events),
        cursor=mark.cursor,
        complete=True,
        problems=trouble.placed(reading.problems),
        about=mark.about,
    )
