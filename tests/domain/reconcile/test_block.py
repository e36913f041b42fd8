"""Our part of the notes, and what is the person's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.block import BEGIN, END, ours_in, outside, same_block, torn, with_block

BLOCK = f"{BEGIN}\nbring a pen\n{END}"
texts = st.lists(st.sampled_from(["", "a", " b", "[x]", BEGIN, END, "ü 🙂"])).map("\n".join)


def test_a_new_block_goes_below_what_is_there():
    assert with_block("mine", "ours") == f"mine\n{BEGIN}\nours\n{END}"


def test_lines_above_and_below_stay_where_they_are():
    notes = f"above\n\n{BLOCK}\n\nbelow"
    assert with_block(notes, "new") == f"above\n\n{BEGIN}\nnew\n{END}\n\nbelow"
    assert outside(notes) == "above\n\n\nbelow"


def test_nothing_to_say_leaves_no_empty_block():
    assert with_block(f"mine\n{BLOCK}", "") == "mine"
    assert with_block("", " \n ") == ""


def test_markers_may_be_indented_by_a_client():
    assert ours_in(f"  {BEGIN}\nbring a pen\n  {END} ") == "bring a pen"


@pytest.mark.parametrize(
    "notes",
    [
        pytest.param(f"{BEGIN}\nbring a pen", id="no end"),
        pytest.param(f"bring a pen\n{END}", id="no beginning"),
        pytest.param(f"{END}\nbring a pen\n{BEGIN}", id="wrong way round"),
        pytest.param(f"{BLOCK}\n{BLOCK}", id="pasted twice"),
    ],
)
def test_a_torn_block_makes_the_whole_text_theirs(notes):
    assert ours_in(notes) is None
    assert torn(notes)
    assert not same_block(notes, BLOCK)


@pytest.mark.parametrize(
    ("seen", "same"),
    [
        pytest.param(f"hello\n{BLOCK}", True, id="a word above"),
        pytest.param(f"{BLOCK}\nhello", True, id="a word below"),
        pytest.param(f"{BEGIN}\nbring two pens\n{END}", False, id="a word inside"),
        pytest.param("bring a pen", False, id="both markers gone"),
        pytest.param("", False, id="everything gone"),
    ],
)
def test_whether_the_block_is_still_ours(seen, same):
    assert same_block(seen, BLOCK) is same


@given(theirs=texts, ours=texts)
def test_the_block_says_what_it_was_told(theirs, ours):
    if torn(theirs):
        return
    clean = "\n".join(line for line in ours.splitlines() if line not in (BEGIN, END)).strip()
    assert ours_in(with_block(theirs, ours)) == (clean or None)


@given(theirs=texts, first=texts, second=texts)
def test_saying_something_else_never_touches_what_stands_outside(theirs, first, second):
    if torn(theirs):
        return
    once = with_block(theirs, first)
    assert outside(once) == outside(with_block(once, second))
    # A block keeps its place; one that said nothing for a while has none to come back to.
    if ours_in(once) and ours_in(with_block(once, second)):
        assert with_block(with_block(once, second), first) == once
