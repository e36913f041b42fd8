from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.answers import day_words, time_of_day
from service.domain.answers.dates import next_occurrence, read_when
from service.domain.answers.written_date import Unreadable, folded

NEAR = date(2026, 11, 24)  # a Tuesday
FRIDAY = date(2026, 12, 4)


@pytest.mark.parametrize(
    ("text", "day", "at"),
    [
        ("Friday 4 Dec 9:30", FRIDAY, time(9, 30)),
        ("Fri 4 Dec", FRIDAY, None),
        ("fri, dec 4", FRIDAY, None),
        ("FRIDAY, DECEMBER 4TH", FRIDAY, None),
        ("4th of December", FRIDAY, None),
        ("December the 4th", FRIDAY, None),
        ("4dec", FRIDAY, None),
        ("4-Dec-2026", FRIDAY, None),
        ("4/Dec/2026 9.30", FRIDAY, time(9, 30)),
        ("Dec. 4, 2026 at 2pm", FRIDAY, time(14)),
        ("Dec 9 2pm", date(2026, 12, 9), time(14)),
        ("Dec 9 2 p.m.", date(2026, 12, 9), time(14)),
        ("Dec 9 14.30", date(2026, 12, 9), time(14, 30)),
        ("9 December at 14:30", date(2026, 12, 9), time(14, 30)),
        ("9 December 14h30", date(2026, 12, 9), time(14, 30)),
        ("14:30 on 9 December", date(2026, 12, 9), time(14, 30)),
        ("9:30 Dec 4", FRIDAY, time(9, 30)),
        ("2pm Dec 9", date(2026, 12, 9), time(14)),
        ("4 Dec 12am", FRIDAY, time(0)),
        ("4 Dec 12 pm", FRIDAY, time(12)),
        ("4 Dec 12:15 am", FRIDAY, time(0, 15)),
        ("4 Dec noon", FRIDAY, time(12)),
        ("4 Dec 0:05", FRIDAY, time(0, 5)),
        ("4 Dec 23:59", FRIDAY, time(23, 59)),
        ("4 Dec 20:30", FRIDAY, time(20, 30)),
        ("4 Dec at 9 o’clock", FRIDAY, time(9)),  # noqa: RUF001 - as phones type it
        ("Fri 8 Jan", date(2027, 1, 8), None),
        ("8 January 2028", date(2028, 1, 8), None),
        ("29 Feb", date(2028, 2, 29), None),
        ("24 Nov", NEAR, None),
        ("23 Nov", date(2027, 11, 23), None),
        ("2026-12-04", FRIDAY, None),
        ("2026-12-04T09:30", FRIDAY, time(9, 30)),
        ("2026-12-04 09:30:00", FRIDAY, time(9, 30)),
        ("2026-12-04 2pm", FRIDAY, time(14)),
        ("Fri 2026-12-04", FRIDAY, None),
        ("Freitag, 4. Dezember, 9:30 Uhr", FRIDAY, time(9, 30)),
        ("4. Dezember", FRIDAY, None),
        ("am 8. Jänner um 14 Uhr", date(2027, 1, 8), time(14)),
        ("5. März 2027", date(2027, 3, 5), None),
        ("vendredi 4 décembre à 9h30", FRIDAY, time(9, 30)),
        ("1er août", date(2027, 8, 1), None),
        ("viernes 4 de diciembre de 2026 a las 9:30", FRIDAY, time(9, 30)),
        ("vrijdag 4 december om 9.30 uur", FRIDAY, time(9, 30)),
        ("sexta-feira, 4 de dezembro", FRIDAY, None),
        ("venerdì 4 dicembre alle 9.30", FRIDAY, time(9, 30)),
    ],
)
def test_one_way_to_read_it(text, day, at):
    read = read_when(text, near=NEAR)

    assert read.day == day
    assert read.hour == (at.hour if at else None)
    assert read.minute == (at.minute if at else 0)
    assert not read.own_time
    assert read.instant is None


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-12-04T09:30-05:00", datetime(2026, 12, 4, 14, 30, tzinfo=UTC)),
        ("2026-12-04t09:30:00.5+0100", datetime(2026, 12, 4, 8, 30, 0, 500_000, tzinfo=UTC)),
        ("2026-12-04T09:30Z", datetime(2026, 12, 4, 9, 30, tzinfo=UTC)),
        ("2026-12-04 09:30+01:00", datetime(2026, 12, 4, 8, 30, tzinfo=UTC)),
        ("Fri 2026-12-04 23:30Z", datetime(2026, 12, 4, 23, 30, tzinfo=UTC)),
    ],
)
def test_an_offset_leaves_nothing_to_interpret(text, instant):
    read = read_when(text, near=NEAR)

    assert read.instant == instant
    assert read.day == FRIDAY
    assert (read.hour, read.minute) == (read.instant.hour, read.instant.minute)
    assert read.year_given


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Dec 9 2pm my time", True),
        ("Dec 9 2pm (my time)", True),
        ("Dec 9 2pm in my time zone", True),
        ("my time 9 Dec 14:00", True),
        ("Dec 9 2pm their time", False),
        ("Dec 9 2pm", False),
    ],
)
def test_whose_time_it_is(text, own):
    assert read_when(text, near=NEAR).own_time is own


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Friday 5 Dec", "5 December 2026 is a Saturday, not a Friday."),
        ("Mon 8 Jan 2027", "8 January 2027 is a Friday, not a Monday."),
        ("Thu 2026-12-04", "4 December 2026 is a Friday, not a Thursday."),
        ("Thu 2026-12-04T09:30Z", "4 December 2026 is a Friday, not a Thursday."),
        ("Friday", "Which Friday?"),
        ("next Friday", "Which Friday?"),
        ("Friday 9:30", "Which Friday?"),
        ("Freitag", "Which Friday?"),
        ("04/12", '"04/12" could be'),
        ("4.12.", '"4.12" could be'),
        ("Fri 4.12. 9:30", '"4.12" could be'),
        ("12-04", '"12-04" could be'),
        ("25/12", '"25/12" could be'),
        ("04/12/2026 9:30", '"04/12/2026" could be'),
        ("4 Dec 25:00", 'I read 4 December, but not "25:00".'),
        ("4 Dec 24:00", 'not "24:00"'),
        ("4 Dec 9:60", 'not "9:60"'),
        ("4 Dec 14pm", 'not "14pm"'),
        ("4 Dec 0am", 'not "0am"'),
        ("4 Dec 2026 9", 'I read 4 December 2026, but not "9".'),
        ("4 Dec 9:30-10:00", "I read 4 December, but not"),
        ("2026-12-04 09:30-10:00", '"09:30-10:00" may be from and until.'),
        ("4 Dec or 5 Dec", 'not "or 5 dec"'),
        ("4 Dec 9:30 EST", 'not "est"'),
        ("4 Dec with Dana", 'not "with dana"'),
        ("9 Dec 4", 'not "4"'),
        ("31 Nov", 'There is no "31 nov".'),
        ("29 Feb 2027", 'There is no "29 feb 2027".'),
        ("0 Dec", 'There is no "0 dec".'),
        ("2026-13-04", 'There is no "2026-13-04".'),
        ("0000-12-04", 'There is no "0000-12-04".'),
        ("2026-12-04T25:00Z", "There is no 2026-12-04T25:00Z."),
        ("20 Nov 2026", "20 November 2026 lies before the interview."),
        ("2025-12-04T09:30Z", "4 December 2025 lies before the interview."),
        ("Dec 2pm", "I find no date in it."),
        ("December 2026", "I find no date in it."),
        ("tomorrow", "I find no date in it."),
        ("yes please", "I find no date in it."),
        ("", "I find no date in it."),
    ],
)
def test_what_is_not_one_date_says_why(text, why):
    with pytest.raises(Unreadable) as refusal:
        read_when(text, near=NEAR)

    assert why in str(refusal.value)
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize("near", [date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 2)])
def test_a_weekday_settles_the_year_across_the_date_line(near):
    read = read_when("Tue 1 Dec", near=near)

    assert (read.day, read.year_given) == (date(2026, 12, 1), True)


