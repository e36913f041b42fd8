"""The laws of the contract ("Time"), for random people and their weeks anywhere on the map."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.places import local
from service.domain.plan import plan
from service.domain.policy import Policy
from tests.domain.timing.lives import DAY, MINUTE, MOVING, NOWHERE, STEADY, policies, weeks

BREATH, WEEK = 15 * MINUTE, 7 * DAY
EARLY, EVENING = time(8), time(20)
ANY_DAY = {"zone_guessed", "country_guessed"}
FLAGS = {
    "prompt": ANY_DAY,
    "debrief": ANY_DAY | {"late"},
    "email": ANY_DAY | {"assumed_end", "late", "optional"},
    "card": ANY_DAY
    | {"assumed_end", "same_day", "box_by_deadline", "late", "optional", "too_late_by_post"},
    "call": ANY_DAY
    | {"holiday_shift", "confirmed", "not_morning", "unsociable", "holiday_warning"}
    | {"clarify", "late"},
}

examples = settings(max_examples=60, deadline=None)


def planned(visits, policy, *kinds):
    """Each follow-up of these kinds, its start in UTC, and its visit."""
    by_key = {visit.key: visit for visit in visits}
    found = [f for f in plan(visits, policy) if not kinds or f.kind in kinds]
    return [(f, f.content.when.start.astimezone(UTC), by_key[f.visit]) for f in found]


def on_the_wall(follow_up):
    """The time as the person reads it in the entry."""
    return follow_up.content.when.start.replace(tzinfo=None, fold=0).time()


@examples
@given(weeks(), policies())
def test_nothing_is_due_within_a_quarter_of_an_hour_of_the_end(visits, policy):
    for follow_up, start, visit in planned(visits, policy, "email", "card", "call"):
        assert start >= visit.end + BREATH, follow_up


@examples
@given(weeks(), policies())
def test_emails_keep_to_the_persons_day(visits, policy):
    for follow_up, _start, _visit in planned(visits, policy, "email"):
        assert policy.email.earliest <= on_the_wall(follow_up) <= policy.email.stop


@examples
@given(weeks(), policies())
def test_emails_by_the_defaults_keep_to_eight_and_half_past_eleven(visits, policy):
    for follow_up, _start, _visit in planned(visits, Policy(me=policy.me), "email"):
        assert EARLY <= on_the_wall(follow_up) <= time(23, 30)


@examples
@given(weeks(spread=600), policies())
def test_no_email_runs_into_another_interview(visits, policy):
    for follow_up, start, visit in planned(visits, policy, "email"):
        others = [s for other in visits if other.key != visit.key for s in other.sessions]
        end = start + 30 * MINUTE
        assert not [s for s in others if s.start < end and start < s.end], follow_up


@examples
@given(weeks(), policies())
def test_cards_keep_to_the_day_and_to_the_deadline(visits, policy):
    for follow_up, start, visit in planned(visits, policy, "card"):
        assert EARLY <= on_the_wall(follow_up) <= EVENING
        in_time = start <= visit.end + timedelta(hours=policy.card.hours)
        assert in_time or "late" in follow_up.flags, follow_up


@examples
@given(weeks(), policies())
def test_a_call_that_is_not_agreed_lies_in_the_persons_hours(visits, policy):
    for follow_up, start, _visit in planned(visits, policy, "call"):
        there = local(start, policy.me).time()
        assert policy.call.user_from <= there <= policy.call.user_to, follow_up
        assert follow_up.status == "tentative"


@examples
@given(weeks(), policies())
def test_the_prompt_comes_before_and_the_debrief_after(visits, policy):
    for follow_up, start, visit in planned(visits, policy, "prompt", "debrief"):
        assert start < visit.start if follow_up.kind == "prompt" else start > visit.end


@examples
@given(weeks(), policies())
def test_every_entry_says_why_in_a_sentence_and_carries_known_flags(visits, policy):
    for follow_up, _start, _visit in planned(visits, policy):
        assert follow_up.because.endswith(".")
        assert ".." not in follow_up.because
        assert follow_up.because in follow_up.content.notes
        assert set(follow_up.flags) <= FLAGS[follow_up.kind]
        assert len(set(follow_up.flags)) == len(follow_up.flags)


@examples
@given(weeks(), policies())
def test_every_entry_stands_in_a_zone_of_the_person(visits, policy):
    zones = {policy.me.timezone, *(travel.timezone for travel in policy.me.travel)}
    for follow_up, _start, _visit in planned(visits, policy):
        assert follow_up.content.when.timezone in zones


@examples
@given(weeks(), policies())
def test_planning_twice_is_planning_once(visits, policy):
    assert plan(visits, policy) == plan(visits, policy)


@examples
@given(weeks(spread=600), policies(), st.randoms(use_true_random=False))
def test_the_order_of_visits_and_sessions_is_irrelevant(visits, policy, dice):
    shuffled = [
        replace(visit, sessions=tuple(dice.sample(visit.sessions, len(visit.sessions))))
        for visit in dice.sample(visits, len(visits))
    ]
    assert set(plan(shuffled, policy)) == set(plan(visits, policy))


TRANSITIONS = {
    "America/New_York": datetime(2026, 11, 1, 2, tzinfo=UTC),
    "Europe/Berlin": datetime(2026, 10, 24, 21, tzinfo=UTC),
    "Australia/Lord_Howe": datetime(2027, 4, 3, 11, tzinfo=UTC),
}


@pytest.mark.parametrize("zone", TRANSITIONS)
@examples
@given(data=st.data(), policy=policies())
def test_the_zone_in_which_a_time_is_written_is_irrelevant(zone, data, policy):
    """Above all in the hour that the clocks repeat, where Python compares by the clock."""
    first = TRANSITIONS[zone]
    visits = data.draw(weeks(first=first, within=st.integers(0, 300), spread=300))
    there = [_read_in(visit, ZoneInfo(zone)) for visit in visits]
    assert set(plan(there, policy)) == set(plan(visits, policy))


def _read_in(visit, zone):
    return replace(
        visit,
        sessions=tuple(
            replace(
                session,
                start=session.start.astimezone(zone),
                end=session.end.astimezone(zone),
                first_seen=session.first_seen.astimezone(zone),
            )
            for session in visit.sessions
        ),
    )


@pytest.mark.parametrize(
    ("zones", "first", "within"),
    [
        pytest.param(STEADY, datetime(2026, 1, 1, tzinfo=UTC), 500 * 24 * 60, id="steady zones"),
        pytest.param(
            STEADY + MOVING, datetime(2027, 1, 4, tzinfo=UTC), 8 * 24 * 60, id="all, in January"
        ),
    ],
)
@examples
@given(data=st.data())
def test_a_week_later_everything_is_a_week_later(zones, first, within, data):
    visits = data.draw(weeks(first=first, within=st.integers(0, within)))
    drawn = data.draw(policies(zone=st.sampled_from(zones), country=st.just(NOWHERE)))
    policy = replace(
        drawn,
        me=replace(drawn.me, travel=()),
        card=replace(drawn.card, post_country=NOWHERE),
        call=replace(drawn.call, min_days=min(drawn.call.min_days, 7)),
    )
    later = [_shifted(visit) for visit in visits]
    assert _shape(later, policy) == [
        (key, start + WEEK, flags) for key, start, flags in _shape(visits, policy)
    ]


def _shifted(visit):
    return replace(
        visit,
        sessions=tuple(
            replace(
                session,
                start=session.start + WEEK,
                end=session.end + WEEK,
                first_seen=session.first_seen + WEEK,
            )
            for session in visit.sessions
        ),
    )


def _shape(visits, policy):
    return [(f.key, start, f.flags) for f, start, _visit in planned(visits, policy)]


@pytest.mark.parametrize("early", [0, 1], ids=["the day itself", "a day too early"])
@settings(max_examples=150, deadline=None)
@given(data=st.data(), zone=st.sampled_from(STEADY + MOVING))
def test_the_call_is_counted_on_the_employers_calendar(early, data, zone):
    """With nothing in the way: a sleepless person, and nowhere a holiday.

    The weekday is the very one that is reached first, or was missed by a day: so a day that is
    counted wrongly is a week.
    """
    visit, policy = data.draw(weeks())[0], data.draw(policies(country=st.just(NOWHERE)))
    there = visit.end.astimezone(ZoneInfo(zone)).date()
    weekdays = {n: (there + (n - early) * DAY).weekday() for n in range(1, 9)}
    min_days = data.draw(st.sampled_from([n for n, weekday in weekdays.items() if weekday < 5]))
    rule = replace(
        policy.call,
        weekday=weekdays[min_days],
        min_days=min_days,
        at=time(9, 30),
        user_from=time(0),
        user_to=time(23, 59),
    )
    policy = replace(policy, call=rule, employer=replace(policy.employer, timezone=zone))
    due = there + (min_days - early + 7 * early) * DAY
    expected = datetime.combine(due, rule.at, ZoneInfo(zone)).astimezone(UTC)
    for follow_up, start, _visit in planned([visit], policy, "call"):
        assert start == expected or "late" in follow_up.flags
