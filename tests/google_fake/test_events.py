"""One event: inserted, read, patched, replaced, deleted, moved, refused."""

from datetime import UTC, datetime, timedelta

import pytest
from googleapiclient.errors import HttpError
from hypothesis import given
from hypothesis import strategies as st

from tests.google_fake import fields, oracle
from tests.google_fake.bodies import merged
from tests.google_fake.clients import ELEVEN, TEN, client, reason_of
from tests.google_fake.conftest import EMAIL

START = datetime(2026, 11, 25, 15, tzinfo=UTC)
KEY = "afterword_key"


def refusal(act, *arguments, **more):
    with pytest.raises(HttpError) as caught:
        act(*arguments, **more)
    return reason_of(caught.value)


def test_an_inserted_event_is_what_was_asked_for(google):
    made = google.insert(id="fu0123", summary="Write", transparency="transparent")
    assert made == google.get("fu0123")
    assert (made["id"], made["iCalUID"], made["status"]) == (
        "fu0123",
        "fu0123@google.com",
        "confirmed",
    )
    assert made["start"] == {"dateTime": TEN}


@pytest.mark.parametrize("name", ["fuwxyz", "FU012", "abcd", "fu-012", "a" * 1025])
def test_an_id_has_letters_a_to_v_and_digits(google, name):
    assert refusal(google.insert, id=name) == (400, "invalid")


def test_an_id_is_taken_for_ever(google, me):
    google.insert(id="fu0123")
    assert refusal(google.insert, id="fu0123") == (409, "duplicate")
    google.delete("fu0123")
    assert refusal(google.insert, id="fu0123") == (409, "duplicate")
    me.purge("fu0123")
    assert refusal(google.insert, id="fu0123") == (409, "duplicate")
    assert refusal(google.get, "fu0123") == (404, "notFound")


def test_an_id_is_free_in_another_calendar(fake, google):
    google.insert(id="fu0123")
    other = fake.calendar(EMAIL, "Other")
    body = {"id": "fu0123", "start": {"dateTime": TEN}, "end": {"dateTime": ELEVEN}}
    assert google.events.insert(calendarId=other, body=body).execute()["id"] == "fu0123"


def test_a_deleted_event_is_still_there_for_who_asks_by_id(google):
    google.insert(id="fu0123", summary="Write")
    google.delete("fu0123")
    assert (google.get("fu0123")["status"], google.get("fu0123")["summary"]) == (
        "cancelled",
        "Write",
    )
    assert refusal(google.delete, "fu0123") == (410, "deleted")
    assert refusal(google.delete, "fu9999") == (404, "notFound")


def test_a_deleted_event_comes_back_where_google_allows_it(fake, google):
    google.insert(id="fu0123")
    google.delete("fu0123")
    fake.manners.restorable = False
    assert refusal(google.patch, "fu0123", status="confirmed") == (403, "forbidden")
    fake.manners.restorable = True
    assert google.patch("fu0123", status="confirmed")["status"] == "confirmed"


def test_a_condition_holds_for_patch_and_delete(google, me):
    old = google.insert(id="fu0123")["etag"]
    me.edit("fu0123", location="Oslo")
    assert refusal(google.patch, "fu0123", etag=old, summary="x") == (412, "conditionNotMet")
    assert refusal(google.delete, "fu0123", etag=old) == (412, "conditionNotMet")
    new = google.get("fu0123")["etag"]
    assert google.patch("fu0123", etag=new, summary="x")["etag"] != new
    google.delete("fu0123", etag=google.get("fu0123")["etag"])


def test_a_patch_leaves_the_rest_and_null_takes_away(google):
    google.insert(id="fu0123", summary="Write", location="Oslo", description="Long")
    changed = google.patch("fu0123", location=None, description="Short")
    assert (changed["summary"], changed.get("location"), changed["description"]) == (
        "Write",
        None,
        "Short",
    )


def test_an_update_loses_what_it_does_not_name(google):
    made = google.insert(id="fu0123", summary="Write", location="Oslo")
    body = {"summary": "Write", "start": made["start"], "end": made["end"]}
    updated = google.events.update(calendarId="primary", eventId="fu0123", body=body).execute()
    assert "location" not in updated
    assert updated["iCalUID"] == made["iCalUID"]


