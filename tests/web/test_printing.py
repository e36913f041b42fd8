"""Before you leave, and the files that are printed: what is in them, and who may have them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from service.desk.printing import PRINTED, paper_of
from service.domain.debrief import Debrief, Spoken
from service.domain.model import VisitKey
from service.domain.policy import Me
from service.domain.supplies import Supplies
from service.print_kit import A4, LETTER
from service.store.debriefs import keep_debrief
from service.store.supplies import keep_supplies
from tests.print_kit.measured import sheets
from tests.web.diary import interview
from tests.web.entry_links import VISIT, entry_link
from tests.web.running import NOW
from tests.web.signing import Browser

OFFICE = "350 Main Street\nSpringfield, IL 62701"
DANA = Spoken(name="Dana Ruiz", role="CTO", topic="nightly batches", office=OFFICE)
TOM = Spoken(name="Tom Baker", topic="on-call weeks")
SIZES = {
    "line-guide": (522, 756),
    "line-guide-letter": (612, 792),
    "line-guide-a4": (595, 842),
    "envelope-7-3-4": (540, 279),
    "envelope-dl": (624, 312),
    "envelope-c6": (459, 323),
    "cues": (595, 842),
    "pocket-card": (595, 842),
}


@pytest.fixture
def link(store, me):
    interview(store, me.id)
    return entry_link(store, me.id)


def tell(store, me, *people):
    with store.write() as tx:
        keep_debrief(tx, me.id, Debrief(visit=VisitKey(VISIT), at=NOW, people=people))


def printed(browser, link, what):
    return sheets(browser.get(f"{link}/print/{what}.pdf").body)


def test_the_page_asks_the_three_questions_by_name_and_leads_to_the_card(browser, link):
    page = browser.get(f"{link}/prompt")
    assert page.status == 200
    assert "timetable?" in page.text
    assert "Dana Ruiz" in page.text
    assert f'href="{link}/print/pocket-card.pdf"' in page.text
    assert "<title>Before you leave · Afterword</title>" in page.text


def test_the_page_says_what_runs_out_for_those_who_are_there(browser, link, store, me):
    assert "left, you will want" not in browser.get(f"{link}/prompt").text
    tell(store, me, DANA, TOM)
    with store.write() as tx:
        keep_supplies(tx, me.id, Supplies(sheets=9, envelopes=1, stamps=9), now=NOW)
    assert "Envelopes: 1 left, you will want 2." in browser.get(f"{link}/prompt").text


@pytest.mark.parametrize("what", SIZES)
def test_a_file_has_its_size_and_tells_nobody_whose_it_is(browser, link, what):
    answer = browser.get(f"{link}/print/{what}.pdf")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{what}.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert tuple(map(round, sheets(answer.body)[0].size)) == SIZES[what]


def test_every_file_is_in_the_list_above():
    assert set(SIZES) == set(PRINTED)


def test_what_is_no_file_is_not_there(browser, link):
    assert browser.get(f"{link}/print/everything.pdf").status == 404


@pytest.mark.parametrize("what", ["cues", "everything"])
def test_a_stranger_learns_not_even_which_files_there_are(service, link, what):
    answer = Browser(service).get(f"{link}/print/{what}.pdf")
    assert answer.status == 403
    assert b"Dana" not in answer.body


def test_cue_sheets_are_of_those_who_were_there_and_get_a_card(browser, link, store, me):
    gone = Spoken(name="Ann Gone", present=False)
    spared = Spoken(name="Sam Spared", skipped=("card",))
    tell(store, me, DANA, TOM, gone, spared)
    found = printed(browser, link, "cues")
    assert len(found) == 2
    assert "nightly batches" in found[0].text
    assert "350 Main Street" in found[0].text
    assert "on-call weeks" in found[1].text
    assert "No office address is known" in found[1].text


@pytest.mark.parametrize("what", ["envelope-7-3-4", "envelope-dl", "envelope-c6"])
def test_an_envelope_holds_the_address_that_was_typed_and_no_other(browser, link, store, me, what):
    tell(store, me, DANA, TOM)
    (found,) = printed(browser, link, what)
    for line in ("Dana Ruiz", "Acme", *OFFICE.splitlines()):
        assert line in found.text
    assert "Tom" not in found.text


def test_the_pocket_card_has_the_names_and_when_to_call(browser, link, store, me):
    tell(store, me, DANA, TOM)
    (found,) = printed(browser, link, "pocket-card")
    for expected in ("Dana Ruiz", "Tom Baker", "Call:", "next steps?"):
        assert expected in found.text


@pytest.mark.parametrize(
    ("me", "size"),
    [
        (Me(country="US"), LETTER),
        (Me(country="MX"), LETTER),
        (Me(country="DE"), A4),
        (Me(timezone="America/New_York"), LETTER),
        (Me(timezone="Europe/Berlin"), A4),
        (Me(), A4),
    ],
)
def test_paper_is_what_their_country_uses(me, size):
    assert paper_of(me) == size


def test_who_never_prints_carries_no_pdf_library():
    code = "import sys, service.web.app; sys.exit('reportlab' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
