"""How a row changes: the base is what we sent, and an answer is just another look."""

from dataclasses import replace
from datetime import timedelta

import pytest

from connectors.contract import Create, Delete, Etag, Event, EventId, Rejected
from service.domain.ledger import AGAIN, absorb, again, begin, lapse, refuse, stand
from service.domain.model import Key, Push, Stand, Standing
from service.domain.reconcile import THROWN_AWAY, decide, name
from tests.domain.reconcile.rows import HOME, MINE, NEW_PLAN, NOW, SENT, row, wanted


def event(content=SENT, id_="e", etag="2"):
    return Event(id=EventId(id_), etag=Etag(etag), content=content, name=name(Key("k")))


def begun(plan, placed):
    return begin(placed, decide(plan, placed, now=NOW), now=NOW)


def test_a_create_is_remembered_before_it_is_sent():
    placed = begun(wanted(), None)
    assert (placed.standing, placed.written) == (Standing.ABSENT, NOW)
    assert placed.intent == Create(name=name(Key("k")), content=SENT)


def test_a_create_that_came_true_is_ours_and_its_base_is_what_was_sent():
    placed = absorb(begun(wanted(), None), event(MINE))
    assert (placed.standing, placed.sent, placed.seen) == (Standing.OURS, SENT, MINE)
    assert (placed.event_id, placed.etag, placed.intent) == ("e", "2", None)


def test_a_create_of_a_name_once_deleted_was_thrown_away():
    assert absorb(begun(wanted(), None), None).standing is Standing.THEIRS


def test_an_update_that_landed_is_the_new_base():
    placed = begun(wanted(NEW_PLAN), row())
    landed = absorb(placed, event(placed.intent.content))
    assert landed.sent == landed.seen
    assert decide(wanted(NEW_PLAN), landed, now=NOW) is None


def test_an_update_that_was_overtaken_field_by_field():
    placed = begun(wanted(NEW_PLAN), row())
    overtaken = absorb(placed, event(replace(placed.intent.content, title="mine")))
    assert overtaken.sent.title == SENT.title
    assert overtaken.sent.notes == placed.intent.content.notes


def test_words_of_the_person_never_become_our_base():
    seen = replace(SENT, notes=f"{SENT.notes}\nroom 4")
    placed = begun(wanted(NEW_PLAN), row(seen=seen))
    landed = absorb(placed, event(placed.intent.content))
    assert "room 4" in landed.seen.notes
    assert "room 4" not in landed.sent.notes


def test_a_delete_that_came_true_raises_the_generation():
    placed = absorb(begun(None, row()), None)
    assert (placed.standing, placed.generation, placed.event_id) == (Standing.ABSENT, 1, None)
    again = decide(wanted(), placed, now=NOW)
    assert again.write.name == name(Key("k"), 1)


def test_a_deletion_of_the_persons_own_keeps_the_generation():
    assert absorb(row(), None) == replace(row(), seen=None, etag=None)


def test_a_create_that_comes_to_light_late_is_ours():
    late = absorb(lapse(begun(wanted(), None)), event())
    assert (late.standing, late.sent) == (Standing.OURS, SENT)


def test_what_is_theirs_stays_theirs_whatever_is_seen():
    assert absorb(row(Standing.THEIRS, None), event()).standing is Standing.THEIRS


@pytest.mark.parametrize(
    ("standing", "generation", "event_id"),
    [(Standing.ABSENT, 1, None), (Standing.THEIRS, 0, "e")],
    ids=["absent forgets the event and its name", "theirs keeps both"],
)
def test_a_change_of_mind(standing, generation, event_id):
    placed = stand(row(), Stand(key=Key("k"), standing=standing, reason="why"))
    assert (placed.standing, placed.generation) == (standing, generation)
    assert (placed.event_id, placed.reason) == (event_id, "why")


def test_a_rejected_delete_does_not_excuse_a_later_deletion():
    refused = refuse(begun(None, row()), Rejected("locked"))
    assert absorb(refused, None).standing is Standing.OURS


def test_a_new_write_clears_an_old_refusal():
    refused = refuse(begun(wanted(NEW_PLAN), row()), Rejected("too long"))
    again = begun(None, refused)
    assert absorb(again, None).standing is Standing.ABSENT


def test_only_a_create_can_be_begun_without_a_row():
    write = Delete(id=EventId("e"), etag=Etag("1"))
    with pytest.raises(ValueError, match="on no calendar"):
        begin(None, Push(key=Key("k"), calendar=HOME, write=write, reason=""), now=NOW)


def test_a_create_elsewhere_takes_the_row_along_with_its_generation():
    placed = row(Standing.ABSENT, None, generation=3, written=NOW - timedelta(days=1))
    push = decide(replace(wanted(), calendar="work"), placed, now=NOW)
    moved = begin(placed, push, now=NOW)
    assert (moved.calendar, moved.generation, moved.written) == ("work", 3, NOW)


@pytest.mark.parametrize("standing", [Standing.ABSENT, Standing.OURS])
def test_nobody_needs_to_ask_again_for_what_is_not_theirs(standing):
    placed = row(standing=standing)
    assert again(placed) == placed


def test_asked_for_again_it_is_ours_as_it_stands():
    placed = row(standing=Standing.THEIRS, reason="skip")
    assert again(placed) == replace(placed, standing=Standing.OURS, reason=AGAIN)


def test_asked_for_again_when_it_is_gone_it_gets_another_name():
    placed = row(standing=Standing.THEIRS, seen=None, reason=THROWN_AWAY)
    back = again(placed)
    assert (back.standing, back.event_id) == (Standing.ABSENT, None)
    assert back.generation == placed.generation + 1
