from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rows import ALEX, GIVEN, GUESSES, MORE, Row, raw, rows

from connectors.contract import Content, Event, Organizer
from service.domain.policy import Policy, Recognition
from service.domain.recognise import points, recognise
from service.domain.recognise.lexicon import TITLE_KINDS, phrases
from service.domain.recognise.screen import screen
from service.domain.vocabulary import listed
from service.domain.vocabulary.domains import ats_domains, scheduler_domains

ALL = [*rows(GIVEN), *rows(MORE), *rows(GUESSES)]
PLAIN = next(row.event for row in ALL if row.id == "D093")


def seen(event: Event, policy: Policy = ALEX) -> bool:
    return bool(screen(policy).search(raw(event)))


def missed(event: Event, policy: Policy = ALEX) -> bool:
    matters = recognise(event, "personal", policy).outcome != "not"
    return matters and not seen(event, policy)


@pytest.mark.parametrize(
    "row", [row for row in ALL if "ob" not in row.calendar.lower() and not row.event.label],
    ids=lambda row: row.id,
)  # fmt: skip
def test_what_recognition_wants_is_seen(row: Row) -> None:
    assert row.expected == "not" or seen(row.event, row.policy)


@pytest.mark.parametrize(
    "title", ["Call with Sam", "Team meeting", "Sprint planning", "Interval training", "Role play"]
)
def test_ordinary_events_are_passed_over(title: str) -> None:
    content = replace(PLAIN.content, title=title, notes="Agenda: open questions. Zoom as usual.")
    organizer = Organizer(email="dana@initech.com")
    assert not seen(replace(PLAIN, content=content, organizer=organizer))


WEIGHTS = {
    "service": 3,
    "weak": 2,
    "hiring": 2,
    "list": 2,
    "faint": 2,
    "recruiter": 2,
    "stranger": 1,
    "booking": 1,
    "own": 1,
    "job": 1,
}


def test_no_sum_of_points_avoids_every_needle() -> None:
    for size in range(len(WEIGHTS) + 1):
        for signs in map(set, itertools.combinations(WEIGHTS, size)):
            if signs & {"list", "faint"} and not signs & {"service", "hiring", "recruiter"}:
                continue
            needles = signs & {"service", "hiring", "recruiter", "booking"}
            if sum(WEIGHTS[sign] for sign in signs) >= points.ENOUGH:
                assert needles or {"own", "job"} <= signs, signs


phrase = st.sampled_from([p for kind in TITLE_KINDS for p in phrases(kind)])
word = st.one_of(
    phrase.map(lambda each: each.replace("*", "")),
    st.sampled_from(["Alex Morgan", "Alex", "<>", "/", "with", "#interview", "#面接", "google"]),
    st.text(max_size=6),
)
text = st.lists(word, max_size=5).map(" ".join) | st.lists(word, max_size=3).map("".join)
domain = st.sampled_from(
    sorted(ats_domains() | scheduler_domains() | {"acme.com", "initech.com", "gmail.com"})
)
mailbox = st.sampled_from(
    [
        *sorted(listed("mailboxes", "recruiter_parts")),
        "recruiting-team",
        "acme_hr",
        "jo",
        "x.talent",
    ]
)
address = st.builds("{}@{}".format, mailbox, domain)


@given(text, text, st.none() | address, address, st.sampled_from([str.lower, str.upper, str.title]))
def test_whatever_is_made_of_our_words_is_seen(title, notes, organizer, uid, spelled) -> None:  # type: ignore[no-untyped-def]
    event = replace(
        PLAIN,
        content=Content(title=spelled(title), when=PLAIN.content.when, notes=spelled(notes)),
        organizer=Organizer(email=organizer) if organizer else None,
        uid=uid,
    )
    assert not missed(event)


def test_the_persons_own_words_are_needles() -> None:
    policy = replace(
        ALEX, recognise=Recognition(tags=("jobtalk",), categories=("My, job",), colours=("tomato",))
    )
    for event in (
        replace(PLAIN, content=replace(PLAIN.content, title="Acme #jobtalk")),
        replace(PLAIN, categories=("my, JOB",)),
        replace(PLAIN, colour="Tomato"),
    ):
        assert recognise(event, "personal", policy).outcome == "interview"
        assert seen(event, policy)
        assert not seen(event)


def test_four_weak_signs_together_are_seen() -> None:
    content = replace(PLAIN.content, title="Intro chat: Alex Morgan, Data Analyst")
    event = replace(PLAIN, content=content, organizer=Organizer(email="sam@acme.com"))
    assert recognise(event, "personal", ALEX).rule == "H:score"
    assert seen(event)
