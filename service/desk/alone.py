"""Being the only one at somebody's calendars for a while, as a pass is.

Whoever takes follow-ups out of a calendar would else race with a pass that puts them there.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import monotonic, sleep
from typing import Final

from connectors.contract import Transient
from service.store.leases import give_back, take
from service.store.store import Store
from service.store.values import Claim, PersonId

LEASE: Final = timedelta(minutes=10)
"""Longer than it takes to delete hundreds of entries, a second each; a crash costs as much."""
PATIENCE_S: Final = 15.0
_AGAIN_S: Final = 0.1


@contextmanager
def alone(
    store: Store, person: PersonId, *, now: datetime, patience: float = PATIENCE_S
) -> Iterator[None]:
    """Nobody attends to the person until the end of the block.

    A pass under way is waited for, within `patience` seconds. Raises `Transient` when it takes
    longer, `Unavailable`.
    """
    claim = _taken(store, person, now, patience)
    try:
        yield
    finally:
        with store.write() as tx:
            give_back(tx, claim)


def _taken(store: Store, person: PersonId, now: datetime, patience: float) -> Claim:
    token, until = secrets.token_hex(16), monotonic() + patience
    while True:
        with store.write() as tx:
            claim = take(tx, person, now=now, lease=LEASE, token=token)
        if claim is not None:
            return claim
        if monotonic() > until:
            raise Transient("the calendars are being read just now")
        sleep(_AGAIN_S)
