"""Channels come before they are asked for, overlap, and are known until they would have ended."""

from datetime import timedelta

import pytest

from service.store.channels import (
    Channel,
    add_channel,
    channel,
    channels_of,
    end_channel,
    forget_channels,
    open_channel,
    retire_channels,
)
from service.store.grants import keep_grant
from service.store.people import add_person
from tests.store.consents import NOW, grant

WEEK = timedelta(days=7)


@pytest.fixture
def asking(store):
    """Adds a channel that is about to be asked for, and says what was added."""
    with store.write() as tx:
        person = add_person(tx, "me", now=NOW)
        account = keep_grant(tx, person, "google", grant(), now=NOW)

    def ask(id, calendar="c", *, expires=NOW + WEEK) -> Channel:  # noqa: A002
        made = Channel(
            id=id,
            person=person,
            grant=account,
            calendar=calendar,
            token_hash=b"\x00hash",
            expires=expires,
        )
        with store.write() as tx:
            add_channel(tx, made)
        return made

    return ask


def opened(store, id, expires=NOW + WEEK):  # noqa: A002
    with store.write() as tx:
        return open_channel(tx, id, resource=f"resource {id}", expires=expires)


def states(store, *ids):
    with store.read() as tx:
        return [channel(tx, id).state for id in ids]  # noqa: A001


def test_it_is_known_before_the_provider_has_answered(store, asking):
    made = asking("one")
    with store.read() as tx:
        assert channel(tx, "one") == made
        assert channel(tx, "unknown") is None
    assert (made.state, made.resource) == ("pending", None)
    assert "hash" not in repr(made).replace("token_hash", "")


def test_what_the_provider_answers_is_kept(store, asking):
    asking("one")
    assert opened(store, "one", NOW + timedelta(days=5))
    with store.read() as tx:
        found = channel(tx, "one")
    assert (found.state, found.resource) == ("live", "resource one")
    assert found.expires == NOW + timedelta(days=5)
    assert not opened(store, "one"), "an answer comes once"


def test_the_old_one_lives_until_the_new_one_does_and_drains_then(store, asking):
    asking("old")
    opened(store, "old")
    asking("elsewhere", "another calendar")
    opened(store, "elsewhere")
    asking("new")
    assert states(store, "old", "new", "elsewhere") == ["live", "pending", "live"]
    opened(store, "new")
    assert states(store, "old", "new", "elsewhere") == ["draining", "live", "live"]
    with store.write() as tx:
        end_channel(tx, "old")
    assert states(store, "old", "new") == ["dead", "live"]
    with store.read() as tx:
        accounts = channels_of(tx, channel(tx, "new").grant)
        assert [one.id for one in accounts] == ["elsewhere", "new"]


def test_one_that_was_retired_while_it_was_asked_for_does_not_come_to_life(store, asking):
    account = asking("one").grant
    with store.write() as tx:
        retire_channels(tx, account)
    assert not opened(store, "one")
    assert states(store, "one") == ["dead"]


def test_they_are_forgotten_when_they_would_have_ended(store, asking):
    asking("live", "a")
    opened(store, "live", NOW + WEEK)
    asking("over", "b")
    opened(store, "over", NOW - timedelta(days=1))
    asking("never answered", "c", expires=NOW - timedelta(days=1))
    asking("refused", "d", expires=None)
    asking("asked just now", "e", expires=None)
    with store.write() as tx:
        end_channel(tx, "refused")
        assert forget_channels(tx, ended_before=NOW) == 3
        kept = [id for id in ("live", "over", "asked just now") if channel(tx, id)]  # noqa: A001
    assert kept == ["live", "asked just now"]
