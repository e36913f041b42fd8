"""A large calendar as Google would publish it, the same bytes every time.

    python tests/bench/calendar_generator.py FILE

20,000 events of about 600 bytes over nine years, 5 % of them weekly series, and 50 interviews
in the two months after 25 November 2026.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

TITLES = (
    *("Team sync", "1:1 with Dana", "Lunch", "Dentist", "Sprint planning", "Design review", "Gym"),
    *("Coffee with Sam", "All hands", "Focus time", "Standup", "Budget call", "Piano lesson"),
    *("Flight to Boston", "Customer demo"),
)
HEAD = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Google Inc//Google Calendar 70.9054//EN
CALSCALE:GREGORIAN
METHOD:PUBLISH
X-WR-CALNAME:Alex
X-WR-TIMEZONE:America/New_York
BEGIN:VTIMEZONE
TZID:America/New_York
BEGIN:DAYLIGHT
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
TZNAME:EDT
DTSTART:19700308T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
TZNAME:EST
DTSTART:19701101T020000
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
END:STANDARD
END:VTIMEZONE""".splitlines()
AGENDA = (
    "Agenda: status of the project, next steps and open questions. "
    "Please add your points to the document before we meet."
)


def calendar(events: int = 20_000, interviews: int = 50) -> bytes:
    """The calendar's bytes."""
    dice = random.Random(7)  # noqa: S311 - the same file every time is the point
    chosen = set(dice.sample(range(events), interviews))
    lines = list(HEAD)
    for number in range(events):
        lines += _event(dice, number, interview=number in chosen)
    return b"".join(map(_folded, [*lines, "END:VCALENDAR"]))


def _event(dice: random.Random, number: int, *, interview: bool) -> Iterator[str]:
    start = datetime(2018, 1, 1, 9) + timedelta(minutes=30 * dice.randrange(48 * 365 * 9))  # noqa: DTZ001
    if interview:
        start = datetime(2026, 11, 25, 9) + timedelta(  # noqa: DTZ001 - a wall clock
            days=dice.randrange(60), hours=dice.randrange(8)
        )
    title = f"Interview with Acme{number} - Data Engineer #interview"
    zone = "TZID=America/New_York"
    yield "BEGIN:VEVENT"
    yield f"DTSTART;{zone}:{start:%Y%m%dT%H%M%S}"
    yield f"DTEND;{zone}:{start + timedelta(hours=1):%Y%m%dT%H%M%S}"
    yield "DTSTAMP:20261123T120000Z"
    yield "ORGANIZER;CN=Dana Ruiz:mailto:dana@initech.com"
    yield f"UID:{dice.getrandbits(128):032x}@google.com"
    yield (
        "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=Alex Morgan;"
        "X-NUM-GUESTS=0:mailto:alex.morgan@initech.com"
    )
    yield "CREATED:20250101T100000Z"
    yield f"DESCRIPTION:{AGENDA}"
    yield "LAST-MODIFIED:20250101T100000Z"
    yield "LOCATION:Room 4"
    yield "SEQUENCE:0"
    yield "STATUS:CONFIRMED"
    yield f"SUMMARY:{title if interview else dice.choice(TITLES)}"
    yield "TRANSP:OPAQUE"
    if not interview and dice.random() < 0.05:
        yield "RRULE:FREQ=WEEKLY;BYDAY=MO"
    yield "END:VEVENT"


def _folded(line: str) -> bytes:
    octets = line.encode()
    pieces = [octets[:75], *(octets[at : at + 74] for at in range(75, len(octets), 74))]
    return b"\r\n ".join(pieces) + b"\r\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(calendar())
