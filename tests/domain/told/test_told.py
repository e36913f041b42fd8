"""What came of a visit stands in its latest session, as if it were written there."""

from datetime import UTC, datetime, timedelta

import pytest

from service.domain.model import Decided, HeardBack, NoCall, Session, Silent, Visit
from service.domain.told import Outcome, told

T0 = datetime(2026, 12, 3, 15, tzinfo=UTC)


def session(uid, hours=0, **fields):
    start = T0 + timedelta(hours=hours)
    end = start + timedelta(hours=1)
    return Session(uid=uid, title="x", start=start, end=end, first_seen=T0, **fields)


def visit(*sessions):
    return Visit(key=sessions[0].key, sessions=sessions)


@pytest.mark.parametrize(
    ("outcome", "answer"),
    [
        ("heard_back", HeardBack(line="heard back")),
        ("offer", Decided(line="offer", outcome="offer")),
        ("rejected", Decided(line="rejected", outcome="rejected")),
        ("withdrew", Decided(line="withdrew", outcome="withdrew")),
        ("silent", Silent(line="silent", at=T0)),
    ],
)
def test_it_comes_after_what_the_latest_session_says(outcome, answer):
    early, late = session("a"), session("b", 2, answers=(NoCall(line="no call"),))
    (found,) = told([visit(early, late)], {early.key: Outcome(kind=outcome, at=T0)})
    assert found.sessions[0] == early
    assert found.sessions[1].answers == (NoCall(line="no call"), answer)


def test_it_is_found_by_any_session_and_touches_no_other_visit():
    merged, other = visit(session("a"), session("b", 2)), visit(session("c"))
    found = told([merged, other], {session("b").key: Outcome(kind="offer", at=T0)})
    assert found[0].sessions[1].answers
    assert found[1] == other


def test_nothing_told_changes_nothing():
    visits = (visit(session("a")),)
    assert told(visits, {}) == visits
