"""Unpacking is the same however the bytes arrive, and never goes further than its bound."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.transport.limits import TooLarge
from connectors.transport.unpack import MEMBERS, PIECE, Damaged, GzipBody, PlainBody

pieces = st.lists(st.binary(max_size=300), max_size=6)


def fed(body, packed, step):
    for start in range(0, len(packed), step):
        body.add(packed[start : start + step])
    return body.whole()


@given(pieces, st.integers(1, 50))
def test_what_was_packed_comes_out_however_it_is_cut(members, step):
    packed = b"".join(map(gzip.compress, members)) or gzip.compress(b"")
    assert fed(GzipBody(10_000), packed, step) == b"".join(members)
    assert fed(PlainBody(10_000), packed, step) == packed


@pytest.mark.parametrize("size", [PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 5 * PIECE + 7])
@pytest.mark.parametrize("step", [10, 1_000_000])
def test_nothing_stays_behind_at_the_edge_of_a_piece(size, step):
    assert fed(GzipBody(size), gzip.compress(b"a" * size), step) == b"a" * size


@given(st.binary(min_size=1, max_size=400), st.integers(1, 50))
def test_the_bound_holds_to_the_byte(content, step):
    packed = gzip.compress(content)
    assert fed(GzipBody(len(content)), packed, step) == content
    with pytest.raises(TooLarge):
        fed(GzipBody(len(content) - 1), packed, step)


@given(st.binary(max_size=400), st.data())
def test_a_body_that_breaks_off_is_damaged(content, data):
    packed = gzip.compress(content)
    cut = data.draw(st.integers(0, len(packed) - 1))
    with pytest.raises(Damaged):
        fed(GzipBody(1000), packed[:cut], 7)


def test_empty_members_without_end_are_damaged():
    assert fed(GzipBody(10), gzip.compress(b"") * MEMBERS, 999) == b""
    with pytest.raises(Damaged):
        fed(GzipBody(10), gzip.compress(b"") * (MEMBERS + 1), 999)
