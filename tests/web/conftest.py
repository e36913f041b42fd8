from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from service.store.people import add_person
from service.store.seal import hash_token, new_token
from service.store.tokens import add_token
from tests.web.running import NOW, Running, running
from tests.web.signing import Browser, signed


@dataclass(frozen=True)
class Somebody:
    id: int
    token: str


@pytest.fixture
def service(store) -> Iterator[Running]:
    with running(store) as here:
        yield here


@pytest.fixture
def newcomer(store):
    """Somebody with a personal token, as often as it is asked for."""

    def made(name):
        token = new_token()
        with store.write() as tx:
            person = add_person(tx, name, now=NOW)
            add_token(tx, person, name="laptop", token_hash=hash_token(token), now=NOW)
        return Somebody(person, token)

    return made


@pytest.fixture
def me(newcomer) -> Somebody:
    return newcomer("me")


@pytest.fixture
def browser(service, me) -> Browser:
    """A browser that "me" is signed in with."""
    return signed(service, me.id)
