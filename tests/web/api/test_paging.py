"""Pages: nothing twice, nothing left out, whatever comes in meanwhile; and what is held already."""

from datetime import UTC, datetime, timedelta

import pytest
from fastapi import Response
from hypothesis import given
from hypothesis import strategies as st

from service.web.api.paging import Turning, ranked
from service.web.problems import Refusal
from tests.web import diary
from tests.web.running import NOW

START = datetime(2026, 12, 1, tzinfo=UTC)
items = st.lists(st.tuples(st.integers(0, 3), st.text(max_size=4)), unique=True)


def turned(cursor, limit, response=None):
    address = "http://x.example/api/v1/visits"
    return Turning(
        limit=limit, cursor=cursor, address=address, query=(), response=response or Response()
    )


def rank(item):
    return ranked(START + timedelta(hours=item[0]), item[1])


@given(items, items, st.integers(1, 5))
def test_pages_hold_each_item_once_in_order_though_others_come_in(there, later, limit):
    read, cursor, held = [], "", list(there)
    while cursor is not None:
        page, cursor = turned(cursor, limit).page(held, rank)
        assert len(page) <= limit
        read += page
        assert len(read) <= len(there) + len(later), "it goes round in circles"
        held = list({*there, *later})
    assert read == sorted(read, key=rank)
    assert len(set(read)) == len(read)
    assert set(there) <= set(read)


@pytest.mark.parametrize(
    "cursor", ["x", "W10", "e30", "WzEsMl0", "é", "W251bGwsICJ4Il0", "====", "W" * 200]
)
def test_a_cursor_that_was_never_given_is_refused(cursor):
    with pytest.raises(Refusal) as refusal:
        turned(cursor, 5).page([(1, "a")], rank)
    assert (refusal.value.status, refusal.value.code) == (422, "invalid")


@pytest.mark.parametrize("what", ["visits", "follow-ups", "suggestions", "answers", "journal"])
def test_the_link_leads_through_all_pages(service, store, me, what):
    number = diary.calendar(store, me.id)
    for day in range(3):
        diary.interview(store, me.id, f"v{day}", start=NOW + timedelta(days=day + 1))
        service.call("/answers", me.token, method="POST", given={"kind": "offer", "key": f"v{day}"})
    diary.suggestion(store, me.id, number=number)
    name = {"follow-ups": "follow_ups", "journal": "lines"}.get(what, what)
    whole = service.call(f"/{what}?limit=200", me.token)
    assert whole.headers["Link"] is None
    read, address = [], f"{service.base_url}/api/v1/{what}?limit=1"
    while address:
        path = address.removeprefix(service.base_url)
        answer = service.ask(path, headers={"Authorization": f"Bearer {me.token}"})
        read += answer.json[name]
        assert len(read) <= len(whole.json[name]), "it goes round in circles"
        link = answer.headers["Link"]
        assert (link is None) == (answer.json["next"] is None)
        address = link and link.removeprefix("<").removesuffix('>; rel="next"')
    assert read == whole.json[name]
    assert len(read) == len({str(one) for one in read})
    assert len(read) >= (1 if what == "suggestions" else 3)


def test_what_is_held_already_is_not_sent_again_until_it_changes(service, store, me):
    def read(**more):
        headers = {"Authorization": f"Bearer {me.token}", **more}
        return service.ask("/api/v1/visits", headers=headers)

    first = read()
    tag = first.headers["ETag"]
    assert first.headers["Cache-Control"] == "private, no-cache"
    for held in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        again = read(**{"If-None-Match": held})
        assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)
    diary.interview(store, me.id)
    assert read(**{"If-None-Match": tag}).status == 200


def test_nothing_is_held_of_what_was_never_let_in(service, me):
    answer = service.ask("/api/v1/visits", headers={"If-None-Match": "*"})
    assert (answer.status, answer.headers["Cache-Control"]) == (401, "no-store")
