"""One person's calendars at Google: read, written, and watched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from connectors.contract import (
    About,
    AccessLost,
    CalendarId,
    Changes,
    ConnectorError,
    Cursor,
    Outcome,
    Write,
)
from connectors.google import channels, reading
from connectors.google.api import Api
from connectors.google.channels import Watching
from connectors.google.errors import Throttled
from connectors.google.items import text
from connectors.google.labels import label_names
from connectors.google.listing import listing
from connectors.google.reading import Items
from connectors.google.writing import carry_out


@dataclass(frozen=True, slots=True, kw_only=True)
class GoogleCalendar:
    """A `CalendarConnector`. It keeps nothing; any thread may use it.

    `since` leaves out of a first listing what had ended by then: whoever takes silence for
    absence has to leave such rows alone. `reads_labels`: the consent lets us see what event
    labels are called. `source` (title, url) is a way back to us on what we make.
    """

    api: Api = field(repr=False)
    since: datetime | None = None
    reads_labels: bool = False
    source: Mapping[str, str] | None = None

    def pull(self, calendar: CalendarId, cursor: Cursor | None) -> Changes:
        """Everything that changed since `cursor`; all there is when it is None.

        A series of which anything changed is told whole. `about` comes with all there is.
        Raises `CursorExpired`, `Transient`, `AccessLost`, and `Rejected` for a calendar that
        this person may not read.
        """
        told = listing(self.api, calendar, cursor, self.since)
        items = told.items
        if not told.complete:
            items = reading.with_series(self.api, calendar, items)
        changes, problems = reading.read(
            items,
            told.timezone,
            labels=self._labels(calendar, items),
            tombstones=not told.complete,
        )
        about = About(
            name=told.name or None, timezone=told.zone_name, refresh=None, size=len(items)
        )
        return Changes(
            items=tuple(changes),
            cursor=told.cursor,
            complete=told.complete,
            problems=tuple(problems),
            about=about if told.complete else None,
        )

    def push(self, calendar: CalendarId, writes: Sequence[Write]) -> Sequence[Outcome]:
        """Carry out the writes in order. One outcome each; only `AccessLost` is raised.

        After the first that was too fast or too much, the others wait with it unasked.
        """
        outcomes: list[Outcome] = []
        waiting: Throttled | None = None
        for write in writes:
            outcome = waiting or self._outcome(calendar, write)
            waiting = outcome if isinstance(outcome, Throttled) else None
            outcomes.append(outcome)
        return outcomes

    def watch(
        self, calendar: CalendarId, *, channel_id: str, token: str, address: str, lasts: timedelta
    ) -> Watching:
        """Have changes announced at an address; see `channels.watch`."""
        return channels.watch(
            self.api, calendar, channel_id=channel_id, token=token, address=address, lasts=lasts
        )

    def unwatch(self, *, channel_id: str, resource_id: str) -> None:
        """Stop a channel; see `channels.unwatch`."""
        channels.unwatch(self.api, channel_id=channel_id, resource_id=resource_id)

    def _labels(self, calendar: CalendarId, items: Items) -> Mapping[str, str]:
        """Asked for only when there is one to be named: most people have none."""
        labelled = any(text(item, "eventLabelId") for item in items.values())
        return label_names(self.api, calendar) if self.reads_labels and labelled else {}

    def _outcome(self, calendar: CalendarId, write: Write) -> Outcome:
        try:
            return carry_out(self.api, calendar, write, self.source)
        except AccessLost:
            raise
        except ConnectorError as error:
            return error
