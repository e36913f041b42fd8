"""The rows of timing.tsv as real calendar files and settings ("The cases" of the contract)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from service.domain.wording import WEEKDAYS

TABLE = Path(__file__).with_name("timing.tsv")
NEEDS_A_LEDGER = ("moved_from", "pinned_", "deleted_", "done_", "cancelled_at", "outcome")
TITLE = "Interview with Acme - Data Engineer #interview"
OTHER_ROLE = "Interview with Acme - Office Manager #interview"
GLOBEX = "Interview with Globex - Analyst #interview"
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Row:
    cells: dict[str, str]

    def __getattr__(self, name: str) -> str:
        return self.cells[name] or ""

    @property
    def settings_asked(self) -> dict[str, str]:
        return _pairs(self.settings)

    @property
    def states(self) -> dict[str, str]:
        return _pairs(self.state)

    @property
    def needs_a_ledger(self) -> bool:
        return any(key.startswith(NEEDS_A_LEDGER) for key in self.states)

    @property
    def spans(self) -> list[tuple[str, str]]:
        return [tuple(span.split("/")) for span in self.sessions.split(";")]  # type: ignore[misc]

    @property
    def seen(self) -> datetime:
        """An empty `now` means three days before the first session."""
        if self.now:
            return datetime.fromisoformat(self.now)
        first = datetime.fromisoformat(self.spans[0][0])
        first = first if first.tzinfo else first.astimezone()
        return first - timedelta(days=3)

    @property
    def flags(self) -> set[str]:
        return set(filter(None, self.exp_flags.split(",")))


def rows() -> list[Row]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [Row(cells) for cells in csv.DictReader(file, delimiter="\t")]


def _pairs(cell: str) -> dict[str, str]:
    return dict(pair.strip().split("=", 1) for pair in cell.split(";") if pair.strip())


def settings(row: Row) -> str:
    asked = row.settings_asked
    me = [f'timezone = "{row.user_tz}"']
    if "travel" in asked:
        zone, days = asked["travel"].split("@")
        first, last = days.split("..")
        me.append(f'travel = [{{ timezone = "{zone}", from = "{first}", to = "{last}" }}]')
    employer = [f'timezone = "{row.employer_tz}"', f'country = "{row.employer_country}"']
    card = [f'post_country = "{row.post_country}"', *_card(asked)]
    sections = {
        "me": me,
        "employer": employer,
        "card": card,
        "call": _call(asked),
        "email": _email(asked),
    }
    return "\n".join(f"[{name}]\n" + "\n".join(lines) for name, lines in sections.items()) + "\n"


def _card(asked: dict[str, str]) -> list[str]:
    keys = {
        "card_h": "hours = {}",
        "card_strategy": 'strategy = "{}"',
        "cut": 'collection_weekdays = "{}"',
        "sat": 'collection_saturday = "{}"',
    }
    lines = [line.format(asked[key]) for key, line in keys.items() if key in asked]
    if "card" in asked:
        lines.append(f"enabled = {str(asked['card'] == 'on').lower()}")
    return lines


def _call(asked: dict[str, str]) -> list[str]:
    lines = []
    if "call_wd" in asked:
        lines.append(f'weekday = "{WEEKDAYS[int(asked["call_wd"])].lower()}"')
    if "call_time" in asked:
        lines.append(f'time = "{asked["call_time"]}"')
    if "call_min_days" in asked:
        lines.append(f"min_days = {asked['call_min_days']}")
    if "good_friday_us" in asked:
        lines.append(f"good_friday_us = {str(asked['good_friday_us'] == 'on').lower()}")
    return lines


def _email(asked: dict[str, str]) -> list[str]:
    lines = []
    if "delay" in asked:
        lines.append(f"delay_minutes = {asked['delay']}")
    if "late_policy" in asked:
        lines.append(f'late_policy = "{asked["late_policy"]}"')
    return lines


def calendar(row: Row, spans: list[tuple[str, str]] | None = None) -> bytes:
    """The row's sessions, and those its state names, as the person's own entries."""
    events = [
        vevent(f"acme-{n}", TITLE, *span, notes=row.agreed)
        for n, span in enumerate(spans or row.spans)
    ]
    states = row.states
    if "next_round" in states:
        start = states["next_round"]
        end = (datetime.fromisoformat(start) + HOUR).isoformat()
        title = OTHER_ROLE if states.get("next_round_role") == "other" else TITLE
        events.append(vevent("next", title, start, end))
    if "other_interview" in states:
        events.append(vevent("globex", GLOBEX, *states["other_interview"].split("/")))
    return wrapped(events)


def wrapped(events: list[str]) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Cases//EN", *events, "END:VCALENDAR", ""]
    return "\r\n".join(lines).encode()


def vevent(uid: str, title: str, start: str, end: str, notes: str = "") -> str:
    lines = ["BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20260101T000000Z", f"SUMMARY:{title}"]
    lines.append(f"DTSTART{_moment(start)}")
    if end:
        lines.append(f"DTEND{_moment(end)}")
    if notes:
        lines.append(f"DESCRIPTION:{notes}")
    return "\r\n".join([*lines, "END:VEVENT"])


def _moment(text: str) -> str:
    if "T" not in text:
        return f";VALUE=DATE:{date.fromisoformat(text):%Y%m%d}"
    instant = datetime.fromisoformat(text)
    return f":{instant - instant.utcoffset():%Y%m%dT%H%M%S}Z"
