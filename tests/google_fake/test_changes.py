"""Full listings, deltas, tombstones, and every way a token can be no good."""

from datetime import UTC, date, datetime, timedelta

import pytest
from googleapiclient.errors import HttpError

from tests.google_fake.clients import client, reason_of
from tests.google_fake.conftest import EMAIL

START = datetime(2026, 11, 25, 15, tzinfo=UTC)
END = START + timedelta(hours=1)


def ids(page):
    return [item["id"] for item in page["items"]]


def refusal(act, *arguments, **query):
    with pytest.raises(HttpError) as caught:
        act(*arguments, **query)
    return reason_of(caught.value)


def test_a_delta_holds_what_changed_since_its_token_and_nothing_else(google, me):
    me.create("Old", START, END)
    first = google.list()
    new = me.create("New", START, END)
    second = google.list(syncToken=first["nextSyncToken"])
    assert ids(second) == [new["id"]]
    assert ids(google.list(syncToken=second["nextSyncToken"])) == []


def test_a_token_may_be_used_again_and_answers_the_same(google, me):
    token = google.list()["nextSyncToken"]
    me.create("New", START, END)
    assert ids(google.list(syncToken=token)) == ids(google.list(syncToken=token)) != []


def test_two_changes_of_one_event_are_one_line_of_the_delta(google, me):
    event = me.create("New", START, END)
    token = google.list()["nextSyncToken"]
    me.tag(event["id"])
    me.edit(event["id"], location="Oslo")
    (only,) = google.list(syncToken=token)["items"]
    assert (only["summary"], only["location"]) == ("New #interview", "Oslo")


def test_a_deleted_event_comes_back_with_its_id_alone(google, me):
    event = me.create("New", START, END)
    token = google.list()["nextSyncToken"]
    me.delete(event["id"])
    assert google.list(syncToken=token)["items"] == [{"id": event["id"], "status": "cancelled"}]


def test_a_full_listing_has_no_tombstones(google, me):
    me.delete(me.create("New", START, END)["id"])
    assert google.list()["items"] == []


def test_an_event_that_came_and_went_between_two_looks_is_a_tombstone_nobody_knows(google, me):
    token = google.list()["nextSyncToken"]
    me.delete(me.create("New", START, END)["id"])
    assert [item["status"] for item in google.list(syncToken=token)["items"]] == ["cancelled"]


def test_an_expired_token_is_a_410_that_asks_for_a_full_sync(fake, google):
    token = google.list()["nextSyncToken"]
    fake.expire_sync_tokens(EMAIL)
    assert refusal(google.list, syncToken=token) == (410, "fullSyncRequired")
    assert google.list(syncToken=google.list()["nextSyncToken"])["items"] == []


def test_a_token_dies_of_old_age(fake, google):
    token = google.list()["nextSyncToken"]
    fake.clock.advance(fake.manners.sync_token_life + timedelta(seconds=1))
    with client(fake, EMAIL) as later:
        assert refusal(later.list, syncToken=token) == (410, "fullSyncRequired")


def test_a_token_that_never_was_is_a_400(google):
    assert refusal(google.list, syncToken="made up=") == (400, "invalid")


def test_somebody_elses_token_is_a_400(fake, google):
    fake.account("sam@gmail.com")
    token = google.list()["nextSyncToken"]
    with client(fake, "sam@gmail.com") as sam:
        assert refusal(sam.list, syncToken=token) == (400, "invalid")


@pytest.mark.parametrize(
    "query",
    [
        {"timeMin": "2026-11-23T00:00:00Z"},
        {"timeMax": "2026-11-23T00:00:00Z"},
        {"updatedMin": "2026-11-23T00:00:00Z"},
        {"q": "interview"},
        {"iCalUID": "x@google.com"},
        {"orderBy": "updated"},
        {"privateExtendedProperty": "a=b"},
        {"sharedExtendedProperty": "a=b"},
        {"showDeleted": False},
        {"singleEvents": True},
        {"eventTypes": ["default"]},
    ],
    ids=lambda query: next(iter(query)),
)
def test_a_token_allows_no_other_query_than_its_own(google, query):
    token = google.list()["nextSyncToken"]
    assert refusal(google.list, syncToken=token, **query) == (400, "invalid")


def test_a_token_allows_another_page_size_and_other_fields(google, me):
    token = google.list(timeMin="2026-11-01T00:00:00Z")["nextSyncToken"]
    me.create("New", START, END)
    page = google.list(syncToken=token, maxResults=10, fields="items/id,nextSyncToken")
    assert set(page) == {"items", "nextSyncToken"}


def test_no_sync_token_comes_of_an_ordered_listing(google):
    assert "nextSyncToken" not in google.list(orderBy="updated")


def test_an_event_outside_the_first_window_is_in_the_delta_all_the_same(google, me):
    token = google.list(timeMin="2026-11-23T00:00:00Z")["nextSyncToken"]
    old = me.create("Long ago", date(2020, 1, 1), date(2020, 1, 2))
    assert ids(google.list(syncToken=token)) == [old["id"]]
