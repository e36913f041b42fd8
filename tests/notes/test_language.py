"""Greetings, days and hours as people of eight languages write them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from service.domain.language import (
    LANGUAGES,
    Language,
    addressed,
    call_time,
    clock,
    greeting,
    language,
    past_day,
    plain,
    position,
    spoken_in,
    written,
)

TUESDAY = date(2026, 12, 1)
FRIDAY = datetime(2026, 12, 11, 9, 30, tzinfo=UTC)

GREETINGS = [
    ("en", "Kate Austen", "", "Dear Kate Austen,"),
    ("en", "Kate Austen", "Ms.", "Dear Ms. Austen,"),
    ("en", "Kate Austen", "Ms. Littleton", "Dear Ms. Littleton,"),
    ("en", "Tom B.", "", "Dear Tom,"),
    ("en", "Tom", "", "Dear Tom,"),
    ("en", "Kate Austen", "Hi Kate,", "Hi Kate,"),
    ("de", "Kate Austen", "", "Guten Tag Kate Austen,"),
    ("de", "Kate Austen", "Frau", "Sehr geehrte Frau Austen,"),
    ("de", "Kate Austen", "Frau Dr.", "Sehr geehrte Frau Dr. Austen,"),
    ("de", "Kate Austen", "Frau Professor", "Sehr geehrte Frau Professor Austen,"),
    ("de", "Jack Shephard", "Herr Mag. Shephard", "Sehr geehrter Herr Mag. Shephard,"),
    ("de", "Kate Austen", "Liebe Kate,", "Liebe Kate,"),
    ("de", "Kate Austen", "Ms.", "Guten Tag Ms. Austen,"),
    ("fr", "Kate Austen", "Madame", "Madame,"),
    ("fr", "Kate Austen", "Mme Austen", "Madame,"),
    ("fr", "Kate Austen", "", "Bonjour Kate Austen,"),
    ("es", "Kate Austen", "Sra.", "Estimada Sra. Austen:"),
    ("es", "Kate Austen", "Querida Kate:", "Querida Kate:"),
    ("nl", "Kate Austen", "", "Beste Kate,"),
    ("nl", "Kate Austen", "mevrouw", "Geachte mevrouw Austen,"),
    ("pt", "Jack Shephard", "Dr.", "Caro Dr. Shephard,"),
    ("it", "Kate Austen", "dott.ssa", "Gentile dott.ssa Austen,"),
    ("ja", "田中 花子", "", "田中 花子様"),
    ("ja", "田中 花子", "田中部長", "田中部長様"),
    ("ja", "田中 花子", "田中先生", "田中先生"),
]


@pytest.mark.parametrize(("code", "name", "salutation", "said"), GREETINGS)
def test_people_are_greeted_as_is_usual_there(code, name, salutation, said):
    assert greeting(Language(code=code), name, salutation) == said


def test_somebody_is_spoken_to_by_title_or_else_by_name():
    assert addressed("Kate Austen", "Frau Dr.") == "Frau Dr. Austen"
    assert addressed("Kate Austen", "") == "Kate Austen"
    assert addressed("Kate Austen", "Liebe Kate,") == "Kate Austen"


TAGS = [
    ("en", None, "en"),
    ("de-AT", "US", "de"),
    ("PT-br", None, "pt"),
    ("sv", "DE", "de"),
    ("sv", "SE", "en"),
    ("sv", None, "en"),
]


@pytest.mark.parametrize(("tag", "country", "code"), TAGS)
def test_a_note_is_in_the_person_s_language_else_in_the_employer_s(tag, country, code):
    assert language(tag, country).code == code


def test_a_region_of_the_tag_beats_the_employer_s_country():
    assert language("en-GB", "US").country == "GB"
    assert language("en", "US").country == "US"


def test_what_is_spoken_there_is_one_of_ours_or_nothing():
    assert (spoken_in("JP"), spoken_in("SE"), spoken_in(None)) == ("ja", None, None)


PAST = [
    ("en", 0, "today"),
    ("en", -1, "today"),
    ("en", 1, "yesterday"),
    ("en", 2, "on Tuesday"),
    ("en", 6, "on Tuesday"),
    ("en", 7, "on 1 December"),
    ("de", 2, "am Dienstag"),
    ("fr", 2, "mardi"),
    ("fr", 7, "le 1er décembre"),
    ("es", 2, "el martes"),
    ("nl", 2, "afgelopen dinsdag"),
    ("pt", 2, "na terça-feira"),
    ("it", 7, "il 1 dicembre"),
    ("ja", 2, "12月1日"),
]


@pytest.mark.parametrize(("code", "days", "said"), PAST)
def test_a_day_that_was_is_told_as_people_tell_it(code, days, said):
    assert (
        past_day(
            Language(code=code),
            TUESDAY,
            date(2026, 12, 1 + days) if days >= 0 else date(2026, 11, 30),
        )
        == said
    )


CALLS = [
    ("en", TUESDAY, False, "on Friday morning, 11 December"),
    ("en", date(2026, 12, 5), False, "on Friday morning"),
    ("en", date(2026, 12, 5), True, "on Friday at 9:30 am"),
    ("en", date(2026, 12, 12), False, "on Friday morning, 11 December"),
    ("de", date(2026, 12, 5), False, "am Freitagvormittag"),
    ("fr", date(2026, 12, 5), True, "vendredi à 9 h 30"),
    ("es", date(2026, 12, 5), False, "el viernes por la mañana"),
    ("nl", date(2026, 12, 5), True, "vrijdag om 9.30 uur"),
    ("pt", date(2026, 12, 5), True, "na sexta-feira às 9h30"),
    ("it", date(2026, 12, 5), False, "venerdì mattina"),
    ("ja", TUESDAY, True, "12月11日（金）9時30分"),  # noqa: RUF001 - as written in Japan
]


@pytest.mark.parametrize(("code", "today", "agreed", "said"), CALLS)
def test_a_weekday_that_could_be_a_nearer_one_comes_with_its_date(code, today, agreed, said):
    assert call_time(Language(code=code), FRIDAY, today, agreed=agreed) == said


def test_a_call_that_is_no_morning_s_has_its_hour_though_nobody_agreed():
    assert call_time(Language(code="en"), FRIDAY.replace(hour=14), TUESDAY, agreed=False).endswith(
        "2:30 pm"
    )


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [(0, 5, "12:05 am"), (12, 0, "12 pm"), (9, 0, "9 am"), (23, 59, "11:59 pm")],
)
def test_hours_of_half_a_day(hour, minute, said):
    assert clock(Language(code="en"), FRIDAY.replace(hour=hour, minute=minute)) == said


def test_the_month_comes_first_in_america_and_january_is_another_word_in_austria():
    assert written(Language(code="en", country="US"), TUESDAY, year=True) == "December 1, 2026"
    assert written(Language(code="de", country="AT"), date(2027, 1, 4)) == "4. Jänner"


def test_french_elides_before_a_vowel():
    french = Language(code="fr")
    assert position(french, "Ingénieur") == "le poste d’Ingénieur"  # noqa: RUF001 - as it is printed
    assert position(french, "Data Engineer") == "le poste de Data Engineer"


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_a_word_for_everything(code):
    tongue, english = Language(code=code), Language(code="en")
    for name in ("today", "yesterday", "position", "position_unknown", "greeting", "addressed"):
        assert tongue.words(name)
    assert [len(tongue.words(name)) for name in ("weekdays", "months")] == [7, 12]
    for day in range(1, 32):
        for known in (True, False):
            when = datetime(2026, 12, day, 15, day, tzinfo=UTC)
            assert "{" not in call_time(tongue, when, TUESDAY, agreed=known)
    assert clock(tongue, FRIDAY) != clock(tongue, FRIDAY.replace(minute=0))
    assert english.words("nothing of the kind") == ""


def test_a_value_is_one_line_without_what_only_machines_read():
    assert plain(" a\r\nBcc: b\x00\u2028c\u202e ") == "a Bcc: b c"
    assert plain("x" * 999) == "x" * 400
