"""How Google behaves where it may behave one way or another. Tests set what they need.

Each is something the facts say of the real one; the defaults are the strict side of what is
allowed, so that code which passes here leans on nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(slots=True)
class Manners:
    page_size: int = 2500
    """A page may be shorter than was asked for."""
    empty_pages: int = 0
    """So many pages with nothing on them before the first that has something."""
    bare_tombstones: bool = True
    """A deleted event comes back with its id and nothing else."""
    cancels_exceptions: bool = False
    """Whether deleting a series also reports each of its exceptions as cancelled."""
    restorable: bool = True
    """Whether `status: confirmed` brings a deleted event back (else 403)."""
    consistency_lag: timedelta = timedelta(0)
    """How long a new event stays unseen by get and list."""
    sync_token_life: timedelta = timedelta(days=30)
    page_token_life: timedelta = timedelta(hours=1)
    stop_sync_token: bool = False
    """The last page comes without `nextSyncToken`."""
    user_per_minute: int = 600
    project_per_minute: int = 10_000
    throttle_status: int = 403
    """403 and 429 are "functionally similar"; what a throttled caller sees."""
    retry_after: int | None = None
    calendar_writes_per_second: int | None = None
    """The operational limit on writes to one calendar in quick succession."""
    events_per_day: int | None = None
    """Events a person may make a day before 403 quotaExceeded (the calendar use limits)."""
    quota_park: timedelta = timedelta(hours=3)
    """How long quotaExceeded lasts."""
    rotate_refresh_tokens: bool = False
    testing_mode: bool = False
    """Refresh tokens die after seven days."""
    refresh_token_life: timedelta | None = None
    """Time-based access that the person chose: `refresh_token_expires_in`."""
    access_token_life: timedelta = timedelta(seconds=3599)
    https_only_pushes: bool = False
    """Refuse plain http even to this machine."""
    verified_domains: tuple[str, ...] | None = None
    """Where pushes may go; None: anywhere."""
    longest_channel: timedelta = timedelta(days=7)