def test_a_day_patched_over_a_time_has_to_take_the_time_away(google):
    google.insert(id="fu0123")
    day, none = {"date": "2026-11-25"}, {"dateTime": None}
    assert refusal(google.patch, "fu0123", start=day, end=day) == (400, "invalid")
    end = {"date": "2026-11-26"} | none
    assert google.patch("fu0123", start=day | none, end=end)["start"] == day


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"end": None}, "required"),
        ({"start": {"dateTime": "2026-11-25T10:00:00"}}, "required"),
        ({"start": {"date": "2026-11-25"}}, "invalid"),
        ({"start": {"dateTime": ELEVEN}, "end": {"dateTime": TEN}}, "timeRangeEmpty"),
        ({"start": {"dateTime": TEN, "timeZone": "Mars/Olympus"}}, "invalid"),
        ({"recurrence": ["RRULE:FREQ=DAILY"]}, "required"),
        ({"colorId": "12"}, "invalid"),
        ({"visibility": "secret"}, "invalid"),
        ({"source": {"url": "ftp://x"}}, "invalid"),
        ({"sumary": "misspelt"}, "invalid"),
        (
            {
                "reminders": {
                    "useDefault": False,
                    "overrides": [{"method": "popup", "minutes": 5}] * 6,
                }
            },
            "invalid",
        ),
        (
            {"reminders": {"useDefault": True, "overrides": [{"method": "popup", "minutes": 5}]}},
            "invalid",
        ),
        (
            {
                "reminders": {
                    "useDefault": False,
                    "overrides": [{"method": "popup", "minutes": 40321}],
                }
            },
            "invalid",
        ),
        ({"extendedProperties": {"private": {f"k{n}": "v" for n in range(301)}}}, "invalid"),
        ({"description": "x" * 8193}, "invalid"),
    ],
)
def test_what_an_event_cannot_be(google, body, reason):
    assert refusal(google.insert, **body) == (400, reason)
    assert google.list()["items"] == []


def test_properties_are_cut_and_nobody_is_told(google):
    long = {"k" * 45: "v", "k" * 44: "v" * 1025}
    made = google.insert(extendedProperties={"private": long})
    assert made["extendedProperties"]["private"] == {"k" * 44: "v" * 1024}


def test_an_event_is_found_by_its_private_property(google):
    google.insert(extendedProperties={"private": {KEY: "one"}}, id="fu00001")
    google.insert(extendedProperties={"private": {KEY: "two"}}, id="fu00002")
    found = google.list(privateExtendedProperty=f"{KEY}=two")["items"]
    assert [item["id"] for item in found] == ["fu00002"]


@pytest.mark.parametrize(
    "odd",
    [
        {"end": {"dateTime": "2026-11-24T10:00:00-05:00"}},
        {"recurrence": ["RRULE:FREQ=NEVER"]},
        {"recurrence": ["RDATE;VALUE=PERIOD:20261125T100000Z/PT1H"]},
        {"start": {"dateTime": "2026-11-25T10:00:00-05:00"}},
    ],
)
def test_an_odd_event_is_listed_as_it_is_and_takes_no_other_with_it(google, me, odd):
    me.create("Good", START, START)
    me.plant(**{"start": {"dateTime": TEN}, **odd})
    assert len(google.list(timeMin="2026-11-23T00:00:00Z")["items"]) == 2


def test_a_label_counts_only_for_who_knows_labels(fake, google):
    label = fake.label(EMAIL, "Interview")
    assert "eventLabelId" not in google.insert(id="fu0001", eventLabelId=label)
    known = {"eventLabelVersion": 1}
    assert google.insert(id="fu0002", query=known, eventLabelId=label)["eventLabelId"] == label
    labels = google.service.calendars().get(calendarId="primary").execute()["labelProperties"]
    assert [each["name"] for each in labels["eventLabels"]] == ["Interview"]


def test_times_are_shown_in_the_zone_of_the_calendar_and_keep_their_own(google):
    when = {"dateTime": "2026-11-25T15:00:00Z", "timeZone": "Europe/Oslo"}
    shown = google.insert(start=when, end=when)["start"]
    assert shown == {"dateTime": TEN, "timeZone": "Europe/Oslo"}
    listed = google.list(timeZone="Asia/Tokyo")["items"][0]["start"]
    assert listed == {"dateTime": "2026-11-26T00:00:00+09:00", "timeZone": "Europe/Oslo"}


