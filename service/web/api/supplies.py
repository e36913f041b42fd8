"""The stationery at home, of which entries say before an interview if it runs out."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter

from service.desk import supplies as desk
from service.domain.supplies import Supplies
from service.store.supplies import supplies
from service.web.api.route import ApiRoute
from service.web.api.shapes.supplies import SuppliesGiven, SuppliesShown
from service.web.deps import Asking, Here

router = APIRouter(prefix="/supplies", tags=["settings"], route_class=ApiRoute)


@router.get("")
def read_supplies(here: Here, person: Asking) -> SuppliesShown:
    """What is left."""
    with here.store.read() as tx:
        left = supplies(tx, person)
    return _shown(left)


@router.put("")
def write_supplies(here: Here, person: Asking, given: SuppliesGiven) -> SuppliesShown:
    """So much is there now. Every card that is marked as posted takes one of each."""
    counted = Supplies(**given.model_dump())
    desk.count(here.store, person, counted, now=here.clock())
    here.wake(person)
    return _shown(counted)


def _shown(left: Supplies | None) -> SuppliesShown:
    if left is None:
        return SuppliesShown(sheets=None, envelopes=None, stamps=None)
    return SuppliesShown(**asdict(left))
