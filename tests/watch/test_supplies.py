"""What is counted at home stands in the entry before an interview at the next pass."""

from __future__ import annotations

from service.desk.supplies import count, used
from service.domain.supplies import Supplies
from service.store.plan_rows import follow_ups
from tests.watch.home import THURSDAY, at_home, interview

ENOUGH = Supplies(sheets=9, envelopes=1, stamps=9)


def prompt(home):
    home.watch()
    with home.store.read() as tx:
        (one,) = [one for one in follow_ups(tx, home.person) if one.kind == "prompt"]
    return one.content.notes


def test_the_entry_follows_the_count_and_every_card(store):
    home = at_home(store)
    home.calendar("Personal").put(interview("acme", THURSDAY))
    assert "you will want" not in prompt(home)
    count(home.store, home.person, ENOUGH, now=home.now)
    assert "you will want" not in prompt(home)
    with home.store.write() as tx:
        used(tx, home.person)
    assert "Envelopes: none left, you will want 1." in prompt(home)
