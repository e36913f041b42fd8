"""The cases 31 to 35 of the facts on pushes, by their numbers: the running app and the stand-in."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from connectors.google.api import hang_up
from service.pacing import POLLS_A_DAY, poll_every
from service.store.channels import channel, channels_of
from service.store.sources import remove_source
from service.store.watches import claim_watches
from tests.google_fake.faults import Fault
from tests.pushes.town import ALEX, DAY, HOUR, MINUTE, POLL, told

SECOND = timedelta(seconds=1)


def living(town):
    with town.store.read() as tx:
        return channels_of(tx, town.grant)


def test_31_the_sync_message_comes_before_the_answer(town, ear):
    town.work()
    heard = []
    deliver = town.fake.pushes.deliver

    def delivered(message):
        heard.append([one.state for one in living(town)])
        deliver(message)

    town.fake.pushes.deliver = delivered
    assert town.watches.attend() == 1
    assert heard == [["pending"]]
    assert [one.status for one in town.fake.pushes.deliveries] == [204]
    assert [one.state for one in living(town)] == ["live"]
    assert town.counted("pushes") == {"sync": 1}
    assert ear.woken == []


@pytest.mark.parametrize("wrong", ["token", "no token", "channel", "resource", "odd", "long"])
def test_32_what_is_not_of_a_channel_of_ours_is_not_believed(watched, ear, wrong):
    (one,) = living(watched)
    right = {"Channel_ID": one.id, "Channel_Token": "x", "Resource_ID": one.resource}
    there = watched.fake.channels.living()[0]
    right |= {"Channel_Token": there.token, "Resource_State": "exists"}
    changed = {
        "token": {"Channel_Token": there.token[:-1] + "!"},
        "no token": {"Channel_Token": ""},
        "channel": {"Channel_ID": "0" * 36},
        "resource": {"Resource_ID": "another"},
        "odd": {"Channel_ID": "é\x80"},
        "long": {"Channel_ID": "x" * 65},
    }[wrong]
    before = watched.counted("pushes")
    due = watched.next_read()
    assert told(ear.address, **{**right, **changed}) == 404
    assert sum(watched.counted("pushes").values()) == sum(before.values()) + 1
    assert (ear.woken, watched.next_read(), watched.fake.seen) == ([], due, [])
    assert told(ear.address, **right) == 204
    assert ear.woken == [watched.person]


def test_32_what_is_over_is_taken_and_does_nothing(watched, ear):
    (one,) = living(watched)
    there = watched.fake.channels.living()[0]
    right = {"Channel_ID": one.id, "Channel_Token": there.token, "Resource_ID": one.resource}
    watched.fake.clock.advance(7 * DAY)
    assert told(ear.address, **right, Resource_State="exists") == 204
    watched.watches.stop(watched.grant)
    assert told(ear.address, **right, Resource_State="exists") == 204
    assert (watched.counted("pushes")["expired"], watched.counted("pushes")["retired"]) == (1, 1)
    assert (ear.woken, watched.lists()) == ([], 0)


def test_only_what_cannot_be_written_down_is_to_be_sent_again(watched, ear):
    watched.fake.pushes.pauses = (0.01,)
    ear.store.break_down()
    watched.interview("Acme")
    watched.fake.pushes.settle()
    assert [one.status for one in watched.fake.pushes.deliveries[-2:]] == [503, 503]
    ear.store.trouble = None
    watched.interview("Globex")
    watched.fake.pushes.settle()
    watched.work()
    assert len(watched.known()) == 2


def test_33_fifty_messages_in_two_seconds_make_two_looks(watched):
    titles = set()
    for number in range(50):
        titles.add(watched.interview(f"Acme{number}"))
        watched.fake.pushes.settle()
        watched.work()
        watched.fake.clock.advance(timedelta(milliseconds=39))
    watched.pass_by(3 * SECOND, step=SECOND)
    assert watched.lists() == 2
    assert {title.removesuffix(" #interview") for title in titles} <= {
        one.removesuffix(" #interview") for one in watched.known()
    }
    watched.pass_by(HOUR, step=10 * MINUTE)
    assert watched.lists() == 0


def test_33_a_message_during_a_look_makes_another(watched):
    seen = watched.fake.interface.suffer

    def meanwhile(method, user, incoming, act):
        reply = seen(method, user, incoming, act)
        if method == "events.list" and watched.fake.person(ALEX).calendar.version < 3:
            watched.interview("Globex")
            watched.fake.pushes.settle()
        return reply

    watched.interview("Acme")
    watched.fake.pushes.settle()
    watched.fake.interface.suffer = meanwhile
    watched.work()
    watched.fake.interface.suffer = seen
    watched.pass_by(3 * SECOND, step=SECOND)
    assert len(watched.known()) == 2
    assert watched.lists() <= 3


def test_34_a_channel_is_made_anew_in_time_and_the_old_one_stopped_after(watched):
    (before,) = living(watched)
    watched.pass_by(6 * DAY, step=HOUR)
    (after,) = living(watched)
    assert before.id != after.id
    asked = [s.method for s in watched.fake.seen if s.method in ("events.watch", "channels.stop")]
    assert asked == ["events.watch", "channels.stop"]
    assert after.expires > before.expires


def test_34_an_old_channel_that_cannot_be_stopped_tells_as_well_and_costs_nothing(watched, ear):
    (before,) = living(watched)
    watched.fake.faults.plan(Fault(kind="status", method="channels.stop", status=503))
    watched.pass_by(6 * DAY, step=HOUR)
    assert watched.fake.faults.left == 0
    assert {one.state for one in living(watched)} == {"live", "draining"}
    assert len(watched.fake.channels.living()) == 2
    watched.lists()
    watched.interview("Acme")
    watched.fake.pushes.settle()
    watched.work()
    watched.pass_by(5 * SECOND, step=SECOND)
    assert watched.counted("pushes")["hint"] == 2
    assert (len(watched.known()), watched.lists() <= 2) == (1, True)
    watched.pass_by(2 * DAY, step=HOUR)
    assert before.id not in [one.id for one in watched.fake.channels.living()]


def test_34_without_a_new_channel_the_old_one_is_kept_and_looks_come_sooner(watched):
    (before,) = living(watched)
    watched.fake.faults.weather = lambda method, _user: (
        Fault(kind="status", status=503) if method == "events.watch" else None
    )
    watched.pass_by(6 * DAY, step=HOUR)
    assert [one.id for one in living(watched)] == [before.id]
    assert watched.counted("watches")["failed"] > 1
    watched.interview("Acme")
    watched.fake.pushes.settle()
    watched.work()
    assert len(watched.known()) == 1
    watched.pass_by(DAY + HOUR, step=30 * MINUTE)
    assert watched.next_read() - watched.clock() <= POLL * 1.1
    assert watched.fake.count()["events.watch"] < 60


def test_35_what_no_message_tells_is_found_within_a_day_by_a_live_channel(watched):
    watched.fake.pushes.fate = lambda _message: ()
    watched.interview("Acme")
    watched.pass_by(DAY, step=HOUR)
    assert len(watched.known()) == 1
    assert watched.lists() <= 2


def test_35_without_channels_it_is_found_within_minutes(town):
    town.work()
    town.lists()
    town.interview("Acme")
    for _ in range(6):
        town.fake.clock.advance(MINUTE)
        town.work()
    assert len(town.known()) == 1
    town.lists()
    for _ in range(3 * 60):
        town.fake.clock.advance(MINUTE)
        town.work()
    assert 25 < town.lists() < 40


def test_35_however_many_there_are_polls_stay_within_their_part_of_the_day():
    for number in (1, 100, 5_000, 100_000):
        assert number * (DAY / poll_every(number)) <= max(POLLS_A_DAY, number * 288) + 1
    assert 100_000 * (DAY / poll_every(100_000)) <= POLLS_A_DAY + 1


def test_a_calendar_that_is_read_no_more_is_not_told_of(watched):
    with watched.store.write() as tx:
        remove_source(tx, watched.calendar, now=watched.clock())
    watched.watches.attend()
    assert watched.fake.channels.living() == []
    assert living(watched) == []


def test_a_calendar_that_cannot_be_watched_is_asked_again_tomorrow(town, ear):
    town.fake.world.calendars[ALEX].watchable = False
    town.work()
    town.pass_by(DAY, step=HOUR)
    assert town.counted("watches") == {"refused": 2}
    assert town.next_read() - town.clock() <= POLL * 1.1


def test_a_claim_is_one_workers_until_its_time_is_over(town):
    def claimed():
        with town.store.write() as tx:
            how = {"now": town.clock(), "lease": MINUTE, "limit": 10}
            return [one.id for one in claim_watches(tx, "google", **how)]

    assert claimed() == [town.calendar]
    assert claimed() == []
    town.fake.clock.advance(MINUTE)
    assert claimed() == [town.calendar]


def both_at_once(act):
    together = Barrier(2)

    def run(_):
        together.wait(60)
        try:
            return act()
        finally:
            hang_up()  # a thread has connections of its own

    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(run, range(2)))


def test_two_workers_make_one_channel(watched):
    for _ in range(10):
        watched.fake.clock.advance(6 * DAY)
        assert sum(both_at_once(watched.watches.attend)) == 1


def test_the_token_is_kept_as_its_hash_alone(watched):
    there = watched.fake.channels.living()[0]
    with watched.store.read() as tx:
        kept = channel(tx, there.id)
    assert there.token.encode() not in kept.token_hash
    assert there.token not in repr(kept)
    assert (len(there.id), len(there.token) >= 40) == (36, True)