def test_a_new_event_may_stay_unseen_for_a_while_and_no_delta_misses_it(fake, google):
    token = google.list()["nextSyncToken"]
    fake.manners.consistency_lag = timedelta(seconds=5)
    google.insert(id="fu0123")
    assert refusal(google.get, "fu0123") == (404, "notFound")
    during = google.list(syncToken=token)
    assert during["items"] == []
    fake.clock.advance(timedelta(seconds=5))
    after = google.list(syncToken=during["nextSyncToken"])
    assert [item["id"] for item in after["items"]] == ["fu0123"]


def test_a_moved_event_is_a_stub_here_and_alive_there(fake, google, me):
    other = fake.calendar(EMAIL, "Other")
    here, there = google.list()["nextSyncToken"], google.list(calendarId=other)["nextSyncToken"]
    event = me.create("Interview", START, START)
    me.move(event["id"], other)
    (stub,) = google.list(syncToken=here)["items"]
    (alive,) = google.list(calendarId=other, syncToken=there)["items"]
    assert stub == {"id": event["id"], "status": "cancelled"}
    assert (alive["iCalUID"], alive["organizer"]["email"]) == (event["iCalUID"], other)


def test_a_reader_reads_and_a_stranger_finds_nothing(fake, google):
    fake.account("sam@gmail.com")
    assert refusal(google.list, calendarId="sam@gmail.com") == (404, "notFound")
    fake.share("sam@gmail.com", EMAIL, "reader")
    assert google.list(calendarId="sam@gmail.com")["accessRole"] == "reader"
    with pytest.raises(HttpError) as caught:
        google.events.delete(calendarId="sam@gmail.com", eventId="whatever").execute()
    assert reason_of(caught.value) == (403, "requiredAccessLevel")
    fake.share("sam@gmail.com", EMAIL, "freeBusyReader")
    assert refusal(google.list, calendarId="sam@gmail.com") == (403, "forbidden")


def test_a_private_event_is_only_a_time_for_who_may_not_see_it(fake, google):
    fake.account("sam@gmail.com")
    fake.share("sam@gmail.com", EMAIL, "writerWithoutPrivateAccess")
    fake.person("sam@gmail.com").create("Secret", START, START, visibility="private")
    (seen,) = google.list(calendarId="sam@gmail.com")["items"]
    assert "summary" not in seen
    assert "start" in seen


def test_somebody_without_a_calendar_is_told_so(fake):
    fake.account("new@example.com").has_calendar = False
    with client(fake, "new@example.com") as new:
        assert refusal(new.list) == (403, "notACalendarUser")


def test_fields_leave_only_what_they_name(google):
    google.insert(id="fu0123", summary="Write")
    shown = google.list(fields="items(id,start/dateTime)")
    assert shown == {"items": [{"id": "fu0123", "start": {"dateTime": TEN}}]}
    assert refusal(google.list, fields="items/titel") == (400, "invalidParameter")


def test_what_is_not_modelled_says_so(google):
    with pytest.raises(HttpError) as caught:
        google.events.quickAdd(calendarId="primary", text="Interview").execute()
    assert reason_of(caught.value) == (501, "notImplemented")


TREES = st.recursive(
    st.none() | st.text(max_size=3),
    lambda inner: st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)
OBJECTS = st.dictionaries(st.sampled_from("abc"), TREES, max_size=3)


def nulls(tree):
    return isinstance(tree, dict) and any(v is None or nulls(v) for v in tree.values())


@given(OBJECTS, OBJECTS)
def test_patching_twice_is_patching_once_and_leaves_no_null(item, patch):
    clean = merged({}, item)
    once = merged(clean, patch)
    assert merged(once, patch) == once
    assert not nulls(once)


@given(st.dictionaries(st.sampled_from("ab"), st.text(), max_size=2))
def test_an_oracle_knows_no_field_that_google_does_not(body):
    assert bool(oracle.complaints("Event", body)) is bool(body)
    assert oracle.complaints("Event", {"summary": "x", "start": {"date": "2026-11-25"}}) == []


@pytest.mark.parametrize("selection", ["items(", "items)", "items id", "*,x"])
def test_a_selection_that_is_none(selection):
    with pytest.raises(Exception, match="Invalid field selection"):
        fields.select({}, selection, "Events")
