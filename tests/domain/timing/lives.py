"""Random people and their interviews, anywhere on the map."""

from datetime import UTC, datetime, time, timedelta

from hypothesis import strategies as st

from service.domain.model import Person, Session, Visit, VisitKey
from service.domain.policy import (
    CallRule,
    CardRule,
    DebriefRule,
    EmailRule,
    Employer,
    Me,
    Policy,
    PromptRule,
    Travel,
)

STEADY = ("Asia/Kathmandu", "Pacific/Honolulu", "Pacific/Apia", "Asia/Tokyo", "Asia/Kolkata", "UTC")
MOVING = (
    "America/New_York",
    "America/Los_Angeles",
    "America/St_Johns",
    "Europe/Berlin",
    "Europe/London",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Asia/Jerusalem",
)
NOWHERE = "ZZ"
"""A country without holidays that anybody knows of."""
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
FIRST = datetime(2026, 1, 1, tzinfo=UTC)

zones = st.sampled_from(STEADY + MOVING)
minutes = st.integers(0, 2 * 366 * 24 * 60)


def clocks(first, last):
    """Times of day in full five minutes, as people set them."""
    return st.integers(first * 12, last * 12 - 1).map(lambda n: time(n // 12, n % 12 * 5))


@st.composite
def journeys(draw):
    first = FIRST.date() + draw(st.integers(0, 720)) * DAY
    last = first + draw(st.integers(0, 20)) * DAY
    return Travel(timezone=draw(zones), first=first, last=last)


@st.composite
def people(draw, zone=zones):
    travel = draw(st.one_of(st.just(()), st.tuples(journeys())))
    return Me(timezone=draw(zone), travel=travel)


@st.composite
def emails(draw):
    early = draw(clocks(4, 10))
    late = sorted(draw(st.lists(clocks(11, 24), min_size=3, max_size=3)))
    return EmailRule(
        delay_minutes=draw(st.integers(0, 1440)),
        earliest=early,
        latest=late[0],
        hard_latest=late[1],
        stop=late[2],
        late_policy=draw(st.sampled_from(["tonight", "next_morning"])),
    )


@st.composite
def cards(draw):
    emptied = st.one_of(st.none(), clocks(0, 24))
    return CardRule(
        hours=draw(st.integers(1, 336)),
        strategy=draw(st.sampled_from(["next_day", "earliest"])),
        collection_weekdays=draw(emptied),
        collection_saturday=draw(emptied),
        collection_sunday=draw(emptied),
        post_country=draw(st.sampled_from([None, NOWHERE, "US", "GB"])),
    )


@st.composite
def calls(draw):
    begin = draw(st.integers(0, 20))
    awake = draw(st.integers(1, 23 - begin))
    return CallRule(
        weekday=draw(st.integers(0, 6)),
        min_days=draw(st.integers(0, 20)),
        at=draw(clocks(0, 24)),
        user_from=time(begin, draw(st.sampled_from([0, 15, 30]))),
        user_to=time(begin + awake, 30),
    )


COUNTRIES = st.sampled_from([None, NOWHERE, "US", "IL", "DE"])


@st.composite
def policies(draw, zone=zones, country=COUNTRIES):
    return Policy(
        me=draw(people(zone)),
        employer=Employer(timezone=draw(st.one_of(st.none(), zone)), country=draw(country)),
        email=draw(emails()),
        card=draw(cards()),
        call=draw(calls()),
        prompt=PromptRule(minutes_before=draw(st.integers(1, 120))),
        debrief=DebriefRule(minutes_after=draw(st.integers(1, 120))),
    )


@st.composite
def sessions(draw, near=FIRST, within=minutes):
    start = near + draw(within) * MINUTE
    seen = start + draw(st.integers(-14 * 24 * 60, 40 * 24 * 60)) * MINUTE
    return Session(
        uid=f"{start:%m%d%H%M}-{draw(st.integers(0, 999999))}",
        title="Interview",
        start=start,
        end=start + draw(st.integers(5, 540)) * MINUTE,
        first_seen=draw(st.sampled_from([start - 3 * DAY, seen])),
        company=draw(st.sampled_from([None, "Acme", "Globex"])),
        assumed_end=draw(st.booleans()),
    )


def visit(*members):
    first = min(members, key=lambda session: (session.first_seen, session.start, session.key))
    dana = Person(name="Dana Ruiz", email="dana@acme.example")
    return Visit(
        key=VisitKey(first.key), sessions=members, company=members[0].company, people=(dana,)
    )


@st.composite
def weeks(draw, first=FIRST, within=minutes, spread=4 * 24 * 60):
    """A few visits within some days, so that they are in each other's way."""
    begin = first + draw(within) * MINUTE
    near = sessions(near=begin, within=st.integers(0, spread))
    found = draw(st.lists(near, min_size=1, max_size=5, unique_by=lambda session: session.key))
    together = draw(st.integers(1, len(found)))
    return [visit(*found[:together]), *(visit(session) for session in found[together:])]
