"""RFC 3339 as Google writes it, and the moments of an EventDateTime."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo


def stamp(moment: datetime) -> str:
    """`2026-11-24T18:52:32.000Z`, as in `updated`."""
    return (
        moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"
    )


def parsed(text: str) -> datetime:
    """An RFC 3339 moment; ValueError without an offset."""
    moment = datetime.fromisoformat(text)
    if moment.utcoffset() is None:
        raise ValueError(f"no offset: {text}")
    return moment


def written(moment: datetime) -> str:
    """In its own zone, with an offset, as in `dateTime`."""
    text = moment.isoformat(timespec="seconds")
    return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text


def local(when: Mapping[str, Any], fallback: ZoneInfo) -> datetime | date:
    """The date, or the aware moment in the zone the event itself is written in."""
    if "date" in when:
        return date.fromisoformat(when["date"])
    moment = datetime.fromisoformat(when["dateTime"])
    zone = ZoneInfo(when["timeZone"]) if when.get("timeZone") else None
    if moment.utcoffset() is None:
        return moment.replace(tzinfo=zone or fallback)
    return moment.astimezone(zone) if zone else moment


def instant(when: Mapping[str, Any], fallback: ZoneInfo) -> datetime:
    """When it is, in UTC; a date begins at the calendar's midnight."""
    moment = local(when, fallback)
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(), tzinfo=fallback)
    return moment.astimezone(UTC)


def shown(when: Mapping[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    """As an answer shows it: the moment in the calendar's offset, the event's zone beside it."""
    if "dateTime" not in when:
        return dict(when)
    return {**when, "dateTime": written(instant(when, zone).astimezone(zone))}
