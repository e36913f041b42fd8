from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rows import ALEX, GIVEN, GUESSES, MORE, Row, rows

from connectors.contract import Attendee, Content, Event, Organizer
from service.domain.model import Verdict
from service.domain.policy import Me, Policy, Recognition
from service.domain.recognise import case as cases
from service.domain.recognise import procedure
from service.domain.recognise.procedure import RULES, recognise

ALL = [*rows(GIVEN), *rows(MORE), *rows(GUESSES)]
PLAIN = next(row.event for row in ALL if row.id == "D093")


def event(title: str, notes: str = "", **fields: object) -> Event:
    content = replace(PLAIN.content, title=title, notes=notes)
    return replace(PLAIN, content=content, **fields)


def judge(title: str, notes: str = "", policy: Policy = ALEX, **fields: object) -> Verdict:
    return recognise(event(title, notes, **fields), "personal", policy)


def verdicts() -> dict[str, tuple[str, str]]:
    found = ((row, recognise(row.event, row.calendar, row.policy)) for row in ALL)
    return {row.id: (verdict.outcome, verdict.rule) for row, verdict in found}


@pytest.mark.parametrize("row", ALL, ids=lambda row: row.id)
def test_a_row_of_the_tables(row: Row) -> None:
    verdict = recognise(row.event, row.calendar, row.policy)
    assert (verdict.outcome, verdict.rule) == (row.expected, row.rule), verdict.because


@pytest.mark.parametrize("rule", RULES[:-1], ids=lambda rule: rule.__name__)
def test_no_rule_can_be_taken_away(rule: procedure.Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    before = [verdicts(), judge("Interview", policy=without_heuristics())]
    monkeypatch.setattr(procedure, "RULES", tuple(each for each in RULES if each is not rule))
    assert [verdicts(), judge("Interview", policy=without_heuristics())] != before


@pytest.mark.parametrize("sign", cases.EXPLICIT, ids=lambda sign: sign.__name__)
def test_no_way_of_tagging_can_be_taken_away(sign: object, monkeypatch: pytest.MonkeyPatch) -> None:
    before = verdicts()
    monkeypatch.setattr(cases, "EXPLICIT", tuple(s for s in cases.EXPLICIT if s is not sign))
    assert verdicts() != before


def without_heuristics() -> Policy:
    return replace(ALEX, recognise=replace(ALEX.recognise, heuristics=False))


def test_switched_off_heuristics_suggest_nothing_and_say_so() -> None:
    verdict = judge("Phone screen with Acme", policy=without_heuristics())
    assert (verdict.outcome, verdict.rule) == ("not", "H:low")
    assert "switched off" in verdict.because
    assert judge("Acme #interview", policy=without_heuristics()).outcome == "interview"


def test_the_reason_quotes_what_was_seen() -> None:
    verdict = judge("Phone Screen", organizer=Organizer(email="talent@umbrella.com"))
    assert verdict.because == (
        'The title contains "phone screen"; talent@umbrella.com looks like a recruiter.'
    )


def test_a_conflict_of_yes_and_no_is_told() -> None:
    because = judge("Acme #interview #nointerview").because
    assert "#nointerview" in because
    assert "#interview" in because
    assert "no beats yes" in because


@pytest.mark.parametrize(
    ("recognition", "fields", "rule"),
    [
        (Recognition(tags=("#Jobtalk",)), {}, "X:title"),
        (Recognition(categories=("Bewerbung",)), {"categories": ("BEWERBUNG",)}, "X:category"),
        (Recognition(labels=("Hiring",)), {"label": "hiring "}, "X:label"),
        (Recognition(colours=("Tomato",)), {"colour": "tomato"}, "X:color"),
    ],
    ids=["tags", "categories", "labels", "colours"],
)
def test_the_persons_own_lists_add_to_the_built_in_ones(
    recognition: Recognition, fields: dict[str, object], rule: str
) -> None:
    title = "Acme #jobtalk" if rule == "X:title" else "Acme"
    policy = replace(ALEX, recognise=recognition)
    assert judge(title, policy=policy, **fields).rule == rule
    assert judge(title, **fields).rule == "H:low"
    assert judge("Acme #interview", policy=policy).outcome == "interview"


def test_a_dedicated_calendar_is_selected_by_its_name() -> None:
    policy = replace(ALEX, recognise=Recognition(calendars=("Jobs",), selected=("personal",)))
    assert recognise(event("Acme"), "jobs", policy).rule == "X:calendar"
    assert recognise(event("Acme"), "other", policy).rule == "S0:calendar"


def test_freemail_is_nobodys_employer() -> None:
    policy = replace(ALEX, me=replace(ALEX.me, work_emails=("alex.morgan@gmail.com",)))
    verdict = judge("Interview", policy=policy, organizer=Organizer(email="jo@gmail.com"))
    assert verdict.rule == "H:interview"


@pytest.mark.parametrize("address", ["alexmorgan@googlemail.com", "alex.morgan+cv@gmail.com"])
def test_another_spelling_of_my_address_is_me(address: str) -> None:
    declined = (Attendee(email=address, response="declined"),)
    assert judge("Acme #interview", attendees=declined).rule == "S0:declined"


def test_a_hiring_service_in_the_uid_counts() -> None:
    fields = {"organizer": Organizer(email="jo@acme.com")}
    assert judge("Onsite", uid="x1@ashbyhq.com", **fields).rule == "H:score"
    assert judge("Onsite", uid="x1@notashbyhq.com", **fields).rule == "H:low"


def test_a_nameless_person_can_be_judged_too() -> None:
    assert judge("Interview <> and / more", policy=Policy(me=Me())).rule == "H:interview"


@given(st.text(max_size=60), st.text(max_size=200))
def test_every_event_gets_one_verdict_in_a_sentence(title: str, notes: str) -> None:
    content = Content(title=title, when=PLAIN.content.when, notes=notes)
    verdict = recognise(replace(PLAIN, content=content), "personal", ALEX)
    assert verdict.because.endswith(".")
    assert verdict == recognise(replace(PLAIN, content=content), "personal", ALEX)


@given(st.sampled_from([row for row in ALL if row.event.organizer is None]), st.text(max_size=30))
def test_no_tag_outweighs_an_opt_out(row: Row, words: str) -> None:
    title = f"{words} {row.event.content.title} #interview #nointerview"
    content = replace(row.event.content, title=title)
    assert recognise(replace(row.event, content=content), "personal", ALEX).outcome == "not"
