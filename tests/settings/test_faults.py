from concurrent.futures import ThreadPoolExecutor
from time import monotonic

import pytest

from service.settings_file import SettingsError, load, values
from service.settings_file.places import COUNTRY, REGION, ZONE
from service.settings_file.schema import SECTIONS

WRONG_TIMES = ['"9.30"', '"25:00"', '"09:60"', '"9"', '"9:3"', "930", "true", '""', "2026-12-01"]
WRONG = {
    id(values.TEXT): ["3", "true", "[]", "{}"],
    id(values.TEMPLATE): ["3", '"{% for a in me %}{% endfor %}"', '"{{ 9**9 }}"', '"{% if %}"'],
    id(values.SWITCH): ['"on"', '"true"', "1", "0", "[]"],
    id(values.CLOCK): [*WRONG_TIMES, '"none"'],
    id(values.CLOCK_OR_NONE): WRONG_TIMES,
    id(values.WEEKDAY): ['"fri"', '"Freitag"', "4", '""', "true"],
    id(values.LANGUAGE): ['"english please"', '""', "1"],
    id(values.ADDRESSES): ['"a@b.org"', '["alex"]', '["a@b"]', '["a b@c.org"]', '["<a@b.org>"]'],
    id(values.WORDS): ['"job"', '[""]', "[1]", "3"],
    id(values.DAYS): ['"2026-12-01"', '["2026-02-30"]', '["1 Dec"]', "[2026-12-01T09:00:00]"],
    id(ZONE): ['"Berlin"', '"America"', '"../etc/passwd"', '"/etc/localtime"', '""', "1"],
    id(COUNTRY): ['"UK"', '"Germany"', '"XX"', '"USA"', '""', "1"],
    id(REGION): ['"Bavaria"', '"XX-BY"', '"DE-"', '""', "1"],
}
BY_WORDS = {
    "a whole number": ["-1", "100000", '"3"', "1.0", "true", "nan", "[]"],
    '"tonight"': ['"today"', "true", '""'],
    '"next_day"': ['"tomorrow"', "true", '""'],
    '"none", "email"': ['"sms"', "true", '""'],
    "a list of {timezone": ['"Paris"', "[1]", "[{}]", '[{timezone = "UTC", from = 1, to = 2}]'],
}


def wrong_values(kind):
    named = [found for words, found in BY_WORDS.items() if kind.allowed.startswith(words)]
    return WRONG.get(id(kind)) or named[0]


EVERY_KEY = [
    pytest.param(section.name, key, wrong, id=f"{section.name}.{key.name}={wrong}")
    for section in SECTIONS
    for key in section.keys
    for wrong in wrong_values(key.kind)
]


def problems(content):
    with pytest.raises(SettingsError) as refusal:
        load(content, where="settings.toml")
    return refusal.value.problems


@pytest.mark.parametrize(("section", "key", "wrong"), EVERY_KEY)
def test_a_wrong_value_is_told_with_line_key_and_what_is_allowed(section, key, wrong):
    (problem, *_) = problems(f"\n[{section}]\n# a remark\n{key.name} = {wrong}\n")

    assert problem.where.startswith(f"settings.toml, line 4, [{section}] {key.name}")
    assert problem.what.endswith(".")
    assert "Allowed: " in problem.next_step


@pytest.mark.parametrize(
    ("content", "where", "what", "next_step"),
    [
        (
            "[call]\nmin_dais = 3",
            "line 2, [call] min_dais",
            'There is no "min_dais" here.',
            'Did you mean "min_days"? Allowed: weekday, min_days,',
        ),
        (
            "[emial]\nstop = 3",
            "line 1, [emial]",
            'There is no "emial" here.',
            'Did you mean "email"? Allowed: me, employer,',
        ),
        (
            "[card]\nmin_days = 3",
            "line 2, [card] min_days",
            'There is no "min_days" here.',
            "min_days belongs below [call]. Allowed: enabled,",
        ),
        (
            'timezone = "UTC"',
            "line 1, [timezone]",
            'There is no "timezone" here.',
            "timezone belongs below [me] or [employer].",
        ),
        (
            '[call]\nweekday = "Firday"',
            "line 2, [call] weekday",
            '"Firday" is none of the choices.',
            'Did you mean "friday"? Allowed: "monday",',
        ),
        (
            '[me]\ntimezone = "New York"',
            "line 2, [me] timezone",
            '"New York" is no time zone.',
            'Did you mean "America/New_York"?',
        ),
        (
            '[me]\ntimezone = "Europe/Brelin"',
            "line 2, [me] timezone",
            '"Europe/Brelin" is no time zone.',
            'Did you mean "Europe/Berlin"?',
        ),
        (
            '[me]\ncountry = "Germany"',
            "line 2, [me] country",
            '"Germany" is no country.',
            'Did you mean "DE"?',
        ),
        (
            '[card]\npost_country = "UK"',
            "line 2, [card] post_country",
            '"UK" is no country.',
            'Did you mean "GB"?',
        ),
        ("me = 3", "line 1, [me]", "3 is no table.", "Allowed: {name, emails,"),
        ("[[card]]\nhours = 3", "line 1, [card]", "[a table] is no table.", "Allowed: {enabled,"),
        (
            '[email]\nlatest = "22:00"',
            "line 2, [email] latest",
            "latest is 22:00 and hard_latest 21:00.",
            "Keep this order: earliest, latest, hard_latest, stop.",
        ),
        (
            '[email]\n\nstop = "20:30"',
            "line 3, [email] stop",
            "hard_latest is 21:00 and stop 20:30.",
            "Keep this order",
        ),
        (
            '[call]\nuser_from = "12:00"\nuser_to = "12:00"',
            "line 2, [call] user_from",
            "user_from is 12:00 and user_to 12:00.",
            "Keep this order: user_from, user_to.",
        ),
        (
            '[employer]\ncountry = "AT"\nregion = "DE-BY"',
            "line 3, [employer] region",
            "DE-BY is no region of AT.",
            "Correct region or country.",
        ),
        (
            '[me]\nemails = [\n  "a@b.org",\n  "nobody",\n]',
            "line 4, [me] emails 2",
            '"nobody" is no email address.',
            "Allowed: a list of email addresses",
        ),
    ],
)
def test_what_is_wrong_and_what_to_do(content, where, what, next_step):
    (problem,) = problems(content)

    assert problem.where == f"settings.toml, {where}"
    assert problem.what == what
    assert problem.next_step.startswith(next_step)


