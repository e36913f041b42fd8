"""The plan as it stands: visits and follow-ups, for the pages, the API and the command line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import Table, select

from connectors.contract import Moment
from service.domain.model import FollowUp
from service.store import schema
from service.store.codec import decode_follow_up, decode_visit, encode_follow_up, encode_visit
from service.store.rows import keep
from service.store.store import Reader, Writer
from service.store.values import PersonId, StoredVisit


def follow_ups(tx: Reader, person: PersonId) -> tuple[FollowUp, ...]:
    """What is planned, by start."""
    found = [decode_follow_up(body) for body in _bodies(tx, schema.follow_ups, person)]
    return tuple(sorted(found, key=lambda one: (_day_first(one.content.when.start), one.key)))


def keep_follow_ups(tx: Writer, person: PersonId, planned: Iterable[FollowUp]) -> None:
    """The plan is now this and nothing else."""
    wanted = {one.key: {"body": encode_follow_up(one)} for one in planned}
    keep(tx, schema.follow_ups, {"person": person}, wanted)


def visits(tx: Reader, person: PersonId) -> tuple[StoredVisit, ...]:
    """The visits that the plan is about, by start."""
    found = [decode_visit(body) for body in _bodies(tx, schema.visits, person)]
    return tuple(sorted(found, key=lambda one: (one.start.timestamp(), one.key)))


def keep_visits(tx: Writer, person: PersonId, found: Iterable[StoredVisit]) -> None:
    """The visits are now these and no others."""
    wanted = {one.key: {"starts": one.start, "body": encode_visit(one)} for one in found}
    keep(tx, schema.visits, {"person": person}, wanted)


def _bodies(tx: Reader, table: Table, person: PersonId) -> Iterable[str]:
    return tx.connection.execute(select(table.c.body).where(table.c.person == person)).scalars()


def _day_first(moment: Moment) -> str:
    """Days and instants in one order: by UTC, a day before the instants of it."""
    utc = moment.astimezone(UTC) if isinstance(moment, datetime) else moment
    return utc.isoformat()
