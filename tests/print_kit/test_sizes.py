"""Sheets, rules and zones, measured from the file, have the sizes of facts: notes 4.5."""

from __future__ import annotations

import pytest

from service.print_kit import (
    A4,
    ENVELOPE_7_3_4,
    ENVELOPE_C6,
    ENVELOPE_DL,
    LETTER,
    Cue,
    Pocket,
    cue_sheets,
    envelope_guide,
    line_guide,
    line_guide_on,
    pocket_card,
)
from tests.print_kit.measured import A_HAIR, reader, sheets

INCH = 72
MM = INCH / 25.4
ENVELOPES = {
    "7-3-4": (ENVELOPE_7_3_4, (540, 279)),
    "dl": (ENVELOPE_DL, (220 * MM, 110 * MM)),
    "c6": (ENVELOPE_C6, (162 * MM, 114 * MM)),
}
ADDRESS = ("Dana Austen", "Acme Inc.", "350 Main Street", "Springfield, IL 62701")
POCKET = Pocket(questions=("What are the next steps?",), people=("Dana Austen",))


def near(*numbers):
    return pytest.approx(numbers, abs=A_HAIR)


def long_lines(sheet, width):
    return [one for one in sheet.lines if one[2] - one[0] == pytest.approx(width, abs=A_HAIR)]


def guide_of(pdf):
    (sheet,) = sheets(pdf)
    return sheet


# -- the line guide ----------------------------------------------------------------------------


def test_the_line_guide_is_a_monarch_sheet():
    assert guide_of(line_guide()).size == (522, 756)


@pytest.mark.parametrize(
    ("pdf", "size", "corner"),
    [
        (line_guide(), (522, 756), (0, 0)),
        (line_guide_on(LETTER), (612, 792), (45, 18)),
        (line_guide_on(A4), (210 * MM, 297 * MM), (105 * MM - 261, 148.5 * MM - 378)),
    ],
    ids=["monarch", "letter", "a4"],
)
def test_rules_are_three_eighths_apart_between_margins_of_an_inch(pdf, size, corner):
    sheet, (left, bottom) = guide_of(pdf), corner
    assert sheet.size == near(*size)
    rules = long_lines(sheet, 522 - 2 * INCH)
    assert all((x1, x2) == near(left + 72, left + 450) for x1, _, x2, _ in rules)
    heights = [y - bottom for _, y, _, _ in rules]
    assert heights == near(*(648 - 27 * n for n in range(22)))


@pytest.mark.parametrize("pdf", [line_guide(), line_guide_on(LETTER)], ids=["monarch", "letter"])
def test_it_is_folded_at_three_and_a_half_and_seven_inches(pdf):
    sheet = guide_of(pdf)
    left, bottom = (sheet.size[0] - 522) / 2, (sheet.size[1] - 756) / 2
    ticks = {(x1 - left, y - bottom) for x1, y, _, _ in long_lines(sheet, 36)}
    assert ticks == {(0, 252), (486, 252), (0, 504), (486, 504)}


def test_the_bar_that_tells_the_scale_is_two_inches_long():
    assert len(long_lines(guide_of(line_guide()), 2 * INCH)) == 1


@pytest.mark.parametrize("sheet", [LETTER, A4], ids=["letter", "a4"])
def test_crop_marks_point_at_the_corners_and_stay_outside_of_them(sheet):
    found = guide_of(line_guide_on(sheet))
    left, bottom = (sheet.width - 522) / 2, (sheet.height - 756) / 2
    right, top = left + 522, bottom + 756
    upright = [one for one in found.lines if one[0] == pytest.approx(one[2], abs=A_HAIR)]
    marks = [one for one in upright if abs(one[3] - one[1]) > 10]
    assert sorted({round(x) for x, *_ in marks}) == sorted({round(left), round(right)})
    assert len(marks) == 4
    for _, y1, _, y2 in marks:
        assert max(y1, y2) < bottom or min(y1, y2) > top
        assert min(y1, y2) >= 0
        assert max(y1, y2) <= sheet.height


# -- the envelopes -----------------------------------------------------------------------------


@pytest.mark.parametrize(("envelope", "size"), ENVELOPES.values(), ids=ENVELOPES)
def test_an_envelope_guide_has_its_zones_where_the_post_wants_them(envelope, size):
    sheet = guide_of(envelope_guide(envelope, [ADDRESS]))
    width, height = size
    assert sheet.size == near(*size)
    area, clear, stamp, box = sheet.frames
    assert area == near(36, 0.625 * INCH, width - 36, 2.75 * INCH)
    assert clear == near(width - 4.75 * INCH, 0, width, 0.625 * INCH)
    assert stamp[2:] == near(width - 18, height - 18)
    assert (stamp[2] - stamp[0], stamp[3] - stamp[1]) == near(1.25 * INCH, INCH)
    assert inside(box, area)
    assert apart(box, clear)
    assert apart(box, stamp)


