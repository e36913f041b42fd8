"""One source in trouble costs nobody else anything, and its own last good state stays."""

from dataclasses import replace
from datetime import timedelta

import pytest

from connectors.contract import Problem, Rejected, Transient
from service.store.people import set_settings
from service.store.sources import ask_for_look, remove_source
from service.watch import LeaseLost
from tests.watch.home import NOW, SETTINGS, THURSDAY, at_home, interview, retitled

ACME, GLOBEX = interview("acme", THURSDAY), interview("globex", THURSDAY + timedelta(days=4))
HOUR = timedelta(hours=1)


@pytest.fixture
def home(store):
    return at_home(store)


@pytest.fixture
def personal(home):
    calendar = home.calendar("Personal")
    calendar.put(ACME)
    home.watch()
    return calendar


@pytest.mark.parametrize(
    "fault",
    [Transient("the server is tired"), Rejected("no calendar there"), RuntimeError("secret title")],
    ids=["transient", "rejected", "a bug of ours"],
)
def test_one_in_trouble_keeps_its_last_state_and_the_others_go_on(home, personal, caplog, fault):
    work, body = home.calendar("Work"), home.body()
    personal.fault = fault
    work.put(GLOBEX)
    home.later(minutes=20)
    assert len(home.kinds()) == 10
    assert {key for key in home.kinds() if key.startswith("acme")}
    source = home.source()
    assert source.failures == 1
    assert source.problem.where == "Personal"
    assert "could not be read" in source.problem.what
    assert "secret" not in caplog.text + repr(home.lines()) + repr(source.problem)
    assert home.actions().count("source_problem") == 1
    home.later(hours=1)
    assert home.actions().count("source_problem") == 1
    personal.fault = None
    personal.put(ACME)
    home.later(days=1)
    assert home.source().problem is None
    assert home.actions()[-1] == "source_recovered"
    assert body


def test_the_connectors_own_words_reach_the_person(home, personal):
    said = Problem(where="calendars.example", what="It is gone.", next_step="Copy it anew.")
    fault = Rejected("gone")
    fault.problem = said
    personal.fault = fault
    home.later(minutes=20)
    assert home.source().problem == said
    assert home.lines()[-1] == ("source_problem", "Personal: It is gone. Copy it anew.")


def test_looks_become_rarer_while_it_fails_and_never_sooner_than_asked(home, personal):
    personal.fault = Transient("tired", retry_after=timedelta(hours=3))
    assert home.later(minutes=20) == home.now + 3 * HOUR
    personal.fault = Transient("tired")
    waits = []
    for _ in range(10):
        home.now = home.source().next_read
        waits.append(home.watch() - home.now)
    assert waits == sorted(waits)
    assert waits[-1] == 24 * HOUR


@pytest.mark.parametrize(
    ("refresh", "wait"),
    [(None, 0.25), (timedelta(minutes=1), 0.25), (4 * HOUR, 4), (timedelta(days=30), 24)],
)
def test_a_source_is_read_as_often_as_its_publisher_wants_within_reason(home, refresh, wait):
    home.calendar().refresh = refresh
    assert home.watch() == NOW + wait * HOUR
    home.luck = 0.5
    home.now = home.source().next_read
    assert home.watch() == home.now + 1.05 * wait * HOUR  # also when nothing is new


def test_nothing_is_pulled_before_its_time(home, personal):
    home.later(minutes=5)
    assert len(personal.pulls) == 1


def test_a_calendar_that_is_suddenly_empty_is_believed_at_the_second_look(home, personal):
    personal.put(GLOBEX, *(interview(f"u{n}", THURSDAY + timedelta(weeks=n)) for n in range(3)))
    home.later(minutes=20)
    known = home.kinds()
    personal.drop(*list(personal.events))
    home.later(minutes=20)
    assert home.kinds() == known
    assert home.source().suspect
    assert "0 are left" in home.source().problem.what
    home.later(minutes=20)
    assert home.kinds() == []
    assert home.source().problem is None


def test_an_empty_calendar_is_not_believed_because_somebody_asked_again_at_once(home, personal):
    personal.put(GLOBEX, *(interview(f"u{n}", THURSDAY + timedelta(weeks=n)) for n in range(3)))
    home.later(minutes=20)
    known = home.kinds()
    personal.drop(*list(personal.events))
    due = home.later(minutes=20)
    with home.store.write() as tx:
        ask_for_look(tx, home.source().id, now=home.now)
    assert home.later(seconds=5) == due
    assert home.kinds() == known


