"""The calendar that an account's follow-ups are to have of their own, made before it is needed.

A pass makes it, for of a person's passes there is one at a time; and only once they have begun,
for a rehearsal writes nothing. Whoever dies between the making and the keeping of its id finds
it again: the connector knows ours among the person's calendars.
"""

from __future__ import annotations

from datetime import datetime

from service.store.grants import pause_grant
from service.store.journal import write_line
from service.store.sources import record_trouble, set_address
from service.store.sources import source as stored
from service.store.store import Store
from service.store.values import PersonId, Source
from service.watch.equipment import Equipment
from service.watch.ledger import Held, require, tell
from service.watch.looking import Look, troubled
from service.watch.places import written_for
from service.watch.recall import Known
from service.watch.telling import of_sources

_MADE = "A calendar of our own was made at Google Calendar: your follow-ups go there."


def found(  # noqa: PLR0913 (what a pass has at its beginning)
    store: Store,
    person: PersonId,
    known: Known,
    equipment: Equipment,
    *,
    now: datetime,
    held: Held,
) -> tuple[datetime, ...]:
    """Make those that are awaited and due. When each is to be looked after next: none, nothing.

    Raises `LeaseLost`, `Unavailable`.
    """
    if equipment.found is None:
        return ()
    homes = {home.id: home for _, home in written_for(known.sources)}
    awaited = [one for one in homes.values() if one.unmade and one.grant not in known.lost]
    return tuple(_made(store, person, one, known, equipment, now, held) for one in awaited)


def _made(  # noqa: PLR0913, PLR0917 (as above)
    store: Store,
    person: PersonId,
    awaited: Source,
    known: Known,
    equipment: Equipment,
    now: datetime,
    held: Held,
) -> datetime:
    if equipment.found is None or awaited.next_read > now:
        return awaited.next_read
    try:
        address = equipment.found(awaited, known.policy)
    except Exception as error:  # noqa: BLE001 - a fault of ours in one calendar must not cost the others
        return _waits(store, person, awaited, troubled(awaited, error, equipment, now), now, held)
    with store.write() as tx:
        require(held, tx)
        there = stored(tx, awaited.id)
        if there is not None and there.unmade:
            set_address(tx, awaited.id, address, now=now)
            write_line(tx, person, now, "calendar_made", None, _MADE)
    return now


def _waits(  # noqa: PLR0913, PLR0917 (as above)
    store: Store, person: PersonId, before: Source, look: Look, now: datetime, held: Held
) -> datetime:
    with store.write() as tx:
        require(held, tx)
        if look.lost is not None and before.grant is not None:
            pause_grant(tx, before.grant, why=look.lost)
        record_trouble(tx, look.source)
        tell(tx, person, of_sources([before], [look.source]), now=now)
    return look.source.next_read
