from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.ics import octets
from tests.connectors.ics_write.entries import texts
from tests.connectors.ics_write.reader import clean, content_lines, physical_lines, unescape


@pytest.mark.parametrize(
    ("written", "value"),
    [
        pytest.param(r"a\\b", "a\\b", id="backslash"),
        pytest.param(r"a\;b\,c", "a;b,c", id="separators"),
        pytest.param('a:b"c', 'a:b"c', id="colon and quote stand as they are"),
        pytest.param(r"a\nb\nc\nd", "a\nb\r\nc\rd", id="every kind of break is one break"),
        pytest.param(r"C:\\New folder", r"C:\New folder", id="a literal backslash N"),
        pytest.param("a\tb", "a\tb", id="a tab is text"),
        pytest.param("abcdefgh", "a\0b\x0bc\x1fd\x7fe\x85f\u2028g\u2029h", id="controls go"),
        pytest.param("ab", "a\ud800b", id="lone surrogates go"),
    ],
)
def test_text_is_escaped(written, value):
    assert octets.text(value) == written


@settings(deadline=None)
@given(texts)
def test_text_comes_back(value):
    assert unescape(octets.text(value)) == clean(value)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        pytest.param("Europe/Berlin", "Europe/Berlin", id="plain"),
        pytest.param('"a:b"', "a:b", id="colon wants quotes"),
        pytest.param('"a;b"', "a;b", id="semicolon wants quotes"),
        pytest.param('"a,b"', "a,b", id="comma wants quotes"),
        pytest.param("^'a^'^^b^nc^nd", '"a"^b\nc\r\nd', id="RFC 6868"),
        pytest.param("ab", "a\0b", id="controls go"),
    ],
)
def test_parameters_are_escaped(written, value):
    assert octets.parameter(value) == written


@pytest.mark.parametrize(
    ("written", "value"),
    [
        pytest.param("https://a.b/f/1?x=%20&y=[z]#t", "https://a.b/f/1?x=%20&y=[z]#t", id="plain"),
        pytest.param("https://a.b/%C3%A9%20%22", 'https://a.b/é "', id="what URIs forbid"),
        pytest.param("a:b%0D%0AATTENDEE:mailto:x", "a:b\r\nATTENDEE:mailto:x", id="injection"),
        pytest.param("a:b", "a:\ud800b", id="a lone surrogate"),
    ],
)
def test_uris_are_percent_encoded(written, value):
    assert octets.uri(value) == written


@pytest.mark.parametrize(
    ("written", "length"),
    [
        pytest.param("PT0S", timedelta(), id="nothing"),
        pytest.param("-PT15M", timedelta(minutes=-15), id="negative"),
        pytest.param("PT1H30M", timedelta(minutes=90), id="hours and minutes"),
        pytest.param("PT1H0M5S", timedelta(hours=1, seconds=5), id="no hours beside seconds"),
        pytest.param("P1D", timedelta(days=1), id="a day"),
        pytest.param("-P1DT1H", timedelta(hours=-25), id="a day and an hour before"),
    ],
)
def test_durations(written, length):
    assert octets.duration(length) == written


@settings(deadline=None)
@given(st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=400))
def test_folded_lines_are_short_whole_and_come_back(line):
    assert content_lines(octets.lines([line])) == [line]


@settings(deadline=None)
@given(st.lists(st.sampled_from(["a", "ü", "面", "😀", "\\\\", "\\n", "\\,"]), max_size=300))
def test_no_fold_comes_after_a_backslash(parts):
    lines = physical_lines(octets.lines(["SUMMARY:" + "".join(parts)]))
    assert not [line for line in lines[:-1] if line.endswith(b"\\") and line.strip(b" \\")]


@pytest.mark.parametrize("lead", range(8))
def test_a_flood_of_backslashes_is_cut_between_pairs(lead):
    lines = physical_lines(octets.lines(["N" * lead + "\\\\" * 300]))
    assert len(lines) < 12
    assert all((len(line) - len(line.rstrip(b"\\"))) % 2 == 0 for line in lines)


@pytest.mark.parametrize("letter", ["ü", "面", "😀"])
def test_lines_are_filled_as_far_as_the_letters_allow(letter):
    first, *others = physical_lines(octets.lines([letter * 200]))
    size = len(letter.encode())
    assert len(first) == 75 - 75 % size
    assert all(len(line) == 75 - 74 % size for line in others[:-1])


def test_a_line_of_75_octets_is_not_folded_and_one_of_76_is():
    assert octets.lines(["a" * 75]) == b"a" * 75 + b"\r\n"
    assert octets.lines(["a" * 76]) == b"a" * 75 + b"\r\n a\r\n"
