"""What the table's settings cannot say: prompt, debrief, Sunday boxes, closed days, one mouth."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from service.domain import wording
from service.domain.plan import plan
from service.domain.policy import DebriefRule, EmailRule, PromptRule
from tests.domain.timing.entries import DAY, HOUR, NEW_YORK, POLICY, START, entries, sitting, visit

MINUTE = timedelta(minutes=1)


def start(found, kind):
    return found[kind].content.when.start.astimezone(NEW_YORK).replace(tzinfo=None)


def at(day, hour, minute=0):
    return datetime(2026, 12, day, hour, minute)  # noqa: DTZ001 - compared as the person reads it


@pytest.mark.parametrize(
    ("before", "seen", "due"),
    [
        pytest.param(15, START - DAY, at(1, 9, 45), id="fifteen minutes"),
        pytest.param(60, START - DAY, at(1, 9), id="an hour, by wish"),
        pytest.param(15, START - 15 * MINUTE, at(1, 9, 45), id="found at that minute"),
        pytest.param(15, START - 14 * MINUTE, at(1, 9, 50), id="found a little late: at once"),
        pytest.param(15, START - 5 * MINUTE, at(1, 9, 55), id="just time for it"),
        pytest.param(15, START - 4 * MINUTE, None, id="too late"),
        pytest.param(15, START + DAY, None, id="long over"),
    ],
)
def test_the_prompt(before, seen, due):
    policy = replace(POLICY, prompt=PromptRule(minutes_before=before))
    found = entries(visit(first_seen=seen), policy)
    assert (start(found, "prompt") if "prompt" in found else None) == due


@pytest.mark.parametrize(
    ("after", "seen", "due", "flags"),
    [
        pytest.param(10, START, at(1, 11, 10), (), id="ten minutes"),
        pytest.param(30, START, at(1, 11, 30), (), id="half an hour, by wish"),
        pytest.param(10, START + 6 * HOUR, at(1, 16), ("late",), id="found late: at once"),
        pytest.param(10, START + 73 * HOUR, at(4, 11), ("late",), id="72 hours after the end"),
        pytest.param(10, START + 73 * HOUR + MINUTE, None, (), id="forgotten by then"),
    ],
)
def test_the_debrief(after, seen, due, flags):
    policy = replace(POLICY, debrief=DebriefRule(minutes_after=after))
    found = entries(visit(first_seen=seen), policy)
    assert (start(found, "debrief") if "debrief" in found else None) == due
    assert found["debrief"].flags == flags if due else True


@pytest.mark.parametrize(
    ("sunday", "due", "flags"),
    [
        pytest.param(None, at(7, 9), ("box_by_deadline",), id="no sunday collection"),
        pytest.param(time(15), at(6, 14), (), id="the red dot boxes"),
        pytest.param(time(8), at(5, 20), (), id="early on sunday: saturday evening"),
    ],
)
def test_sunday_collections(sunday, due, flags):
    policy = replace(POLICY, card=replace(POLICY.card, collection_sunday=sunday))
    found = entries(visit(start=START + 4 * DAY - HOUR), policy)
    assert (start(found, "card"), found["card"].flags) == (due, flags)


def test_a_box_that_is_never_emptied_leaves_the_deadline():
    none = replace(
        POLICY.card, collection_weekdays=None, collection_saturday=None, collection_sunday=None
    )
    card = entries(visit(), replace(POLICY, card=none))["card"]
    assert card.flags == ("box_by_deadline",)
    assert card.content.when.start == START + 2 * DAY
    assert "collected" not in card.because


def test_days_the_person_names_are_closed_too():
    closed = (date(2026, 12, 11), date(2026, 12, 14))
    policy = replace(POLICY, call=replace(POLICY.call, extra_closed_days=closed))
    found = entries(visit(), policy)
    assert start(found, "call") == at(15, 9, 30)
    assert found["call"].flags == ("holiday_shift",)


def test_an_email_passes_all_others_in_order_and_never_the_night():
    busy = [visit(start=START + n * HOUR, company=f"Globex {n}", uid=f"{n}") for n in range(3, 14)]
    busy = [replace(other, key=other.sessions[0].key) for other in busy]
    found = {f.key: f for f in plan([visit(), *busy], POLICY)}
    assert start({"email": found["a/email"]}, "email") == at(2, 8), "13:00 to 24:00 is taken"


def test_a_whole_day_is_in_nobodys_way():
    banner = visit(uid="b", company="Globex", all_day=True, start=START, end=START + 8 * HOUR)
    banner = replace(banner, key=banner.sessions[0].key)
    found = {f.key: f for f in plan([visit(), banner], POLICY)}
    assert start({"email": found["a/email"]}, "email") == at(1, 13)


def test_another_interview_of_years_is_passed_in_one_step():
    endless = visit(uid="b", company="Globex", start=START + HOUR, end=START + 3000 * DAY)
    endless = replace(endless, key=endless.sessions[0].key)
    email = next(f for f in plan([visit(), endless], POLICY) if f.key == "a/email")
    assert email.content.when.start > START + 3000 * DAY


@pytest.mark.parametrize("policy", ["tonight", "next_morning"])
def test_the_late_policy_also_holds_for_what_is_found_late(policy):
    late = replace(POLICY, email=EmailRule(late_policy=policy))
    found = entries(visit(first_seen=START + 12 * HOUR), late)
    assert start(found, "email") == (at(1, 22, 15) if policy == "tonight" else at(2, 8))


def test_the_doubled_hour_is_counted_twice():
    """72 hours, 7 and 30 days are elapsed time, though both ends stand in one zone."""
    end = datetime(2026, 10, 30, 11, tzinfo=NEW_YORK)
    seen = datetime(2026, 11, 2, 10, 30, tzinfo=NEW_YORK)
    late = sitting(start=end - HOUR, end=end, first_seen=seen)
    assert (seen - end, seen.astimezone(UTC) - end) == (71.5 * HOUR, 72.5 * HOUR)
    assert "email" not in entries(visit(sessions=(late,)))


@pytest.mark.parametrize(
    ("elapsed", "said"),
    [
        (timedelta(0), "0 minutes"),
        (MINUTE, "1 minute"),
        (45 * MINUTE, "45 minutes"),
        (HOUR, "1 hour"),
        (90 * MINUTE, "1 hour 30 minutes"),
        (25 * HOUR, "25 hours"),
    ],
)
def test_lengths_in_words(elapsed, said):
    assert wording.said_length(elapsed) == said


def test_moments_in_words():
    assert wording.said(START) == "Tuesday 1 December, 10:00"
    assert wording.moment(START) == "Tue  1 Dec 10:00"
    assert wording.moment(START.date()) == "Tue  1 Dec all day"


@pytest.mark.parametrize(
    ("card", "moved", "because"),
    [
        pytest.param(
            POLICY.card,
            timedelta(0),
            "1 hour before the box is emptied on Wednesday 2 December, 17:00; the deadline is"
            " Thursday 3 December, 11:00.",
            id="rule 1",
        ),
        pytest.param(
            replace(POLICY.card, collection_weekdays=time(22)),
            timedelta(0),
            "2 hours before the box is emptied on Wednesday 2 December, 22:00; the deadline is"
            " Thursday 3 December, 11:00.",
            id="rule 1, at eight for a box at ten",
        ),
        pytest.param(
            replace(POLICY.card, hours=24),
            timedelta(0),
            "1 hour before the box is emptied on Tuesday 1 December, 17:00: the next collection"
            " would come after the deadline on Wednesday 2 December, 11:00.",
            id="rule 2",
        ),
        pytest.param(
            replace(POLICY.card, strategy="earliest"),
            timedelta(0),
            "1 hour before the box is emptied on Tuesday 1 December, 17:00, the first time that"
            " leaves two hours to write.",
            id="earliest",
        ),
        pytest.param(
            POLICY.card,
            4 * DAY,
            "No collection suits before the deadline on Monday 7 December, 11:00: in the box by"
            " then; it is collected on Monday 7 December.",
            id="rule 3",
        ),
    ],
)
def test_the_card_says_why(card, moved, because):
    found = entries(visit(start=START + moved), replace(POLICY, card=card))
    assert found["card"].because == because
