from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.answers.lines import _answer, when
from service.domain.model import (
    AgreedCall,
    Decided,
    Decides,
    HeardBack,
    NoCall,
    TalkedTo,
    Unclear,
)
from service.domain.plaintext import lines
from service.domain.policy import Me

FRIDAY = date(2026, 12, 4)
CALL = "call: Fri 4 Dec 9:30"
AGREED = AgreedCall(line=CALL, day=FRIDAY, hour=9, minute=30, year_given=True)


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        (CALL, AGREED),
        ("call: 4 Dec", AgreedCall(line="call: 4 Dec", day=FRIDAY)),
        (
            "call: Dec 9 2pm my time",
            AgreedCall(
                line="call: Dec 9 2pm my time", day=date(2026, 12, 9), hour=14, own_time=True
            ),
        ),
        ("decides: 11 Dec", Decides(line="decides: 11 Dec", day=date(2026, 12, 11))),
        (
            "decides: 2026-12-11",
            Decides(line="decides: 2026-12-11", day=date(2026, 12, 11), year_given=True),
        ),
        ("no call", NoCall(line="no call")),
        ("No call.", NoCall(line="No call.")),
        ("heard back", HeardBack(line="heard back")),
        ("HEARD  BACK!", HeardBack(line="HEARD BACK!")),
        ("offer", Decided(line="offer", outcome="offer")),
        ("Rejected", Decided(line="Rejected", outcome="rejected")),
        (
            "talked to: Kate Austen - nightly batches",
            TalkedTo(
                line="talked to: Kate Austen - nightly batches",
                name="Kate Austen",
                topic="nightly batches",
            ),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_whole_line_is_an_answer(read, line, answer):
    assert read(line) == (answer,)


@pytest.mark.parametrize(
    ("written", "name", "topic"),
    [
        ("Kate Austen", "Kate Austen", None),
        ("Anne-Marie O'Neil", "Anne-Marie O'Neil", None),
        ("Anne-Marie \u2014 e-mail \u2013 and more", "Anne-Marie", "e-mail \u2013 and more"),
        ("Kate \u2013 ", "Kate", None),
        ("김민준 - 데이터", "김민준", "데이터"),
    ],
)
def test_name_and_topic(read, written, name, topic):
    (answer,) = read(f"talked to: {written}")

    assert (answer.name, answer.topic) == (name, topic)


@pytest.mark.parametrize(
    "description",
    [
        "Bring ID\ncall: Fri 4 Dec 9:30\nThird floor",
        "   CALL :   Fri 4 Dec 9:30  ",
        "- call: Fri 4 Dec 9:30",
        "* call: Fri 4 Dec 9:30",
        "\u2022 call: Fri 4 Dec 9:30",
        "\u2013 call: Fri 4 Dec 9:30",
        "call\uff1aFri 4 Dec 9:30",
        "call: Fri&nbsp;4&#32;Dec 9:30",
        "\u200bcall: Fri 4 Dec\u00a09:30\ufeff",
        "Bring ID<br>call: Fri 4 Dec 9:30<br/>Third floor",
        "<p>Bring ID</p><p><b>call:</b> Fri <i>4 Dec</i> 9:30</p>",
        "<ul><li>Bring ID</li><li>call: Fri 4 Dec 9:30</li></ul>",
        '<div dir="ltr">Bring ID<DIV>call: Fri 4 Dec 9:30</DIV></div>',
        "a < b and call later<br>call: Fri 4 Dec 9:30",
    ],
)
def test_however_the_line_is_dressed(read, description):
    (answer,) = read(description)

    assert (answer.day, answer.hour, answer.minute) == (FRIDAY, 9, 30)


@pytest.mark.parametrize(
    "line",
    [
        "Please call: Fri 4 Dec 9:30",
        "call Fri 4 Dec 9:30",
        "recall: 4 Dec",
        "> call: Fri 4 Dec 9:30",
        "call:",
        "talked to:",
        "talked to: - nightly batches",
        "decides:   ",
        "Call: +1 650 253 0000",
        "call: (650) 253-0000",
        "call: https://example.com/4-dec",
        "call: tel:+16502530000",
        "no call please",
        "no call:",
        "we heard back",
        "offer letter",
        "offer: 90k",
        "job offer",
        "",
    ],
)
def test_what_is_no_answer_line_yields_nothing(read, line):
    assert read(line) == ()


@pytest.mark.parametrize("line", ["call: Friday", "call: 04/12", "decides: soon", "call: 25:00"])
def test_what_could_be_read_in_two_ways_is_asked(read, line):
    (answer,) = read(line)

    assert isinstance(answer, Unclear)
    assert answer.line == line
    assert answer.why


def test_answers_keep_the_order_of_the_lines(read):
    answers = read("heard back\ncall: 4 Dec\ntalked to: A\ncall: 5 Dec")

    assert [type(answer) for answer in answers] == [HeardBack, AgreedCall, TalkedTo, AgreedCall]


@pytest.mark.parametrize(
    ("organizer", "own"),
    [
        pytest.param(None, True, id="no organizer"),
        pytest.param({}, True, id="an empty organizer"),
        pytest.param({"email": "alex.morgan@gmail.com"}, True, id="me"),
        pytest.param({"email": "Alexmorgan+jobs@googlemail.com"}, True, id="me, spelled anew"),
        pytest.param({"email": "alex.morgan@initech.com"}, True, id="me at work"),
        pytest.param({"email": "alexmorgan@initech.com"}, False, id="dots count at work"),
        pytest.param({"email": "dana@acme.com"}, False, id="somebody else"),
        pytest.param({"name": "Alex Morgan"}, False, id="a name proves nothing"),
    ],
)
def test_only_the_persons_own_entry_is_read(read, organizer, own):
    assert bool(read(CALL, organizer=organizer)) is own


def test_without_addresses_nobody_is_me(read):
    assert read(CALL, organizer={"email": "alex.morgan@gmail.com"}, me=Me()) == ()
    assert read(CALL, organizer={"name": "Alex"}, me=Me()) == ()


def test_an_all_day_entry_counts_from_its_day(read):
    (answer,) = read("call: Fri 8 Jan", day=date(2026, 12, 15), all_day=True)

    assert answer.day == date(2027, 1, 8)


@pytest.mark.parametrize(
    ("line", "visit_day", "expected"),
    [
        ("call: 1 Dec", date(2026, 12, 1), date(2026, 12, 1)),
        ("call: 1 Dec", date(2026, 12, 2), date(2027, 12, 1)),
        ("call: Tue 1 Dec", date(2026, 12, 2), date(2026, 12, 1)),
        ("call: 2026-12-09", date(2026, 12, 2), date(2026, 12, 9)),
        ("decides: 29 Feb", date(2026, 12, 2), date(2028, 2, 29)),
        ("decides: Fri 8 Jan", date(2026, 12, 15), date(2027, 1, 8)),
    ],
)
def test_the_year_counts_from_the_visit_at_the_employers(read, line, visit_day, expected):
    (answer,) = read(line, day=date(2026, 12, 1))

    assert when(answer, visit_day=visit_day) == expected


STARTS = ("call", "decides", "talked to", "no call", "heard back", "offer", "rejected")


@given(st.text(max_size=80))
def test_any_line_that_is_no_answer_line_yields_nothing(text):
    for line in lines(text):
        said = line.casefold().lstrip("-*+\u2022\u00b7 \u2010\u2011\u2012\u2013\u2014\u2015")
        if not said.startswith(STARTS):
            assert _answer(line, FRIDAY) is None


@given(st.sampled_from(STARTS), st.sampled_from([":", " ", ""]), st.text(max_size=40))
def test_any_line_that_begins_like_one_is_survived(start, colon, rest):
    for line in lines(f"{start}{colon}{rest}"):
        _answer(line, FRIDAY)


@given(st.text(alphabet="<>/abr p&;#x1\n\"'=", max_size=200))
def test_lines_of_anything_are_trimmed_and_never_blank(text):
    for line in lines(text):
        assert line == " ".join(line.split())
        assert line
