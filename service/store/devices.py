"""Browsers that may open the links in a person's entries, and nothing else, without a sign-in.

A device is known by the hash of the token in its cookie. It ends with all of the person's
sessions, and with the links it opens (`service.store.access`, `service.store.link_secrets`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from service.store import schema
from service.store.store import Reader, Writer
from service.store.values import PersonId

_DEVICES = schema.devices


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """One such browser; `browser` is what it says it is, for its owner to tell it by."""

    person: PersonId
    token_hash: bytes = field(repr=False)
    created: datetime
    seen: datetime
    expires: datetime
    browser: str


def add_device(tx: Writer, device: Device) -> None:
    """This browser is known from now on."""
    tx.connection.execute(delete(_DEVICES).where(_DEVICES.c.expires <= device.created))
    row = {name: getattr(device, name) for name in Device.__slots__}
    tx.connection.execute(insert(_DEVICES).values(**row))


def device_person(tx: Reader, token_hash: bytes, *, now: datetime) -> PersonId | None:
    """Whose browser it is; None: it is unknown, or it is too long ago."""
    live = (_DEVICES.c.token_hash == token_hash, _DEVICES.c.expires > now)
    found = select(_DEVICES.c.person).where(*live)
    person = tx.connection.execute(found).scalar_one_or_none()
    return None if person is None else PersonId(person)


def devices_of(tx: Reader, person: PersonId) -> tuple[Device, ...]:
    """All of the person's, the last one seen first."""
    mine = select(_DEVICES).where(_DEVICES.c.person == person).order_by(_DEVICES.c.seen.desc())
    return tuple(
        Device(
            person=PersonId(row.person),
            token_hash=row.token_hash,
            created=row.created,
            seen=row.seen,
            expires=row.expires,
            browser=row.browser,
        )
        for row in tx.connection.execute(mine)
    )


def touch_device(tx: Writer, token_hash: bytes, *, now: datetime) -> None:
    """The browser did something; one that is gone stays gone."""
    mine = update(_DEVICES).where(_DEVICES.c.token_hash == token_hash)
    tx.connection.execute(mine.values(seen=now))


def end_device(tx: Writer, token_hash: bytes) -> None:
    """Whoever signs out in a browser wants nothing open in it."""
    tx.connection.execute(delete(_DEVICES).where(_DEVICES.c.token_hash == token_hash))


def end_devices(tx: Writer, person: PersonId) -> int:
    """No browser of the person is known any more; how many there were."""
    return tx.connection.execute(delete(_DEVICES).where(_DEVICES.c.person == person)).rowcount
