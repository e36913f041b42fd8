"""Hypothesis strategies for everything the store keeps as text."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from connectors.contract import (
    CalendarId,
    Content,
    Create,
    Delete,
    Etag,
    EventId,
    Problem,
    Span,
    Update,
)
from service.domain.model import (
    KINDS,
    AgreedCall,
    Decided,
    Decides,
    FollowUp,
    HeardBack,
    Key,
    NoCall,
    Person,
    Placement,
    Session,
    Silent,
    Standing,
    TalkedTo,
    Unclear,
    VisitKey,
)
from service.store.values import StoredVisit

# A lone low surrogate is what `surrogateescape` makes of a broken byte; NUL comes as it is.
words = st.text(
    st.one_of(st.characters(codec="utf-8"), st.sampled_from("\x00\udc80\udcff\\u")), max_size=8
)
maybe_words = st.none() | words
days = st.dates(min_value=date(2000, 1, 2), max_value=date(2100, 1, 1))
zones = st.sampled_from(
    [
        UTC,
        timezone(timedelta(hours=5, minutes=45)),
        *map(ZoneInfo, ["America/New_York", "Europe/London", "Australia/Lord_Howe", "UTC"]),
    ]
)
walls = st.datetimes(min_value=datetime(2000, 1, 2), max_value=datetime(2100, 1, 1))  # noqa: DTZ001
transitions = st.sampled_from(
    [datetime(2026, 11, 1, 1, 30), datetime(2026, 3, 8, 2, 30), datetime(2026, 10, 25, 1, 30)]  # noqa: DTZ001
)
instants = st.builds(
    lambda wall, zone, fold: wall.replace(tzinfo=zone, fold=fold),
    walls | transitions,
    zones,
    st.sampled_from([0, 1]),
)
spans = st.builds(lambda a, b: Span(start=a, end=b), instants, instants) | st.builds(
    lambda a, b: Span(start=a, end=b), days, days
)
contents = st.builds(
    Content,
    title=words,
    when=spans,
    notes=words,
    reminders=st.lists(st.timedeltas(timedelta(days=-9), timedelta(days=9)), max_size=3).map(tuple),
)
ids = words.map(EventId)
etags = words.map(Etag)
creates = st.builds(Create, name=words, content=contents)
updates = st.builds(
    Update,
    id=ids,
    etag=etags,
    content=contents,
    touched=st.frozensets(st.sampled_from(["title", "when", "notes", "reminders"])),
)
writes = creates | updates | st.builds(Delete, id=ids, etag=etags)
problems = st.builds(Problem, where=words, what=words, next_step=words)
people = st.builds(
    Person,
    name=words,
    email=maybe_words,
    role=maybe_words,
    kind=st.sampled_from(["interviewer", "coordinator", "recruiter", "unknown"]),
    state=st.sampled_from(["certain", "probable", "excluded"]),
    origin=st.sampled_from(["answer", "guest", "organizer", "description", "title"]),
    topic=maybe_words,
    ask=maybe_words,
)
answers = st.one_of(
    st.builds(
        AgreedCall,
        line=words,
        day=days,
        hour=st.none() | st.integers(0, 23),
        minute=st.integers(0, 59),
        own_time=st.booleans(),
        year_given=st.booleans(),
        instant=st.none() | instants,
    ),
    st.builds(Decides, line=words, day=days, year_given=st.booleans()),
    st.builds(NoCall, line=words),
    st.builds(HeardBack, line=words),
    st.builds(Decided, line=words, outcome=st.sampled_from(["offer", "rejected", "withdrew"])),
    st.builds(Silent, line=words, at=instants),
    st.builds(TalkedTo, line=words, name=words, topic=maybe_words),
    st.builds(Unclear, line=words, why=words),
)
sessions = st.builds(
    Session,
    uid=words,
    recurrence_id=maybe_words,
    title=words,
    start=instants,
    end=instants,
    first_seen=instants,
    all_day=st.booleans(),
    assumed_end=st.booleans(),
    zone_guessed=st.booleans(),
    timezone=maybe_words,
    company=maybe_words,
    role=maybe_words,
    organizer=maybe_words,
    people=st.lists(people, max_size=2).map(tuple),
    answers=st.lists(answers, max_size=2).map(tuple),
)
visits = st.builds(
    StoredVisit,
    key=words.map(VisitKey),
    company=maybe_words,
    role=maybe_words,
    start=instants,
    end=instants,
    people=st.lists(words, max_size=2).map(tuple),
)
follow_ups = st.builds(
    FollowUp,
    key=words.map(Key),
    calendar=words.map(CalendarId),
    content=contents,
    kind=st.sampled_from(KINDS),
    visit=words.map(VisitKey),
    status=st.sampled_from(["tentative", "confirmed"]),
    flags=st.lists(words, max_size=2).map(tuple),
    because=words,
    floor=st.none() | instants,
)
placements = st.builds(
    Placement,
    key=words.map(Key),
    calendar=words.map(CalendarId),
    standing=st.sampled_from(Standing),
    sent=contents,
    event_id=st.none() | ids,
    etag=st.none() | etags,
    seen=st.none() | contents,
    generation=st.integers(0, 9),
    intent=st.none() | writes,
    written=st.none() | instants,
    reason=words,
)
