from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.web.conditional import entity_tag, holds, http_date

CHANGED = datetime(2026, 11, 20, 9, 15, 0, 500_000, tzinfo=UTC)
DIGEST = "0a1b2c"


def answer(none_match=None, since=None):
    return holds(DIGEST, CHANGED, if_none_match=none_match, if_modified_since=since)


@pytest.mark.parametrize(
    "field",
    [
        '"0a1b2c"',
        'W/"0a1b2c"',
        '"0a1b2c-gzip"',
        'W/"0a1b2c-gzip"',
        '"other", "0a1b2c"',
        '"other" , W/"0a1b2c","third"',
        '"a,b", "0a1b2c"',
        "*",
        " * ",
    ],
)
def test_the_client_holds_what_it_names(field):
    assert answer(field)


@pytest.mark.parametrize(
    "field",
    ["", '"other"', "0a1b2c", '"0a1b2c', 'x"0a1b2cx"', '"0a1b2c-gzip-gzip"', '"*"', '"0A1B2C"'],
)
def test_whatever_else_it_names_it_gets_the_body(field):
    assert not answer(field)


def test_a_stale_tag_outweighs_a_fresh_date():
    fresh = http_date(CHANGED + timedelta(days=1))
    assert answer(None, fresh)
    assert not answer('"stale"', fresh)


def test_a_matching_tag_outweighs_an_old_date():
    assert answer('"0a1b2c"', http_date(CHANGED - timedelta(days=1)))


@pytest.mark.parametrize(
    "field",
    ["Fri, 20 Nov 2026 09:15:00 GMT", "Friday, 20-Nov-26 09:15:00 GMT", "Fri Nov 20 09:15:00 2026"],
)
def test_all_three_forms_of_a_date_are_read(field):
    assert answer(None, field)


@pytest.mark.parametrize(
    "field",
    ["Fri, 20 Nov 2026 09:14:59 GMT", "", "0", "-1", "soon", "Fri, 20 Nov 2026 25:15:00 GMT"],
)
def test_an_older_date_and_what_is_none_get_the_body(field):
    assert not answer(None, field)


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_header_is_an_accident(none_match, since):
    assert holds(DIGEST, CHANGED, if_none_match=none_match, if_modified_since=since) in {
        True,
        False,
    }
    assert answer(None, since) in {True, False}


@given(
    st.integers(0, 4_000_000_000).map(lambda second: datetime.fromtimestamp(second + 0.5, UTC)),
    st.integers(-5, 5),
)
def test_a_date_we_gave_matches_until_a_later_second(modified, seconds):
    since = format_datetime(modified + timedelta(seconds=seconds), usegmt=True)
    held = holds(DIGEST, modified, if_none_match=None, if_modified_since=since)
    assert held is (seconds >= 0)


def test_each_coding_has_a_tag_of_its_own_and_both_are_recognised():
    tags = [entity_tag(DIGEST, gzipped=gzipped) for gzipped in (False, True)]
    assert len(set(tags)) == 2
    assert all(map(answer, tags))