@pytest.mark.parametrize(
    ("base", "day", "expected"),
    [
        (date(2026, 12, 1), date(2000, 12, 1), date(2026, 12, 1)),
        (date(2026, 12, 2), date(2000, 12, 1), date(2027, 12, 1)),
        (date(2028, 2, 29), date(2000, 2, 29), date(2028, 2, 29)),
        (date(2028, 3, 1), date(2000, 2, 29), date(2032, 2, 29)),
        (date(2096, 3, 1), date(2000, 2, 29), date(2104, 2, 29)),
    ],
)
def test_the_next_occurrence(base, day, expected):
    assert next_occurrence(day, on_or_after=base) == expected


DAYS = st.dates(date(2020, 1, 1), date(2090, 12, 31))
MONTH_WORDS = st.sampled_from(sorted(day_words.MONTHS.items()))


@given(DAYS, DAYS)
def test_the_next_occurrence_is_the_first_that_is_not_past(day, base):
    found = next_occurrence(day, on_or_after=base)

    assert (found.month, found.day) == (day.month, day.day)
    assert base <= found
    assert (found - base).days <= (366 if (day.month, day.day) != (2, 29) else 8 * 366)


@given(DAYS, st.booleans(), st.booleans(), st.none() | st.times(), st.data())
def test_any_spelling_of_a_date_reads_back(day, month_first, with_year, at, data):
    words = [word for word, number in day_words.MONTHS.items() if number == day.month]
    month = data.draw(st.sampled_from(words))
    weekdays = [w for w, number in day_words.WEEKDAYS.items() if number == day.weekday()]
    weekday = data.draw(st.sampled_from(["", *weekdays]))
    spelled = f"{month} {day.day}" if month_first else f"{day.day} {month}"
    year = f" {day.year}" if with_year else ""
    clock = f" {at:%H:%M}" if at else ""

    read = read_when(f"{weekday} {spelled}{year}{clock}", near=day - timedelta(days=9))

    assert read.day == day
    assert (read.hour, read.minute) == ((at.hour, at.minute) if at else (None, 0))


