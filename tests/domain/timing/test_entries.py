from dataclasses import replace
from datetime import time, timedelta

import pytest

from service.domain import customs
from service.domain.debrief import Debrief, Spoken
from service.domain.entries import GAP, initials
from service.domain.model import (
    KINDS,
    AgreedCall,
    Decided,
    Decides,
    HeardBack,
    Key,
    NoCall,
    TalkedTo,
    Unclear,
)
from service.domain.policy import (
    CallRule,
    CardRule,
    DebriefRule,
    Employer,
    NotesRule,
    Policy,
    Privacy,
    PromptRule,
)
from service.domain.visit_link import Links
from tests.domain.timing.entries import (
    COORDINATOR,
    DANA,
    DAY,
    EXCLUDED,
    HOUR,
    POLICY,
    START,
    TOM,
    entries,
    sitting,
    visit,
)

DISCREET = replace(POLICY, privacy=Privacy(discreet_titles=True))
ONE_EACH = replace(POLICY, notes=NotesRule(per_person_events=True))
AGENCY = replace(POLICY, notes=NotesRule(via_agency=True))
AGREED = AgreedCall(line="call: 9 Dec 2pm", day=START.date() + 8 * DAY, hour=14)


def titles(visit, policy=POLICY):
    return {name: entry.content.title for name, entry in entries(visit, policy).items()}


@pytest.mark.parametrize(
    ("people", "policy", "kind", "title"),
    [
        pytest.param((), POLICY, "prompt", "Before you leave Acme: three questions", id="prompt"),
        pytest.param((), POLICY, "debrief", "Debrief: Acme", id="debrief"),
        pytest.param((), POLICY, "email", "Thank-you emails: Acme", id="nobody known"),
        pytest.param((DANA,), POLICY, "email", "Thank-you email to Dana Ruiz (Acme)", id="one"),
        pytest.param(
            (DANA, TOM),
            POLICY,
            "card",
            "Notes by hand to Dana Ruiz, Tom van der Berg (Acme)",
            id="two cards",
        ),
        pytest.param((DANA,), POLICY, "card", "Note by hand to Dana Ruiz (Acme)", id="one card"),
        pytest.param(
            (DANA,), POLICY, "call", "Call Dana Ruiz (Acme) - date not agreed yet", id="call"
        ),
        pytest.param(
            (DANA, TOM), POLICY, "call", "Call Acme - date not agreed yet", id="whom is not known"
        ),
        pytest.param((DANA,), DISCREET, "prompt", "Before you leave", id="discreet prompt"),
        pytest.param((DANA,), DISCREET, "debrief", "Debrief", id="discreet debrief"),
        pytest.param((DANA, TOM), DISCREET, "email", "Email to D.R., T.V.D.B.", id="discreet"),
        pytest.param((DANA,), DISCREET, "card", "Note to D.R.", id="discreet card"),
        pytest.param((), DISCREET, "card", "Note", id="discreet, nobody known"),
        pytest.param((DANA,), DISCREET, "call", "Call D.R.", id="discreet call"),
        pytest.param((EXCLUDED,), POLICY, "email", "Thank-you emails: Acme", id="excluded"),
        pytest.param(
            (COORDINATOR,), POLICY, "email", "Thank-you email to Jo Park (Acme)", id="coordinator"
        ),
        pytest.param((COORDINATOR,), POLICY, "card", "Notes by hand: Acme", id="no card for them"),
        pytest.param(
            (DANA, COORDINATOR), POLICY, "card", "Note by hand to Dana Ruiz (Acme)", id="but others"
        ),
        pytest.param(
            (COORDINATOR,), AGENCY, "card", "Note by hand to Jo Park (Acme)", id="via the agency"
        ),
    ],
)
def test_titles(people, policy, kind, title):
    assert titles(visit(*people), policy)[kind] == title


def test_an_agreed_call_says_so_and_stands_firm():
    call = entries(visit(DANA, answers=(AGREED,)))["call"]
    assert call.content.title == "Call Dana Ruiz (Acme), as agreed"
    assert call.status == "confirmed"
    assert 'As agreed: "call: 9 Dec 2pm".' in call.content.notes


def test_without_a_company_the_title_without_its_tag_stands_in():
    assert titles(visit(company=None))["debrief"] == "Debrief: Onsite"
    assert titles(visit(company=None, title="#interview"))["debrief"] == "Debrief: interview"


def test_one_entry_a_person_by_wish():
    names = set(entries(visit(DANA, TOM, COORDINATOR), ONE_EACH))
    assert names == {
        "prompt",
        "debrief",
        "email/dana@acme.example",
        "email/tom van der berg",
        "email/jo@acme.example",
        "card/dana@acme.example",
        "card/tom van der berg",
        "call",
    }
    assert "email" in entries(visit(), ONE_EACH), "with nobody known there is one for all"


