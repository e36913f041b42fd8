"""From a row to its plan without the command line: quick enough to try many mutations."""

from functools import cache

from connectors.ics.read import read
from service.domain.group import group
from service.domain.model import FollowUp, Visit
from service.domain.places import zone_on
from service.domain.plan import plan
from service.domain.policy import Policy
from service.domain.recognise import recognise
from service.domain.session import session
from service.settings_file import load
from tests.cases.timing import Row, calendar, settings
from tests.domain.timing.table import stateless

COMPARED = ("email", "card", "call")
NOT_IN_THE_CASES = {"zone_guessed", "country_guessed"}


@cache
def situations() -> list[tuple[Row, Policy, tuple[Visit, ...]]]:
    """Every row that can be planned without a ledger, with its settings and visits."""
    return [(row, policy, visits(row, policy)) for row in stateless() for policy in [_policy(row)]]


def visits(row: Row, policy: Policy) -> tuple[Visit, ...]:
    events = read(calendar(row), home=zone_on(row.seen.date(), policy.me)).events
    seen = [
        session(event, policy, first_seen=row.seen)
        for event in events
        if recognise(event, "", policy).outcome == "interview"
    ]
    return group(seen, policy)


def outcome(visits: tuple[Visit, ...], policy: Policy) -> dict[str, object]:
    """What the table compares: when each entry starts, and the flags of them all."""
    key = next(v.key for v in visits if any(s.uid == "acme-0" for s in v.sessions))
    compared = [f for f in plan(visits, policy) if f.visit == key and f.kind in COMPARED]
    return {
        "flags": {flag for one in compared for flag in one.flags} - NOT_IN_THE_CASES,
        **{one.kind: start_of(one).isoformat() for one in compared},
    }


def start_of(follow_up: FollowUp):
    return follow_up.content.when.start


def _policy(row: Row) -> Policy:
    return load(settings(row), where="settings.toml")
