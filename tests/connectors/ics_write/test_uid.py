"""The UIDs we write: never another for the same follow-up, and safe everywhere (RFC 7986 5.3)."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.reconcile import name


def test_names_never_change():
    """A changed name is a second event in every calendar: this line is never edited."""
    assert name("visit/call") == (
        "fu-ch3tjct0rd4ivdjdvplreiqadatd669dojk4ktbg8gev0sttu2a0@afterword"
    )


@settings(deadline=None)
@given(st.text(), st.text(), st.integers(0, 99), st.integers(0, 99))
def test_names_are_short_safe_and_one_for_each_key_and_generation(key, other, first, second):
    uid = name(key, first)
    assert re.fullmatch(r"fu-[a-v0-9]{52}@afterword", uid)
    assert (uid == name(other, second)) == ((key, first) == (other, second))


def test_the_generation_cannot_be_hidden_in_the_key():
    assert len({name("a", 1), name("1a", 0), name("a1", 0), name("\x00a", 1)}) == 4
