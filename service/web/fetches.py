"""Notes who fetched which feed when, outside the request, so that a fetch stays one read."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event, Lock, Thread

log = logging.getLogger(__name__)

EVERY_SECONDS = 2.0
MOST = 10_000
"""Feeds noted between two writings: with more of them, the last ones are left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """One feed, fetched."""

    token_hash: bytes = field(repr=False)
    client: str
    at: datetime


class Fetches:
    """Keeps the last fetch of each feed and hands them on every few seconds.

    `keep` writes them down; what it cannot write is lost, for the time of a fetch is only told
    to the person and nothing is decided by it.
    """

    def __init__(
        self, keep: Callable[[list[Fetch]], None], *, every_seconds: float = EVERY_SECONDS
    ) -> None:
        self._keep = keep
        self._every_seconds = every_seconds
        self._lock = Lock()
        self._last: dict[bytes, Fetch] = {}
        self._ended = Event()
        self._thread = Thread(target=self._run, name="feed-fetches", daemon=True)

    def note(self, fetch: Fetch) -> None:
        """Remember a fetch; costs no I/O."""
        with self._lock:
            if len(self._last) < MOST or fetch.token_hash in self._last:
                self._last[fetch.token_hash] = fetch

    def start(self) -> None:
        """Begin to write down what is noted."""
        self._thread.start()

    def stop(self) -> None:
        """Write down the rest and end."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()
        self._flush()

    def _run(self) -> None:
        while not self._ended.wait(self._every_seconds):
            self._flush()

    def _flush(self) -> None:
        with self._lock:
            noted, self._last = list(self._last.values()), {}
        if not noted:
            return
        try:
            self._keep(noted)
        except Exception as error:  # noqa: BLE001 (whatever it is, the thread must go on)
            log.warning("%d feed fetches could not be noted: %s", len(noted), type(error).__name__)
