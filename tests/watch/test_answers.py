"""What the person says is followed by the next pass, and nothing said is ever lost."""

from dataclasses import replace
from datetime import timedelta

import pytest

from connectors.contract import Organizer, Series
from service.domain.debrief import Debrief
from service.domain.model import Key, Placement, Standing, VisitKey
from service.store.answers import answers, give_answer, take_back_answer
from service.store.debriefs import keep_debrief
from service.store.ledger import keep_rows, row
from service.store.suggestions import stored_suggestions, suggestions
from service.watch import watch
from tests.watch.home import NOW, THURSDAY, at_home, interview, moved

FIVE = ["acme/call", "acme/card", "acme/debrief", "acme/email", "acme/prompt"]
ACME = interview("acme", THURSDAY)
GLOBEX = interview("globex", THURSDAY + timedelta(days=4), "Interview with Globex - Engineer")
QUARTER = {"minutes": 20}
MINUTE = {"minutes": 1}
"""Too soon for any calendar to be due."""


@pytest.fixture
def home(store):
    return at_home(store)


@pytest.fixture
def personal(home):
    calendar = home.calendar("Personal")
    calendar.put(ACME)
    home.watch()
    return calendar


def say(home, kind, key, value=""):
    with home.store.write() as tx:
        give_answer(tx, home.person, kind, key, now=home.now, value=value)


def unsay(home, kind, key):
    with home.store.write() as tx:
        assert take_back_answer(tx, home.person, kind, key)


def undo(home, kind, key):
    """As the front desk does it."""
    unsay(home, kind, key)
    say(home, "again", key)


def asked(home):
    with home.store.read() as tx:
        return [one.uid for one in suggestions(tx, home.person)]


def told(home):
    with home.store.read() as tx:
        return [(one.kind, one.key) for one in answers(tx, home.person)]


