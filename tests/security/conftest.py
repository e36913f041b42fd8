"""Two people on one service: one has some of everything, the other would like to have it."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from service.store import schema
from service.store.seal import hash_token
from service.store.store import Store
from service.store.tokens import add_token
from service.web.app import create_app
from tests.security.everything import Everything, fill, forms, operation_of, path_of
from tests.web.api import asking
from tests.web.conftest import Somebody, me, newcomer
from tests.web.consenting import consenting
from tests.web.running import NOW, Running
from tests.web.signing import Browser, signed

__all__ = ["me", "newcomer"]

UNTOUCHED = {"browser_sessions.seen", "feeds.last_fetch", "feeds.last_client"}
"""What looking changes, by design: that a browser and a calendar program were here."""


@pytest.fixture
def service(store):
    with consenting(store, calls_a_minute=100_000) as scene:
        yield scene.service


@pytest.fixture(scope="session")
def spec():
    """The description of the API, which needs no database."""
    return create_app(None, base_url="http://x.example", wake=print, clock=lambda: NOW).openapi()


@dataclass
class House:
    """The service with "me" in it, at a browser and with a program."""

    service: Running
    store: Store
    me: Somebody
    owned: Everything
    browser: Browser
    spec: dict
    dump: Callable[[], dict]

    def send(self, way, *, own=None, browser=None, token=None):
        """Every request that the way is meant for, by a browser or by a program; the answers."""
        own = own or self.owned
        if way.kind == "token":
            operation = operation_of(way, self.spec)
            return [
                asking.ask(self.service, operation, token, sent)
                for sent in asking.requests(self.spec, operation, own.ids)
            ]
        path = path_of(way, own)
        if way.method == "GET":
            return [browser.get(path)]
        return [browser.post(path, **fields) for fields in forms(own)[way.path]]


@pytest.fixture
def house(service, store, me, spec):
    """Some of everything, of "me"."""
    browser = signed(service, me.id)
    with store.write() as tx:
        add_token(tx, me.id, "phone", hash_token("phone"), NOW)
    owned = fill(service, store, me)
    return House(service, store, me, owned, browser, spec, lambda: dumped(store))


@pytest.fixture
def mallory(service, newcomer):
    """Somebody who is signed in, has a token, and nothing else."""
    who = newcomer("mallory")
    return Mallory(signed(service, who.id), who.token, who.id)


class Mallory:
    def __init__(self, browser: Browser, token: str, number: int) -> None:
        self.browser, self.token, self.id = browser, token, number


def dumped(store):
    """All that is in the database, but for what looking changes."""
    with store.read() as tx:
        return {
            table.name: sorted(repr(told(table, row)) for row in _rows(tx, table))
            for table in schema.metadata.sorted_tables
        }


def told(table, row):
    return [row[c.name] for c in table.columns if f"{table.name}.{c.name}" not in UNTOUCHED]


def _rows(tx, table):
    return list(tx.connection.execute(select(table)).mappings())
