"""A preview is what the next pass with those settings does, and writes nothing."""

from dataclasses import replace
from datetime import time, timedelta

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from connectors.contract import Create, Delete
from service.domain.ledger import again
from service.domain.model import Push, Standing
from service.domain.policy import (
    CallRule,
    CardRule,
    DebriefRule,
    EmailRule,
    Policy,
    Privacy,
    PromptRule,
)
from service.settings_file import load
from service.store.answers import give_answer
from service.store.ledger import StoredLedger, every_row
from service.watch import recall
from service.watch.preview import foreseen
from service.watch.recall import at_home as in_zone
from tests.watch.home import NEW_YORK, SETTINGS, THURSDAY, at_home, interview

BASE = load(SETTINGS, where="")
policies = st.builds(
    lambda **rules: replace(BASE, **rules),
    prompt=st.builds(PromptRule, enabled=st.booleans(), minutes_before=st.sampled_from([5, 15])),
    debrief=st.builds(DebriefRule, enabled=st.booleans()),
    email=st.builds(EmailRule, delay_minutes=st.sampled_from([30, 120, 600])),
    card=st.builds(CardRule, enabled=st.booleans(), hours=st.sampled_from([24, 48, 96])),
    call=st.builds(
        CallRule, weekday=st.integers(0, 4), at=st.sampled_from([time(9, 30), time(14)])
    ),
    privacy=st.builds(Privacy, discreet_titles=st.booleans()),
)
ABOUT = [
    ("done", "acme/email"),
    ("skip", "globex/card"),
    ("heard_back", "acme"),
    ("again", "acme/email"),
    ("again", "globex/card"),
]
moments = st.sampled_from([timedelta(days=n) for n in (1, 10, 11, 15)])
said = st.lists(st.sampled_from(ABOUT), max_size=2)


def rows(home):
    return dict(StoredLedger(home.store, home.person, home.now).rows())


def preview(store, person, policy, now):
    """The operations of a pass under this policy; none for somebody who is not there."""
    with store.read() as tx:
        known = recall.recall(tx, person, NEW_YORK)
        stored = {row.key: row for row in every_row(tx, person)}
    if known is None:
        return ()
    return foreseen(known, in_zone(policy, known.sources, NEW_YORK), stored, now=now).operations


def as_done(before, operations, said_):
    """The rows a calendar that does as it is told leaves: by what shows of them."""
    last = {key: kind for kind, key in said_}
    wishes = {key for key, kind in last.items() if kind == "again"}
    before = {key: again(row) if key in wishes else row for key, row in before.items()}
    expected = {key: (row.standing, row.sent) for key, row in before.items()}
    for one in operations:
        match one:
            case Push(write=Delete()):
                expected[one.key] = (Standing.ABSENT, expected[one.key][1])
            case Push(write=Create() as write):
                expected[one.key] = (Standing.OURS, write.content)
            case Push():
                expected[one.key] = (Standing.OURS, one.write.content)
            case _:
                expected[one.key] = (one.standing, expected[one.key][1])
    return expected


@settings(
    deadline=None,
    max_examples=20,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@example(
    policy=replace(BASE, email=EmailRule(delay_minutes=600)),
    ahead=timedelta(days=1),
    earlier=[("done", "acme/email"), ("skip", "globex/card")],
    answers=[("again", "acme/email"), ("again", "globex/card")],
)
@given(policy=policies, ahead=moments, earlier=said, answers=said)
def test_it_is_what_the_next_pass_with_those_settings_does(  # noqa: PLR0913, PLR0917 - drawn
    store, monkeypatch, policy, ahead, earlier, answers
):
    _clear(store)
    home = at_home(store)
    home.calendar("Personal").put(
        interview("acme", THURSDAY), interview("globex", THURSDAY + timedelta(days=4))
    )
    home.watch()
    _say(home, earlier)
    home.watch()
    home.now += ahead
    _say(home, answers)
    before = rows(home)
    shown = preview(store, home.person, policy, home.now)
    assert rows(home) == before
    with monkeypatch.context() as patch:
        patch.setattr(recall, "load", lambda *_, **__: policy)
        home.watch()
    after = {key: (row.standing, row.sent) for key, row in rows(home).items()}
    assert after == as_done(before, shown, answers)


def test_with_the_same_settings_nothing_changes_and_nobody_has_none(store):
    home = at_home(store)
    home.calendar("Personal").put(interview("acme", THURSDAY))
    home.watch()
    assert preview(store, home.person, BASE, home.now) == ()
    assert preview(store, 99, Policy(), home.now) == ()
    other = replace(BASE, email=EmailRule(delay_minutes=60))
    (moved,) = preview(store, home.person, other, home.now)
    assert moved.key == "acme/email"


def _say(home, said_):
    with home.store.write() as tx:
        for kind, key in said_:
            give_answer(tx, home.person, kind, key, now=home.now)


def _clear(store):
    from service.store.people import people, remove_person  # noqa: PLC0415

    with store.write() as tx:
        for one in people(tx):
            remove_person(tx, one.id)
