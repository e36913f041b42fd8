"""Events as Google writes them, read; ours written."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.contract import Attendee, Content, Etag, EventId, Organizer, Span, Update
from connectors.google import description
from connectors.google.ids import event_id, is_ours
from connectors.google.times import Malformed
from connectors.google.wire import FIELDS, body_of, event_of, patch_of
from service.domain.block import ours_in, with_block
from service.domain.model import Key
from service.domain.reconcile import name
from tests.connectors.laws import OTHER, PLAIN, ROUND_TRIPS
from tests.google_fake.bodies import ID
from tests.google_fake.oracle import complaints

BERLIN = ZoneInfo("Europe/Berlin")
PLAIN_ITEM = {
    "id": "abc12",
    "etag": '"1"',
    "status": "confirmed",
    "summary": "Interview with Acme",
    "start": {"dateTime": "2026-12-01T15:00:00+01:00", "timeZone": "America/New_York"},
    "end": {"dateTime": "2026-12-01T16:00:00+01:00", "timeZone": "America/New_York"},
    "iCalUID": "abc12@google.com",
}


def read(**more):
    return event_of({**PLAIN_ITEM, **more}, timezone=BERLIN)


def test_a_time_is_read_in_the_zone_the_event_is_written_in():
    when = read().content.when
    assert (when.start, when.timezone) == (
        datetime(2026, 12, 1, 14, tzinfo=UTC),
        "America/New_York",
    )
    assert when.start.hour == 9


def test_a_time_without_a_zone_is_in_the_calendars():
    when = read(
        start={"dateTime": "2026-12-01T14:00:00Z"}, end={"dateTime": "2026-12-01T15:00:00Z"}
    ).content.when
    assert (when.timezone, when.start.hour) == ("Europe/Berlin", 15)


def test_a_zone_nobody_knows_is_said_to_be_guessed():
    start = {"dateTime": "2026-12-01T14:00:00Z", "timeZone": "Mars/Olympus"}
    assert read(start=start).zone_guessed
    assert not read().zone_guessed


@pytest.mark.parametrize("zone", ["Pacific/Honolulu", "Pacific/Auckland"])
def test_a_day_is_a_day_wherever_the_calendar_is(zone):
    day = {"start": {"date": "2026-12-01"}, "end": {"date": "2026-12-02"}}
    when = event_of({**PLAIN_ITEM, **day}, timezone=ZoneInfo(zone)).content.when
    assert (when.start, when.end) == (date(2026, 12, 1), date(2026, 12, 2))


def test_an_end_that_was_not_given_is_none():
    assert not read(endTimeUnspecified=True).end_given
    assert not read(end=None).end_given
    assert read().end_given


@pytest.mark.parametrize(
    "broken",
    [
        {"start": {}},
        {"start": None},
        {"start": "tomorrow"},
        {"start": {"date": "2026-02-30"}},
        {"start": {"dateTime": "9999-12-31T23:59:59-14:00"}},
        {"start": {"date": "2026-12-01"}},
        {"end": {"dateTime": "2026-12-01T14:00:00+01:00"}},
        {"end": {"date": "2026-12-01"}},
        {"id": None},
        {"id": 5},
        {"recurrence": ["RDATE:soon"]},
        {"originalStartTime": {"date": "x"}},
    ],
)
def test_a_malformed_event_says_so(broken):
    with pytest.raises(Malformed):
        read(**broken)


@pytest.mark.parametrize("key", sorted({*PLAIN_ITEM, "organizer", "attendees", "reminders"}))
@pytest.mark.parametrize("junk", [None, 7, True, [], ["x", 5], {}, {"x": 1}, "\ud800"])
def test_whatever_stands_under_a_key_it_is_read_or_malformed(key, junk):
    try:
        assert read(**{key: junk})
    except Malformed:
        assert key in ("id", "start", "end")


def test_an_entry_of_the_calendars_own_has_no_organizer():
    assert (
        read(organizer={"email": "c_1@group.calendar.google.com", "self": True}).organizer is None
    )
    assert read(organizer={"email": "Dana@Acme.example", "displayName": "Dana"}).organizer == (
        Organizer(email="dana@acme.example", name="Dana")
    )


def test_guests_rooms_and_their_answers():
    guests = [
        {"email": "Dana@acme.example", "responseStatus": "accepted", "displayName": "Dana"},
        {"email": "room@resource.calendar.google.com", "resource": True},
        {"email": "lee@acme.example", "responseStatus": "declined", "optional": True},
        {"email": "kim@acme.example", "responseStatus": "needsAction"},
    ]
    assert read(attendees=guests).attendees == (
        Attendee(email="dana@acme.example", name="Dana", response="accepted"),
        Attendee(email="room@resource.calendar.google.com", user_type="resource"),
        Attendee(email="lee@acme.example", response="declined", optional=True),
        Attendee(email="kim@acme.example"),
    )


def test_label_colour_tag_and_type():
    private = {"afterword_tag": "interview"}
    found = event_of(
        {
            **PLAIN_ITEM,
            "colorId": "11",
            "eventLabelId": "7",
            "eventType": "fromGmail",
            "extendedProperties": {"private": private},
        },
        timezone=BERLIN,
        labels={"7": "Interview"},
    )
    assert (found.colour, found.label, found.event_type, found.tag) == (
        "11",
        "Interview",
        "fromGmail",
        "interview",
    )
    assert (found.name, read(eventLabelId="7").label) == (None, None)


@pytest.mark.parametrize("key", ["", "x", "fu-@afterword", "fu-0A@afterword", "fu-a@afterword\n"])
def test_a_name_that_is_not_of_our_making_is_none(key):
    assert read(extendedProperties={"private": {"afterword_key": key}}).name is None


def test_the_way_into_a_call_is_its_address():
    entries = [
        {"entryPointType": "phone", "uri": "tel:1"},
        {"entryPointType": "video", "uri": "https://zoom.us/j/1"},
    ]
    assert read(conferenceData={"entryPoints": entries}).url == "https://zoom.us/j/1"
    assert read(hangoutLink="https://meet.google.com/a").url == "https://meet.google.com/a"


def test_a_series_has_its_rules_dates_and_length():
    found = read(
        recurrence=[
            "RRULE:FREQ=WEEKLY;COUNT=4",
            "EXDATE;TZID=America/New_York:20261208T090000",
            "RDATE;TZID=America/New_York:20261203T090000,20261204T090000",
        ]
    ).series
    assert (found.rules, found.length) == (("FREQ=WEEKLY;COUNT=4",), 5)
    assert [at.astimezone(UTC).day for at in found.rdates] == [3, 4]
    assert [at.astimezone(UTC) for at in found.exdates] == [datetime(2026, 12, 8, 14, tzinfo=UTC)]
    assert read().series is None


def test_a_series_of_days_leaves_out_days():
    day = {"start": {"date": "2026-12-01"}, "end": {"date": "2026-12-02"}}
    lines = ["RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20261202T000000Z"]
    assert read(**day, recurrence=lines).series.exdates == (date(2026, 12, 2),)


# -- ours


@pytest.mark.parametrize("content", ROUND_TRIPS)
def test_what_we_write_is_what_we_read_and_googles_schema_allows_it(content):
    body = body_of("fu-0a1b2c@afterword", content)
    found = event_of({"etag": '"1"', **body}, timezone=BERLIN)
    assert (found.content, found.name) == (content, "fu-0a1b2c@afterword")
    assert complaints("Event", body) == []


def test_ours_keeps_nobody_busy_and_invites_nobody():
    body = body_of("fu-0a1b2c@afterword", PLAIN, source={"title": "A", "url": "https://a.example"})
    assert (body["transparency"], body["visibility"]) == ("transparent", "private")
    assert not body.keys() & {"attendees", "conferenceData", "guestsCanModify"}
    assert body["source"] == {"title": "A", "url": "https://a.example"}


def test_no_more_reminders_than_google_takes_and_none_that_it_refuses():
    leads = tuple(timedelta(minutes=n) for n in (-1, 0, 1, 2, 3, 4, 5, 50_000))
    reminders = body_of("fu-a@afterword", replace(PLAIN, reminders=leads))["reminders"]
    assert [one["minutes"] for one in reminders["overrides"]] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("touched", "keys"),
    [
        ({"title"}, {"summary"}),
        ({"notes"}, {"description"}),
        ({"when"}, {"start", "end"}),
        ({"reminders"}, {"reminders"}),
        ({"title", "when"}, {"summary", "start", "end"}),
    ],
)
def test_a_patch_names_what_was_touched_and_nothing_else(touched, keys):
    update = Update(id=EventId("x"), etag=Etag("e"), content=OTHER, touched=frozenset(touched))
    assert patch_of(update).keys() == keys


def test_a_time_may_become_a_day():
    day = Span(start=date(2026, 12, 1), end=date(2026, 12, 2))
    content = Content(title="x", when=day)
    update = Update(id=EventId("x"), etag=Etag("e"), content=content, touched=frozenset({"when"}))
    assert patch_of(update)["start"] == {"date": "2026-12-01", "dateTime": None, "timeZone": None}


@given(st.text(), st.integers(0, 9))
def test_an_id_is_legal_is_ours_and_is_one_per_name(key, generation):
    ours = name(Key(key), generation)
    assert ID.fullmatch(event_id(ours))
    assert is_ours(event_id(ours))
    assert event_id(ours) == event_id(ours) != event_id(name(Key(key), generation + 1))
    assert ID.fullmatch(event_id(key))
    assert is_ours(event_id(key))


@pytest.mark.parametrize("theirs", ["5v1nv2f7tqgd1fdpqcn0v0ubbk", "_60q30c1g", "fu0a1b2c", ""])
def test_an_id_of_googles_is_not_ours(theirs):
    assert not is_ours(EventId(theirs))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_description_gives_back_the_words_and_is_no_markup(words):
    there = description.written(words, most=10**6)
    assert description.read(there) == words
    assert "<" not in there


@given(st.text("&<>x\U0001f44b", max_size=60), st.integers(8, 40))
def test_a_description_that_is_too_long_is_cut_between_its_letters(words, most):
    there = description.written(words, most=most)
    assert len(there) <= most
    kept = description.read(there)
    assert kept == words or words.startswith(kept.removesuffix("…"))


def test_googles_editor_leaves_our_block_and_the_persons_words():
    block = with_block("", "Dana & Lee <dana@acme.example>")
    first, ours, last = description.written(block).split("\n")
    edited = f"<p>{first}<br>{ours}<br>{last}</p><b>Bring</b>&nbsp;the pen<ul><li>red</li></ul>"
    found = description.read(edited)
    assert ours_in(found) == "Dana & Lee <dana@acme.example>"
    assert "Bring the pen" in found
    assert found.splitlines()[-1].strip() == "red"


def test_a_link_keeps_its_address():
    link = '<a href="https://acme.example/jobs">the job</a>'
    assert description.read(link) == "the job (https://acme.example/jobs)"
    assert description.read('<a href="https://a.example">https://a.example</a>') == (
        "https://a.example"
    )


def test_all_that_is_read_is_asked_for():
    top = {part.partition("(")[0].partition("/")[0] for part in _top(FIELDS)}
    assert {"id", "etag", "start", "recurringEventId", "extendedProperties", "iCalUID"} <= top


def _top(fields):
    depth, word = 0, ""
    for letter in fields + ",":
        depth += (letter == "(") - (letter == ")")
        if letter == "," and not depth:
            yield word
            word = ""
        else:
            word += letter