def test_a_calendar_that_was_only_empty_for_a_moment_loses_nothing(home, personal):
    personal.padding = 100
    personal.put(GLOBEX)
    home.later(minutes=20)
    body, lines = home.body(), len(home.lines())
    personal.padding, personal.events = 0, {}
    personal.version += 1
    home.later(minutes=20)
    personal.padding = 100
    personal.put(ACME, GLOBEX)
    home.later(minutes=20)
    assert home.body() == body
    assert [action for action, _ in home.lines()[lines:]] == ["source_problem", "source_recovered"]


def test_an_event_that_nobody_can_understand_costs_itself_alone(home, personal, monkeypatch):
    from service.watch import reading  # noqa: PLC0415

    real = reading.judge

    def judge(event, *rest):
        if event.uid == "broken":
            raise ValueError("what nobody thought of")
        return real(event, *rest)

    monkeypatch.setattr(reading, "judge", judge)
    personal.put(interview("broken", THURSDAY), GLOBEX)
    home.later(minutes=20)
    assert len(home.kinds()) == 10
    assert "ValueError" in home.source().problem.what


def test_a_source_that_was_taken_away_takes_its_interviews_along(home, personal):
    with home.store.write() as tx:
        remove_source(tx, home.source().id, now=home.now)
    assert home.watch() is None
    assert home.kinds() == []


def test_a_source_taken_away_during_a_pass_does_not_come_back(home, personal):
    number = home.source().id

    def pull(calendar, cursor):
        with home.store.write() as tx:
            remove_source(tx, number, now=home.now)
        return type(personal).pull(personal, calendar, cursor)

    personal.pull = pull
    personal.put(GLOBEX)
    home.later(minutes=20)
    personal.pull = lambda *_: None
    home.watch()
    assert home.kinds() == []


def test_a_look_asked_for_during_a_pass_is_still_due_after_it(home, personal):
    from service.store.sources import record_look, source  # noqa: PLC0415

    def pull(calendar, cursor):
        with home.store.write() as tx:
            asked = source(tx, home.source().id)
            record_look(tx, replace(asked, next_read=home.now, name="Renamed"))
        return type(personal).pull(personal, calendar, cursor)

    personal.pull = pull
    assert home.later(minutes=20) == home.now
    assert home.source().name == "Renamed"


def test_a_look_asked_for_while_the_last_one_is_written_down_is_still_due(
    home, personal, monkeypatch
):
    from service.store.sources import sources  # noqa: PLC0415
    from service.watch import once  # noqa: PLC0415

    def ask():
        with home.store.write() as tx:
            ask_for_look(tx, number, now=home.now)

    def read_and_be_overtaken(tx, person):
        found = sources(tx, person)
        ask()
        return found

    if home.store.dialect == "sqlite":
        pytest.skip("SQLite has one writer at a time: nothing comes between")
    number = home.source().id
    monkeypatch.setattr(once, "sources", read_and_be_overtaken)
    personal.put(GLOBEX)
    assert home.later(minutes=20) == home.now
    assert home.source().next_read == home.now


def test_the_zone_of_a_calendar_stands_in_for_the_persons(home, personal):
    with home.store.write() as tx:
        set_settings(tx, home.person, '[me]\nname = "Alex"\n', now=home.now)
    personal.timezone = "Europe/Paris"
    personal.put(ACME)
    home.later(minutes=20)
    assert b"X-WR-TIMEZONE:Europe/Paris" in home.body()
    assert SETTINGS


def test_a_series_reaches_further_every_week_though_its_file_is_the_same(home, personal):
    home.later(minutes=20)
    assert personal.pulls[-1] == "v1"
    home.later(days=7)
    assert personal.pulls[-1] is None


def test_without_the_lease_nothing_is_written(home, personal):
    personal.put(GLOBEX)
    body, lines, source = home.body(), home.lines(), home.source()
    home.now += timedelta(minutes=20)
    for allowed in range(3):
        answers = iter([True] * allowed + [False])
        with pytest.raises(LeaseLost):
            home.watch(held=lambda _, answers=answers: next(answers))
        if not allowed:
            assert (home.body(), home.lines(), home.source()) == (body, lines, source)
    home.later(minutes=20)
    assert len(home.kinds()) == 10
    assert home.actions().count("follow_up_created") == 10
    assert home.actions().count("visit_found") == 2


def test_a_title_that_loses_its_name_but_keeps_its_tag_stays_the_same_visit(home, personal):
    personal.put(retitled(ACME, "Acme - Engineer, second floor #interview"))
    home.later(minutes=20)
    assert sorted({key.split("/")[0] for key in home.kinds()}) == ["acme"]
