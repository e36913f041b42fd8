"""What a person does to our entries, read as the answers that they are."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.contract import CalendarId, Content, EventId, Span
from service.domain.block import with_block
from service.domain.debrief import Debrief, Spoken
from service.domain.model import (
    AgreedCall,
    Decided,
    Decides,
    HeardBack,
    Key,
    NoCall,
    Placement,
    Standing,
    TalkedTo,
    Unclear,
    VisitKey,
)
from service.domain.noted import noted
from service.domain.policy import Me, Travel
from service.domain.steering import Dragged, Met, Ticked, Wrote, steered, unclear, visit_and_kind

NEW_YORK = ZoneInfo("America/New_York")
ACME = VisitKey("acme@example/20261203T150000Z")
END = datetime(2026, 12, 3, 16, tzinfo=UTC)
MET = {ACME: Met(day=date(2026, 12, 3), end=END)}
FRIDAY = datetime(2026, 12, 11, 9, 30, tzinfo=NEW_YORK)
HOUR = timedelta(hours=1)
HOME = Me(timezone="America/New_York")
OURS = with_block("", "Ask where things stand.\n- Dana Ruiz (CTO)")


def at(start, length=HOUR / 4):
    return Span(start=start, end=start + length)


def row(kind="call", **seen):
    sent = Content(title="Call Acme", when=at(FRIDAY), notes=OURS)
    return Placement(
        key=Key(f"{ACME}/{kind}"),
        calendar=CalendarId("c"),
        standing=Standing.OURS,
        sent=sent,
        event_id=EventId("e"),
        seen=replace(sent, **seen),
    )


def did(before, after, met=MET, me=HOME):
    return steered({before.key: before}, [after], met, me)


def wrote(*lines, before=()):
    first = row(notes="\n".join([OURS, *before]))
    found = did(first, replace(first, seen=replace(first.seen, notes="\n".join([OURS, *lines]))))
    return [one.answer for one in found]


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("heard back", HeardBack),
        ("  - Heard Back. ", HeardBack),
        ("offer", Decided),
        ("rejected", Decided),
        ("no call", NoCall),
        ("decides: 14 Dec", Decides),
        ("call: Fri 11 Dec 9:30", AgreedCall),
        ("call: Friday", Unclear),
        ("talked to: Kate Austen - batches", TalkedTo),
        ("<b>heard back</b>", HeardBack),
        ("I heard back from them", None),
        ("call: +1 650 555 0100", None),
        ("call:", None),
    ],
)
def test_a_new_line_is_read_as_what_it_says(line, answer):
    assert [type(one) for one in wrote(line)] == ([answer] if answer else [])


def test_a_line_is_read_once_whatever_else_is_written_later():
    assert wrote("heard back", "my own words", before=["heard back"]) == []
    assert wrote("my own words", before=["heard back"]) == []
    assert wrote("heard back", "heard back", before=["heard back"]) == [
        HeardBack(line="heard back")
    ]


def test_what_we_wrote_ourselves_is_nobodys_answer():
    """Somebody can be called anything, and stands in our part by that name."""
    before = row()
    ours = with_block("", "- call: Fri 11 Dec\nheard back")
    sent = replace(before.sent, notes=ours)
    assert did(before, replace(before, sent=sent, seen=sent)) == ()


def test_our_part_torn_by_the_person_tells_nothing_new():
    before = row()
    torn = "\n".join(OURS.splitlines()[1:])
    assert did(before, replace(before, seen=replace(before.seen, notes=torn))) == ()


@pytest.mark.parametrize("standing", [Standing.OURS, Standing.THEIRS])
def test_an_entry_that_became_theirs_is_read_as_well(standing):
    before = replace(row(), standing=standing)
    after = replace(before, seen=replace(before.seen, notes=f"{OURS}\nheard back"))
    assert [type(one) for one in did(before, after)] == [Wrote]


@pytest.mark.parametrize(
    ("was", "now", "is_ticked"),
    [
        ("Call Acme", "✓ Call Acme", True),
        ("Call Acme", "done", True),
        ("Call Acme", "Done: call Acme", True),
        ("Call Acme", "Donegal", False),
        ("✓ Call Acme", "✓ Call Acme!", False),
        ("✓ Call Acme", "Call Acme", False),
    ],
)
def test_a_title_that_newly_begins_with_a_tick_is_done(was, now, is_ticked):
    before = row(title=was)
    found = did(before, replace(before, seen=replace(before.seen, title=now)))
    assert found == ((Ticked(key=before.key, title="Call Acme"),) if is_ticked else ())


def moved(to, kind="call", before=None):
    before = before or row(kind)
    return did(before, replace(before, seen=replace(before.seen, when=at(to, HOUR))))


def test_a_call_is_agreed_for_where_it_is_dragged_on_the_persons_clock():
    (found,) = moved(datetime(2026, 12, 10, 19, tzinfo=UTC))
    assert found.to == datetime(2026, 12, 10, 14, tzinfo=NEW_YORK)
    assert found.to.tzinfo is NEW_YORK


def test_no_drag_agrees_on_anything_impossible_or_of_another_kind():
    assert moved(END + timedelta(minutes=14)) == ()
    assert moved(END + timedelta(minutes=15)) != ()
    assert moved(FRIDAY + HOUR, "email") == ()
    assert moved(FRIDAY) == (), "only its length was changed"
    day = Span(start=date(2026, 12, 10), end=date(2026, 12, 11))
    before = row()
    assert did(before, replace(before, seen=replace(before.seen, when=day))) == ()


def test_our_own_move_is_no_drag_but_a_drag_back_is():
    before, to = row(), at(FRIDAY + HOUR)
    ours = replace(before.sent, when=to)
    assert did(before, replace(before, sent=ours, seen=ours)) == ()
    pinned = row(when=to)
    assert [type(one) for one in did(pinned, row())] == [Dragged]


def test_what_belongs_to_no_visit_we_know_is_left_alone():
    before = row()
    after = replace(before, seen=replace(before.seen, title="✓", notes="heard back"))
    assert [type(one) for one in did(before, after, {})] == [Ticked]
    assert steered({}, [after], MET, HOME) == ()
    notice = replace(after, key=Key("notice/1"))
    assert steered({notice.key: notice}, [notice], MET, HOME) == ()


@pytest.mark.parametrize(
    ("key", "named"),
    [
        ("a/call", ("a", "call")),
        ("a/b/email/dana@acme.example", ("a/b", "email")),
        ("a/email~2", ("a", "email")),
        ("a/call#m5", None),
        ("a", None),
    ],
)
def test_a_key_names_a_visit_and_a_kind(key, named):
    assert visit_and_kind(Key(key)) == named


def test_a_line_nobody_can_read_stays_a_doubt_as_long_as_it_stands():
    doubtful = row(notes=f"{OURS}\ncall: Friday\nheard back")
    assert [one.line for one in unclear([doubtful], MET)[ACME]] == ["call: Friday"]
    assert unclear([row()], MET) == {}
    assert unclear([row(notes=f"{OURS}\nheard back")], MET) == {}


def test_a_day_just_past_is_not_read_as_next_years():
    (answer,) = wrote("call: 30 Nov")
    assert isinstance(answer, Unclear)
    assert "year" in answer.why


def test_an_instant_is_read_on_the_persons_clock():
    (answer,) = wrote("call: 2026-12-11T16:00:00Z")
    assert (answer.day, answer.hour, answer.own_time) == (date(2026, 12, 11), 11, True)


LONDON = Travel(timezone="Europe/London", first=date(2026, 12, 9), last=date(2026, 12, 11))
AWAY = replace(HOME, travel=(LONDON,))


def test_on_a_day_away_the_clock_of_there_is_meant():
    """The plan reads it back so, and it would be hours off else."""
    to, before = datetime(2026, 12, 10, 15, tzinfo=UTC), row()
    dragged = replace(before, seen=replace(before.seen, when=at(to)))
    (found,) = did(before, dragged, me=AWAY)
    assert (found.to, f"{found.to:%H:%M}") == (to, "15:00")
    written = replace(before, seen=replace(before.seen, notes=f"{OURS}\ncall: {to.isoformat()}"))
    (wrote,) = did(before, written, me=AWAY)
    assert (wrote.answer.hour, wrote.answer.own_time) == (15, True)


def test_on_the_other_side_of_a_change_of_the_clocks_the_hour_is_that_of_the_day():
    fixed = timezone(timedelta(hours=-4))  # what is left of a zone in an entry that was read back
    before = row(when=at(FRIDAY.astimezone(fixed)))
    before = replace(before, sent=before.seen)
    to = datetime(2026, 12, 10, 14, tzinfo=NEW_YORK)
    (found,) = did(before, replace(before, seen=replace(before.seen, when=at(to))))
    assert f"{found.to:%H:%M}" == "14:00"


@given(
    st.lists(st.sampled_from(["heard back", "my words", "call: 9 Dec", "talked to: Al", ""])),
    st.lists(st.sampled_from(["heard back", "my words", "call: 9 Dec", "offer", ""])),
)
def test_nothing_is_ever_read_twice(first, more):
    once = wrote(*first)
    twice = wrote(*first, *more, before=first)
    assert once + twice == wrote(*first, *more)


# -- what becomes of it in the debrief


def told(answer_or_to, before=None, names=()):
    if isinstance(answer_or_to, datetime):
        steer = Dragged(key=Key("k"), visit=ACME, title="t", to=answer_or_to)
    else:
        steer = Wrote(key=Key("k"), visit=ACME, title="t", answer=answer_or_to)
    return noted(before, ACME, steer, names, now=END)


def test_an_agreed_call_is_written_into_the_debrief():
    call = AgreedCall(line="", day=date(2026, 12, 11), hour=9, minute=30)
    found = told(call)
    assert (found.may_call, found.call_on, found.call_at) == ("agreed", call.day, time(9, 30))
    assert not found.own_time
    assert told(replace(call, hour=None)).call_at is None
    dragged = told(FRIDAY + HOUR, before=found)
    assert (dragged.call_at, dragged.own_time) == (time(10, 30), True)


def test_a_name_is_completed_and_its_topic_kept():
    met = TalkedTo(line="", name="Dana", topic="the dog")
    known = ["Dana Ruiz", "Tom Berg"]
    assert told(met, names=known).people == (Spoken(name="Dana Ruiz", topic="the dog"),)
    assert told(met, names=[*known, "Dana Scully"]).people[0].name == "Dana"
    before = Debrief(visit=ACME, at=END, people=(Spoken(name="Dana Ruiz", promise="a paper"),))
    (dana,) = told(met, before).people
    assert (dana.name, dana.topic, dana.promise) == ("Dana Ruiz", "the dog", "a paper")
    assert told(replace(met, topic=None), told(met, before)).people[0].topic == "the dog"


def test_only_a_word_about_the_call_or_the_date_is_news_of_the_employer():
    """Else the call would come back that they have made needless since."""
    before = Debrief(visit=ACME, at=END - HOUR)
    assert told(TalkedTo(line="", name="Dana", topic="the dog"), before).at == before.at
    day = date(2026, 12, 14)
    for news in (FRIDAY, AgreedCall(line="", day=day), Decides(line="", day=day)):
        assert told(news, before).at == END


def test_who_is_to_be_asked_by_email_is_not_called_for_dragging_the_entry():
    assert told(FRIDAY, Debrief(visit=ACME, at=END, may_call="email_only")) is None


def test_an_outcome_is_no_matter_for_a_debrief():
    assert told(HeardBack(line="heard back")) is None
