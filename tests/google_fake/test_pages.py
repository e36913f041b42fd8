"""Pages: short, empty, pinned to their query, and a 410 in the middle."""

from datetime import UTC, datetime, timedelta

import pytest
from googleapiclient.errors import HttpError

from tests.google_fake.clients import reason_of
from tests.google_fake.conftest import EMAIL

START = datetime(2026, 11, 25, 15, tzinfo=UTC)


@pytest.fixture
def seven(me):
    return {me.create(f"{n}", START, START + timedelta(hours=1))["id"] for n in range(7)}


def test_all_pages_together_are_the_listing_and_only_the_last_has_a_sync_token(google, seven):
    pages = google.pages(maxResults=3)
    assert [len(page["items"]) for page in pages] == [3, 3, 1]
    assert {item["id"] for page in pages for item in page["items"]} == seven
    assert ["nextSyncToken" in page for page in pages] == [False, False, True]


def test_a_page_may_be_shorter_than_asked_for(fake, google, seven):
    fake.manners.page_size = 2
    assert [len(page["items"]) for page in google.pages()] == [2, 2, 2, 1]


def test_a_page_may_be_empty_and_others_follow(fake, google, seven):
    fake.manners.empty_pages = 2
    assert [len(page["items"]) for page in google.pages()] == [0, 0, 7]


def test_what_appears_while_paging_is_in_the_next_delta(google, me, seven):
    first = google.list(maxResults=3)
    new = me.create("New", START, START)
    rest = google.list(maxResults=3, pageToken=first["nextPageToken"])
    rest = google.list(maxResults=3, pageToken=rest["nextPageToken"])
    (delta,) = google.pages(syncToken=rest["nextSyncToken"])
    assert [item["id"] for item in delta["items"]] == [new["id"]]


def test_a_delta_has_pages_too(google, me, seven):
    token = google.list()["nextSyncToken"]
    for event in seven:
        me.tag(event)
    assert [len(page["items"]) for page in google.pages(syncToken=token, maxResults=5)] == [5, 2]


@pytest.mark.parametrize("query", [{}, {"maxResults": 3, "singleEvents": True}])
def test_a_page_token_pins_its_query(google, seven, query):
    token = google.list(maxResults=3, timeMin="2026-11-01T00:00:00Z")["nextPageToken"]
    with pytest.raises(HttpError) as caught:
        google.list(pageToken=token, **query)
    assert reason_of(caught.value) == (400, "invalid")


def test_a_token_may_expire_between_two_pages(fake, google, me, seven):
    token = google.list()["nextSyncToken"]
    for event in seven:
        me.tag(event)
    first = google.list(syncToken=token, maxResults=3)
    fake.expire_sync_tokens(EMAIL)
    with pytest.raises(HttpError) as caught:
        google.list(syncToken=token, maxResults=3, pageToken=first["nextPageToken"])
    assert reason_of(caught.value) == (410, "fullSyncRequired")


def test_the_last_page_may_come_without_any_token(fake, google):
    fake.manners.stop_sync_token = True
    assert not {"nextSyncToken", "nextPageToken"} & set(google.list())


def test_a_query_too_long_for_an_address_travels_in_the_body(fake, google, seven):
    request = google.events.list(calendarId="primary", q="x" * 3000)
    assert request.execute()["items"] == []
    assert fake.seen[-1].query["q"] == ["x" * 3000]
