"""Bad days: what happened, what was told, and what is left to happen."""

import random
from datetime import timedelta

import pytest
import requests
from googleapiclient.errors import HttpError

from tests.google_fake.clients import ELEVEN, TEN, client, reason_of
from tests.google_fake.conftest import EMAIL
from tests.google_fake.faults import Fault

EVENTS = "calendars/primary/events"
BODY = {"id": "fu0123", "start": {"dateTime": TEN}, "end": {"dateTime": ELEVEN}}


@pytest.fixture
def insert(fake):
    """One POST that nobody repeats: httplib2 would, by itself."""

    def posted():
        token = {"Authorization": f"Bearer {fake.access_token(EMAIL)}"}
        with requests.Session() as session:
            return session.post(fake.api_url + EVENTS, json=BODY, headers=token, timeout=5)

    return posted


@pytest.mark.parametrize(("kind", "landed"), [("drop", 0), ("lose", 1)])
def test_a_connection_may_end_before_or_after_it_happened(fake, me, insert, kind, landed):
    fake.faults.plan(Fault(kind=kind, method="events.insert"))
    with pytest.raises(requests.ConnectionError):
        insert()
    assert len(me.events()) == landed
    assert fake.seen[-1].status == 0
    assert insert().status_code == (409 if landed else 200)


def test_the_client_library_sends_a_lost_insert_again(fake, google):
    fake.faults.plan(Fault(kind="lose", method="events.insert"))
    with pytest.raises(HttpError) as caught:
        google.insert(id="fu0123")
    assert reason_of(caught.value) == (409, "duplicate")
    assert fake.count()["events.insert"] == 2


@pytest.mark.parametrize("kind", ["truncate", "html"])
def test_a_200_may_be_no_answer(fake, google, kind):
    fake.faults.plan(Fault(kind=kind, method="events.list"))
    assert isinstance(google.list(), str), "the client library takes it for one"
    assert isinstance(google.list(), dict)


@pytest.mark.parametrize(("kind", "landed"), [("status", 0), ("after", 1)])
def test_an_error_may_come_instead_or_afterwards(fake, me, insert, kind, landed):
    fault = Fault(
        kind=kind, method="events.*", status=429, reason="rateLimitExceeded", retry_after=7
    )
    fake.faults.plan(fault)
    answer = insert()
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")
    assert answer.json()["error"]["errors"][0]["reason"] == "rateLimitExceeded"
    assert len(me.events()) == landed


def test_a_fault_may_wait_for_its_turn_and_mean_one_person(fake, google):
    fake.account("sam@gmail.com")
    fake.faults.plan(Fault(kind="status", user=EMAIL, skip=1, times=2))
    with client(fake, "sam@gmail.com") as sam:
        sam.list()
    google.list()
    for left in (1, 0):
        with pytest.raises(HttpError):
            google.list()
        assert fake.faults.left == left
    google.list()


def test_the_weather_may_be_drawn_by_chance_and_is_the_same_next_time(fake, google):
    def statuses(seed):
        dice = random.Random(seed)  # noqa: S311 - weather is no secret
        storm = Fault(kind="status", status=500)
        fake.faults.weather = lambda _method, _user: storm if dice.random() < 0.5 else None
        found = []
        for _ in range(12):
            try:
                google.list()
                found.append(200)
            except HttpError as error:
                found.append(error.resp.status)
        return found

    assert statuses(1) == statuses(1)
    assert set(statuses(1)) == {200, 500}


def many(act, times):
    reasons = []
    for _ in range(times):
        try:
            act()
            reasons.append(None)
        except HttpError as error:
            reasons.append(reason_of(error))
    return reasons


def test_a_person_has_a_sliding_minute(fake, google):
    fake.manners.user_per_minute, fake.manners.retry_after = 3, 20
    assert many(google.list, 4) == [None] * 3 + [(403, "userRateLimitExceeded")]
    fake.clock.advance(timedelta(seconds=60))
    assert many(google.list, 3) == [None] * 3


def test_a_window_slides_and_does_not_jump(fake, google):
    fake.manners.user_per_minute = 2
    google.list()
    fake.clock.advance(timedelta(seconds=40))
    google.list()
    fake.clock.advance(timedelta(seconds=20))
    assert many(google.list, 2) == [None, (403, "userRateLimitExceeded")]


def test_a_project_has_one_too_and_429_means_the_same(fake, google):
    fake.account("sam@gmail.com")
    fake.manners.project_per_minute, fake.manners.throttle_status = 2, 429
    with client(fake, "sam@gmail.com") as sam:
        assert many(google.list, 2) == [None, None]
        assert many(sam.list, 1) == [(429, "rateLimitExceeded")]


def test_writes_to_one_calendar_want_room_between_them(fake, google):
    fake.manners.calendar_writes_per_second = 1
    assert many(google.insert, 2) == [None, (403, "rateLimitExceeded")]
    fake.clock.advance(timedelta(seconds=1))
    assert many(google.insert, 1) == [None]


def test_too_many_events_park_a_persons_writes_for_hours_and_nothing_else(fake, google):
    fake.manners.events_per_day = 2
    assert many(google.insert, 3) == [None, None, (403, "quotaExceeded")]
    event = google.list()["items"][0]["id"]
    assert many(lambda: google.patch(event, summary="x"), 1) == [(403, "quotaExceeded")]
    fake.manners.events_per_day = None
    fake.clock.advance(fake.manners.quota_park)
    with client(fake, EMAIL) as later:
        assert many(later.insert, 1) == [None]
