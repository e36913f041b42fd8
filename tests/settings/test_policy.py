import tomllib
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain import policy
from service.domain.policy import Policy
from service.settings_file import SettingsError, load
from service.settings_file.schema import SECTIONS

EVERYTHING = """\
[me]
name = "Alex Morgan"
emails = ["Alex.Morgan@Gmail.com", "mailto:am@example.co.uk"]
work_emails = ["alex.morgan@initech.com"]
phone = "+1 212 555 0142"
timezone = "America/New_York"
country = "us"
region = "US-NY"
language = "pt-BR"
travel = [{timezone = "Europe/Paris", from = "2026-12-01", to = 2026-12-05}]
[employer]
timezone = "Europe/Berlin"
country = "DE"
region = "by"
[recognise]
tags = ["job"]
categories = ["Jobs"]
labels = ["Hiring"]
colours = ["sage"]
calendars = ["Job interviews"]
selected = ["personal", "work"]
heuristics = false
[email]
delay_minutes = 0
earliest = "9:00"
latest = "19:00"
hard_latest = 20:30:00
stop = "22:00"
late_policy = "next_morning"
[card]
enabled = false
hours = 336
strategy = "earliest"
collection_weekdays = "16:30"
collection_saturday = "none"
collection_sunday = "11:00"
post_country = "gb"
[call]
weekday = "Monday"
min_days = 7
time = "10:00"
user_from = "08:00"
user_to = "20:00"
extra_closed_days = ["2026-12-28", 2026-12-29]
good_friday_us = true
[prompt]
enabled = false
minutes_before = 30
[debrief]
enabled = false
minutes_after = 5
[notes]
per_person_events = true
via_agency = true
email_template = "{{ person.greeting }} Thank you."
card_template = '''
{{ date }}

{{ me.name }}
'''
[notices]
by = "ntfy"
at = "07:15"
to = "https://ntfy.example/open-loops"
quiet_from = "22:00"
quiet_to = "07:00"
[privacy]
discreet_titles = true
"""

AS_POLICY = Policy(
    me=policy.Me(
        name="Alex Morgan",
        emails=("alex.morgan@gmail.com", "am@example.co.uk"),
        work_emails=("alex.morgan@initech.com",),
        phone="+1 212 555 0142",
        timezone="America/New_York",
        country="US",
        region="US-NY",
        language="pt-BR",
        travel=(
            policy.Travel(timezone="Europe/Paris", first=date(2026, 12, 1), last=date(2026, 12, 5)),
        ),
    ),
    employer=policy.Employer(timezone="Europe/Berlin", country="DE", region="BY"),
    recognise=policy.Recognition(
        tags=("job",),
        categories=("Jobs",),
        labels=("Hiring",),
        colours=("sage",),
        calendars=("Job interviews",),
        selected=("personal", "work"),
        heuristics=False,
    ),
    email=policy.EmailRule(
        delay_minutes=0,
        earliest=time(9),
        latest=time(19),
        hard_latest=time(20, 30),
        stop=time(22),
        late_policy="next_morning",
    ),
    card=policy.CardRule(
        enabled=False,
        hours=336,
        strategy="earliest",
        collection_weekdays=time(16, 30),
        collection_saturday=None,
        collection_sunday=time(11),
        post_country="GB",
    ),
    call=policy.CallRule(
        weekday=0,
        min_days=7,
        at=time(10),
        user_from=time(8),
        user_to=time(20),
        extra_closed_days=(date(2026, 12, 28), date(2026, 12, 29)),
        good_friday_us=True,
    ),
    prompt=policy.PromptRule(enabled=False, minutes_before=30),
    debrief=policy.DebriefRule(enabled=False, minutes_after=5),
    notes=policy.NotesRule(
        per_person_events=True,
        via_agency=True,
        email_template="{{ person.greeting }} Thank you.",
        card_template="{{ date }}\n\n{{ me.name }}",
    ),
    notices=policy.NoticesRule(
        by="ntfy",
        at=time(7, 15),
        to="https://ntfy.example/open-loops",
        quiet_from=time(22),
        quiet_to=time(7),
    ),
    privacy=policy.Privacy(discreet_titles=True),
)


def test_every_setting_reaches_the_policy():
    assert load(EVERYTHING, where="s") == AS_POLICY


def test_the_example_above_leaves_no_key_out():
    written = {name: set(keys) for name, keys in tomllib.loads(EVERYTHING).items()}

    assert written == {section.name: set(section.names) for section in SECTIONS}


@pytest.mark.parametrize("content", ["", "# nothing\n", "[email]\n", b""])
def test_what_is_not_written_has_its_default(content):
    assert load(content, where="s") == Policy(me=policy.Me(timezone_guessed=True))


@pytest.mark.parametrize(
    ("content", "guessed"),
    [('[me]\nname = "A"', True), ('[me]\ntimezone = "UTC"', False), ("[call]\nmin_days = 3", True)],
)
def test_a_zone_nobody_told_is_a_guess(content, guessed):
    assert load(content, where="s").me.timezone_guessed is guessed


@pytest.mark.parametrize(
    "encoded",
    [
        EVERYTHING.encode(),
        EVERYTHING.encode("utf-8-sig"),
        "\ufeff" + EVERYTHING,
        EVERYTHING.replace("\n", "\r\n").encode(),
    ],
    ids=["UTF-8", "byte order mark", "byte order mark in a text", "CRLF"],
)
def test_however_an_editor_saves_it(encoded):
    assert load(encoded, where="s") == AS_POLICY


@pytest.mark.parametrize(
    "content",
    [
        'card.hours = 24\ncall = {weekday = "monday"}\n',
        '"card"."hours" = 24\n[call]\n\'weekday\' = "monday"\n',
    ],
)
def test_every_form_of_toml_is_fine(content):
    read = load(content, where="s")

    assert (read.card.hours, read.call.weekday) == (24, 0)


def test_travel_may_be_an_array_of_tables():
    journeys = '[[me.travel]]\ntimezone = "Asia/Tokyo"\nfrom = "2027-01-01"\nto = "2027-01-01"\n'
    second = journeys.replace("2027-01-01", "2027-01-02")

    assert len(load(journeys + second, where="s").me.travel) == 2


NAMES = st.sampled_from(sorted({key for section in SECTIONS for key in section.names} | {"x"}))
SCALARS = st.sampled_from(
    ["1", "-1", "true", '""', '"none"', '"09:30"', '"friday"', "2026-12-01", "nan", "'UTC'", "{}"]
)
VALUES = SCALARS | st.lists(SCALARS, max_size=2).map(lambda items: f"[{', '.join(items)}]")
TABLES = st.dictionaries(NAMES, VALUES, max_size=6)
FILES = st.dictionaries(st.sampled_from([s.name for s in SECTIONS]), TABLES, max_size=5)


def problems_of(content):
    try:
        assert isinstance(load(content, where="s"), Policy)
    except SettingsError as error:
        return error.problems
    return ()


@given(FILES)
def test_any_file_is_a_policy_or_a_list_of_problems(tables):
    text = "\n".join(
        line
        for name, table in tables.items()
        for line in [f"[{name}]", *(f"{key} = {value}" for key, value in table.items())]
    )
    for problem in problems_of(text):
        assert problem.where.startswith("s, line ")
        assert problem.what.endswith(".")
        assert problem.next_step


@given(st.binary(max_size=60))
def test_any_bytes_are_a_policy_or_a_list_of_problems(content):
    for problem in problems_of(content):
        assert problem.where.startswith("s")
        assert problem.next_step
