"""Descriptions and guest lists made to be slow are read in time."""

from __future__ import annotations

import string
import time

import pytest

from tests.domain.people.invitation import ALEX, guest, invitation, people

LETTERS = string.ascii_lowercase
NAMES = [f"{a}{b}{a}".title() + " " + f"{b}{a}{b}".title() for a in LETTERS for b in LETTERS]


@pytest.mark.parametrize(
    "notes",
    [
        "<" * 50_000,
        "(" * 50_000,
        "9:00 " + "with " * 10_000,
        "9:" * 20_000,
        "you will meet " * 5_000,
        "a.b@" * 20_000,
        "<a href=" * 10_000,
        "\n".join("Panel: " + ", ".join(NAMES[n : n + 70]) for n in range(600)),
    ],
    ids=["angles", "brackets", "with", "digits", "meet", "at signs", "links", "a telephone book"],
)
def test_a_description_made_to_be_slow(notes: str) -> None:
    began = time.monotonic()
    people(invitation(notes=notes), ALEX)
    assert time.monotonic() - began < 2


def test_a_town_hall() -> None:
    guests = tuple(guest(f"{n}@acme.com", name) for n, name in enumerate(NAMES * 4))
    began = time.monotonic()
    assert people(invitation(guests=guests), ALEX)
    assert time.monotonic() - began < 2
