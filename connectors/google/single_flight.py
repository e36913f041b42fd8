"""One renewal of an access token at a time, however many ask.

google-auth has no lock: sixteen threads on one expired token make sixteen requests (facts:
google-calendar 4.3). Threads of one process wait for each other here; processes wait by the
lease of a `Shelf`, which is the service's.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from copy import copy
from datetime import datetime, timedelta
from typing import Final, Protocol
from weakref import WeakValueDictionary

from connectors.consent import Authorizer, Fresh, Renewal
from connectors.contract import AccessLost, ConnectorError, Transient

MARGIN: Final = timedelta(minutes=4)
"""A token is renewed so long before it expires; google-auth does the same (facts 4.3)."""
PATIENCE_S: Final = 45.0
"""How long to wait for another process that renews: longer than one renewal takes."""
_LOOK_AGAIN_S: Final = 0.1


class Shelf(Protocol):
    """Where the tokens of one account are kept, for all processes. No call waits for a network."""

    def kept(self) -> Fresh | None:
        """The access token there is, however old."""
        ...

    def claim(self) -> Renewal | None:
        """The right to renew; None: another process is at it. Raises `AccessLost`."""
        ...

    def keep(self, renewal: Renewal, fresh: Fresh) -> bool:
        """Keep what came of it. False: the consent it came from stands no more."""
        ...

    def lose(self, renewal: Renewal, why: str) -> bool:
        """The consent is refused. False: another one stands by now; ask again."""
        ...

    def let_go(self, renewal: Renewal) -> None:
        """Nothing came of it; the next may try."""
        ...


class SharedAccess:
    """The access tokens of one account: the `Access` of `connectors.google.api`.

    All threads of a process that call for one account share one of these (`Accesses`). It
    remembers the last token, so that a call costs no look at the shelf.
    """

    def __init__(
        self,
        shelf: Shelf,
        authorizer: Authorizer,
        *,
        clock: Callable[[], datetime],
        patience: float = PATIENCE_S,
    ) -> None:
        self._shelf, self._authorizer = shelf, authorizer
        self._clock, self._patience = clock, patience
        self._turn = threading.Lock()
        self._last: Fresh | None = None
        self._flights = 0
        self._failure: ConnectorError | None = None

    def token(self) -> str:
        """An access token that should do. Raises `AccessLost`, `Transient`."""
        return self._other_than(None)

    def renew(self, bad_token: str) -> str:
        """Another one than this, which Google refused. Raises `AccessLost`, `Transient`."""
        return self._other_than(bad_token)

    def _other_than(self, bad: str | None) -> str:
        last, before = self._last, self._flights
        if last is not None and self._will_do(last, bad):
            return last.access_token
        if not self._turn.acquire(timeout=self._patience):
            raise Transient("another thread has been renewing for too long")
        try:
            if self._flights > before and self._failure is not None:
                raise copy(self._failure)  # who waited for a flight shares also its failure
            return self._flight(bad).access_token
        finally:
            self._turn.release()

    def _flight(self, bad: str | None) -> Fresh:
        self._failure = None
        try:
            self._last = self._found_or_renewed(bad)
        except ConnectorError as failure:
            self._last, self._failure = None, copy(failure)
            raise
        finally:
            self._flights += 1
        return self._last

    def _found_or_renewed(self, bad: str | None) -> Fresh:
        until = time.monotonic() + self._patience
        while time.monotonic() < until:
            kept = self._good(bad)
            if kept is not None:
                return kept
            renewal = self._shelf.claim()
            if renewal is None:
                time.sleep(_LOOK_AGAIN_S)
                continue
            fresh = self._renewed(renewal, bad)
            if fresh is not None:
                return fresh
        raise Transient("another process has been renewing for too long")

    def _renewed(self, renewal: Renewal, bad: str | None) -> Fresh | None:
        """None: somebody connected again meanwhile, and all is to be looked at anew."""
        kept = self._good(bad)  # whoever held the lease before may have renewed it
        if kept is not None:
            self._shelf.let_go(renewal)
            return kept
        try:
            fresh = self._authorizer.refresh(
                renewal.refresh_token, renewal.scopes, now=self._clock()
            )
        except AccessLost as lost:
            if self._shelf.lose(renewal, str(lost)):
                raise
            return None
        except BaseException:
            self._shelf.let_go(renewal)
            raise
        return fresh if self._shelf.keep(renewal, fresh) else None

    def _good(self, bad: str | None) -> Fresh | None:
        kept = self._shelf.kept()
        return kept if kept is not None and self._will_do(kept, bad) else None

    def _will_do(self, fresh: Fresh, bad: str | None) -> bool:
        return fresh.access_token != bad and fresh.expires - MARGIN > self._clock()


class Accesses:
    """The `SharedAccess` of each account that somebody in this process is calling for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: WeakValueDictionary[int, SharedAccess] = WeakValueDictionary()

    def of(self, account: int, make: Callable[[], SharedAccess]) -> SharedAccess:
        """The one there is, or a new one. It lasts as long as somebody holds it."""
        with self._lock:
            found = self._made.get(account)
            if found is None:
                found = self._made[account] = make()
            return found
