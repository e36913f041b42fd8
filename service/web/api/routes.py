"""All operations of the API, in the order they are described."""

from __future__ import annotations

from fastapi import APIRouter

from service.web.api import (
    calendars,
    feed,
    journal,
    kinds,
    leaving,
    me,
    plan,
    rehearsal,
    settings,
    tokens,
    told,
)

PREFIX = "/api/v1"


def router() -> APIRouter:
    """To be included in the app."""
    api = APIRouter(prefix=PREFIX)
    for part in (
        me,
        rehearsal,
        calendars,
        plan,
        told,
        feed,
        settings,
        journal,
        tokens,
        leaving,
        kinds,
    ):
        api.include_router(part.router)
    return api