def test_each_persons_entry_is_about_that_person():
    card = entries(visit(DANA, TOM), ONE_EACH)["card/dana@acme.example"]
    assert "Dana" in card.content.title
    assert "Tom" not in card.content.title + card.content.notes


def test_notes_name_who_what_and_what_is_missing():
    told = replace(DANA, topic="the latency paper")
    notes = entries(visit(told, TOM))["email"].content.notes
    assert "- Dana Ruiz (CTO) <dana@acme.example>: the latency paper" in notes
    assert f"- Tom van der Berg (please check the name): {GAP}" in notes


def test_notes_ask_for_names_when_there_are_none():
    for kind in ("debrief", "email", "card"):
        assert "fill them in at the debrief" in entries(visit())[kind].content.notes


@pytest.mark.parametrize(
    ("policy", "absent"),
    [
        (replace(POLICY, card=CardRule(enabled=False)), {"card"}),
        (replace(POLICY, prompt=PromptRule(enabled=False)), {"prompt"}),
        (replace(POLICY, debrief=DebriefRule(enabled=False)), {"debrief"}),
    ],
    ids=["card", "prompt", "debrief"],
)
def test_what_is_switched_off_is_not_there(policy, absent):
    assert set(entries(visit())) - set(entries(visit(), policy)) == absent


@pytest.mark.parametrize(
    ("answers", "called"),
    [
        ((NoCall(line="no call"),), False),
        ((HeardBack(line="heard back"),), False),
        ((Decided(line="offer", outcome="offer"),), False),
        ((TalkedTo(line="talked to: Dana", name="Dana", topic=None),), True),
        ((Unclear(line="call: Friday", why="Which Friday?"),), True),
    ],
    ids=["no call", "heard back", "offer", "talked to", "unclear"],
)
def test_who_has_answered_is_not_called(answers, called):
    assert ("call" in entries(visit(answers=answers))) is called


def test_the_last_word_counts():
    told = [sitting("a", answers=(NoCall(line="no call"),)), sitting("b", START + 2 * HOUR)]
    assert "call" not in entries(visit(sessions=tuple(told)))
    later = replace(told[1], answers=(AGREED,))
    assert "call" in entries(visit(sessions=(told[0], later))), "the later session's line"
    page = {visit().key: (NoCall(line="no call"),)}
    assert "call" not in entries(visit(answers=(AGREED,)), told=page), "the page comes first"
    call = entries(visit(answers=(replace(AGREED, hour=15), AGREED)))["call"]
    assert call.content.when.start.hour == 14, "of two lines the lower one"


def test_a_question_is_one_sentence():
    unclear = Unclear(line="call: Friday", why='Which Friday? Write it like "2026-12-04".')
    call = entries(visit(answers=(unclear,)))["call"]
    assert call.flags == ("clarify",)
    assert call.because.endswith(
        'Please check "call: Friday": Which Friday? Write it like "2026-12-04".'
    )


def test_a_question_stays_beside_a_decision():
    decides = Decides(line="decides: 8 Dec", day=START.date() + 7 * DAY)
    unclear = Unclear(line="call: Friday", why="Which Friday?")
    call = entries(visit(answers=(unclear, decides)))["call"]
    assert set(call.flags) == {"confirmed", "clarify"}


def test_initials():
    assert initials("Dana Austen") == "D.A."
    assert initials("Jean-Luc  O'Neil") == "J.L.O.N."


@pytest.mark.parametrize(
    ("country", "said", "switch"),
    [
        ("DE", "In Germany a card is unusual", True),
        ("GB", "may look over the top", True),
        ("FR", "In France an email", True),
        ("US", "a card is a plus", False),
        ("ZZ", None, False),
        (None, None, False),
    ],
)
def test_customs(country, said, switch):
    hint = customs.hint(country)
    assert said in hint if said else hint is None
    assert ("[card] enabled = false" in (hint or "")) is switch


def test_every_custom_is_a_sentence_and_every_advice_is_known():
    for country, custom in customs.table("customs").items():
        assert custom["card"].endswith(".")
        assert len(country) == 2
        assert customs.hint(country)


def test_the_custom_of_the_employers_country_closes_the_card_only():
    german = replace(POLICY, employer=Employer(country="DE"))
    found = entries(visit(), german)
    assert found["card"].content.notes.splitlines()[-1] == customs.hint("DE")
    assert found["card"].content.when == entries(visit())["card"].content.when
    assert not [
        kind for kind, one in found.items() if kind != "card" and "Germany" in one.content.notes
    ]


