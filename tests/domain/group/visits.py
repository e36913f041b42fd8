"""Builds sessions for these tests: hours of Tuesday 1 December 2026 in New York."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from service.domain.model import Session
from service.domain.policy import Me, Policy

NEW_YORK = ZoneInfo("America/New_York")
POLICY = Policy(me=Me(name="Alex Morgan", timezone="America/New_York"))
SEEN = datetime(2026, 11, 28, 12, tzinfo=UTC)


def at(hour: float, *, day: int = 1) -> datetime:
    return datetime(2026, 12, day, tzinfo=NEW_YORK) + timedelta(hours=hour)


def sitting(  # noqa: PLR0913 - a row of a table reads best in one line
    uid: str,
    start: float,
    end: float,
    company: str | None = "Acme",
    role: str | None = None,
    *,
    day: int = 1,
    **more: object,
) -> Session:
    plain = Session(
        uid=uid,
        title=uid,
        start=at(start, day=day),
        end=at(end, day=day),
        first_seen=SEEN,
        company=company,
        role=role,
    )
    return replace(plain, **more)  # type: ignore[arg-type]
