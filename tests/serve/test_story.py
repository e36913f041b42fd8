"""What happens at the source happens in the feed, through `afterword serve` on both databases."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.serve.origin import HOUR, interview
from tests.watch.home import starts

FIVE = ["acme/call", "acme/card", "acme/debrief", "acme/email", "acme/prompt"]
WEEK = timedelta(weeks=1)
PHOENIX = ZoneInfo("America/Phoenix")  # it never changes its clocks
START = datetime.now(PHOENIX).replace(hour=15, minute=0, second=0, microsecond=0)
START += timedelta(days=7 + (1 - START.weekday()) % 7)  # a Tuesday, 7 to 13 days from now
ACME = interview("acme", START)
LUNCH = interview("lunch", START, title="Lunch with Sam")


@pytest.fixture
def personal(alex, origin):
    """Acme stands in it, and the feed follows."""
    source = alex.add(origin.put("personal", ACME, LUNCH))
    assert sorted(alex.entries()) == FIVE
    return source


def test_the_feed_follows_its_source(alex, origin, personal):
    def publishes(*events):
        origin.put("personal", *events, LUNCH)
        alex.check(personal)
        return alex.entries()

    before = alex.entries()
    assert before["acme/email"]["DTSTART"].dt == START + 3 * HOUR

    after = publishes(interview("acme", START + WEEK))
    assert sorted(after) == FIVE
    assert after["acme/email"]["DTSTART"].dt == START + WEEK + 3 * HOUR
    for key in FIVE:
        assert after[key]["UID"] == before[key]["UID"]
    assert after["acme/email"]["SEQUENCE"] == before["acme/email"]["SEQUENCE"] + 1

    for gone in (
        [interview("acme", START, "STATUS:CANCELLED")],
        [interview("acme", START, title="Coffee with Acme")],
        [],
    ):
        assert publishes(*gone) == {}
        back = publishes(ACME)
        assert sorted(back) == FIVE
        assert back["acme/email"]["DTSTART"].dt == START + 3 * HOUR


def test_two_sources_with_one_interview_give_one_set(alex, origin):
    initech = interview("initech", START + 2 * HOUR, title="Interview with Initech #interview")
    personal = alex.add(origin.put("personal", ACME, initech))
    body = alex.body()
    assert len(alex.entries()) == 10
    work = alex.add(origin.put("work", ACME), name="Work")
    assert alex.body() == body
    origin.put("personal", initech)
    alex.check(personal)
    assert alex.body() == body
    origin.put("personal", ACME, initech)
    alex.check(personal)
    assert alex.api(f"/sources/{work}", method="DELETE").status == 204
    alex.rested()
    assert alex.body() == body
    origin.put("personal", initech)
    alex.check(personal)
    assert not set(FIVE) & set(alex.entries())


def test_a_source_that_did_not_change_is_not_downloaded_again(alex, origin, personal):
    body, etag = alex.body(), alex.fetch().headers["ETag"]
    first = origin.of("personal")
    assert [(one.conditional, one.status) for one in first] == [(False, 200)]
    for _ in range(2):
        alex.check(personal)
    again = origin.of("personal")[len(first) :]
    assert [(one.conditional, one.status, one.sent) for one in again] == [(True, 304, 0)] * 2
    assert (alex.body(), alex.fetch().headers["ETag"]) == (body, etag)
    assert alex.source(personal)["events"] == 2
    shown = alex.source(personal)
    assert shown["last_read"] > shown["last_change"]


def test_follow_ups_of_the_past_are_left_untouched(service, origin):
    alex = service.client()
    personal = alex.add(origin.put("personal", ACME, LUNCH))
    before, body = alex.entries(), alex.body()
    assert service.stop() == 0
    service.start(ahead=START + HOUR / 2 - datetime.now(UTC))
    assert alex.body() == body
    origin.put("personal", interview("acme", START + WEEK), LUNCH)
    alex.check(personal)
    after = alex.entries()
    assert sorted(after) == sorted([*FIVE, "acme/prompt~2"])
    assert after["acme/prompt"].to_ical() == before["acme/prompt"].to_ical()
    assert starts([after["acme/prompt~2"]]) == [START + WEEK - HOUR / 4]
    origin.put("personal", LUNCH)
    alex.check(personal)
    assert {key: one.to_ical() for key, one in alex.entries().items()} == {
        "acme/prompt": before["acme/prompt"].to_ical()
    }


def test_what_is_tidied_away_after_the_interview_keeps_its_follow_ups(alex, origin):
    just_over = datetime.now(UTC) - HOUR - timedelta(minutes=5)
    source = alex.add(origin.put("personal", interview("acme", just_over)))
    body = alex.body()
    assert "acme/call" in alex.entries()
    origin.put("personal", LUNCH)
    alex.check(source)
    assert alex.body() == body