def test_guesses_are_flagged():
    guessed = Policy(me=replace(POLICY.me, timezone_guessed=True, country=None))
    assert all("zone_guessed" in one.flags for one in entries(visit(), guessed).values())
    assert "zone_guessed" in entries(visit(zone_guessed=True))["email"].flags
    berlin = replace(POLICY, employer=Employer(timezone="Europe/Berlin"))
    assert "country_guessed" in entries(visit(), berlin)["call"].flags
    assert "country_guessed" not in entries(visit(), berlin)["card"].flags


def test_lengths():
    minutes = {
        kind: (one.content.when.end - one.content.when.start).seconds // 60
        for kind, one in entries(visit()).items()
    }
    assert minutes == {"prompt": 5, "debrief": 10, "email": 30, "card": 30, "call": 15}


def test_every_entry_begins_with_where_it_leads():
    links = Links(base="https://afterword.example", person=1, secret="s")
    found = entries(visit(DANA), links=links)
    for kind in KINDS:
        first, blank, *_ = found[kind].content.notes.splitlines()
        assert (first, blank) == (links.to(kind, visit(DANA).key), "")
    assert "http" not in "".join(one.content.notes for one in entries(visit(DANA)).values())


@pytest.mark.parametrize(
    ("people", "asked"),
    [
        ((), "may I call? Whom, and on which number?"),
        ((DANA,), "may I call? Whom - Dana Ruiz? - and on which number?"),
        ((DANA, TOM), "may I call? Whom - Dana Ruiz, Tom van der Berg? - and on which number?"),
        ((EXCLUDED,), "may I call? Whom, and on which number?"),
    ],
    ids=["nobody known", "one", "two", "excluded"],
)
def test_the_third_question_has_the_names_in_it(people, asked):
    notes = entries(visit(*people))["prompt"].content.notes
    assert f"- If I don't hear from you by Friday morning, {asked}" in notes


@pytest.mark.parametrize(
    ("rule", "country", "said"),
    [
        (CallRule(weekday=1, at=time(14)), "US", "by Tuesday afternoon,"),
        (CallRule(at=time(17, 30)), "US", "by Friday evening,"),
        (CallRule(), "IL", "by Thursday morning,"),
    ],
    ids=["another rule", "evening", "where Friday is free"],
)
def test_it_asks_for_the_day_of_the_rule(rule, country, said):
    policy = replace(POLICY, call=rule, employer=Employer(country=country))
    assert said in entries(visit(DANA), policy)["prompt"].content.notes


def test_until_somebody_was_told_of_the_notes_remind_of_the_debrief():
    links = Links(base="https://afterword.example", person=1, secret="s")
    reminder = f"Debrief first: one minute. {links.to('debrief', visit().key)}"
    spoken = Debrief(visit=visit().key, at=START + 2 * HOUR, people=(Spoken(name="Dana Ruiz"),))
    call_only = replace(spoken, people=(), may_call="not_asked")
    for kind in ("email", "card"):
        found = entries(visit(DANA), links=links)[kind].content.notes
        assert found.splitlines()[2] == reminder
        assert reminder not in entries(visit(DANA))[kind].content.notes, "there is no page"
        for said, stands in ((spoken, False), (call_only, True)):
            told = {visit().key: said}
            notes = entries(visit(DANA), links=links, debriefs=told)[kind].content.notes
            assert (reminder in notes) is stands
    assert reminder not in entries(visit(DANA), links=links)["call"].content.notes


def test_discreet_entries_hold_the_link_and_initials_and_nothing_else():
    links = Links(base="https://afterword.example", person=1, secret="s")
    spoken = Spoken(name="Dana Ruiz", topic="the latency paper", promise="slides")
    said = Debrief(
        visit=visit().key,
        at=START + 2 * HOUR,
        people=(spoken,),
        may_call="agreed",
        call_on=START.date() + 8 * DAY,
        call_whom="Kate Austen",
        call_number="+1 650 555 0100",
    )
    told = {visit().key: said}
    found = entries(visit(DANA, TOM), DISCREET, links=links, debriefs=told)
    who = "- D.R.\n- T.V.D.B."
    for kind in KINDS:
        to = links.to(kind, visit().key)
        names = "" if kind in {"prompt", "debrief"} else f"\n\n{who}"
        assert found[kind].content.notes == f"{to}{names}"
    bare = entries(visit(DANA, TOM), DISCREET)
    assert [bare[kind].content.notes for kind in KINDS] == ["", "", who, who, who]
    assert found["call"].content.title == "Call"


def test_a_prompt_may_be_put_off_to_any_time():
    sooner = START - timedelta(minutes=5)
    found = entries(visit(DANA), put_off={Key("a/prompt"): sooner})["prompt"]
    assert found.content.when.start == sooner
