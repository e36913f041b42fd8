"""All our entries are gone at once, and nothing tells by whom: the person is asked."""

from datetime import timedelta

import pytest

from service.desk.emptied import answer, asking
from service.domain.model import Standing
from service.domain.vanishing import PATIENCE
from service.watch import writing
from tests.watch.google.conftest import EMAIL, HOUR, KINDS, THURSDAY

DAY = timedelta(days=1)


def standings(home):
    return {row.standing for row in home.rows().values()}


def asked_about(home):
    with home.store.read() as tx:
        return [one.called for one in asking(tx, home.person)]


@pytest.fixture
def wiped(home, me, acme):
    """The calendar is listed whole, and shows none of them, twice."""
    home.fake.expire_sync_tokens(home.source().address)
    ids = [one["id"] for one in home.ours().values()]
    for one in ids:
        me.delete(one)
    home.settle()
    assert home.source().suspect
    home.settle()
    return ids


def test_it_is_asked_about_in_words_once_and_nothing_is_taken_for_granted(
    home, me, wiped, monkeypatch
):
    passes, real = [], writing.sync
    monkeypatch.setattr(writing, "sync", lambda *a, **k: passes.append(real(*a, **k)) or passes[-1])
    home.settle(4)
    assert [one.halted for one in passes] == [True] * 4
    assert standings(home) == {Standing.OURS}
    assert asked_about(home) == ["Personal"]
    assert "want them back" in home.source().problem.next_step
    said = [text for action, text in home.lines() if "None of your follow-ups" in text]
    assert len(said) == 2  # the doubt, and the question
    assert home.ours() == {}


def test_interviews_are_found_meanwhile_and_written_for_after_the_answer(home, interview, wiped):
    interview("Interview with Globex - Engineer #interview", THURSDAY + DAY)
    home.settle()
    assert home.actions().count("visit_found") == 2
    assert home.ours() == {}
    answer(home.store, home.person, home.source().id, "removed", now=home.now)
    home.settle(2)
    assert {one.split("/")[-1] for one in home.ours()} == KINDS
    assert len(home.ours()) == 5
    assert asked_about(home) == []


def test_said_to_be_removed_they_stay_away_at_once(home, wiped):
    answer(home.store, home.person, home.source().id, "removed", now=home.now)
    home.later(seconds=5)
    assert standings(home) == {Standing.THEIRS}
    home.settle(3)
    assert home.ours() == {}
    assert home.source().problem is None
    assert "source_emptied_removed" in home.actions()


def test_wanted_back_they_are_made_again(home, wiped):
    answer(home.store, home.person, home.source().id, "wanted", now=home.now)
    home.later(seconds=5)
    assert set(home.ours()) == KINDS
    assert not {one["id"] for one in home.ours().values()} & set(wiped)
    assert home.source().problem is None
    home.requests()
    home.settle()
    assert home.requests() == {"events.list": 1}


def test_without_a_word_they_are_let_go_after_a_day_and_nobody_asks_again(home, wiped):
    since = home.source().last_read
    home.later(hours=12)
    while home.source().next_read < since + PATIENCE:
        home.now = home.source().next_read
        home.watch()
        assert standings(home) == {Standing.OURS}
    home.now = home.source().next_read
    home.watch()
    assert (home.now - since, standings(home)) == (PATIENCE, {Standing.THEIRS})
    home.settle(3)
    assert home.ours() == {}
    assert asked_about(home) == []
    assert home.source().problem is None


def test_fetched_out_of_the_bin_they_are_ours_as_before(home, me, wiped):
    for one in wiped:
        me.undelete(one)
    home.settle(2)
    assert standings(home) == {Standing.OURS}
    assert {one["id"] for one in home.ours().values()} == set(wiped)
    assert home.source().problem is None
    me.drag(home.ours()["call"]["id"], THURSDAY + 9 * DAY, THURSDAY + 9 * DAY + HOUR)
    home.settle()
    assert asked_about(home) == []


def test_an_answer_nobody_asked_for_changes_nothing(home, acme):
    before = home.source()
    answer(home.store, home.person, before.id, "wanted", now=home.now)
    assert home.source() == before
    assert standings(home) == {Standing.OURS}


def test_what_is_long_over_is_missed_by_nobody(home, me, acme):
    home.settle(1, days=200)
    home.fake.expire_sync_tokens(EMAIL)
    home.settle()
    assert home.source().problem is None
    assert "source_problem" not in home.actions()
