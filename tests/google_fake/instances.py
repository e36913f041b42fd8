"""Series: expanding a master, and the instances that were changed or cancelled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rruleset, rrulestr

from tests.google_fake.moments import instant, local, written
from tests.google_fake.world import Calendar, Entry, Item

OF_INSTANCES = frozenset({"recurringEventId", "originalStartTime"})
HORIZON = timedelta(days=730)
"""How far an endless series is expanded when nobody says `timeMax`."""


def starts(master: Item, calendar: Calendar, until: datetime) -> Iterator[datetime | date]:
    """Every original start up to a moment, in the zone of the master."""
    first = local(master["start"], calendar.zone)
    if not isinstance(first, datetime):
        for start in _rules(master, datetime.combine(first, time()), None):
            if instant_of(start.date(), calendar.zone) > until:
                return
            yield start.date()
        return
    for start in _rules(master, first.replace(tzinfo=None), first.tzinfo):
        whole = start.replace(tzinfo=first.tzinfo)
        if whole.astimezone(UTC) > until:
            return
        yield whole


def instance(master: Item, start: datetime | date, calendar: Calendar) -> Item:
    """An untouched instance, as Google makes it up from its master."""
    length = instant(master["end"], calendar.zone) - instant(master["start"], calendar.zone)
    kept = {key: value for key, value in master.items() if key != "recurrence"}
    return {
        **kept,
        "id": f"{master['id']}_{slot(start)}",
        "recurringEventId": master["id"],
        "originalStartTime": _when(start, master["start"]),
        "start": _when(start, master["start"]),
        "end": _when(start + length, master["end"]),
    }


def instant_of(start: datetime | date, zone: ZoneInfo) -> datetime:
    if isinstance(start, datetime):
        return start.astimezone(UTC)
    return datetime.combine(start, time(), tzinfo=zone).astimezone(UTC)


def slot(start: datetime | date) -> str:
    if isinstance(start, datetime):
        return start.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    return start.strftime("%Y%m%d")


def expanded(entry: Entry, calendar: Calendar, until: datetime) -> Iterator[Item]:
    """All instances of a master up to a moment, the changed ones as they were changed."""
    for start in starts(entry.item, calendar, until):
        made = instance(entry.item, start, calendar)
        changed = calendar.entries.get(made["id"])
        yield changed.item if changed and not changed.purged else made


def found(calendar: Calendar, event_id: str) -> Item | None:
    """An instance nobody has touched yet, by its id; None when there is no such one."""
    master_id, _, stamp = event_id.rpartition("_")
    entry = calendar.entries.get(master_id)
    if entry is None or entry.cancelled or not entry.item.get("recurrence"):
        return None
    until = datetime.now(UTC) + 5 * HORIZON
    for start in starts(entry.item, calendar, until):
        if slot(start) == stamp:
            return instance(entry.item, start, calendar)
    return None


def trimmed(master: Item, start: datetime, calendar: Calendar) -> tuple[list[str], list[str]]:
    """The recurrence before a moment, and the one from then on."""
    until = (start - timedelta(seconds=1)).astimezone(UTC)
    before = len(list(starts(master, calendar, until)))
    first, *others = master["recurrence"]
    parts = dict(part.split("=") for part in first.removeprefix("RRULE:").split(";"))
    rest = dict(parts)
    if "COUNT" in parts:
        rest["COUNT"] = str(int(parts.pop("COUNT")) - before)
    parts["UNTIL"] = f"{until:%Y%m%dT%H%M%SZ}"
    return [_rule(parts), *others], [_rule(rest), *others]


def _rule(parts: Item) -> str:
    return "RRULE:" + ";".join(f"{name}={value}" for name, value in parts.items())


def exceptions(calendar: Calendar, master_id: str) -> list[Entry]:
    return [
        entry
        for entry in calendar.entries.values()
        if entry.item.get("recurringEventId") == master_id and not entry.purged
    ]


def _rules(master: Item, first: datetime, zone: Any) -> Iterator[datetime]:
    lines = master.get("recurrence", [])
    rules = rruleset()
    for line in lines:
        name, _, value = line.partition(":")
        if name.startswith("RRULE"):
            rules.rrule(cast("rrule", rrulestr(_plain_until(value, zone), dtstart=first)))
        elif name.startswith("RDATE"):
            for each in value.split(","):
                rules.rdate(_moment(each, zone))
        elif name.startswith("EXDATE"):
            for each in value.split(","):
                rules.exdate(_moment(each, zone))
    if not any(line.startswith("RRULE") for line in lines):
        rules.rdate(first)
    return iter(rules)


def _plain_until(rule: str, zone: Any) -> str:
    """UNTIL in the series' own wall clock, because that is how it is expanded here."""
    parts = rule.split(";")
    for place, part in enumerate(parts):
        if part.startswith("UNTIL="):
            parts[place] = f"UNTIL={_moment(part[6:], zone):%Y%m%dT%H%M%S}"
    return ";".join(parts)


def _moment(text: str, zone: Any) -> datetime:
    if len(text) == 8:  # a date: the end of that day, for UNTIL; midnight else
        return datetime.strptime(text, "%Y%m%d")  # noqa: DTZ007 - wall clock
    plain = datetime.strptime(text.rstrip("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007 - wall clock
    if text.endswith("Z") and zone:
        return plain.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
    return plain


def _when(moment: datetime | date, like: Item) -> Item:
    if isinstance(moment, datetime):
        return {key: value for key, value in like.items() if key == "timeZone"} | {
            "dateTime": written(moment)
        }
    return {"date": moment.isoformat()}
