"""The people of an interview on one page, and forgetting them from it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.domain.debrief import Debrief, Spoken
from service.domain.model import Person, VisitKey
from service.store.answers import answers
from service.store.debriefs import debriefs, keep_debrief
from service.store.forgotten import forgotten
from service.store.plan_rows import keep_visits, visits
from service.store.sessions import sessions
from service.store.values import StoredVisit
from tests.web.debriefing import send
from tests.web.diary import HOUR
from tests.web.running import NOW
from tests.web.test_debrief_page import meeting
from tests.web.test_upcoming_page import text

DANA = Person(name="Dana Ruiz", email="dana@acme.com", role="Head of Data", state="certain")
TOM = Person(name="Tom Baker")
ONE = VisitKey("round one")
MET = Spoken(
    name="Dana Ruiz",
    email="dana@acme.com",
    topic="sailing",
    promise="the map",
    emailed=NOW - 490 * HOUR,
)
LEE = Spoken(name="Lee Okafor", topic="rivers")


@pytest.fixture
def panel(store, me):
    link = meeting(store, me, DANA, TOM)
    start = NOW - 500 * HOUR
    earlier = StoredVisit(key=ONE, company="Acme", role="Engineer", start=start, end=start + HOUR)
    told = Debrief(visit=ONE, at=earlier.end, people=(MET, LEE))
    with store.write() as tx:
        keep_visits(tx, me.id, [*visits(tx, me.id), earlier])
        keep_debrief(tx, me.id, told)
    return link


def kept(store, me):
    with store.read() as tx:
        return {one.key for one in answers(tx, me.id) if one.kind == "keep"}


def test_it_says_who_was_met_before_and_what_of_and_who_is_new(browser, panel):
    page = text(browser.get(f"{panel}/people"))
    dana, tom, lee = (page.index(f"Forget {name}") for name in ("Dana Ruiz", "Tom", "Lee"))
    assert "You talked about: sailing You promised: the map Thanked by email." in page[:dana]
    assert "New to you." in page[dana:tom]
    assert "Met in earlier rounds" in page[tom:lee]
    assert "You talked about: rivers" in page[tom:lee]


def test_upcoming_leads_there_before_the_interview(store, me, browser):
    link = meeting(store, me, DANA, start=NOW + 20 * HOUR)
    page = browser.get("/upcoming").text
    assert f'href="{link}/people"' in page
    assert f'href="{link}"' not in page  # there is nothing to tell yet
    assert "New to you." in text(browser.get(f"{link}/people"))


def test_its_title_and_its_addresses_name_nobody(browser, panel):
    page = browser.get(f"{panel}/people").text
    assert "<title>People · Afterword</title>" in page
    assert "?whom" not in page
    asked = browser.post(f"{panel}/forget", whom="dana@acme.com")
    assert "<title>Forget · Afterword</title>" in asked.text


def test_asking_changes_nothing_and_being_sure_forgets(store, me, browser, service, panel):
    asked = browser.post(f"{panel}/forget", whom="dana@acme.com")
    assert "Forget Dana Ruiz?" in text(asked)
    with store.read() as tx:
        assert debriefs(tx, me.id)[ONE].people == (MET, LEE)
    done = browser.post(f"{panel}/forget", whom="dana@acme.com", sure="sure")
    assert done.to == f"{panel}/people?did=person_forgotten"
    page = browser.get(f"{panel}/people").text
    assert "Dana" not in page
    assert "Tom Baker" in page
    with store.read() as tx:
        assert debriefs(tx, me.id)[ONE].people == (LEE,)
        held = [one for found in sessions(tx, me.id).values() for one in found]
    assert [one.name for one in held[0].people] == ["Tom Baker"]


def test_who_is_spoken_of_again_is_remembered_again(store, me, browser, panel):
    browser.post(f"{panel}/forget", whom="dana@acme.com", sure="sure")
    send(browser, panel, p1_name="Dana Ruiz", p1_topic="tea", to="")
    with store.read() as tx:
        assert not forgotten(tx, me.id).somebody("Dana Ruiz")
    assert "Forget Dana Ruiz" in text(browser.get(f"{panel}/people"))


def test_who_is_not_there_cannot_be_forgotten(browser, panel):
    assert browser.post(f"{panel}/forget", whom="somebody else", sure="sure").status == 404


def test_a_forgotten_interview_says_so_once_and_then_its_links_open_nothing(
    store, me, browser, panel
):
    page = browser.post(f"{panel}/forget", whom="", sure="sure")
    assert page.status == 200
    assert "It is forgotten" in text(page)
    assert "Acme" not in page.text
    assert browser.get(panel).status == 403
    with store.read() as tx:
        assert [one.key for one in visits(tx, me.id)] == [ONE]


def test_an_application_is_kept_as_a_whole_until_it_is_not(store, me, browser, panel):
    assert "forgotten 30 days after" in text(browser.get(f"{panel}/people"))
    browser.post(f"{panel}/people", keep="yes")
    assert kept(store, me) == {ONE, VisitKey("acme@example.com")}
    assert "until you say otherwise" in text(browser.get(f"{panel}/people"))
    browser.post(f"{panel}/people", keep="no")
    assert kept(store, me) == set()


def test_another_company_is_no_earlier_round(store, me, browser, panel):
    with store.write() as tx:
        every = visits(tx, me.id)
        keep_visits(
            tx, me.id, [replace(one, company="Globex") if one.key == ONE else one for one in every]
        )
    page = text(browser.get(f"{panel}/people"))
    assert "Met in earlier rounds" not in page
    assert "sailing" in page  # whoever is met again is met again, wherever it was