def test_what_is_done_stays_with_a_tick_and_never_moves(home, personal):
    before = home.entries()["acme/email"]
    say(home, "done", "acme/email")
    home.later(**MINUTE)
    after = home.entries()["acme/email"]
    assert after["SUMMARY"] == f"✓ {before['SUMMARY']}"
    assert after["UID"] == before["UID"]
    assert after["CREATED"] == before["CREATED"]
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert after["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt
    personal.put(moved(ACME, THURSDAY + timedelta(days=1)))
    home.later(**QUARTER)
    assert home.entries()["acme/email"].to_ical() == after.to_ical()
    assert home.kinds() == FIVE


def test_what_is_skipped_goes_and_stays_away(home, personal):
    say(home, "skip", "acme/card")
    home.later(**MINUTE)
    left = [key for key in FIVE if key != "acme/card"]
    assert home.kinds() == left
    personal.put(moved(ACME, THURSDAY + timedelta(days=1)))
    home.later(**QUARTER)
    assert home.kinds() == left


def test_what_was_skipped_before_it_ever_stood_is_never_made(home):
    say(home, "skip", "acme/card")
    home.calendar("Personal").put(ACME)
    home.watch()
    assert "acme/card" not in home.kinds()
    undo(home, "skip", "acme/card")
    home.later(**MINUTE)
    assert home.kinds() == FIVE


@pytest.mark.parametrize("kind", ["done", "skip"])
def test_undone_it_is_the_entry_it_was_in_a_new_revision(home, personal, kind):
    before = home.entries()["acme/email"]
    say(home, kind, "acme/email")
    home.later(**MINUTE)
    undo(home, kind, "acme/email")
    home.later(**MINUTE)
    after = home.entries()["acme/email"]
    same = ["UID", "SUMMARY", "DTSTART", "CREATED", "DESCRIPTION"]
    assert [after[name] for name in same] == [before[name] for name in same]
    assert after["SEQUENCE"] == before["SEQUENCE"] + 2
    assert told(home) == []
    personal.put(moved(ACME, THURSDAY + timedelta(days=1)))
    home.later(**QUARTER)
    assert home.entries()["acme/email"]["DTSTART"].dt == THURSDAY + timedelta(days=1, hours=3)


def test_undone_before_any_pass_nothing_changes(home, personal):
    body, lines = home.body(), home.lines()
    say(home, "skip", "acme/email")
    undo(home, "skip", "acme/email")
    home.later(**MINUTE)
    assert (home.body(), home.lines(), told(home)) == (body, lines, [])


def test_what_was_thrown_away_is_made_anew_under_another_name(home, personal):
    before = home.entries()["acme/email"]
    with home.store.write() as tx:
        placed = row(tx, home.person, Key("acme/email"))
        gone = replace(placed, standing=Standing.THEIRS, seen=None, reason="thrown away")
        keep_rows(tx, home.person, [gone], now=home.now)
    home.later(**MINUTE)
    assert "acme/email" not in home.kinds()
    say(home, "again", "acme/email")
    home.later(**MINUTE)
    after = home.entries()["acme/email"]
    assert after["DTSTART"] == before["DTSTART"]
    assert after["UID"] != before["UID"]
    assert told(home) == []


def test_again_for_what_is_looked_after_anyway_changes_nothing(home, personal):
    body, lines = home.body(), home.lines()
    say(home, "again", "acme/email")
    say(home, "again", "nothing/email")
    home.later(**MINUTE)
    assert (home.body(), home.lines(), told(home)) == (body, lines, [])


def test_undone_after_the_visit_moved_on_from_a_past_slot_there_is_a_second(home, personal):
    home.now = THURSDAY + timedelta(hours=4)
    home.watch()
    say(home, "done", "acme/email")
    home.later(**MINUTE)
    personal.put(moved(ACME, THURSDAY + timedelta(days=7)))
    home.later(**QUARTER)
    assert "acme/email~2" not in home.kinds()
    undo(home, "done", "acme/email")
    home.later(**MINUTE)
    assert home.entries()["acme/email~2"]["DTSTART"].dt == THURSDAY + timedelta(days=7, hours=3)
    assert home.entries()["acme/email"]["DTSTART"].dt == THURSDAY + timedelta(hours=3)


def test_said_done_as_the_visit_moves_on_there_is_no_second(home, personal):
    home.now = THURSDAY + timedelta(hours=4)
    home.watch()
    say(home, "done", "acme/email")
    personal.put(moved(ACME, THURSDAY + timedelta(days=7)))
    home.later(**QUARTER)
    assert "acme/email~2" not in home.kinds()


def test_what_is_put_off_when_its_time_is_over_is_there_again_as_often_as_that(home, personal):
    first = THURSDAY + timedelta(hours=3)
    for turn, key in enumerate(["acme/email", "acme/email~2"], 1):
        home.now = first + timedelta(days=turn - 1, hours=1)
        home.watch()
        say(home, "later", key, (first + timedelta(days=turn)).isoformat())
        home.later(**MINUTE)
        assert home.entries()[f"acme/email~{turn + 1}"]["DTSTART"].dt == first + timedelta(
            days=turn
        )
        assert home.entries()[key]["DTSTART"].dt == first + timedelta(days=turn - 1)
    home.later(**MINUTE)
    assert "acme/email~4" not in home.kinds()


def test_a_call_whose_time_is_over_stands_again_where_it_belongs_now(home, personal):
    home.now = THURSDAY + timedelta(days=8, hours=4)
    home.watch()
    say(home, "silent", "acme")
    home.later(**MINUTE)
    monday = home.now.replace(day=14, hour=9, minute=30)
    assert home.entries()["acme/call~2"]["DTSTART"].dt.date() == monday.date()
    home.now = monday + timedelta(hours=4)
    home.watch()
    friday = {"may_call": "agreed", "call_on": monday.date() + timedelta(days=4)}
    with home.store.write() as tx:
        keep_debrief(tx, home.person, Debrief(visit=VisitKey("acme"), at=home.now, **friday))
    home.later(**MINUTE)
    assert home.entries()["acme/call~3"]["DTSTART"].dt.date() == friday["call_on"]


@pytest.mark.parametrize("kind", ["heard_back", "offer", "rejected"])
def test_once_they_have_answered_only_the_call_goes_and_comes_back_on_undo(home, personal, kind):
    before = home.entries()
    say(home, kind, "acme")
    home.later(**MINUTE)
    assert home.kinds() == [key for key in FIVE if key != "acme/call"]
    unsay(home, kind, "acme")
    home.later(**MINUTE)
    assert home.kinds() == FIVE
    assert home.entries()["acme/call"]["DTSTART"] == before["acme/call"]["DTSTART"]


def test_an_answer_is_found_again_when_visits_have_merged(home, personal):
    later = interview(
        "zeta", THURSDAY + timedelta(days=1), "Interview with Acme - Engineer #interview"
    )
    personal.put(later)
    home.later(**QUARTER)
    assert "zeta/call" in home.kinds()
    say(home, "heard_back", "zeta")
    personal.put(moved(later, THURSDAY + timedelta(hours=2)))
    home.later(**QUARTER)
    assert home.kinds() == [key for key in FIVE if key != "acme/call"]


def test_an_accepted_suggestion_is_a_visit_though_the_calendar_says_nothing_new(home, personal):
    personal.put(GLOBEX)
    home.later(**QUARTER)
    assert asked(home) == ["globex"]
    assert home.kinds() == FIVE
    pulls = len(personal.pulls)
    say(home, "accept", "globex")
    home.later(**MINUTE)
    assert len(personal.pulls) == pulls + 1
    assert len(home.kinds()) == 10
    assert asked(home) == []
    home.later(**MINUTE)
    assert len(personal.pulls) == pulls + 1  # only once
    unsay(home, "accept", "globex")
    home.later(**MINUTE)
    assert (home.kinds(), asked(home)) == (FIVE, ["globex"])


def test_a_calendar_in_trouble_is_not_asked_sooner_for_an_answer(home, personal):
    personal.fault = RuntimeError()
    home.later(**QUARTER)
    pulls = len(personal.pulls)
    say(home, "accept", "globex")
    home.later(**MINUTE)
    assert len(personal.pulls) == pulls


def test_a_yes_outlives_that_guessing_is_switched_off(home, personal):
    from service.store.people import set_settings  # noqa: PLC0415
    from tests.watch.home import SETTINGS  # noqa: PLC0415

    personal.put(GLOBEX, interview("hooli", THURSDAY, "Interview with Hooli"))
    home.later(**QUARTER)
    say(home, "accept", "globex")
    with home.store.write() as tx:
        tags_only = f"{SETTINGS}[recognise]\nheuristics = false\n"
        set_settings(tx, home.person, tags_only, now=home.now)
    home.later(**MINUTE)
    assert len(home.kinds()) == 10
    assert asked(home) == []


@pytest.mark.parametrize(
    ("kind", "key"),
    [("refuse", "globex"), ("never", "ada@globex.example")],
    ids=["refuse", "never"],
)
def test_a_no_only_silences_the_question(home, personal, kind, key):
    invited = replace(GLOBEX, organizer=Organizer(email="Ada@Globex.example", name="Ada"))
    personal.put(invited)
    home.later(**QUARTER)
    assert asked(home) == ["globex"]
    say(home, kind, key)
    assert asked(home) == []
    home.later(**QUARTER)
    assert (asked(home), home.kinds()) == ([], FIVE)
    unsay(home, kind, key)
    assert asked(home) == ["globex"]
    say(home, kind, key)
    content = replace(invited.content, title="Interview with Globex - Engineer #interview")
    personal.put(replace(invited, content=content))
    home.later(**QUARTER)
    assert len(home.kinds()) == 10  # a tag still wins


def test_suggestions_go_with_the_event_and_when_it_is_over(home, personal):
    tomorrow = NOW + timedelta(days=1)
    personal.put(GLOBEX, interview("hooli", tomorrow, "Interview with Hooli"))
    home.later(**QUARTER)
    assert asked(home) == ["hooli", "globex"]
    personal.drop("globex")
    home.later(**QUARTER)
    assert asked(home) == ["hooli"]
    home.now = tomorrow + timedelta(hours=1)
    home.watch()
    assert personal.pulls[-1] == f"v{personal.version}"  # nothing new was told of it
    with home.store.read() as tx:
        assert stored_suggestions(tx, home.person) == {}


def test_a_series_is_asked_about_by_its_next_date(home, personal):
    first = THURSDAY - timedelta(weeks=10)
    weekly = interview("weekly", first, "Weekly #interview", series=Series(rules=("FREQ=WEEKLY",)))
    personal.put(weekly)
    home.later(**QUARTER)
    with home.store.read() as tx:
        (one,) = suggestions(tx, home.person)
    assert (one.rule, one.start) == ("S0:series", THURSDAY - timedelta(weeks=1))


def test_an_event_of_two_calendars_is_asked_about_once(home, personal):
    personal.put(GLOBEX)
    home.calendar("Work").put(GLOBEX)
    home.later(**QUARTER)
    assert asked(home) == ["globex"]


@pytest.mark.parametrize(
    ("kind", "key", "shows"),
    [
        ("skip", "acme/email", lambda home: "acme/email" not in home.kinds()),
        ("heard_back", "acme", lambda home: "acme/call" not in home.kinds()),
        ("accept", "globex", lambda home: "globex/email" in home.kinds()),
        ("refuse", "globex", lambda home: asked(home) == []),
    ],
)
def test_nothing_said_during_a_pass_is_lost(home, personal, kind, key, shows):
    personal.put(GLOBEX)
    home.later(**QUARTER)
    real = personal.pull

    def pull(calendar, cursor):
        say(home, kind, key)
        return real(calendar, cursor)

    personal.pull = pull
    home.later(**QUARTER)
    personal.pull = real
    assert (kind, key) in told(home)
    home.later(**MINUTE)
    assert shows(home)


def test_a_wish_repeated_during_the_pass_that_fulfils_it_is_not_lost(home, personal):
    say(home, "skip", "acme/email")
    home.later(**MINUTE)
    undo(home, "skip", "acme/email")
    real = personal.pull

    def pull(calendar, cursor):
        home.now += timedelta(seconds=1)
        say(home, "skip", "acme/email")
        undo(home, "skip", "acme/email")
        return real(calendar, cursor)

    personal.pull = pull
    now = home.now = home.now + timedelta(minutes=20)
    watch(home.store, home.person, home.equipment, now=now)
    assert told(home) == [("again", "acme/email")]


def test_without_the_lease_a_wish_stays(home, personal):
    from service.watch import LeaseLost  # noqa: PLC0415

    say(home, "skip", "acme/email")
    home.later(**MINUTE)
    undo(home, "skip", "acme/email")
    with pytest.raises(LeaseLost):
        home.watch(held=lambda _: False)
    assert told(home) == [("again", "acme/email")]


def test_a_pass_over_answers_it_knows_writes_nothing(home, personal):
    from sqlalchemy import event  # noqa: PLC0415

    say(home, "done", "acme/email")
    home.later(**QUARTER)
    seen = []

    def note(_connection, _cursor, statement, *_):
        seen.append(statement)

    event.listen(home.store.engine, "before_cursor_execute", note)
    home.later(**MINUTE)
    event.remove(home.store.engine, "before_cursor_execute", note)
    assert seen
    assert not [one for one in seen if one.startswith(("INSERT", "UPDATE", "DELETE"))]


def test_placements_of_another_kind_of_theirs_are_printed_as_they_are(home, personal):
    with home.store.write() as tx:
        placed = row(tx, home.person, Key("acme/email"))
        assert isinstance(placed, Placement)
        let_go = replace(placed, standing=Standing.THEIRS, reason="edited, no longer planned")
        keep_rows(tx, home.person, [let_go], now=home.now)
    title = home.entries()["acme/email"]["SUMMARY"]
    home.later(**MINUTE)
    assert home.entries()["acme/email"]["SUMMARY"] == title
