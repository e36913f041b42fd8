"""A form says exactly what the file said, and a file no more than it has to."""

import json
import tomllib
from contextlib import suppress
from datetime import time
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.settings_file import load
from service.settings_file.form import Misread, document, read, typed
from service.settings_file.lines import has_comments
from service.settings_file.places import zones
from service.settings_file.schema import SECTIONS
from service.settings_file.writing import toml

DEFAULTS = load("", where="defaults")

words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12).filter(str.strip) | (
    st.sampled_from(['"', '"a"', '"\\n"', "a\nb", "a\r\nb", "\\", "#", "none", "on", "]", "'''"])
)
clocks = st.times().map(lambda at: f"{at:%H:%M}")
dates = st.dates().map(str)
countries = st.sampled_from(["US", "DE", "GB", "jp"])
regions = st.sampled_from(["BY", "NY", "1"])
zone_names = st.sampled_from([*zones()[:20], "UTC", "Europe/Berlin"])
BY_KEY = {
    "me.travel": st.lists(
        st.tuples(zone_names, st.dates(), st.integers(0, 5)).map(
            lambda one: {"timezone": one[0], "from": str(one[1]), "to": str(one[1])}
        ),
        max_size=3,
        unique_by=lambda one: one["from"],
    ),
    "me.language": st.sampled_from(["en", "de", "pt-BR"]),
}


def value_of(section, key):
    """What may stand behind a key, by what its field is."""
    kind, name = key.kind, f"{section.name}.{key.name}"
    if name in BY_KEY:
        return BY_KEY[name]
    if key.name in {"country", "post_country"}:
        return countries
    if key.name == "region":
        return regions
    if kind.input == "lines":
        inner = {"emails": "a", "work_emails": "a", "extra_closed_days": "d"}.get(key.name)
        item = {"a": st.sampled_from(["a@b.org", "x+y@z.co"]), "d": dates}.get(inner, words)
        return st.lists(item, max_size=4)
    return {
        "text": words | st.just(""),
        "letter": st.sampled_from(["{{ me.name }}", "Dear {{ person.first }},\n\nthanks."]),
        "zone": zone_names,
        "number": st.integers(kind.least or 0, kind.most or 0),
        "time": clocks | st.just("none") if kind.empty else clocks,
        "switch": st.booleans(),
        "choice": st.sampled_from(kind.options or ("",)),
    }[kind.input]


def table_of(section):
    keys = {key.name: value_of(section, key) for key in section.keys}
    return st.fixed_dictionaries({}, optional=keys)


def in_order(table, *names):
    """The clocks of a table, sorted into the order that they have to keep."""
    there = [name for name in names if name in table]
    if len(there) == len(names):
        return {**table, **dict(zip(names, sorted(table[name] for name in names), strict=True))}
    return {name: value for name, value in table.items() if name not in names}


def orderly(document):
    if "email" in document:
        document["email"] = in_order(document["email"], "earliest", "latest", "hard_latest", "stop")
    if "call" in document:
        document["call"] = in_order(document["call"], "user_from", "user_to")
        if document["call"].get("user_from") == document["call"].get("user_to"):
            document["call"] = {}
    return document


documents = st.fixed_dictionaries(
    {}, optional={section.name: table_of(section) for section in SECTIONS}
).map(orderly)


def sent(fields):
    """The fields as a browser sends them: line breaks are CRLF, and all is one long line."""
    wired = {name: text.replace("\n", "\r\n") for name, text in fields.items()}
    return dict(parse_qsl(urlencode(wired), keep_blank_values=True))


@given(documents)
def test_what_is_written_as_toml_is_what_is_read(written):
    assert tomllib.loads(toml(written)) == written


@given(documents)
def test_every_policy_that_the_file_can_express_survives_the_form(written):
    text = toml(written)
    policy = load(text, where="before")

    saved = toml(document(sent(typed(text))))

    assert load(saved, where="after") == policy
    assert toml(document(sent(typed(saved)))) == saved
    assert read(document(sent(typed(text)))) == policy


@given(documents)
def test_only_what_differs_from_the_defaults_is_saved(written):
    for section, keys in document(typed(toml(written))).items():
        for name, value in keys.items():
            alone = load(toml({section: {name: value}}), where="alone") if _alone(name) else None
            assert alone != DEFAULTS


