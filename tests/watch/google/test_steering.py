"""The person steers from the calendar itself: what they do there is read, kept and told."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import text

from service.desk.answers import give
from service.desk.debrief import keep
from service.domain.block import outside
from service.domain.model import Key
from service.store.answers import answers, give_answer, take_back_answer
from service.store.debriefs import debriefs
from service.store.plan_rows import visits
from service.watch.pins import unpin
from tests.watch.google.conftest import HOUR, KINDS, THURSDAY

DAY = timedelta(days=1)


def told(home):
    with home.store.read() as tx:
        return {(one.kind, one.key.rpartition("/")[2]) for one in answers(tx, home.person)}


def debrief(home):
    with home.store.read() as tx:
        return next(iter(debriefs(tx, home.person).values()), None)


def write(home, me, kind, *written):
    """Below what stands there, as people do it."""
    one = home.ours()[kind]
    me.edit(one["id"], description="\n".join([one["description"], *written]))


def texts(home):
    return [said for _action, said in home.lines()]


def test_a_tick_in_the_title_is_done_and_can_be_taken_back_on_the_page(home, me, acme):
    mine = home.ours()["email"]
    me.edit(mine["id"], summary="✓ " + mine["summary"])
    home.settle(2)
    assert told(home) == {("done", "email")}
    assert f"You ticked “{mine['summary']}” in your calendar: it is done." in texts(home)
    undo(home, "done", "email")
    home.settle(2)
    assert home.ours()["email"]["summary"] == mine["summary"]
    assert told(home) == set()


def undo(home, kind, last):
    with home.store.write() as tx:
        key = next(one.key for one in answers(tx, home.person) if one.key.endswith(last))
        take_back_answer(tx, home.person, kind, key)
        give_answer(tx, home.person, "again", key, now=home.now)


@pytest.mark.parametrize("line", ["heard back", "Offer!", "- rejected", "no call"])
def test_an_answer_typed_into_the_call_takes_the_call_away(home, me, acme, line):
    title = home.ours()["call"]["summary"]
    write(home, me, "call", line)
    home.settle(2)
    assert set(home.ours()) == KINDS - {"call"}
    assert any(text.startswith(f"You wrote “{line}” into “{title}”") for text in texts(home))
    home.settle(2)
    assert set(home.ours()) == KINDS - {"call"}


@pytest.mark.parametrize("kind", ["call", "call~2", "email"])
def test_no_call_means_the_one_to_come_wherever_it_is_written(home, me, acme, kind):
    late(home)
    home.settle(2)
    write(home, me, kind, "no call")
    home.settle(2)
    assert set(home.ours()) == KINDS
    assert told(home) == {("skip", "call~2"), ("later", "call")}


def late(home):
    """The call is put off when its time is over."""
    home.now = datetime.fromisoformat(home.ours()["call"]["end"]["dateTime"]) + HOUR
    home.settle()
    key = next(key for key in home.rows() if key.endswith("/call"))
    with home.store.write() as tx:
        until = (home.now + 2 * DAY).isoformat()
        give_answer(tx, home.person, "later", key, now=home.now, value=until)


def test_a_date_in_the_entry_counts_before_what_was_put_off_whichever_slot_it_was(home, me, acme):
    late(home)
    home.settle(2)
    key = next(key for key in home.rows() if key.endswith("/call~2"))
    with home.store.write() as tx:
        until = (home.now + 3 * DAY).isoformat()
        give_answer(tx, home.person, "later", key, now=home.now, value=until)
    write(home, me, "call~2", "call: 18 Dec 11:00")
    home.settle(2)
    assert told(home) == set()
    assert home.ours()["call~2"]["start"]["dateTime"].startswith("2026-12-18T11:00")


def test_what_was_taken_back_on_the_page_stays_so_though_the_line_stands_there(home, me, acme):
    write(home, me, "email", "heard back")
    home.settle(2)
    assert "call" not in home.ours()
    with home.store.write() as tx:
        key = next(one.key for one in answers(tx, home.person))
        take_back_answer(tx, home.person, "heard_back", key)
    home.settle(3)
    assert set(home.ours()) == KINDS
    home.fake.expire_sync_tokens(home.source().address)
    home.settle(2)
    assert (set(home.ours()), told(home)) == (KINDS, set())


def test_a_call_that_is_agreed_in_the_entry_moves_there(home, me, acme):
    write(home, me, "call", "call: Friday 11 Dec 14:00")
    home.settle(2)
    call = home.ours()["call"]
    assert call["start"]["dateTime"].startswith("2026-12-11T14:00")
    assert call["summary"].endswith(", as agreed")
    assert "call: Friday 11 Dec 14:00" in call["description"]
    assert "the call is agreed for Friday 11 December, 14:00, their time." in texts(home)[-2]


def test_a_date_before_the_usual_one_is_read_as_of_this_year(home, me, acme):
    write(home, me, "call", "call: Friday 4 Dec 9:30")
    home.settle(2)
    assert home.ours()["call"]["start"]["dateTime"].startswith("2026-12-04T09:30")


def test_of_a_drag_and_a_line_the_later_counts(home, me, acme):
    dragged = THURSDAY + 9 * DAY
    me.drag(home.ours()["call"]["id"], dragged, dragged + HOUR)
    home.settle(2)
    call = home.ours()["call"]
    assert call["start"]["dateTime"].startswith("2026-12-12T15")
    assert call["summary"].endswith(", as agreed")
    assert debrief(home).call_on == dragged.date()
    write(home, me, "call", "call: 10 Dec 11:00")
    home.settle(2)
    assert home.ours()["call"]["start"]["dateTime"].startswith("2026-12-10T11:00")
    me.drag(home.ours()["call"]["id"], dragged, dragged + HOUR)
    home.settle(2)
    assert home.ours()["call"]["start"]["dateTime"].startswith("2026-12-12T15")


def test_a_drag_of_another_entry_stays_and_answers_nothing(home, me, acme):
    to = THURSDAY + DAY
    me.drag(home.ours()["email"]["id"], to, to + HOUR)
    home.settle(3)
    assert home.ours()["email"]["start"]["dateTime"].startswith("2026-12-04T15")
    assert (told(home), debrief(home)) == (set(), None)


def test_who_was_talked_to_appears_in_the_notes_at_once(home, me, acme):
    write(home, me, "debrief", "talked to: Kate Austen - nightly batches")
    home.settle(2)
    assert [(one.name, one.topic) for one in debrief(home).people] == [
        ("Kate Austen", "nightly batches")
    ]
    email = home.ours()["email"]
    assert email["summary"] == "Thank-you email to Kate Austen (Acme)"
    assert "Kate Austen: nightly batches" in email["description"]
    assert "Austen" not in "".join(text for text in texts(home) if text.startswith("You wrote"))


def test_a_line_that_nobody_can_read_is_asked_about_once_and_flagged_till_it_is_mended(
    home, me, acme
):
    write(home, me, "call", "call: Friday")
    home.settle(3)
    assert sum("call: Friday" in one and "Which Friday?" in one for one in texts(home)) == 1
    assert "Which Friday?" in home.ours()["call"]["description"]
    call = home.ours()["call"]
    mended = call["description"].replace("\ncall: Friday", "\ncall: Friday 11 Dec 10:00")
    me.edit(call["id"], description=mended)
    home.settle(2)
    assert home.ours()["call"]["start"]["dateTime"].startswith("2026-12-11T10:00")
    assert "Which Friday?" not in home.ours()["call"]["description"]


def test_words_beside_our_part_survive_all_of_it(home, me, acme):
    write(home, me, "call", "Ask about the dog", "heard back")
    home.settle(3)
    call = home.ours()["call"]
    assert outside(call["description"]) == "Ask about the dog\nheard back"
    assert told(home) == {("heard_back", acme["iCalUID"])}
    assert set(home.ours()) == KINDS, "words of their own in it keep it, though nobody calls"
    write(home, me, "email", "Mention the dog", "talked to: Kate Austen - the dog")
    home.settle(3)
    assert (
        "\nMention the dog\ntalked to: Kate Austen - the dog" in home.ours()["email"]["description"]
    )
    assert "Kate Austen: the dog" in home.ours()["email"]["description"]


def test_crossed_off_by_two_devices_at_once_it_is_said_once(home, me, acme):
    mine = home.ours()["email"]
    me.edit(mine["id"], summary="done: " + mine["summary"])
    home.settle()
    home.fake.expire_sync_tokens(home.source().address)
    home.settle(2)
    assert sum("in your calendar: it is done" in text for text in texts(home)) == 1


def test_a_person_who_types_while_we_write_is_heard_at_the_next_look(home, me, acme):
    def meanwhile():
        home.before_push = None
        write(home, me, "call", "heard back")

    home.before_push = meanwhile
    me.drag(acme["id"], THURSDAY + DAY, THURSDAY + DAY + HOUR)
    home.settle(4)
    assert set(home.ours()) == KINDS - {"call"}


def test_a_date_told_on_a_page_moves_what_was_dragged(home, me, acme):
    to, later = THURSDAY + DAY, THURSDAY + 2 * DAY
    me.drag(home.ours()["email"]["id"], to, to + HOUR)
    home.settle()
    key = next(key for key in home.rows() if key.endswith("/email"))
    with home.store.write() as tx:
        give_answer(tx, home.person, "later", key, now=home.now, value=later.isoformat())
        unpin(tx, home.person, [Key(key)], now=home.now)
    home.settle(2)
    assert home.ours()["email"]["start"]["dateTime"].startswith("2026-12-05T15")


def test_a_call_agreed_on_the_page_counts_before_where_it_was_dragged(home, me, acme):
    to = THURSDAY + 9 * DAY
    me.drag(home.ours()["call"]["id"], to, to + HOUR)
    home.settle(2)
    with home.store.read() as tx:
        (visit,) = visits(tx, home.person)
    friday = {"call_on": (THURSDAY + DAY).date(), "call_at": time(9, 30), "own_time": False}
    said = replace(debrief(home), at=home.now, **friday)
    assert keep(home.store, home.person, visit, said)
    home.settle(2)
    assert home.ours()["call"]["start"]["dateTime"].startswith("2026-12-04T09:30")
    me.drag(home.ours()["call"]["id"], to, to + HOUR)
    home.settle(2)
    again = replace(debrief(home), at=home.now, remark="nice people")
    assert keep(home.store, home.person, visit, again)
    home.settle(2)
    assert home.ours()["call"]["start"]["dateTime"].startswith("2026-12-12T15"), "only a remark"


def test_where_it_was_dragged_is_given_up_though_the_same_pass_writes_the_entry(home, me, acme):
    """Both are one pass: the line gives the place up, and the notes are to be written anew."""
    to = THURSDAY + 9 * DAY
    me.drag(home.ours()["call"]["id"], to, to + HOUR)
    home.settle(2)
    call = home.ours()["call"]
    me.edit(call["id"], description=call["description"] + "\ncall: 10 Dec 11:00")
    me.edit(acme["id"], summary="Interview with Hanso - Captain #interview")
    home.settle(2)
    assert "Hanso" in home.ours()["call"]["summary"]
    assert home.ours()["call"]["start"]["dateTime"].startswith("2026-12-10T11:00")


def test_what_is_told_on_a_page_while_entries_are_written_is_kept(home, me, acme):
    to, later = THURSDAY + DAY, THURSDAY + 2 * DAY
    me.drag(home.ours()["email"]["id"], to, to + HOUR)
    home.settle()
    key = next(key for key in home.rows() if key.endswith("/email"))

    def meanwhile():
        home.before_push = None
        give(home.store, home.person, "later", key, now=home.now, value=later.isoformat())

    home.before_push = meanwhile
    me.edit(acme["id"], summary="Interview with Hanso - Captain #interview")
    home.settle(2)
    assert home.before_push is None
    assert home.ours()["email"]["start"]["dateTime"].startswith("2026-12-05T15")


def test_what_was_heard_is_followed_at_once(home, me, acme):
    home.settle()
    write(home, me, "email", "heard back")
    with home.store.read() as tx:
        before = wakes(tx, home.person)
    home.settle()
    with home.store.read() as tx:
        assert wakes(tx, home.person) == before + 1


def wakes(tx, person):
    found = "select wake_seq from people where id = :id"
    return tx.connection.execute(text(found), {"id": person}).scalar_one()
