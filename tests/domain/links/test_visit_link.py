"""A link opens one visit of one person, for as long as the secret is the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.model import KINDS, VisitKey
from service.domain.visit_link import Links, person_of, token, visit_of

ACME, GLOBEX = VisitKey("acme@example"), VisitKey("globex@example/20261201T150000Z")
SECRET, PERSON = "a secret", 0xA7

people = st.integers(min_value=1, max_value=2**31 - 1)
keys = st.text(max_size=40).map(VisitKey)  # lone surrogates included
secrets = st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1)


@given(people, keys, st.sets(keys, max_size=4), secrets)
def test_what_was_made_opens_exactly_what_it_was_made_for(person, visit, others, secret):
    made = token(secret, person, visit)
    assert made == token(secret, person, visit)
    assert person_of(made) == person
    assert visit_of(made, secret, [*others, visit]) == visit
    assert visit_of(made, secret, others - {visit}) is None


@given(people, keys, secrets, secrets)
def test_another_secret_opens_nothing(person, visit, before, after):
    opened = visit_of(token(before, person, visit), after, [visit])
    assert opened == (visit if before == after else None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a7",
        "-" + "a" * 32,
        "0-" + "a" * 32,
        "00a7-" + "a" * 32,
        "A7-" + "a" * 32,
        "a7-" + "a" * 31,
        "a7-" + "a" * 33,
        "a7-" + "A" * 32,
        "a7-" + "1" * 32,
        "\u0667-" + "a" * 32,
        "a7-" + "a" * 32 + "\n",
        "1" + "0" * 8 + "-" + "a" * 32,
        "f" * 8 + "-" + "a" * 32,
    ],
)
def test_what_is_no_token_is_nobodys(text):
    assert person_of(text) is None
    assert visit_of(text, SECRET, [ACME, GLOBEX]) is None


def test_each_kind_of_entry_leads_to_its_own_page():
    links = Links(base="https://afterword.example", person=PERSON, secret=SECRET)
    home = f"https://afterword.example/d/{token(SECRET, PERSON, ACME)}"
    assert [links.to(kind, ACME) for kind in KINDS] == [
        f"{home}/prompt",
        home,
        f"{home}/email",
        f"{home}/card",
        f"{home}/call",
    ]


def test_it_is_the_same_in_every_release():
    """It stands in calendars for weeks, so how it is made can never change."""
    assert token(SECRET, PERSON, ACME) == "a7-tem7ju6sjbsc6w2rfuaalqk3o55tiys2"


def test_a_secret_is_never_printed():
    assert SECRET not in repr(Links(base="https://afterword.example", person=1, secret=SECRET))
