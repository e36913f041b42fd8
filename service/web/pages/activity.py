"""Activity: what was done and noticed, day by day, why, and what can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from service.desk.journal import Entry, journal_page
from service.web.access import Visitor
from service.web.deps import Here
from service.web.pages.answers import named
from service.web.pages.paper import page

router = APIRouter()

LARGEST_ID = 2**63 - 1
Before = Annotated[int | None, Query(ge=1, le=LARGEST_ID)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The entries of one day of the person's, the latest first."""

    date: date
    entries: Sequence[Entry]


@router.get("/activity")
def shown(request: Request, here: Here, signed: Visitor, before: Before = None) -> Response:
    """The newest entries, or those before one."""
    found = journal_page(here.store, signed.person, before, me=signed.me)
    by_day = groupby(found.entries, key=lambda one: one.at.date())
    return page(
        request,
        signed,
        "activity.html",
        days=[Day(date=day, entries=tuple(entries)) for day, entries in by_day],
        named=named,
        older=found.older,
        newest=before is None,
        back="/activity" if before is None else f"/activity?before={before}",
    )
