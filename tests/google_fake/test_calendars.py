"""What is around the events: the list of calendars, calendars of our own, colours, settings."""

import pytest
from googleapiclient.errors import HttpError

from tests.google_fake.access import AUTH, CREATED
from tests.google_fake.clients import client, reason_of
from tests.google_fake.conftest import EMAIL
from tests.google_fake.faults import Fault

OWNED = AUTH + "calendar.events.owned"


def test_a_person_sees_their_calendars_and_what_is_shared_with_them(fake, google):
    fake.account("sam@gmail.com")
    other = fake.calendar(EMAIL, "Interviews")
    fake.share("sam@gmail.com", EMAIL, "reader")
    items = google.service.calendarList().list().execute()["items"]
    assert [(item["id"], item["accessRole"], item.get("primary", False)) for item in items] == [
        (EMAIL, "owner", True),
        ("sam@gmail.com", "reader", False),
        (other, "owner", False),
    ]


def test_an_app_reaches_the_calendars_it_made_and_no_other(fake):
    with client(fake, EMAIL, scopes=(CREATED,)) as app:
        made = app.service.calendars().insert(body={"summary": "Follow-ups"}).execute()["id"]
        assert made.endswith("@group.calendar.google.com")
        assert app.list(calendarId=made)["items"] == []
        with pytest.raises(HttpError) as caught:
            app.list()
        assert reason_of(caught.value) == (403, "forbidden")
        app.service.calendars().delete(calendarId=made).execute()
        with pytest.raises(HttpError) as caught:
            app.list(calendarId=made)
        assert reason_of(caught.value) == (404, "notFound")


def test_a_calendar_is_made_as_it_is_wished_and_a_lost_answer_leaves_an_orphan(fake):
    """No id can be chosen, and Google's own client sends it again: there are two then."""
    wished = {"summary": "Follow-ups", "description": "made by us", "timeZone": "Europe/Rome"}
    scopes = (CREATED, AUTH + "calendar.calendarlist.readonly")
    with client(fake, EMAIL, scopes=scopes) as app:
        fake.faults.plan(Fault(method="calendars.insert", kind="lose"))
        app.service.calendars().insert(body=wished).execute()
        listed = app.service.calendarList().list().execute()["items"]
        ours = [one for one in listed if one.get("description") == "made by us"]
        assert [(one["summary"], one["timeZone"]) for one in ours] == [
            ("Follow-ups", "Europe/Rome")
        ] * 2
        with pytest.raises(HttpError) as caught:
            app.service.calendars().insert(body={**wished, "timeZone": "Mars"}).execute()
        assert reason_of(caught.value) == (400, "invalid")


def test_what_a_person_hides_is_listed_when_asked_for(fake, google):
    other = fake.calendar(EMAIL, "Interviews")
    hand = fake.person(EMAIL, other)
    hand.rename_calendar("Mine")
    hand.hide_calendar()
    lists = google.service.calendarList().list
    assert [one["id"] for one in lists().execute()["items"]] == [EMAIL]
    shown = lists(showHidden=True).execute()["items"]
    assert [(one["summary"], one.get("hidden")) for one in shown][1:] == [("Mine", True)]
    hand.delete_calendar()
    assert len(lists(showHidden=True).execute()["items"]) == 1


def test_the_primary_calendar_stays(google):
    with pytest.raises(HttpError) as caught:
        google.service.calendars().delete(calendarId="primary").execute()
    assert caught.value.resp.status == 403


def test_labels_are_written_with_the_calendar_and_change_no_event(google):
    token = google.list()["nextSyncToken"]
    labels = {"labelProperties": {"eventLabels": [{"name": "Job", "backgroundColor": "#039be5"}]}}
    calendars = google.service.calendars()
    changed = calendars.patch(calendarId="primary", body=labels).execute()
    (label,) = changed["labelProperties"]["eventLabels"]
    assert (label["name"], len(label["id"])) == ("Job", 36)
    assert google.list(syncToken=token)["items"] == []


def test_a_share_that_changes_ends_the_tokens(fake, google):
    fake.account("sam@gmail.com")
    token = google.list()["nextSyncToken"]
    fake.share(EMAIL, "sam@gmail.com", "reader")
    with pytest.raises(HttpError) as caught:
        google.list(syncToken=token)
    assert reason_of(caught.value) == (410, "fullSyncRequired")


def test_colours_and_settings_are_there_for_the_scopes_that_reach_them(fake, google):
    with client(fake, EMAIL, scopes=(OWNED,)) as owned:
        assert len(owned.service.colors().get().execute()["event"]) == 11
    with client(fake, EMAIL, scopes=(AUTH + "calendar.events",)) as events:
        with pytest.raises(HttpError) as caught:
            events.service.colors().get().execute()
        assert caught.value.resp.status == 403
    settings = google.service.settings()
    assert settings.get(setting="timezone").execute()["value"] == "America/New_York"
    assert {item["id"] for item in settings.list().execute()["items"]} >= {"timezone", "locale"}


def test_a_defect_of_the_fake_is_no_fault_of_the_network(fake, google, monkeypatch):
    monkeypatch.setitem(fake.interface.acts, "events.list", lambda *_: 1 / 0)
    with pytest.raises(HttpError) as caught:
        google.list()
    assert caught.value.resp.status == 500
    assert "ZeroDivisionError" in fake.violations.pop()


def test_an_answer_that_google_could_not_give_is_held_back(fake, google, me):
    me.plant(start={"date": "2026-11-25"}, end={"date": "2026-11-26"}, mood="merry")
    with pytest.raises(HttpError) as caught:
        google.list()
    assert reason_of(caught.value) == (500, "oracle")
    assert "mood" in fake.violations.pop()
