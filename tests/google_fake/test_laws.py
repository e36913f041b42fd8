"""Whoever follows Google's rules ends with what the person sees, whatever they do."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from googleapiclient.errors import HttpError
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.google_fake.clients import client
from tests.google_fake.fake import Fake

START = datetime(2026, 11, 25, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAILY = ["RRULE:FREQ=DAILY;COUNT=3"]
PEOPLE = count(1)
ACTS = (
    "create",
    "create",
    "look",
    "series",
    "tag",
    "drag",
    "delete",
    "undelete",
    "exception",
    "expire",
    "look",
)


class Mirror:
    """A client with a memory, by the book: upsert, drop by id, 410 means from nothing."""

    def __init__(self, google):
        self._google = google
        self._token = None
        self.kept = {}

    def look(self):
        try:
            self._apply(self._google.pages(**({"syncToken": self._token} if self._token else {})))
        except HttpError as error:
            if error.resp.status != 410:
                raise
            self._token, self.kept = None, {}
            self._apply(self._google.pages())

    def _apply(self, pages):
        for item in (item for page in pages for item in page["items"]):
            if item["status"] == "cancelled":
                self.kept.pop(item["id"], None)
                if "recurringEventId" not in item:  # a master takes its exceptions with it
                    children = [
                        name
                        for name, kept in self.kept.items()
                        if kept.get("recurringEventId") == item["id"]
                    ]
                    for child in children:
                        del self.kept[child]
            else:
                self.kept[item["id"]] = item
        self._token = pages[-1]["nextSyncToken"]


def act(fake, me, mirror, what, which):
    events = [entry for entry in me.calendar.entries.values() if not entry.purged]
    chosen = events[which % len(events)].item if events else None
    alive = chosen is not None and chosen["status"] != "cancelled"
    master = alive and "recurrence" in chosen
    if what == "create":
        me.create("New", START, START + HOUR)
    elif what == "series":
        me.create("Loop", START, START + HOUR, recurrence=DAILY)
    elif what == "expire":
        fake.expire_sync_tokens(me.email)
    elif what == "look":
        mirror.look()
    elif what == "undelete" and chosen and not alive and "recurringEventId" not in chosen:
        me.undelete(chosen["id"])
    elif what == "tag" and alive:
        me.tag(chosen["id"])
    elif what == "drag" and alive:
        me.drag(chosen["id"], START + HOUR, START + 2 * HOUR)
    elif what == "delete" and alive:
        me.delete(chosen["id"])
    elif what == "exception" and master and chosen["start"]["dateTime"].endswith("T15:00:00Z"):
        me.drag(f"{chosen['id']}_20261126T150000Z", START, START + HOUR)


@contextmanager
def somebody(fake):
    email = f"person{next(PEOPLE)}@gmail.com"
    fake.account(email, timezone="UTC")
    with client(fake, email) as google:
        yield fake.person(email), Mirror(google)


@pytest.fixture(scope="module")
def shared():
    with Fake() as fake:
        fake.manners.user_per_minute = fake.manners.project_per_minute = 10**6
        yield fake
        assert fake.violations == []


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 9)), min_size=10, max_size=60),
    st.integers(1, 4),
    st.integers(0, 2),
    st.booleans(),
)
@example([("series", 0), ("exception", 0), ("delete", 0)], 1, 0, False)
def test_a_client_by_the_book_ends_with_what_the_person_sees(shared, steps, size, blank, cancels):
    shared.manners.page_size, shared.manners.empty_pages = size, blank
    shared.manners.cancels_exceptions = cancels
    with somebody(shared) as (me, mirror):
        for what, which in steps:
            act(shared, me, mirror, what, which)
        mirror.look()
        assert {n: i["etag"] for n, i in mirror.kept.items()} == {
            item["id"]: item["etag"] for item in me.events()
        }
