"""The feed follows the calendars, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.watch.home import THURSDAY, at_home, interview, moved, retitled, starts

ACME = interview("acme", THURSDAY)
FIVE = ["acme/call", "acme/card", "acme/debrief", "acme/email", "acme/prompt"]
QUARTER = {"minutes": 20}


@pytest.fixture
def home(store):
    return at_home(store)


@pytest.fixture
def personal(home):
    calendar = home.calendar("Personal")
    calendar.put(ACME)
    home.watch()
    return calendar


def test_an_interview_appears_with_its_follow_ups(home, personal):
    assert home.kinds() == FIVE
    email = home.entries()["acme/email"]
    assert email["DTSTART"].dt == THURSDAY + timedelta(hours=3)
    assert (email["SEQUENCE"], email["STATUS"]) == (0, "CONFIRMED")
    assert home.entries()["acme/call"]["STATUS"] == "TENTATIVE"
    assert "Afterword keeps" not in home.body().decode()


def test_they_move_with_it(home, personal):
    before = home.entries()
    personal.put(moved(ACME, THURSDAY + timedelta(days=1)))
    home.later(**QUARTER)
    after = home.entries()
    assert after["acme/email"]["DTSTART"].dt == THURSDAY + timedelta(days=1, hours=3)
    assert sorted(after) == FIVE
    for key in FIVE:
        assert after[key]["UID"] == before[key]["UID"]
    assert after["acme/email"]["SEQUENCE"] == 1
    assert after["acme/email"]["LAST-MODIFIED"].dt > before["acme/email"]["LAST-MODIFIED"].dt
    assert "visit_moved" in home.actions()


@pytest.mark.parametrize(
    "gone",
    [
        lambda calendar: calendar.drop("acme"),
        lambda calendar: calendar.put(replace(ACME, status="cancelled")),
        lambda calendar: calendar.put(retitled(ACME, "Coffee with Acme")),
    ],
    ids=["deleted", "cancelled", "tag removed"],
)
def test_they_go_with_it_and_come_back_with_it(home, personal, gone):
    gone(personal)
    home.later(**QUARTER)
    assert home.kinds() == []
    assert home.actions()[-6:] == ["visit_gone", *["follow_up_removed"] * 5]
    personal.put(ACME)
    home.later(**QUARTER)
    assert home.kinds() == FIVE
    assert home.entries()["acme/email"]["DTSTART"].dt == THURSDAY + timedelta(hours=3)


def test_an_interview_that_is_tidied_away_afterwards_keeps_its_follow_ups(home, personal):
    home.now = THURSDAY + timedelta(hours=2)
    personal.drop("acme")
    home.watch()
    assert home.kinds() == FIVE
    assert "visit_gone" not in home.actions()


def test_the_past_is_left_untouched(home, personal):
    home.now = THURSDAY + timedelta(minutes=30)
    home.watch()
    before = home.entries()["acme/prompt"].to_ical()
    personal.put(moved(ACME, THURSDAY + timedelta(days=7)))
    home.later(**QUARTER)
    after = home.entries()
    assert after["acme/prompt"].to_ical() == before
    assert after["acme/prompt~2"]["DTSTART"].dt == THURSDAY + timedelta(days=7, minutes=-15)
    assert sorted(after) == sorted([*FIVE, "acme/prompt~2"])
    home.later(days=1)
    assert sorted(home.entries()) == sorted([*FIVE, "acme/prompt~2"])


def test_what_is_long_over_leaves_the_feed_and_stays_in_the_ledger(home, personal):
    home.later(days=60)
    assert home.kinds() == []
    assert "follow_up_removed" not in home.actions()


def test_two_calendars_with_one_interview_give_one_set(home, personal):
    work = home.calendar("Work")
    work.put(ACME, interview("globex", THURSDAY + timedelta(days=4)))
    before = home.entries()
    home.later(**QUARTER)
    assert len(home.kinds()) == 10
    assert {key: home.entries()[key].to_ical() for key in FIVE} == {
        key: before[key].to_ical() for key in FIVE
    }
    personal.drop("acme")
    home.later(**QUARTER)
    assert set(FIVE) < set(home.kinds())
    work.drop("acme")
    home.later(**QUARTER)
    assert not set(FIVE) & set(home.kinds())


def test_several_rounds_of_a_day_are_one_visit_whatever_calendar_they_are_in(home, personal):
    second = interview(
        "second", THURSDAY + timedelta(hours=2), "Interview with Acme - Engineer #interview"
    )
    home.calendar("Work").put(second)
    home.later(**QUARTER)
    assert home.kinds() == FIVE
    assert home.entries()["acme/email"]["DTSTART"].dt >= THURSDAY + timedelta(hours=3)
    personal.drop("acme")
    home.later(**QUARTER)
    assert home.kinds() == FIVE  # the visit keeps its name, though its first session is gone


def test_a_call_that_is_agreed_is_confirmed_and_its_revision_rises(home, personal):
    before = home.entries()["acme/call"]
    content = replace(ACME.content, notes="call: 2026-12-14 10:00")
    personal.put(replace(ACME, content=content))
    home.later(**QUARTER)
    after = home.entries()["acme/call"]
    assert (before["STATUS"], after["STATUS"]) == ("TENTATIVE", "CONFIRMED")
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_a_pass_without_news_writes_neither_feed_nor_journal(home, personal):
    with home.store.read() as tx:
        from service.store.feeds import feed  # noqa: PLC0415

        before = feed(tx, home.person)
    lines = home.lines()
    for _ in range(3):
        home.later(**QUARTER)
    with home.store.read() as tx:
        assert feed(tx, home.person) == before
    assert home.lines() == lines


def test_a_listing_that_says_the_same_again_changes_nothing(home, personal):
    body, lines = home.body(), home.lines()
    personal.version += 1
    home.later(**QUARTER)
    assert personal.pulls[-1] == "v1"
    assert (home.body(), home.lines()) == (body, lines)


def test_revisions_rise_only_where_something_changed(home, personal):
    personal.put(interview("globex", THURSDAY + timedelta(days=4)))
    home.later(**QUARTER)
    assert {int(one["SEQUENCE"]) for one in home.entries().values()} == {0}
    before = home.entries()
    personal.put(moved(interview("globex", THURSDAY), THURSDAY + timedelta(days=5)))
    home.later(**QUARTER)
    after = home.entries()
    changed = {key for key in after if after[key].to_ical() != before[key].to_ical()}
    assert (
        changed
        == {f"globex/{kind}" for kind in ("call", "card", "debrief", "email", "prompt")} & changed
    )
    assert {"globex/email", "globex/debrief", "globex/prompt"} <= changed
    assert all(int(after[key]["SEQUENCE"]) == 1 for key in changed)


def test_other_settings_are_followed_though_the_calendar_is_the_same(home, personal):
    from service.store.people import set_settings  # noqa: PLC0415
    from tests.watch.home import SETTINGS  # noqa: PLC0415

    assert starts(home.entries().values())
    personal.put(retitled(ACME, "Acme chat #einstellung"))
    home.later(**QUARTER)
    assert home.kinds() == []
    with home.store.write() as tx:
        settings = f'{SETTINGS}[recognise]\ntags = ["einstellung"]\n'
        set_settings(tx, home.person, settings, now=home.now)
    home.later(**QUARTER)
    assert personal.pulls[-1] is None
    assert home.kinds() == FIVE


def test_a_status_that_changes_alone_is_a_revision_too(home, personal):
    home.now = THURSDAY + timedelta(days=12)  # the call's time has passed
    home.watch()
    before = home.entries()["acme/call"]
    personal.put(replace(ACME, content=replace(ACME.content, notes="heard back")))
    home.later(**QUARTER)
    after = home.entries()["acme/call"]
    assert (before["STATUS"], after["STATUS"]) == ("TENTATIVE", "CONFIRMED")
    assert after["DTSTART"] == before["DTSTART"]
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
