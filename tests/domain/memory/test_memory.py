"""When an application is over, and what should have been forgotten by then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from service.domain.memory import Round, applications, closed, overdue

DAY = timedelta(days=1)
START = datetime(2026, 11, 3, 10, tzinfo=UTC)


def one(day=0, key="a", company="Acme", role="Engineer", **more):
    at = START + day * DAY
    return Round(key=key, company=company, role=role, start=at, **{"news": at} | more)


@pytest.mark.parametrize(
    ("rounds", "days"),
    [
        ([one()], 60),
        ([one(news=START + 9 * DAY)], 69),
        ([one(ended=START + 5 * DAY)], 5),
        ([one(ended=START + 5 * DAY, news=START + 8 * DAY)], 5),
        ([one(ended=START + 5 * DAY), one(9, "b")], 69),
        ([one(), one(9, "b", ended=START + 12 * DAY)], 12),
    ],
    ids=["silence", "news", "a no", "thanked after a no", "another round", "in the last round"],
)
def test_an_application_is_over(rounds, days):
    assert closed(rounds) == START + days * DAY


@pytest.mark.parametrize(("days", "gone"), [(34, set()), (35, {"a", "b"}), (400, {"a", "b"})])
def test_thirty_days_later_all_of_it_is_due(days, gone):
    rounds = [one(), one(2, "b", ended=START + 5 * DAY)]
    assert {each.key for each in overdue(rounds, now=START + days * DAY)} == gone


def test_what_is_kept_keeps_its_whole_application_and_no_other():
    rounds = [one(), one(2, "b", kept=True), one(0, "c", company="Globex")]
    assert {each.key for each in overdue(rounds, now=START + 400 * DAY)} == {"c"}


def test_two_roles_are_two_applications_and_an_unknown_company_is_its_own():
    rounds = [
        one(),
        one(1, "b", role="Designer"),
        one(2, "c"),
        one(0, "d", company=None),
        one(0, "e", company=None),
    ]
    found = {frozenset(each.key for each in group) for group in applications(rounds)}
    assert found == {frozenset(keys) for keys in ("ac", "b", "d", "e")}
