"""Which workers are alive."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from service.store import schema
from service.store.store import Reader, Writer
from service.store.values import Beat

_BEATS = schema.heartbeats

SILENT = timedelta(minutes=1)
"""A worker that was not heard of for so long is taken for dead."""


def beat(tx: Writer, worker: str, now: datetime) -> None:
    """The worker is alive. `worker` names one process and no other."""
    known = update(_BEATS).where(_BEATS.c.worker == worker).values(at=now)
    if not tx.connection.execute(known).rowcount:
        tx.connection.execute(insert(_BEATS).values(worker=worker, at=now))


def beats(tx: Reader) -> list[Beat]:
    """The workers, the last heard of first."""
    rows = tx.connection.execute(select(_BEATS).order_by(_BEATS.c.at.desc(), _BEATS.c.worker))
    return [Beat(worker=row.worker, at=row.at) for row in rows]


def last_beat(tx: Reader) -> datetime | None:
    """When any worker was last heard of; None: none ever was."""
    return max((one.at for one in beats(tx)), default=None)


def forget_beats(tx: Writer, *, before: datetime) -> None:
    """Forget workers that have been silent since."""
    tx.connection.execute(delete(_BEATS).where(_BEATS.c.at < before))
