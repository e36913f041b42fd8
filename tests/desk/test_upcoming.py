"""The read model of Upcoming: what is said of a follow-up by plan, ledger and the person's word."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.contract import Content, EventId, Problem, Span
from connectors.feed import FEED
from service.desk import phrases
from service.desk.lines import State
from service.desk.upcoming import Stored, Trouble, laid_out
from service.domain.model import FollowUp, Key, Placement, Standing, VisitKey
from service.domain.policy import Me
from service.domain.reconcile import DONE, LET_GO, PIN_DROPPED, THROWN_AWAY
from service.store.answers import ABOUT_VISITS, StoredAnswer
from service.store.suggestions import Suggestion
from service.store.values import PersonId, Source, SourceId, StoredVisit

NEW_YORK = ZoneInfo("America/New_York")
ME = Me(name="Alex Morgan", timezone="America/New_York")
NOW = datetime(2026, 12, 1, 12, tzinfo=NEW_YORK)
VISIT = VisitKey("acme@example.com")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def visit(start=NOW - 2 * HOUR, key=VISIT, company="Acme", **fields):
    told = {"role": "Data Engineer", "people": ("Dana Ruiz",), "end": start + HOUR} | fields
    return StoredVisit(key=key, company=company, start=start, **told)


def follow_up(kind, start, key=VISIT, **fields):
    content = Content(title=f"The {kind}", when=Span(start=start, end=start + HOUR / 2))
    told = {"calendar": FEED, "because": "Because.", "content": content} | fields
    return FollowUp(key=Key(f"{key}/{kind}"), kind=kind, visit=key, **told)


def row(one, standing=Standing.OURS, reason="planned", seen="as sent", **fields):
    seen = one.content if seen == "as sent" else seen
    told = {"event_id": EventId("e"), "seen": seen} | fields
    return Placement(
        key=one.key, calendar=FEED, standing=standing, sent=one.content, reason=reason, **told
    )


def said(kind, key, at=NOW):
    return StoredAnswer(kind=kind, key=key, at=at)


def laid(visits=None, me=ME, now=NOW, titles=None, **stored):
    found = Stored(visits=[visit()] if visits is None else visits, titles=titles or {}, **stored)
    return laid_out(found, me, now=now)


def line_of(one, placed=None, answers=(), **more):
    """The one line of a visit with one follow-up; None: there is none."""
    rows = [placed] if placed else []
    plan = [one] if more.pop("planned", True) else []
    found = laid(follow_ups=plan, rows=rows, answers=answers, **more)
    (shown,) = (*found.visits, *found.over)
    return next(iter(shown.lines), None)


EMAIL = follow_up("email", NOW + HOUR)
CALL = follow_up("call", NOW + 3 * DAY, status="tentative")
YESTERDAYS = follow_up("email", NOW - 20 * HOUR)
LONG_AGO = follow_up("email", NOW - 3 * DAY)
MOVED = replace(EMAIL.content, when=Span(start=NOW + 2 * DAY, end=NOW + 2 * DAY + HOUR))
RENAMED = replace(EMAIL.content, title="Write to Dana")
TICKED = replace(EMAIL.content, title="✓ The email")
OPEN_ACTS = ("done", "skip")


@pytest.mark.parametrize(
    ("one", "placed", "answers", "state", "acts"),
    [
        (EMAIL, row(EMAIL), [], "today", OPEN_ACTS),
        (CALL, row(CALL), [], "planned", OPEN_ACTS),
        (CALL, None, [], "planned", OPEN_ACTS),
        (follow_up("email", NOW - HOUR / 4), None, [], "now", OPEN_ACTS),
        (YESTERDAYS, row(YESTERDAYS), [], "open", OPEN_ACTS),
        (LONG_AGO, row(LONG_AGO), [], "past", ("done",)),
        (follow_up("prompt", NOW - 3 * DAY), None, [], "past", ()),
        (follow_up("prompt", NOW + HOUR), None, [], "today", ("skip",)),
        # what the person has just said, over a row that does not know it yet
        (EMAIL, row(EMAIL), [said("done", EMAIL.key)], "done", ("undo",)),
        (EMAIL, row(EMAIL), [said("skip", EMAIL.key)], "skipped", ("undo",)),
        (EMAIL, None, [said("done", EMAIL.key)], "done", ("undo",)),
        (EMAIL, row(EMAIL, Standing.THEIRS, DONE), [said("again", EMAIL.key)], "today", OPEN_ACTS),
        (
            EMAIL,
            row(EMAIL, Standing.THEIRS, THROWN_AWAY, seen=None),
            [said("again", EMAIL.key)],
            "today",
            OPEN_ACTS,
        ),
        # what the pass has made of it
        (EMAIL, row(EMAIL, Standing.THEIRS, DONE), [said("done", EMAIL.key)], "done", ("undo",)),
        (
            EMAIL,
            row(EMAIL, Standing.THEIRS, "skip"),
            [said("skip", EMAIL.key)],
            "skipped",
            ("undo",),
        ),
        (EMAIL, row(EMAIL, Standing.THEIRS, DONE, seen=TICKED), [], "done", ()),
        (EMAIL, row(EMAIL, Standing.THEIRS, THROWN_AWAY, seen=None), [], "deleted", ("again",)),
        (LONG_AGO, row(LONG_AGO, Standing.THEIRS, THROWN_AWAY, seen=None), [], "deleted", ()),
    ],
)
def test_a_follow_up_is_in_one_state_and_offers_what_makes_sense_there(
    one, placed, answers, state, acts
):
    line = line_of(one, placed, answers)
    assert (line.state, line.acts) == (state, acts)


def test_what_follows_an_interview_cannot_be_done_before_it():
    line = line_of(follow_up("email", NOW + 2 * DAY), visits=[visit(NOW + DAY)])
    assert line.acts == ("skip",)


def test_an_entry_that_the_person_moved_is_told_where_they_moved_it():
    line = line_of(EMAIL, row(EMAIL, seen=MOVED))
    assert (line.change, line.state, line.start) == ("moved", "planned", NOW + 2 * DAY)


def test_an_entry_that_the_person_renamed_has_their_name():
    line = line_of(EMAIL, row(EMAIL, seen=RENAMED))
    assert (line.change, line.title) == ("edited", "Write to Dana")


def test_a_day_of_the_persons_own_is_today_until_it_is_over():
    all_day = replace(EMAIL.content, when=Span(start=date(2026, 12, 1), end=date(2026, 12, 2)))
    line = line_of(EMAIL, row(EMAIL, seen=all_day))
    assert (line.state, line.start) == ("today", date(2026, 12, 1))


def test_an_entry_they_took_over_stays_and_says_why():
    line = line_of(EMAIL, row(EMAIL, Standing.THEIRS, LET_GO, seen=MOVED), planned=False)
    assert (line.state, line.acts) == ("kept", ())
    assert "you changed it" in line.because.lower()


def test_a_call_is_agreed_or_not_and_nothing_else_is():
    agreed = replace(CALL, flags=("confirmed",), status="confirmed")
    assert line_of(CALL).agreed is False
    assert line_of(agreed).agreed is True
    assert line_of(EMAIL).agreed is None


def test_what_is_not_in_the_reason_is_said_beside_it():
    line = line_of(replace(EMAIL, flags=("late", "assumed_end", "assumed_end", "zone_guessed")))
    assert line.flags == (
        "It has no end in your calendar; one hour is assumed.",
        "The time zone is a guess.",
    )


def test_an_answer_that_is_unclear_asks_for_a_look():
    assert line_of(replace(CALL, flags=("clarify",))).ask
    assert not line_of(CALL).ask


def test_a_time_that_could_not_stay_is_told():
    line = line_of(EMAIL, row(EMAIL, reason=PIN_DROPPED))
    assert "Your own time" in line.flags[0]


@pytest.mark.parametrize("outcome", ["heard_back", "offer", "rejected"])
def test_the_call_goes_at_once_when_they_have_answered(outcome):
    answers = [said(outcome, VISIT)]
    found = laid(follow_ups=[EMAIL, CALL], rows=[row(EMAIL), row(CALL)], answers=answers)
    (shown,) = found.visits
    assert [line.kind for line in shown.lines] == ["email"]
    assert shown.outcome == outcome


def test_a_call_that_the_person_moved_stays_though_they_answered():
    moved = replace(CALL.content, when=MOVED.when)
    line = line_of(CALL, row(CALL, seen=moved), [said("heard_back", VISIT)])
    assert line.change == "moved"


def test_a_call_that_was_made_stays_though_they_answered():
    answers = [said("done", CALL.key), said("heard_back", VISIT)]
    assert line_of(CALL, row(CALL), answers).state == "done"


def test_what_the_next_pass_will_take_away_is_not_shown():
    assert line_of(EMAIL, row(EMAIL), planned=False) is None
    assert line_of(LONG_AGO, row(LONG_AGO), planned=False).state == "past"


def test_a_row_that_is_planned_no_longer_finds_its_visit_by_its_key():
    series = VisitKey("uid/with/email/slashes/20261201T100000Z")
    one = follow_up("card", LONG_AGO.content.when.start, key=series)
    one = replace(one, key=Key(f"{series}/card/dana@example.com"))
    line = line_of(one, row(one), visits=[visit(key=series)], planned=False)
    assert line.kind == "card"


# -- visits ------------------------------------------------------------------------------------


def test_todays_visits_come_first_then_all_by_time():
    days = {"gone": NOW - 2 * DAY, "now": NOW, "soon": NOW + DAY, "later": NOW + 9 * DAY}
    visits = [visit(start, key=VisitKey(name)) for name, start in days.items()]
    plan = [follow_up("call", NOW + 2 * DAY, key=VisitKey("gone"))]
    found = laid(visits=visits[::-1], follow_ups=plan)
    assert [one.key for one in found.visits] == ["now", "gone", "soon", "later"]


def test_a_visit_is_over_when_nothing_is_left_to_do():
    old = visit(NOW - 3 * DAY)
    assert [one.key for one in laid(visits=[old], follow_ups=[LONG_AGO]).over] == [VISIT]
    assert not laid(visits=[old], follow_ups=[CALL]).over


def test_a_visit_stays_in_sight_on_the_day_something_was_said_of_it():
    old, answers = visit(NOW - 3 * DAY), [said("done", CALL.key)]
    assert not laid(visits=[old], follow_ups=[CALL], answers=answers).over
    tomorrow = laid(visits=[old], follow_ups=[CALL], answers=answers, now=NOW + DAY)
    assert [one.key for one in tomorrow.over] == [VISIT]


def test_what_was_told_before_visits_merged_is_shown_and_can_be_taken_back():
    names = {VisitKey("part of it"): VISIT, VISIT: VISIT, VisitKey("gone"): VisitKey("elsewhere")}
    answers = [said("offer", "part of it"), said("rejected", "gone")]
    (found,) = laid(answers=answers, names=names).visits
    assert (found.outcome, found.told_of) == ("offer", "part of it")
    own = [*answers, said("heard_back", VISIT, at=NOW - HOUR)]
    (found,) = laid(answers=own, names=names).visits
    assert (found.outcome, found.told_of) == ("heard_back", VISIT)


def test_every_outcome_has_its_words():
    assert set(phrases.OUTCOMES) == set(phrases.SAID) == set(ABOUT_VISITS)
    assert set(phrases.STATES) <= set(get_args(State))


def test_those_that_are_over_come_latest_first():
    visits = [visit(NOW - n * DAY, key=VisitKey(f"{n}")) for n in (9, 3, 30)]
    assert [one.key for one in laid(visits=visits).over] == ["3", "9", "30"]


def test_today_is_the_persons_and_not_the_servers():
    evening = datetime(2026, 12, 1, 23, 30, tzinfo=NEW_YORK)  # the 2nd in UTC
    found = laid(visits=[visit(evening.astimezone(UTC))], now=evening)
    assert found.today == date(2026, 12, 1)
    assert found.visits[0].today
    assert found.visits[0].start.hour == 23


def test_a_visit_without_a_company_is_called_as_its_entry_is():
    found = laid(visits=[visit(company=None, role=None)], titles={VISIT: "Chat - Priya #interview"})
    assert found.visits[0].heading == "Chat - Priya"
    assert laid(visits=[visit(company=None, role=None)]).visits[0].heading == "Interview"


@pytest.mark.parametrize("key", ["acme@example.com", "acme@example.com/20261201T100000Z"])
def test_a_visit_that_is_one_by_their_word_can_lose_it_again(key):
    answers = [said("accept", "acme@example.com")]
    assert laid(visits=[visit(key=VisitKey(key))], answers=answers).visits[0].accepted
    assert laid(visits=[visit(key=VisitKey("another"))], answers=answers).visits[0].accepted is None


# -- the next thing ----------------------------------------------------------------------------


def next_of(**stored):
    found = laid(**stored).next
    return found and (found.when, found.what)


def test_the_next_thing_is_what_is_due_first():
    assert next_of(follow_ups=[CALL, EMAIL]) == (
        "Next, today at 13:00",
        "Thank Dana Ruiz of Acme by email",
    )


def test_what_was_missed_within_a_day_is_next():
    assert next_of(follow_ups=[YESTERDAYS, CALL]) == (
        "Still open since yesterday at 16:00",
        "Thank Dana Ruiz of Acme by email",
    )


def test_what_is_done_is_not_next():
    found = next_of(follow_ups=[EMAIL, CALL], answers=[said("done", EMAIL.key)])
    assert found == ("Next, Friday 4 December at 12:00", "Call Dana Ruiz of Acme")


def test_an_interview_that_is_near_counts_before_all_else():
    visits = [visit(NOW - DAY), visit(NOW + HOUR, key=VisitKey("b"), company="Globex", role=None)]
    found = next_of(visits=visits, follow_ups=[YESTERDAYS])
    assert found == ("Next, today at 13:00", "Your interview with Globex")


def test_an_interview_under_way_is_next_until_it_ends():
    found = next_of(visits=[visit(NOW - HOUR / 2)], follow_ups=[EMAIL])
    assert found == ("Now, until 12:30", "Your interview with Acme, Data Engineer")


def test_an_entry_for_one_person_of_two_is_called_by_its_own_title():
    one = replace(EMAIL, key=Key(f"{VISIT}/email/tom@example.com"))
    assert next_of(follow_ups=[one])[1] == "The email"


def test_nothing_is_next_when_nothing_is_left():
    assert next_of(follow_ups=[LONG_AGO]) is None
    assert next_of(visits=[]) is None


# -- suggestions and calendars -----------------------------------------------------------------


def suggestion(uid="chat", organizer="Priya@Globex.example", start=NOW + DAY):
    return Suggestion(
        uid=uid,
        title="Chat with Priya",
        start=start,
        end=start + HOUR,
        all_day=False,
        organizer=organizer,
        calendar="personal",
        rule="H:score",
        because="Why.",
    )


def test_an_event_in_two_calendars_is_asked_about_once():
    assert len(laid(suggestions=[suggestion(), suggestion()]).suggestions) == 1


@pytest.mark.parametrize(
    ("kind", "key"),
    [("accept", "chat"), ("refuse", "chat"), ("never", "priya@globex.example")],
)
def test_a_question_shows_its_answer_for_the_day_and_goes(kind, key):
    told = {"suggestions": [suggestion(start=NOW + 3 * DAY)], "answers": [said(kind, key)]}
    (one,) = laid(**told).suggestions
    assert one.answer.kind == kind
    assert not laid(**told, now=NOW + DAY).suggestions


def test_an_event_without_organizer_is_never_silenced_by_another():
    told = {"suggestions": [suggestion(organizer=None)], "answers": [said("never", "priya@x")]}
    assert laid(**told).suggestions[0].answer is None


def test_what_is_over_is_not_asked_about():
    assert not laid(suggestions=[suggestion(start=NOW - 2 * HOUR)]).suggestions


def source(number, **fields):
    return Source(
        id=SourceId(number),
        person=PersonId(1),
        name=f"calendar {number}",
        address="https://secret.example/x",
        host="secret.example",
        next_read=NOW,
        **fields,
    )


def test_a_calendar_in_trouble_is_named_unless_it_is_left_alone():
    problem = Problem(where="x", what="It is gone.", next_step="Look.")
    found = laid(
        sources=[
            source(1, problem=problem, failures=1),
            source(2, problem=problem, failures=1, active=False),
            source(3, problem=problem, suspect=True),
        ]
    )
    assert [one.calendar for one in found.troubles] == ["calendar 1", "calendar 3"]
    assert found.troubles[0] == Trouble(calendar="calendar 1", what="It is gone.")
    assert (found.calendars, found.watched) == (3, 2)


def test_a_calendar_that_was_read_with_a_remark_is_in_no_trouble():
    remark = Problem(where="x", what="One event could not be read.", next_step="Look.")
    assert laid(sources=[source(1, problem=remark, last_read=NOW)]).troubles == ()


def test_a_calendar_that_nobody_has_read_yet_is_waited_for():
    gone = Problem(where="x", what="It is gone.", next_step="Look.")
    sources = [source(1), source(2, last_read=NOW), source(3, active=False)]
    sources += [source(4, problem=gone, failures=1)]  # there is nothing to wait for
    assert laid(sources=sources).unread == ("calendar 1",)


KINDS = st.sampled_from(["prompt", "debrief", "email", "card", "call"])
ANSWERS = st.sampled_from(["done", "skip", "again", None])
ROWS = st.sampled_from([None, *Standing])
SEEN = st.sampled_from([None, "as sent"])
REASONS = st.sampled_from(["planned", DONE, "skip", THROWN_AWAY, LET_GO])


@given(KINDS, st.integers(-200, 200), ANSWERS, ROWS, SEEN, REASONS, st.booleans())
def test_whatever_stands_where_their_own_word_counts_and_every_act_fits(  # noqa: PLR0913, PLR0917
    kind, hours, answer, standing, seen, reason, planned
):
    one = follow_up(kind, NOW + hours * HOUR)
    placed = None if standing is None else row(one, standing, reason, seen)
    answers = [] if answer is None else [said(answer, one.key)]
    line = line_of(one, placed, answers, planned=planned)
    if line is None:
        assert not planned
        return
    if answer == "done":
        assert line.state == "done"
    if answer == "skip":
        assert line.state == "skipped"
    assert ("undo" in line.acts) == (answer in {"done", "skip"})
    assert not {"done", "skip"} & set(line.acts) or line.state not in {"done", "skipped", "deleted"}
    assert "again" not in line.acts or (planned and line.state in {"deleted", "kept"})
