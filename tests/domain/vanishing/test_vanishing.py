import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.vanishing import believe

SIZES = st.integers(0, 60_000)


@pytest.mark.parametrize(
    ("before", "now", "believed"),
    [
        (0, 0, True),
        (0, 500, True),
        (500, 500, True),
        (500, 600, True),
        (500, 250, True),
        (500, 249, False),
        (41, 21, True),
        (41, 20, False),
        (40, 20, True),
        (40, 19, False),
        (22, 2, True),
        (22, 1, False),
        (20, 1, True),
        (2, 0, True),
        (3, 0, False),
        (20, 0, False),
    ],
)
def test_the_rule(before, now, believed):
    assert believe(before, now, suspect=False) is believed


@given(SIZES, SIZES)
def test_the_second_look_is_always_believed(before, now):
    assert believe(before, now, suspect=True)


@given(SIZES, st.integers(0, 1000), st.booleans())
def test_a_calendar_that_keeps_half_of_its_events_or_grows_is_believed(before, more, suspect):
    assert believe(before, (before + 1) // 2 + more, suspect)


@given(SIZES, SIZES)
def test_more_left_is_never_believed_less(before, now):
    if believe(before, now, suspect=False):
        assert believe(before, now + 1, suspect=False)


@given(st.integers(41, 60_000), st.data())
def test_a_loss_of_most_of_a_large_calendar_is_asked_about(before, data):
    now = data.draw(st.integers(0, (before - 1) // 2))
    assert not believe(before, now, suspect=False)
