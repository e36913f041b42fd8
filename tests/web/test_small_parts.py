"""Coding, allowance, clients and fetches: the small parts of a fetch."""

import gzip
import threading
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.web import clients
from service.web.allowance import Allowance
from service.web.coding import packed, takes_gzip
from service.web.fetches import MOST, Fetch, Fetches

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("offered", "taken"),
    [
        ("gzip", True),
        ("gzip, deflate, br", True),
        ("br;q=1.0, GZIP;q=0.5", True),
        ("*", True),
        ("identity, *;q=0.1", True),
        ("", False),
        ("identity", False),
        ("gzip;q=0", False),
        ("*, gzip; q=0.000", False),
        ("gzip;q=x", False),
        ("notgzip", False),
    ],
)
def test_gzip_is_sent_to_those_who_take_it(offered, taken):
    assert takes_gzip(offered) is taken


@given(st.text(max_size=40))
def test_no_accept_encoding_is_an_accident(offered):
    assert takes_gzip(offered) in {True, False}


def test_equal_bodies_pack_to_equal_octets():
    body = b"BEGIN:VEVENT\r\n" * 100
    first = packed(body)
    assert packed(body) == first
    assert first[4:8] == bytes(4)  # no time in the header: it would change the octets
    assert gzip.decompress(first) == body


def test_a_minute_s_allowance_comes_back_with_the_next_minute():
    now = [0.0]
    allowance = Allowance(2, tick=lambda: now[0])
    assert [allowance.spend(b"a") for _ in range(3)] == [0, 0, 60]
    assert allowance.spend(b"b") == 0
    now[0] = 45.0
    assert allowance.spend(b"a") == 15
    now[0] = 60.0
    assert allowance.spend(b"a") == 0


def test_asking_whether_an_allowance_is_spent_spends_nothing():
    now = [0.0]
    allowance = Allowance(1, tick=lambda: now[0])
    assert [allowance.spent(b"a") for _ in range(3)] == [0, 0, 0]
    assert allowance.spend(b"a") == 0
    assert [allowance.spent(b"a"), allowance.spent(b"b")] == [60, 0]
    now[0] = 60.0
    assert allowance.spent(b"a") == 0


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Google-Calendar-Importer", "Google Calendar"),
        ("iOS/18.1 (22B83) dataaccessd/1.0", "iPhone or iPad"),
        ("macOS/15.1 (24B83) CalendarAgent/1.0", "Calendar on a Mac"),
        ("macOS/15.1 (24B83) dataaccessd/1.0", "Calendar on a Mac"),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.4",
            "Thunderbird",
        ),
        ("ICSx5/2.2.3 (ical4j) Android/14", "ICSx5"),
        ("Microsoft Office/16.0 (Microsoft Outlook 16.0; Pro)", "Outlook"),
        ("curl/8.5.0", None),
        ("", None),
    ],
)
def test_a_client_is_known_by_its_user_agent(agent, name):
    known, expect = clients.told(agent)
    assert known == name
    assert expect


def test_every_client_is_told_apart_from_every_other():
    for client in clients.CLIENTS:
        for sign in client.signs:
            assert clients.told(f"x {sign.upper()} y") == (client.name, client.expect)


def test_nobody_yet_is_not_somebody_unknown():
    assert clients.told(None) == (None, clients.NOBODY)


def test_of_a_user_agent_only_printable_characters_are_kept():
    assert clients.kept("a\x00b\x1b[31m\nc" + "x" * 500) == "ab[31mc" + "x" * 193
    assert clients.kept(None) == ""


def fetch(number, client="x"):
    return Fetch(token_hash=number.to_bytes(4), client=client, at=NOW)


def test_the_last_fetch_of_each_feed_is_kept_even_when_the_app_ends():
    kept = []
    fetches = Fetches(kept.extend, every_seconds=3600)
    fetches.start()
    for one in (fetch(1, "old"), fetch(2), fetch(1, "new")):
        fetches.note(one)
    fetches.stop()
    assert kept == [fetch(1, "new"), fetch(2)]


def test_a_database_in_trouble_loses_a_note_and_not_the_thread():
    tries, done = [], threading.Event()

    def keep(noted):
        tries.append(noted)
        if len(tries) == 1:
            raise OSError("locked")
        done.set()

    fetches = Fetches(keep, every_seconds=0.01)
    fetches.start()
    fetches.note(fetch(1))
    while not tries:
        pass
    fetches.note(fetch(2))
    assert done.wait(60)
    fetches.stop()
    assert tries == [[fetch(1)], [fetch(2)]]


def test_notes_never_pile_up():
    kept = []
    fetches = Fetches(kept.extend)
    for number in range(MOST + 5):
        fetches.note(fetch(number))
    fetches.note(fetch(1, "again"))
    fetches.stop()
    assert len(kept) == MOST
    assert fetch(1, "again") in kept
