"""Stationery over the API."""

import pytest

from service.store.supplies import take

FULL = {"sheets": 20, "envelopes": 12, "stamps": 3}


def put(service, me, given):
    return service.call("/supplies", me.token, method="PUT", given=given)


def test_before_anybody_counted_there_is_no_number(service, me):
    answer = service.call("/supplies", me.token)
    assert answer.json == {"sheets": None, "envelopes": None, "stamps": None}


def test_what_is_counted_is_told_less_what_was_posted(service, store, me):
    assert put(service, me, FULL).json == FULL
    assert service.woken == [me.id]
    with store.write() as tx:
        take(tx, me.id)
    left = {"sheets": 19, "envelopes": 11, "stamps": 2}
    assert service.call("/supplies", me.token).json == left


@pytest.mark.parametrize("wrong", [{"stamps": -1}, {"stamps": 10000}, {"stamps": "3"}, {"wax": 1}])
def test_what_is_no_number_changes_nothing(service, me, wrong):
    assert put(service, me, FULL | wrong).status == 422
    assert service.call("/supplies", me.token).json["stamps"] is None
