"""Several mentions of one human become one person, in any order."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.model import Person
from service.domain.people import merge

NAMES = (
    "Dana Ruiz",
    "Dana R.",
    "D. Ruiz",
    "Dana",
    "Dana Reed",
    "DANA RUIZ",
    "Chris Lee",
    "José Núñez",
    "Jose Nunez",
)
ADDRESSES = (None, None, "dana@acme.com", "Dana+x@acme.com", "druiz@acme.com", "lee@acme.com")
mentions = st.builds(
    Person,
    name=st.sampled_from(NAMES),
    email=st.sampled_from(ADDRESSES),
    role=st.sampled_from((None, "EM")),
    kind=st.sampled_from(("interviewer", "recruiter", "coordinator", "unknown")),
    state=st.sampled_from(("certain", "probable", "excluded")),
    origin=st.sampled_from(("answer", "guest", "organizer", "description", "title")),
)  # fmt: skip
groups = st.lists(st.lists(mentions, max_size=4).map(tuple), max_size=4)


def one(name: str, email: str | None = None, state: str = "probable", **more: str) -> Person:
    return Person(name=name, email=email, state=state, **more)  # type: ignore[arg-type]


def names(*people: Person) -> list[str]:
    return [person.name for person in merge([people])]


@pytest.mark.parametrize(
    "short", ["Dana R.", "D. Ruiz", "Dana", "DANA RUIZ", "Dana M. Ruiz", "Dána Ruiz"]
)
def test_a_short_or_odd_spelling_is_the_same_person(short: str) -> None:
    (found,) = merge([(one("Dana Ruiz", "dana@acme.com", "certain"), one(short))])
    assert (found.email, found.state) == ("dana@acme.com", "certain")
    assert "Ruiz" in found.name


@pytest.mark.parametrize("other", ["Dan Ruiz", "Dana Reed", "D. Reed", "Kate Ruiz", "R. Dana"])
def test_another_name_is_another_person(other: str) -> None:
    assert len(merge([(one("Dana Ruiz", "dana@acme.com"), one(other))])) == 2


def test_a_short_name_that_fits_two_people_joins_neither_and_is_asked_about() -> None:
    found = merge([(one("Dana Ruiz", "a@x.io"), one("Dana Reed", "b@x.io"), one("Dana R."))])
    asked = {person.name: person.ask for person in found}
    assert asked == {
        "Dana Ruiz": None,
        "Dana Reed": None,
        "Dana R.": "Is Dana R. the same person as Dana Reed or Dana Ruiz?",
    }


def test_one_address_is_one_person_however_it_is_spelled() -> None:
    assert names(one("Dana", "dana+jobs@acme.com"), one("Dana Ruiz", "Dana@Acme.com")) == [
        "Dana Ruiz"
    ]


def test_a_short_name_with_another_address_is_somebody_else() -> None:
    assert names(one("Dana R.", "dr@acme.com"), one("Dana Ruiz", "dana@acme.com")) == [
        "Dana R.",
        "Dana Ruiz",
    ]


def test_certain_beats_probable_beats_excluded() -> None:
    away, there, told = (one("Tom", "tom@acme.com", s) for s in ("excluded", "probable", "certain"))
    assert [p.state for p in merge([(away,), (there,)])] == ["probable"]
    assert [p.state for p in merge([(away,), (there,), (told,)])] == ["certain"]


def test_a_relay_that_bears_a_name_does_not_lend_its_address() -> None:
    relay = one("Dana Ruiz", "no-reply@acme.com", "excluded")
    assert {(p.email, p.state) for p in merge([(relay, one("Dana Ruiz"))])} == {
        ("no-reply@acme.com", "excluded"),
        (None, "probable"),
    }


def test_who_interviews_in_one_session_is_an_interviewer_whoever_invited() -> None:
    invites = one("Kim Tan", "kim@acme.com", kind="coordinator", origin="organizer")
    asks = one("Kim Tan", None, kind="interviewer", origin="description")
    assert [person.kind for person in merge([(invites,), (asks,)])] == ["interviewer"]


@given(groups, st.randoms(use_true_random=False))
def test_who_is_who_depends_on_neither_order_nor_packaging(
    sessions: list[tuple[Person, ...]], shuffle: random.Random
) -> None:
    flat = [person for session in sessions for person in session]
    shuffled = list(flat)
    shuffle.shuffle(shuffled)
    assert merge(sessions) == merge((person,) for person in flat)
    assert Counter(merge(sessions)) == Counter(merge([tuple(shuffled)]))


@given(groups)
def test_the_certain_stand_before_the_probable_before_the_excluded(
    sessions: list[tuple[Person, ...]],
) -> None:
    states = [person.state for person in merge(sessions)]
    assert states == sorted(states, key=["certain", "probable", "excluded"].index)


def test_people_stand_in_the_order_in_which_they_were_named() -> None:
    first = (one("Kate Austen"), one("Jack Shephard"), one("Zoe Lee", "zoe@acme.com", "certain"))
    then = (one("Ann Bo"), one("Jack Shephard", "jack@acme.com"))
    found = [person.name for person in merge([first, then])]
    assert found == ["Zoe Lee", "Kate Austen", "Jack Shephard", "Ann Bo"]


def test_a_fuller_name_stands_where_the_short_one_stood() -> None:
    found = [person.name for person in merge([(one("Tom B."), one("Ann Bo"), one("Tom Banks"))])]
    assert found == ["Tom Banks", "Ann Bo"]


@given(groups)
def test_nobody_is_lost_and_no_address_stands_twice(sessions: list[tuple[Person, ...]]) -> None:
    found = merge(sessions)
    given_emails = {p.email.lower().replace("+x", "") for s in sessions for p in s if p.email}
    emails = [person.email.lower().replace("+x", "") for person in found if person.email]
    assert sorted(emails) == sorted(given_emails)
    assert bool(found) is any(sessions)
