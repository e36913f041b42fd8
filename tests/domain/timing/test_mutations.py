"""Every rule is held by some row: change the rule, and a row must go red.

The first seven are those the contract names; the others are the slips of a tired afternoon.
"""

from dataclasses import replace
from datetime import UTC, time, timedelta

import pytest

from service.domain import call, closed_days, places, plan, postal, timing
from tests.domain.timing.planning import outcome, situations

HOUR = timedelta(hours=1)
DATES = closed_days._dates


def another_delay(patch, policy):
    if policy.email.delay_minutes == 120:
        return replace(policy, email=replace(policy.email, delay_minutes=105))
    return policy


def observed_holidays_at_the_post(patch, policy):
    patch.setattr(
        closed_days, "_dates", lambda *place, **how: DATES(*place, **{**how, "observed": True})
    )
    return policy


def forty_eight_hours_by_the_clock(patch, policy):
    patch.setattr(
        postal,
        "_deadline",
        lambda visit, rule: places.local(visit.end, policy.me) + rule.hours * HOUR,
    )
    return policy


def seven_days_before_a_call(patch, policy):
    if policy.call.min_days == 5:
        return replace(policy, call=replace(policy.call, min_days=7))
    return policy


def utc_date_for_the_employers(patch, policy):
    patch.setattr(call, "_date_there", lambda visit, _office: visit.end.astimezone(UTC).date())
    return policy


def christmas_eve_as_a_normal_day(patch, policy):
    patch.setattr(postal, "is_half_day", lambda _day, _country: False)
    return policy


def one_hour_to_write(patch, policy):
    patch.setattr(postal, "TIME_TO_WRITE", HOUR)
    return policy


NAMED = [
    another_delay,
    observed_holidays_at_the_post,
    forty_eight_hours_by_the_clock,
    seven_days_before_a_call,
    utc_date_for_the_employers,
    christmas_eve_as_a_normal_day,
    one_hour_to_write,
]


def home_date_for_the_employers(patch, policy):
    patch.setattr(
        call, "_date_there", lambda visit, _office: places.local(visit.end, policy.me).date()
    )
    return policy


def no_rounding(patch, policy):
    patch.setattr(timing, "round_up", lambda instant: instant)
    return policy


def five_minutes_of_breath(patch, policy):
    patch.setattr(timing, "BREATH", timedelta(minutes=5))
    return policy


def email_by_the_day_it_began(patch, policy):
    patch.setattr(timing, "last_day", lambda visit, me: places.local(visit.start, me).date())
    return policy


def state_list_for_the_mail(patch, policy):
    patch.setattr(postal, "is_postal_holiday", closed_days.is_public_holiday)
    return policy


def the_last_collection_instead_of_the_next(patch, policy):
    patch.setattr(postal, "_candidates", lambda day, policy: [*postal.collections(day, policy)][2:])
    return policy


def saturday_and_sunday_everywhere(patch, policy):
    patch.setattr(call, "weekend", lambda _code: frozenset({5, 6}))
    return policy


def own_holidays_for_the_call(patch, policy):
    patch.setattr(
        call,
        "country_of_employer",
        lambda _zone, _employer, me: places.country_of_person(me),
    )
    return policy


def calls_at_any_hour(patch, policy):
    hours = {"user_from": time(0), "user_to": time(23, 59)}
    return replace(policy, call=replace(policy.call, **hours))


def travellers_stay_at_home(patch, policy):
    return replace(policy, me=replace(policy.me, travel=()))


def a_next_round_changes_nothing(patch, policy):
    patch.setattr(plan, "later_round", lambda _visit, _visits: None)
    return policy


def other_interviews_are_in_nobodys_way(patch, policy):
    patch.setattr(plan, "_around", lambda _visit, _busy: ())
    return policy


def an_hour_of_lead_is_not_needed(patch, policy):
    patch.setattr(call, "HOUR", timedelta(0))
    return policy


def cards_found_late_for_a_month(patch, policy):
    patch.setattr(postal, "GIVEN_UP_AFTER", timedelta(days=30))
    return policy


def emails_found_late_for_a_week(patch, policy):
    patch.setattr(timing, "EMAIL_GIVEN_UP_AFTER", timedelta(days=7))
    return policy


def calls_found_late_for_ever(patch, policy):
    patch.setattr(call, "GIVEN_UP_AFTER", timedelta(days=900))
    return policy


def cards_at_night(patch, policy):
    patch.setattr(postal, "EARLIEST", time(0))
    patch.setattr(postal, "LATEST", time(23, 59))
    return policy


OTHERS = [
    home_date_for_the_employers,
    no_rounding,
    five_minutes_of_breath,
    email_by_the_day_it_began,
    state_list_for_the_mail,
    the_last_collection_instead_of_the_next,
    saturday_and_sunday_everywhere,
    own_holidays_for_the_call,
    calls_at_any_hour,
    travellers_stay_at_home,
    a_next_round_changes_nothing,
    other_interviews_are_in_nobodys_way,
    an_hour_of_lead_is_not_needed,
    cards_found_late_for_a_month,
    emails_found_late_for_a_week,
    calls_found_late_for_ever,
    cards_at_night,
]


def expected(row):
    starts = {kind: row.cells[f"exp_{kind}"] for kind in ("email", "card", "call")}
    offsets = {kind: start for kind, start in starts.items() if start != "none"}
    return {"flags": row.flags, **{kind: f"{_seconds(start)}" for kind, start in offsets.items()}}


def _seconds(start):
    return start[:16] + ":00" + start[16:]


def red(mutation=None):
    """The rows that go red under a mutation."""
    found = []
    for row, policy, visits in situations():
        with pytest.MonkeyPatch.context() as patch:
            changed = mutation(patch, policy) if mutation else policy
            if outcome(visits, changed) != expected(row):
                found.append(row.id)
    return found


def test_no_row_is_red_by_itself():
    assert red() == []


@pytest.mark.parametrize("mutation", [*NAMED, *OTHERS], ids=lambda mutation: mutation.__name__)
def test_a_changed_rule_turns_some_row_red(mutation):
    assert red(mutation)