@pytest.mark.parametrize(("envelope", "size"), ENVELOPES.values(), ids=ENVELOPES)
@pytest.mark.parametrize("lines", [1, 4, 8])
def test_an_address_stands_within_its_box(envelope, size, lines):
    address = tuple(f"Line {n} of it" for n in range(lines))
    sheet = guide_of(envelope_guide(envelope, [address]))
    box = sheet.frames[3]
    at = [(x, y) for x, y, word in sheet.words if word.startswith("Line")]
    assert len(at) == lines
    assert all(box[0] < x < box[2] and box[1] < y < box[3] - 8 for x, y in at)


def test_an_address_that_does_not_fit_is_not_cut():
    sheet = guide_of(envelope_guide(ENVELOPE_7_3_4, [tuple(f"Line {n}" for n in range(20))]))
    assert "Line 1" not in sheet.text
    assert "copy it from the cue sheet" in sheet.text


def test_a_long_line_of_an_address_goes_on_below():
    sheet = guide_of(envelope_guide(ENVELOPE_C6, [("The Department of " + "very " * 9 + "long",)]))
    box = sheet.frames[3]
    assert len([one for one in sheet.words if one[0] == pytest.approx(box[0] + 6, abs=1)]) > 1


def test_every_address_has_a_page_and_none_at_all_one_with_empty_lines():
    assert len(sheets(envelope_guide(ENVELOPE_DL, [ADDRESS, ADDRESS]))) == 2
    (empty,) = sheets(envelope_guide(ENVELOPE_DL))
    assert "Dana" not in empty.text
    assert len(empty.lines) == 5


def inside(one, other):
    return one[0] >= other[0] and one[1] >= other[1] and one[2] <= other[2] and one[3] <= other[3]


def apart(one, other):
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


# -- the pocket card ---------------------------------------------------------------------------


@pytest.mark.parametrize("sheet", [LETTER, A4], ids=["letter", "a4"])
def test_a_pocket_card_folds_to_a_bank_card(sheet):
    found = guide_of(pocket_card(POCKET, sheet))
    (fold,) = [one for one in found.lines if one[2] - one[0] > 240]
    assert fold[2] - fold[0] == pytest.approx(85.6 * MM, abs=A_HAIR)
    uprights = [one for one in found.lines if one[0] == pytest.approx(one[2], abs=A_HAIR)]
    lower, upper = (
        min(max(one[1], one[3]) for one in uprights),
        max(min(one[1], one[3]) for one in uprights),
    )
    assert upper - lower - 6 == pytest.approx(108 * MM, abs=A_HAIR)
    assert fold[1] == pytest.approx((upper + lower) / 2, abs=A_HAIR)


# -- what holds for all of them ----------------------------------------------------------------

ALL = {
    "line guide": line_guide(),
    "on letter": line_guide_on(LETTER),
    "on a4": line_guide_on(A4),
    **{name: envelope_guide(one, [ADDRESS]) for name, (one, _) in ENVELOPES.items()},
    "cues": cue_sheets([Cue(name="Dana Austen", address=ADDRESS)], A4),
    "pocket": pocket_card(POCKET, A4),
}
every = pytest.mark.parametrize("pdf", ALL.values(), ids=ALL)


@every
def test_it_says_at_which_scale_to_print_and_asks_the_reader_for_it(pdf):
    assert all("rint at 100 %" in sheet.text for sheet in sheets(pdf))
    assert reader(pdf).trailer["/Root"]["/ViewerPreferences"]["/PrintScaling"] == "/None"


@every
def test_it_says_so_outside_of_where_one_writes(pdf):
    for sheet in sheets(pdf):
        x, y = next((x, y) for x, y, word in sheet.words if "rint at 100 %" in word)
        rules = [one for one in sheet.lines if one[2] - one[0] > INCH * 3]
        assert not any(x1 <= x <= x2 and abs(y - y1) < 12 for x1, y1, x2, _ in rules)
        if len(sheet.frames) == 4:
            assert all(apart((x, y, x + 1, y + 1), zone) for zone in sheet.frames)


NO_DAY = "D:20000101000000+00'00'"
"""What the library writes where it is told to write the same each time."""


@every
def test_the_files_own_words_name_nobody_and_no_day(pdf):
    told = {key: str(value) for key, value in reader(pdf).metadata.items()}
    assert "Dana" not in str(told)
    assert {told["/CreationDate"], told["/ModDate"]} == {NO_DAY}
    assert told["/Title"] in {"Line guide", "Envelope guide", "Cue sheet", "Pocket card"}


def test_the_same_values_make_the_same_bytes():
    assert envelope_guide(ENVELOPE_C6, [ADDRESS]) == envelope_guide(ENVELOPE_C6, [ADDRESS])
