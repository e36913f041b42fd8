"""The secret of which the links in a person's entries are made.

The links themselves are nowhere: each is made of the secret and the visit, again and again the
same (`service.domain.visit_link`). Another secret makes every link of before worthless.
"""

from __future__ import annotations

from sqlalchemy import select, update

from service.store import schema
from service.store.devices import end_devices
from service.store.seal import new_token
from service.store.store import Reader, Writer
from service.store.values import PersonId

_PEOPLE = schema.people


def link_secret(tx: Reader, person: PersonId) -> str | None:
    """The secret; None: no link was ever made, or there is no such person."""
    found = select(_PEOPLE.c.sealed_link_secret).where(_PEOPLE.c.id == person)
    sealed = tx.connection.execute(found).scalar_one_or_none()
    return None if sealed is None else tx.seal.open(sealed)


def give_link_secret(tx: Writer, person: PersonId) -> None:
    """Another secret: links of before open nothing any more, nor do browsers that knew them."""
    sealed = tx.seal.seal(new_token())
    mine = update(_PEOPLE).where(_PEOPLE.c.id == person)
    tx.connection.execute(mine.values(sealed_link_secret=sealed))
    end_devices(tx, person)
