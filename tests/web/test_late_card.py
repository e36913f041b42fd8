"""A card that the post would bring too late: its page says what to do instead."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.domain.arrival import TOO_LATE
from service.domain.model import Key
from service.store.plan_rows import follow_ups, keep_follow_ups
from tests.web.diary import interview
from tests.web.entry_links import VISIT, entry_link

BECAUSE = "They decide on Friday: hand it in at reception, or skip it."


@pytest.mark.parametrize("flags", [(), (TOO_LATE,)])
def test_the_page_of_the_cards_says_so_beside_the_way_to_skip_them(store, me, browser, flags):
    email, _ = interview(store, me.id)
    one = replace(email, kind="card", key=Key(f"{VISIT}/card"), because=BECAUSE, flags=flags)
    with store.write() as tx:
        keep_follow_ups(tx, me.id, [*follow_ups(tx, me.id), one])
    link = entry_link(store, me.id)
    page = browser.get(f"{link}/card").text
    assert (BECAUSE in page) is bool(flags)
    assert 'value="skip"' in page
    assert BECAUSE not in browser.get(f"{link}/email").text
