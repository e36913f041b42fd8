"""gcal-sync, which others wrote against the real one, sees what the person sees."""

import asyncio
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from gcal_sync.api import GoogleCalendarService, SyncEventsRequest
from gcal_sync.auth import AbstractAuth
from gcal_sync.store import InMemoryCalendarStore
from gcal_sync.sync import CalendarEventSyncManager

from tests.google_fake.conftest import EMAIL

START = datetime(2026, 11, 25, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Auth(AbstractAuth):
    def __init__(self, session, fake):
        super().__init__(session, fake.api_url.rstrip("/"))
        self._token = fake.access_token(EMAIL)

    async def async_get_access_token(self):
        return self._token


@pytest.fixture
def synced(fake):
    """Sync once more into the same store; titles by id of what is alive there."""
    store = InMemoryCalendarStore()

    async def run():
        async with aiohttp.ClientSession() as session:
            service = GoogleCalendarService(Auth(session, fake))
            request = SyncEventsRequest(
                calendar_id=EMAIL, start_time=datetime(2026, 11, 1, tzinfo=UTC)
            )
            await CalendarEventSyncManager(service, store=store, request_template=request).run()
        kept = (await store.async_load())["event_sync"][EMAIL]["items"]
        return {i: e["summary"] for i, e in kept.items() if e["status"] != "cancelled"}

    return lambda: asyncio.run(run())


def seen(me):
    return {item["id"]: item["summary"] for item in me.events()}


def test_it_follows_what_the_person_does(fake, me, synced):
    first = me.create("First", START, START + HOUR)
    second = me.create("Second", START, START + HOUR)
    assert synced() == seen(me)
    me.tag(first["id"])
    me.delete(second["id"])
    me.create("Third", START, START + HOUR)
    assert synced() == seen(me)
    assert [bool(request.query.get("syncToken")) for request in fake.seen] == [False, True]


def test_it_pages_and_starts_again_when_its_token_has_expired(fake, me, synced):
    fake.manners.page_size, fake.manners.empty_pages = 2, 1
    events = [me.create(f"{n}", START, START + HOUR) for n in range(5)]
    assert synced() == seen(me)
    me.delete(events[0]["id"])
    fake.expire_sync_tokens(EMAIL)
    assert synced() == seen(me)
    assert 410 in [request.status for request in fake.seen]


def test_it_reads_series_with_moved_and_cancelled_instances(me, synced):
    start = datetime(2026, 11, 24, 19, tzinfo=UTC)
    master = me.create("Loop", start, start + HOUR, recurrence=["RRULE:FREQ=DAILY;COUNT=4"])
    me.drag(f"{master['id']}_20261125T190000Z", start, start + HOUR)
    me.delete(f"{master['id']}_20261126T190000Z")
    assert synced() == seen(me)
