"""Channels: opened, told, retried, doubled, lost, late, ended."""

from datetime import UTC, datetime, timedelta

import pytest
from google.auth.exceptions import RefreshError
from googleapiclient.errors import HttpError

from tests.google_fake.clients import reason_of
from tests.google_fake.conftest import EMAIL, NOW
from tests.google_fake.receiver import receiver

START = datetime(2026, 11, 25, 15, tzinfo=UTC)


@pytest.fixture
def hook():
    with receiver() as made:
        yield made


@pytest.fixture
def watch(google, hook):
    def opened(name="channel-1", **more):
        body = {"id": name, "type": "web_hook", "address": hook.address, **more}
        return google.events.watch(calendarId="primary", body=body).execute()

    return opened


def refusal(act, *arguments, **more):
    with pytest.raises(HttpError) as caught:
        act(*arguments, **more)
    return reason_of(caught.value)


def test_the_sync_message_comes_before_the_answer(fake, watch, hook):
    hook.says = [503] * 2  # so late an answer would be noticed
    channel = watch(token="secret")
    assert hook.headers("Resource-State") == ["sync"] * 3
    assert hook.headers("Resource-ID")[0] == channel["resourceId"]
    assert hook.headers("Message-Number")[0] == "1"


def test_a_change_is_told_with_the_token_and_without_a_body(fake, me, watch, hook):
    channel = watch(token="secret")
    me.create("New", START, START)
    fake.pushes.settle()
    told = hook.heard[-1]
    assert (told.verb, told.path, told.payload) == ("POST", "/google/push", b"")
    assert hook.headers("Resource-State") == ["sync", "exists"]
    assert hook.headers("Channel-Token") == ["secret"] * 2
    assert hook.headers("Channel-ID") == [channel["id"]] * 2


def test_our_own_writes_are_told_too(fake, google, watch, hook):
    watch()
    google.insert(summary="Follow-up")
    fake.pushes.settle()
    assert hook.headers("Resource-State") == ["sync", "exists"]


def test_another_calendar_is_not_told(fake, watch, hook):
    watch()
    other = fake.calendar(EMAIL, "Other")
    fake.person(EMAIL, other).create("New", START, START)
    fake.pushes.settle()
    assert len(hook.heard) == 1


@pytest.mark.parametrize("copies", [(), (0.0,), (0.0, 0.0, 0.05)])
def test_a_message_may_be_lost_or_doubled(fake, me, watch, hook, copies):
    watch()
    fake.pushes.fate = lambda _message: copies
    me.create("New", START, START)
    fake.pushes.settle()
    assert len(hook.heard) == 1 + len(copies)


def test_messages_may_be_late_and_out_of_order(fake, me, watch, hook):
    watch()
    fake.pushes.hold()
    for _ in range(3):
        me.create("New", START, START)
    fake.pushes.settle()
    assert len(hook.heard) == 1
    assert fake.pushes.release(backwards=True) == 3
    fake.pushes.settle()
    assert hook.headers("Message-Number") == ["1", "4", "3", "2"]


@pytest.mark.parametrize("case", [(503, 2), (500, 2), (404, 1), (401, 1)])
def test_only_a_passing_failure_is_tried_again(fake, me, watch, hook, case):
    status, attempts = case
    watch()
    hook.says = [status]
    me.create("New", START, START)
    fake.pushes.settle()
    assert len(hook.heard) == 1 + attempts


def test_nothing_comes_after_the_end(fake, me, watch, hook):
    channel = watch(params={"ttl": "3600"})
    assert int(channel["expiration"]) == int((NOW + timedelta(hours=1)).timestamp() * 1000)
    fake.clock.advance(timedelta(hours=1))
    me.create("New", START, START)
    fake.pushes.settle()
    assert len(hook.heard) == 1


def test_google_allows_less_than_is_asked_for(fake, watch):
    asked = int((NOW + timedelta(days=30)).timestamp() * 1000)
    channel = watch(expiration=str(asked))
    assert int(channel["expiration"]) == int((NOW + timedelta(days=7)).timestamp() * 1000)


def test_a_stopped_channel_is_silent_and_can_be_stopped_once(fake, google, me, watch, hook):
    channel = watch()
    body = {"id": channel["id"], "resourceId": channel["resourceId"]}
    wrong = google.service.channels().stop(body={**body, "resourceId": "other"})
    assert refusal(wrong.execute) == (404, "notFound")
    google.service.channels().stop(body=body).execute()
    me.create("New", START, START)
    fake.pushes.settle()
    assert len(hook.heard) == 1
    assert refusal(google.service.channels().stop(body=body).execute) == (404, "notFound")


def test_two_channels_are_both_told(fake, me, watch, hook):
    watch("old")
    watch("new")
    me.create("New", START, START)
    fake.pushes.settle()
    assert sorted(hook.headers("Channel-ID")[2:]) == ["new", "old"]


def test_what_cannot_be_watched(fake, watch):
    watch()
    assert refusal(watch) == (400, "channelIdNotUnique")
    assert refusal(watch, "x" * 65) == (400, "invalid")
    assert refusal(watch, "b", token="x" * 257) == (400, "invalid")
    assert refusal(watch, "b", address="http://example.com/") == (400, "push.webhookUrlNotHttps")
    fake.world.calendars[EMAIL].watchable = False
    assert refusal(watch, "b") == (400, "pushNotSupportedForRequestedResource")


def test_a_domain_that_nobody_verified_is_not_told(fake, watch):
    fake.manners.verified_domains = ("afterword.example",)
    with pytest.raises(
        RefreshError
    ):  # a 401 that is no fault of the token's: google-auth can't tell
        watch()
    assert [seen.status for seen in fake.seen] == [401]
