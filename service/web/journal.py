"""What was done and noticed, page by page, the newest first."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from service.store.journal import journal
from service.web.deps import Asking, Here
from service.web.schemas import Journal, JournalLineShown

router = APIRouter(tags=["journal"])

LINES, MOST_LINES = 50, 200
LARGEST_ID = 2**63 - 1


@router.get("/journal")
def read(
    here: Here,
    person: Asking,
    before: Annotated[
        int | None, Query(ge=1, le=LARGEST_ID, description="`next` of the page before.")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=MOST_LINES)] = LINES,
) -> Journal:
    """One page. Lines that are written meanwhile never shift the pages that follow."""
    with here.store.read() as tx:
        lines = journal(tx, person, before, limit + 1)
    shown, more = lines[:limit], len(lines) > limit
    return Journal(
        lines=[
            JournalLineShown(id=one.id, at=one.at, action=one.action, key=one.key, text=one.text)
            for one in shown
        ],
        next=shown[-1].id if more else None,
    )
