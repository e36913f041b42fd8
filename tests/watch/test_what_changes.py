"""What happens to the three follow-ups when something else does: the table, row by row.

kept   where it was        moved  recomputed        gone  taken away
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from connectors.contract import Attendee
from service.store.answers import give_answer
from tests.watch.home import NOW, SETTINGS, THURSDAY, at_home, interview, moved, retitled

ACME = interview("acme", THURSDAY, "Interview with Acme - Engineer #interview")
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
KINDS = ("email", "card", "call")


@pytest.fixture
def home(store):
    return at_home(store, f'{SETTINGS}emails = ["alex.morgan@gmail.com"]\n')


@pytest.fixture
def personal(home):
    calendar = home.calendar("Personal")
    calendar.put(ACME)
    home.watch()
    return calendar


def longer(event, by):
    when = event.content.when
    return replace(event, content=replace(event.content, when=replace(when, end=when.end + by)))


def put(event):
    return lambda _home, personal: personal.put(event)


def say(kind):
    def said(home, personal):
        with home.store.write() as tx:
            give_answer(tx, home.person, kind, "acme", now=home.now)

    return said


def later(what, **time):
    """First time passes."""

    def done(home, personal):
        home.later(**time)
        what(home, personal)

    return done


def dropped(home, personal):
    personal.drop("acme")


def declined(home, personal):
    alex = Attendee(email="alex.morgan@gmail.com", response="declined")
    personal.put(replace(ACME, attendees=(alex,)))


def another(title, days):
    return put(interview("next", THURSDAY + days * DAY, title))


SAME = "Interview with Acme - Engineer #interview"
OTHER = "Interview with Acme - Office Manager #interview"
UNKNOWN = "Interview with Acme #interview"
AFTER = {"days": 12}
"""An hour of some day after the interview; the follow-ups that had their time stay as they are."""

ROWS = [
    pytest.param(put(moved(ACME, THURSDAY + DAY)), "moved moved kept", id="moved by a day"),
    pytest.param(put(moved(ACME, THURSDAY + 4 * DAY)), "moved moved moved", id="moved by four"),
    pytest.param(put(longer(ACME, HOUR)), "moved kept kept", id="extended"),
    pytest.param(put(longer(ACME, -HOUR / 2)), "moved kept kept", id="shortened"),
    pytest.param(dropped, "gone gone gone", id="cancelled before the start"),
    pytest.param(put(replace(ACME, status="cancelled")), "gone gone gone", id="marked cancelled"),
    pytest.param(declined, "gone gone gone", id="declined before the start"),
    pytest.param(later(dropped, days=10, hours=5), "kept kept kept", id="deleted after the end"),
    pytest.param(put(retitled(ACME, "Coffee with Acme")), "gone gone gone", id="tag removed"),
    pytest.param(put(retitled(ACME, f"{SAME} #nointerview")), "gone gone gone", id="opted out of"),
    pytest.param(another(SAME, 4), "kept kept gone", id="next round"),
    pytest.param(another(UNKNOWN, 4), "kept kept gone", id="next round of no known role"),
    pytest.param(another(OTHER, 4), "kept kept kept", id="another role there"),
    pytest.param(another(SAME, -2), "kept kept kept", id="an earlier round"),
    pytest.param(say("rejected"), "kept kept gone", id="rejection"),
    pytest.param(say("offer"), "kept kept gone", id="offer"),
    pytest.param(say("heard_back"), "kept kept gone", id="heard back"),
    pytest.param(say("withdrew"), "kept kept gone", id="not interested any more"),
    pytest.param(later(say("silent"), **AFTER), "kept kept moved", id="they did not call"),
]


@pytest.mark.parametrize(("happens", "expected"), ROWS)
def test_what_becomes_of_the_follow_ups(home, personal, happens, expected):
    before = {kind: home.entries()[f"acme/{kind}"]["DTSTART"].dt for kind in KINDS}
    happens(home, personal)
    home.later(minutes=20)
    after = {kind: home.entries().get(f"acme/{kind}") for kind in KINDS}
    assert expected.split() == [_fate(before[kind], after[kind]) for kind in KINDS]


def _fate(before, entry):
    if entry is None:
        return "gone"
    return "kept" if entry["DTSTART"].dt == before else "moved"


@pytest.mark.parametrize("word", ["rejected", "withdrew"])
def test_after_a_no_the_thanks_are_only_if_you_like(home, personal, word):
    say(word)(home, personal)
    home.later(minutes=1)
    for kind in ("email", "card"):
        assert "gracious note" in home.entries()[f"acme/{kind}"]["DESCRIPTION"]


@pytest.mark.parametrize(
    ("found_after", "there"),
    [
        pytest.param(HOUR, "email card call", id="the same afternoon"),
        pytest.param(2 * DAY, "email card call", id="within three days"),
        pytest.param(4 * DAY, "card call", id="within a week"),
        pytest.param(9 * DAY, "call", id="within a month"),
        pytest.param(40 * DAY, "", id="later than that"),
    ],
)
def test_what_is_found_late_is_planned_as_far_as_it_still_makes_sense(home, found_after, there):
    home.now = THURSDAY + HOUR + found_after
    home.calendar("Personal").put(ACME)
    home.watch()
    found = home.entries()
    assert [kind for kind in KINDS if f"acme/{kind}" in found] == there.split()
    assert all(found[f"acme/{kind}"]["DTSTART"].dt >= home.now for kind in there.split())


def test_looked_at_again_nothing_changes(home, personal):
    body = home.body()
    for _ in range(3):
        home.later(minutes=20)
    assert home.body() == body
    assert home.now > NOW