PARIS = '{timezone = "Europe/Paris", from = "2026-12-01", to = "2026-12-05"}'


@pytest.mark.parametrize(
    ("second", "where", "what"),
    [
        (
            '{timezone = "UTC", from = "2026-12-05", to = "2026-12-09"}',
            "travel 2",
            "UTC begins on 2026-12-05, Europe/Paris lasts to 2026-12-05.",
        ),
        (
            '{timezone = "UTC", from = "2026-11-01", to = "2026-12-01"}',
            "travel 1",
            "Europe/Paris begins on 2026-12-01, UTC lasts to 2026-12-01.",
        ),
        (
            '{timezone = "UTC", from = "2027-01-09", to = "2027-01-08"}',
            "travel 2, to",
            "The journey ends on 2027-01-08, before it begins on 2027-01-09.",
        ),
        ('{timezone = "UTC", from = "2027-01-09"}', "travel 2, to", "to is missing."),
        (
            '{timezone = "UTC", from = "2027-01-09", to = "2027-01-09", x = 1}',
            "travel 2, x",
            'There is no "x" here.',
        ),
    ],
)
def test_a_journey_that_cannot_be(second, where, what):
    (problem,) = problems(f"[me]\ntravel = [\n  {PARIS},\n  {second},\n]\n")

    line = 3 if where == "travel 1" else 4
    assert (problem.where, problem.what) == (f"settings.toml, line {line}, [me] {where}", what)


def test_journeys_may_follow_each_other():
    next_day = '{timezone = "UTC", from = "2026-12-06", to = "2026-12-06"}'

    assert len(load(f"[me]\ntravel = [{PARIS}, {next_day}]", where="s").me.travel) == 2


def test_all_faults_are_told_at_once_in_the_order_of_the_file():
    found = problems('[card]\nhours = 0\nx = 1\n[call]\ntime = "9"\n[emial]\n[me]\nemails = [1, 2]')

    assert [problem.where.split(", ", 1)[1] for problem in found] == [
        "line 2, [card] hours",
        "line 3, [card] x",
        "line 5, [call] time",
        "line 6, [emial]",
        "line 8, [me] emails 1",
        "line 8, [me] emails 2",
    ]


@pytest.mark.parametrize(
    ("content", "where", "what"),
    [
        ("[me]\nname = Alex\n", "settings.toml, line 2", "This is no TOML: Invalid value."),
        ("[me\n", "settings.toml, line 1", "This is no TOML: Expected ']'"),
        ('[me]\nname = "A"\n\nname = "B"', "settings.toml, line 4", "This is no TOML: Cannot"),
        ("[me]\nemails = [", "settings.toml, line 2", "This is no TOML: Invalid value."),
        ("<html>", "settings.toml, line 1", "This is no TOML: Invalid statement."),
        ("a = " + "[" * 100_000, "settings.toml", "The file can't be read as TOML."),
        ("a = " + "9" * 5_000, "settings.toml", "The file can't be read as TOML."),
        ("[me]\n".encode("utf-16"), "settings.toml", "The file is UTF-16, not UTF-8."),
        (b"PK\x03\x04\0\0", "settings.toml", "The file is no text."),
        (
            '[me]\nname = "Zo\u00eb"'.encode("latin-1"),
            "settings.toml, line 2",
            "A character of this line is not UTF-8.",
        ),
    ],
    ids=lambda value: repr(value[:24]),
)
def test_what_is_no_settings_file_at_all(content, where, what):
    (problem,) = problems(content)

    assert problem.where == where
    assert problem.what.startswith(what)
    assert problem.next_step


def test_a_sentence_never_repeats_a_page():
    (problem,) = problems(f'[call]\nweekday = "{"x" * 9000}"')

    assert len(problem.what) < 200


@pytest.mark.parametrize(
    "content",
    [
        "a." * 29_000 + "b = 1",
        "[" + "a." * 29_000 + "b]",
        "a = {" + " . ".join("ab" * 9_000) + " = 1}",
        "".join(f"{'a.' * 150}b{number} = 1\n" for number in range(190)),
        *("[me]\nname = " + "[" * deep + "]" * deep for deep in range(300, 500, 7)),
        *("a = " + "{b=" * deep + "1" + "}" * deep for deep in range(300, 500, 7)),
    ],
    ids=len,
)
def test_no_nesting_makes_it_slow_or_break_off(content):
    began = monotonic()
    with ThreadPoolExecutor(1) as thread:  # as the web does: with all of its stack before it
        assert thread.submit(problems, content).result()
    assert monotonic() - began < 3
