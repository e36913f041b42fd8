"""What is stored as text comes back as it was."""

from dataclasses import fields
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.model import FollowUp, Placement, Session
from service.store import codec
from service.store.codec.text import Unreadable, dump_moment, load, load_moment
from service.store.types import escape, unescape
from tests.store import values

PAIRS = {
    "content": values.contents,
    "write": values.writes,
    "problem": values.problems,
    "session": values.sessions,
    "visit": values.visits,
    "follow_up": values.follow_ups,
    "placement": values.placements,
}


@pytest.mark.parametrize("name", PAIRS)
@given(data=st.data())
def test_a_value_comes_back_as_it_was(name, data):
    value = data.draw(PAIRS[name])
    text = getattr(codec, f"encode_{name}")(value)
    assert text.isascii()
    assert getattr(codec, f"decode_{name}")(text) == value


@pytest.mark.parametrize(
    ("type_", "name"), [(Session, "session"), (FollowUp, "follow_up"), (Placement, "placement")]
)
@given(data=st.data())
def test_no_field_is_forgotten(type_, name, data):
    text = getattr(codec, f"encode_{name}")(data.draw(PAIRS[name]))
    assert {field.name for field in fields(type_)} == set(load(text))


@given(moment=values.instants)
def test_a_moment_keeps_its_clock_its_instant_and_the_name_of_its_zone(moment):
    again = load_moment(dump_moment(moment))
    assert again.replace(tzinfo=None) == moment.replace(tzinfo=None)
    assert again.astimezone(UTC) == moment.astimezone(UTC)
    assert getattr(again.tzinfo, "key", None) == getattr(moment.tzinfo, "key", None)


def test_the_second_time_round_of_an_hour_that_comes_twice_stays_the_second():
    second = datetime(2026, 11, 1, 1, 30, tzinfo=ZoneInfo("America/New_York"), fold=1)
    assert dump_moment(second) == "2026-11-01T01:30:00-05:00[America/New_York]"
    assert load_moment(dump_moment(second)).fold == 1


def test_a_zone_that_is_no_more_leaves_the_instant():
    again = load_moment("2026-11-01T01:30:00-05:00[Mars/Olympus_Mons]")
    assert again.astimezone(UTC) == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


def test_text_of_another_version_is_refused():
    with pytest.raises(Unreadable):
        codec.decode_problem('{"v":2,"where":"","what":"","next_step":""}')


@given(
    text=st.text(st.characters())
    | st.lists(st.sampled_from(["\\", "\\u0041", "u0041", "\x00", "\ud800", "x"])).map("".join)
)
def test_foreign_text_is_escaped_one_to_one(text):
    escaped = escape(text)
    assert unescape(escaped) == text
    assert "\x00" not in escaped
    escaped.encode()
