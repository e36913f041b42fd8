"""Planning alone, beside building as many VEVENTs with icalendar, in one interleaved run.

Run it by hand: `python tests/bench/bench_plan_visits.py`. Under pytest it holds the ratio,
since a busy machine slows both; on an idle one 2,000 visits a second are a ratio of 0.08.
"""

import gc
import sys
from datetime import UTC, datetime, timedelta
from time import perf_counter
from zoneinfo import ZoneInfo

import icalendar

from service.domain.model import Person, Session, Visit, VisitKey
from service.domain.plan import plan
from service.domain.policy import Employer, Me, Policy

VISITS, ROUNDS = 3_000, 5
FLOOR = 0.08
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NEW_YORK = ZoneInfo("America/New_York")
FIRST = datetime(2026, 1, 5, 14, tzinfo=UTC)
POLICY = Policy(
    me=Me(timezone="America/Los_Angeles", country="US"), employer=Employer(timezone=NEW_YORK.key)
)


def a_visit(number):
    """Eight a day for a year, of 300 companies: holidays, transitions and overlaps included."""
    start = (FIRST + number * 3 * HOUR).astimezone(NEW_YORK)
    session = Session(
        uid=f"{number}@acme.example",
        title=f"Interview {number}",
        start=start,
        end=start + HOUR,
        first_seen=start - 3 * DAY,
        timezone=NEW_YORK.key,
        company=f"Company {number % 300}",
        role=f"Role {number}",
    )
    dana = Person(name="Dana Ruiz", email="dana@acme.example", kind="interviewer")
    return Visit(
        key=VisitKey(session.key),
        sessions=(session,),
        company=session.company,
        role=session.role,
        people=(dana,),
    )


def planned(visits):
    assert len(plan(visits, POLICY)) == 5 * len(visits)


def built(visits):
    for visit in visits:
        event = icalendar.Event()
        event.add("UID", visit.key)
        event.add("DTSTAMP", visit.first_seen)
        event.add("DTSTART", visit.start)
        event.add("DTEND", visit.end)
        event.add("SUMMARY", visit.sessions[0].title)
        event.add("DESCRIPTION", visit.people[0].name)


def measure():
    """Seconds of both, the best of alternating rounds: what a busy machine adds is not ours."""
    visits = [a_visit(number) for number in range(VISITS)]
    planned(visits[:5])  # loads the library of holidays
    rounds = [[_seconds(work, visits) for work in (planned, built)] for _ in range(ROUNDS)]
    return tuple(min(times) for times in zip(*rounds, strict=True))


def _seconds(work, visits):
    gc.collect()
    begin = perf_counter()
    work(visits)
    return perf_counter() - begin


def report():
    ours, theirs = measure()
    print(
        f"{VISITS} visits: planned in {ours * 1000:.0f} ms, {VISITS / ours:.0f} visits/s; "
        f"as VEVENTs with icalendar {theirs * 1000:.0f} ms, ratio {theirs / ours:.2f}"
    )
    return theirs / ours


def test_planning_keeps_the_pace():
    assert report() >= FLOOR


if __name__ == "__main__":
    sys.exit(report() < FLOOR)
