"""What a person tells at the front desk: only about what is theirs, journaled, and undone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from service.desk.answers import NotYours, give, plan_again, take_back
from service.domain.model import Key, Standing
from service.store.answers import answers, give_answer
from service.store.leases import claim, release
from service.store.ledger import keep_rows, row
from service.store.people import add_person
from tests.watch.home import NOW, THURSDAY, at_home, interview

ACME = interview("acme", THURSDAY)
GLOBEX = interview("globex", THURSDAY + timedelta(days=4), "Interview with Globex - Secret title")
MINE = [
    ("done", "acme/email"),
    ("skip", "acme/email"),
    ("again", "acme/email"),
    ("heard_back", "acme"),
    ("offer", "acme"),
    ("rejected", "acme"),
    ("accept", "globex"),
    ("refuse", "globex"),
    ("never", "Ada@Globex.example"),
]


@pytest.fixture
def home(store):
    from connectors.contract import Organizer  # noqa: PLC0415

    home = at_home(store)
    invited = replace(GLOBEX, organizer=Organizer(email="ada@globex.example"))
    home.calendar("Personal").put(ACME, invited)
    home.watch()
    return home


def told(home):
    with home.store.read() as tx:
        return [(one.kind, one.key) for one in answers(tx, home.person)]


def journal_of(home):
    from service.store.journal import journal  # noqa: PLC0415

    with home.store.read() as tx:
        return [(line.action, line.key) for line in journal(tx, home.person)][::-1]


@pytest.mark.parametrize(("kind", "key"), MINE)
def test_an_answer_is_kept_told_and_followed_at_once(home, kind, key):
    with home.store.write() as tx:
        held = claim(tx, home.person, now=home.now, lease=timedelta(minutes=1), token="s")
        assert release(tx, held, now=home.now, due_at=None)
    give(home.store, home.person, kind, key, now=home.now)
    kept = key.casefold()
    assert told(home) == [(kind, kept)]
    assert journal_of(home)[-1] == ("answer_given", f"{kind} {kept}")
    with home.store.write() as tx:
        assert claim(tx, home.person, now=home.now, lease=timedelta(minutes=1), token="t")


@pytest.mark.parametrize(("kind", "key"), MINE)
def test_given_again_it_says_nothing_new(home, kind, key):
    give(home.store, home.person, kind, key, now=home.now)
    lines = journal_of(home)
    give(home.store, home.person, kind, key, now=home.now + timedelta(hours=1))
    assert journal_of(home) == lines


@pytest.mark.parametrize(("kind", "key"), MINE)
def test_taken_back_it_is_gone_and_told_so(home, kind, key):
    give(home.store, home.person, kind, key, now=home.now)
    take_back(home.store, home.person, kind, key, now=home.now)
    again = [("again", key)] if kind in {"done", "skip"} else []
    assert told(home) == again
    assert journal_of(home)[-1] == ("answer_taken_back", f"{kind} {key.casefold()}")
    lines = journal_of(home)
    if kind != "never":  # what is no more is asked about no more
        take_back(home.store, home.person, kind, key, now=home.now)
    assert journal_of(home) == lines


@pytest.mark.parametrize(("kind", "key"), MINE)
def test_what_is_anothers_or_nobodys_is_unknown(home, kind, key):
    with home.store.write() as tx:
        other = add_person(tx, "other", now=NOW)
    for who, what in ((other, key), (home.person, "nothing")):
        with pytest.raises(NotYours):
            give(home.store, who, kind, what, now=NOW)
        with pytest.raises(NotYours):
            take_back(home.store, who, kind, what, now=NOW)
    assert told(home) == []


@pytest.mark.parametrize(
    ("first", "then", "key"),
    [
        ("done", "skip", "acme/email"),
        ("skip", "again", "acme/email"),
        ("heard_back", "rejected", "acme"),
        ("accept", "refuse", "globex"),
    ],
)
def test_the_last_of_what_excludes_each_other_counts(home, first, then, key):
    give(home.store, home.person, first, key, now=home.now)
    give(home.store, home.person, then, key, now=home.now)
    assert told(home) == [(then, key)]


def test_of_an_event_that_is_no_interview_no_title_is_written_down(home):
    give(home.store, home.person, "refuse", "globex", now=home.now)
    take_back(home.store, home.person, "refuse", "globex", now=home.now)
    assert "Secret" not in repr(home.lines())


def test_an_accepted_interview_can_be_taken_back_after_the_pass(home):
    give(home.store, home.person, "accept", "globex", now=home.now)
    home.later(minutes=1)
    assert "globex/email" in home.kinds()
    take_back(home.store, home.person, "accept", "globex", now=home.now)
    home.later(minutes=1)
    assert "globex/email" not in home.kinds()


def test_what_was_skipped_is_planned_again(home):
    give(home.store, home.person, "skip", "acme/email", now=home.now)
    home.later(minutes=1)
    assert "acme/email" not in home.kinds()
    plan_again(home.store, home.person, "acme/email", now=home.now)
    home.later(minutes=1)
    assert "acme/email" in home.kinds()
    assert told(home) == []


@pytest.mark.parametrize("before", ["done", "skip"])
def test_what_is_wanted_tomorrow_after_all_is_there_tomorrow(home, before):
    give(home.store, home.person, before, "acme/email", now=home.now)
    home.later(minutes=1)
    later = THURSDAY + timedelta(days=1, hours=3)
    give(home.store, home.person, "later", "acme/email", now=home.now, value=later.isoformat())
    home.later(minutes=1)
    assert home.entries()["acme/email"]["DTSTART"].dt == later
    assert not home.entries()["acme/email"]["SUMMARY"].startswith("✓")


def test_what_was_thrown_away_or_let_go_is_not_taken_up_by_being_put_off(home):
    with home.store.write() as tx:
        mine = replace(row(tx, home.person, Key("acme/email")), standing=Standing.THEIRS)
        keep_rows(tx, home.person, [mine], now=home.now)
    give(home.store, home.person, "later", "acme/email", now=home.now, value=f"{home.now}")
    with home.store.read() as tx:
        assert row(tx, home.person, Key("acme/email")).standing is Standing.THEIRS


def test_two_that_say_different_things_at_once_leave_one_answer(home):
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

    def say(kind):
        with home.store.write() as tx:
            give_answer(tx, home.person, kind, "acme/email", now=home.now)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(say, ["done", "skip"] * 10))
    assert len(told(home)) == 1
