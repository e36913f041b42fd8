"""All operations of the API, in the order they are described."""

from __future__ import annotations

from fastapi import FastAPI

from service.web.api import (
    accounts,
    calendars,
    debrief,
    feed,
    journal,
    kinds,
    leaving,
    me,
    plan,
    rehearsal,
    settings,
    supplies,
    tokens,
    told,
)

PREFIX = "/api/v1"


PARTS = (
    me,
    rehearsal,
    calendars,
    accounts,
    plan,
    told,
    debrief,
    feed,
    settings,
    supplies,
    journal,
    tokens,
    leaving,
    kinds,
)


def include(app: FastAPI) -> None:
    """Have the app answer them.

    Each part by itself: a router in between would be analysed whole once more, at every start.
    """
    for part in PARTS:
        app.include_router(part.router, prefix=PREFIX)