@given(DAYS, st.integers(0, 6))
def test_a_weekday_agrees_or_is_refused(day, weekday):
    text = f"{day_words.WEEKDAY_NAMES[weekday]} {day.isoformat()}"
    if weekday == day.weekday():
        assert read_when(text, near=day).day == day
    else:
        with pytest.raises(Unreadable):
            read_when(text, near=day)


@given(st.text(max_size=60), DAYS)
def test_any_text_is_read_or_refused(text, near):
    try:
        read = read_when(text, near=near)
    except Unreadable:
        return
    assert read.day >= near - timedelta(days=1)


@given(st.times())
def test_every_time_of_the_day_in_both_clocks(at):
    minute = at.replace(second=0, microsecond=0)
    half = "am" if at.hour < 12 else "pm"

    assert time_of_day.take(f"{at:%H:%M}")[0] == minute
    assert time_of_day.take(f"{at.hour % 12 or 12}:{at:%M} {half}")[0] == minute


def test_no_word_of_the_tables_names_two_things():
    assert not set(day_words.MONTHS) & set(day_words.WEEKDAYS)
    assert len(day_words.MONTHS) == sum(len(row.split()) for row in day_words._MONTHS)
    assert len(day_words.WEEKDAYS) == sum(len(row.split()) for row in day_words._WEEKDAYS)
    for word in (*day_words.MONTHS, *day_words.WEEKDAYS):
        assert word == folded(word)
