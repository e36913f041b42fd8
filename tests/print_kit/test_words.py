"""What is printed for whom: every name as it is spelled, or a line to write it on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.print_kit import A4, LETTER, Cue, Pocket, cue_sheets, pocket_card
from service.print_kit.lettering import PLAIN, clean, runs, width, wrapped
from tests.print_kit.measured import reader, sheets

QUESTIONS = (
    "What are the next steps?",
    "What is the timetable?",
    "If I don't hear from you by Friday morning, may I call? Whom, and on which number?",
)
DANA = Cue(
    name="Dana Austen",
    role="Head of Data",
    met="Acme, Tuesday 1 December",
    topic="the nightly batches",
    promise="the latency paper",
    address=("Dana Austen", "Acme Inc.", "350 Main Street", "Springfield, IL 62701"),
)


def test_a_cue_sheet_holds_what_a_note_is_made_of_and_not_the_note():
    (sheet,) = sheets(cue_sheets([DANA], LETTER))
    for expected in (DANA.name, DANA.role, DANA.met, DANA.topic, DANA.promise, *DANA.address):
        assert expected in sheet.text
    assert [word[:2] for _, _, word in sheet.words if word[1] == "."] == ["1.", "2.", "3.", "4."]
    assert "Dear" not in sheet.text
    assert not sheet.lines


def test_what_is_missing_gets_lines_to_fill_in():
    (sheet,) = sheets(cue_sheets([], LETTER))
    assert len(sheet.lines) == 3
    assert "Hand it in at reception" in sheet.text


def test_each_person_has_a_sheet_in_their_order():
    found = sheets(cue_sheets([DANA, Cue(name="Tom Baker")], A4))
    assert ["Dana Austen" in one.text for one in found] == [True, False]
    assert "Tom Baker" in found[1].text


def test_more_than_a_page_holds_goes_on_overleaf():
    topic = " ".join(f"word{n}" for n in range(2000))
    found = sheets(cue_sheets([Cue(name="Dana Austen", topic=topic)], A4))
    assert len(found) > 1
    assert all("rint at 100 %" in one.text for one in found)
    assert "word0" in found[0].text
    assert "word1999" in " ".join(one.text for one in found)
    assert all(y >= 36 for one in found for _, y, _ in one.words)


@pytest.mark.parametrize(
    "name", ["Łukasz Dvořák", "Þórður Ångström", "Ελένη Παππά", "Анна Ёлкина", "Nguyễn Thị Hồng"]
)
def test_a_name_is_printed_with_its_own_letters(name):
    (sheet,) = sheets(cue_sheets([Cue(name=name)], A4))
    assert name in sheet.text
    assert [one.font for one in runs(name)] == [PLAIN]


@pytest.mark.parametrize(
    ("name", "font", "encoding"),
    [
        ("山田 太郎", "HeiseiKakuGo-W5", "/UniJIS-UCS2-H"),
        ("刘晓明", "STSong-Light", "/UniGB-UCS2-H"),
        ("김민준", "HYGothic-Medium", "/UniKS-UCS2-H"),
    ],
)
def test_an_east_asian_name_is_printed_and_has_a_line_beside(name, font, encoding):
    pdf = cue_sheets([Cue(name=name, topic="x")], A4)
    page = reader(pdf).pages[0]
    fonts = [one.get_object() for one in page["/Resources"]["/Font"].values()]
    assert encoding in [one.get("/Encoding") for one in fonts]
    assert font in {one.font for one in runs(name)}
    assert len(sheets(pdf)[0].lines) == 1


@pytest.mark.parametrize("name", ["דנה אוסטן", "دانا أوستن", "दाना", "ทาน่า", "Dana 🙂", "𠮷野"])
def test_a_name_that_cannot_be_printed_gets_a_line_to_write_it_on(name):
    assert runs(clean(name)) is None
    (sheet,) = sheets(cue_sheets([Cue(name=name, topic="x")], A4))
    assert len(sheet.lines) == 1


def test_the_pocket_card_holds_questions_names_and_the_call():
    card = Pocket(
        questions=QUESTIONS, people=("Dana Austen", "דנה"), call="Friday 11 December, 09:30"
    )
    (sheet,) = sheets(pocket_card(card, A4))
    for expected in ("next steps?", "timetable?", "Dana Austen", "Friday 11 December, 09:30"):
        assert expected in sheet.text
    assert len([one for one in sheet.lines if 100 < one[2] - one[0] < 240]) == 2


@pytest.mark.parametrize("people", [0, 1, 9, 200])
def test_nothing_is_written_beyond_the_card(people):
    card = Pocket(questions=QUESTIONS * 2, people=tuple(f"Somebody {n}" for n in range(people)))
    (sheet,) = sheets(pocket_card(card, LETTER))
    bottom, top = 396 - 54 * 72 / 25.4, 396 + 54 * 72 / 25.4
    inside = [y for x, y, word in sheet.words if "rint at" not in word]
    assert all(bottom + 5 < y < top - 5 for y in inside)
    assert ("more" in sheet.text) == (people == 200)


def test_direction_marks_and_line_ends_do_not_reach_the_paper():
    assert clean("Dana\u202e\r\nAusten\x00\u200b  II") == "Dana Austen II"


@settings(deadline=None)
@given(st.text(max_size=60), st.floats(30, 400))
def test_no_line_is_wider_than_its_room_and_no_letter_is_lost(text, room):
    lines = list(wrapped(text, 9, room))
    assert "".join(lines).replace(" ", "") == clean(text).replace(" ", "")
    assert all(width(line, 9) <= room for line in lines if len(line) > 1)


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=80), st.text(max_size=300))
def test_whatever_somebody_is_called_a_sheet_is_printed(name, topic):
    cue = Cue(name=name, topic=topic, address=(name, topic))
    assert sheets(cue_sheets([cue], A4))
    assert sheets(pocket_card(Pocket(questions=QUESTIONS, people=(name, topic)), A4))


def test_several_are_printed_at_once_without_mixing():
    names = [f"Dana {letter * 5}" for letter in "ABCDEFGHŁŘ"] * 3
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda name: cue_sheets([Cue(name=name)], A4), names))
    assert found == [cue_sheets([Cue(name=name)], A4) for name in names]