def _alone(name):
    """Whether a key can stand without others: clocks keep an order among themselves."""
    return name not in {"earliest", "latest", "hard_latest", "stop", "user_from", "user_to"}


def test_a_form_that_nobody_touched_saves_nothing():
    assert toml(document(typed(""))) == ""
    assert read(document({})) == DEFAULTS


@pytest.mark.parametrize(
    ("fields", "about", "means"),
    [
        ({"card.collection_weekdays": ""}, "card.collection_weekdays", None),
        ({"email.latest": ""}, "email.latest", time(20)),
        ({"recognise.selected": "", "recognise.selected.only": "on"}, "recognise.selected", ()),
        ({"recognise.selected": ""}, "recognise.selected", None),
        ({"recognise.selected": "Work"}, "recognise.selected", ("Work",)),
        ({"card.enabled": "off"}, "card.enabled", False),
        ({"me.emails": " a@b.org \r\n\r\nc@d.org"}, "me.emails", ("a@b.org", "c@d.org")),
        ({"call.weekday": "monday"}, "call.weekday", 0),
        ({"email.delay_minutes": "0"}, "email.delay_minutes", 0),
    ],
)
def test_what_a_field_means(fields, about, means):
    section, name = about.split(".")

    policy = read(document(fields))

    assert getattr(getattr(policy, section), name) == means
    assert load(toml(document(fields)), where="saved") == policy


def test_utc_that_was_chosen_is_no_guess():
    policy = read(document({"me.timezone": "UTC"}))

    assert policy.me.timezone == "UTC"
    assert not policy.me.timezone_guessed
    assert policy != DEFAULTS


@pytest.mark.parametrize(
    ("fields", "beside", "says"),
    [
        ({"email.delay_minutes": "soon"}, "email.delay_minutes", '"soon" is no whole number.'),
        ({"email.delay_minutes": "9" * 30}, "email.delay_minutes", "is no whole number"),
        ({"email.delay_minutes": "-1"}, "email.delay_minutes", "out of range"),
        ({"me.emails": "a@b.org\nnobody"}, "me.emails", '"nobody" is no email address.'),
        ({"me.timezone": "berlin"}, "me.timezone", 'Did you mean "Europe/Berlin"?'),
        ({"email.latest": "22:00"}, "email.latest", "“Until then the delay is kept” is 22:00"),
        ({"call.weekday": "caturday"}, "call.weekday", "none of the choices"),
        ({"me.travel.7.from": "2026-12-01"}, "me.travel.0.to", "This is missing."),
        (
            {
                "me.travel.3.timezone": "Europe/Paris",
                "me.travel.3.from": "2026-12-05",
                "me.travel.3.to": "2026-12-01",
            },
            "me.travel.0.to",
            "before it begins",
        ),
        (
            {
                f"me.travel.{row}.{name}": text
                for row in (0, 1)
                for name, text in (
                    ("timezone", "UTC"),
                    ("from", "2026-12-01"),
                    ("to", "2026-12-02"),
                )
            },
            "me.travel.1.timezone",
            "Let every day belong to one journey",
        ),
    ],
)
def test_a_fault_stands_beside_its_field(fields, beside, says):
    with pytest.raises(Misread) as refusal:
        read(document(fields))

    assert says in refusal.value.faults[beside]


def test_every_fault_is_told_at_once():
    with pytest.raises(Misread) as refusal:
        read(document({"me.timezone": "x", "me.country": "x", "email.stop": "x"}))

    assert set(refusal.value.faults) == {"me.timezone", "me.country", "email.stop"}


@given(st.dictionaries(st.sampled_from(sorted(typed(""))) | st.text(), st.text(), max_size=6))
def test_whatever_is_typed_ends_in_a_policy_or_in_faults(fields):
    with suppress(Misread):
        policy = read(document(fields))
        assert load(toml(document(fields)), where="saved") == policy


@pytest.mark.parametrize(
    ("text", "has"),
    [
        ("# mine\n", True),
        ('[me]\nname = "a"  # me', True),
        ('[me]\nname = "a # b"', False),
        ('[me]\nname = """\n# no\n"""', False),
        ("", False),
    ],
)
def test_comments_are_noticed_because_a_form_loses_them(text, has):
    assert has_comments(text) is has


def test_each_label_is_one_of_a_kind_within_its_section():
    for section in SECTIONS:
        labels = [key.label or key.about for key in section.keys]
        assert len(set(labels)) == len(labels), json.dumps(labels)
        assert section.title
