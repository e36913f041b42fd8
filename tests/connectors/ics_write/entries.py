"""Entries to write, plain and drawn."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from connectors.contract import Content, Span
from connectors.ics.write import Entry
from service.domain.reconcile import name

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Europe/Dublin",
    "Asia/Kolkata",
    "America/Santiago",
    "Asia/Jerusalem",
    "America/Nuuk",
    "Africa/Casablanca",
    "Australia/Lord_Howe",
    "UTC",
)


def an_entry(
    key="visit/call",
    *,
    start=datetime(2026, 11, 27, 9, 30, tzinfo=BERLIN),
    title="Call: Zoë Müller (Backend)",
    **fields,
):
    """A call of a quarter of an hour; `fields` are those of `Entry` and of `Content`."""
    of_content = {name: fields.pop(name) for name in {"when", "notes", "reminders"} & fields.keys()}
    when = a_span(start, minutes=15)
    defaults = {
        "uid": name(key),
        "status": "confirmed",
        "created": datetime(2026, 11, 18, 8, tzinfo=UTC),
        "modified": datetime(2026, 11, 20, 9, 15, tzinfo=UTC),
        "content": Content(title=title, **({"when": when} | of_content)),
    }
    return Entry(key=key, **(defaults | fields))


def a_span(start, minutes):
    end = start.astimezone(UTC) + timedelta(minutes=minutes)
    return Span(start=start, end=end.astimezone(start.tzinfo))


def an_all_day_entry(key="visit/card", *, first=date(2026, 11, 28), days=1, **fields):
    when = Span(start=first, end=first + timedelta(days=days))
    return an_entry(key, title="Post the card", when=when, **fields)


_FIRST = datetime(2026, 1, 1, tzinfo=UTC)

# What hurts: escapes, folds, several octets a character, controls, breaks, fake properties.
_AWKWARD = st.sampled_from(
    [
        *'\\;,:"\n\rü面\t \0\x0b\x1f\x7f\x85\u2028\ud800',
        *("\\n", "\\N", "\r\n", "👩‍🚀", "\r\nATTENDEE:mailto:x@y.z", "\nEND:VEVENT\n"),
    ]
)
texts = st.lists(_AWKWARD | st.text(max_size=20), max_size=12).map("".join)

moments = st.builds(
    lambda second, zone: (_FIRST + timedelta(seconds=second)).astimezone(ZoneInfo(zone)),
    st.integers(0, 2 * 365 * 86400),
    st.sampled_from(ZONES),
)
spans = st.builds(a_span, moments, st.integers(1, 3000)) | st.builds(
    lambda first, days: Span(start=first, end=first + timedelta(days=days)),
    st.dates(date(2026, 1, 1), date(2028, 1, 1)),
    st.integers(1, 5),
)
entries = st.builds(
    Entry,
    uid=st.text(min_size=1, max_size=40).map(name),
    content=st.builds(
        Content,
        title=texts,
        when=spans,
        notes=texts,
        reminders=st.lists(st.integers(-3000, 3000), max_size=2).map(
            lambda minutes: tuple(timedelta(minutes=n) for n in minutes)
        ),
    ),
    key=texts,
    status=st.sampled_from(["tentative", "confirmed"]),
    created=moments,
    modified=moments,
    sequence=st.integers(0, 99),
    url=st.none() | texts.map(lambda path: "https://afterword.example/f/" + path),
    categories=st.lists(texts, max_size=3).map(tuple),
    transparent=st.booleans(),
)
feeds = st.lists(entries, max_size=4, unique_by=lambda entry: entry.uid)
