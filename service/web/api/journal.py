"""What was done and noticed, page by page, the newest first."""

from __future__ import annotations

from fastapi import APIRouter

from service.desk.journal import Entry, journal_page
from service.desk.settings import policy_of
from service.web.api.paging import Turn, decoded, unknown_cursor
from service.web.api.route import ApiRoute
from service.web.api.shapes.account import AnswerNamed, Journal, JournalLineShown
from service.web.deps import Asking, Here

router = APIRouter(tags=["journal"], route_class=ApiRoute)

LARGEST_ID = 2**63 - 1


@router.get("/journal")
def read_journal(here: Here, person: Asking, turn: Turn) -> Journal:
    """One page. Lines that are written meanwhile never shift the pages that follow."""
    before = _before(turn.cursor) if turn.cursor else None
    with here.store.read() as tx:
        me = policy_of(tx, person).me
    found = journal_page(here.store, person, before, me=me, limit=turn.limit)
    following = None if found.older is None else turn.ends(found.older)
    return Journal(lines=[_line(one) for one in found.entries], next=following)


def _before(cursor: str) -> int:
    match decoded(cursor):
        case [int() as number] if 0 < number <= LARGEST_ID:
            return number
        case _:
            raise unknown_cursor()


def _line(one: Entry) -> JournalLineShown:
    return JournalLineShown(
        id=one.id,
        at=one.at,
        action=one.action,
        key=one.key,
        text=one.text,
        undo=AnswerNamed(kind=one.undo[0], key=one.undo[1]) if one.undo else None,
    )
