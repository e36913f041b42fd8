"""Both databases for every test that asks for a `store`; a private PostgreSQL per session.

    seal            a Seal with a key of this test
    postgresql_url  the address of a server of our own; skips, loudly, where there is no binary
    database_url    a new and empty database, once on SQLite and once on PostgreSQL
    store           the same, with its tables, open

`sqlite_url` and `postgresql_database` are one side of `database_url` each.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.store.seal import Seal, new_key
from service.store.store import Store, open_store
from tests.store.postgres_server import folder, server

BOTH = ("sqlite", "postgresql")
NO_BINARY = (
    "NOT TESTED ON POSTGRESQL: no `postgres` and `initdb` here. Debian and Ubuntu: "
    "apt-get install postgresql; then run again."
)


@pytest.fixture
def seal() -> Seal:
    return Seal.from_keys([new_key()])


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    binaries = folder()
    if binaries is None:
        pytest.skip(NO_BINARY)
    with server(binaries) as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'store' / 'afterword.db'}"


@pytest.fixture
def postgresql_database(postgresql_url: str) -> Iterator[str]:
    import psycopg  # noqa: PLC0415 - an extra: absent where nobody uses PostgreSQL

    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        name = f"t{_next_number()}"
        connection.execute(f"CREATE DATABASE {name}")
        yield f"{postgresql_url.rpartition('/')[0]}/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    sides = {"sqlite": "sqlite_url", "postgresql": "postgresql_database"}
    return str(request.getfixturevalue(sides[request.param]))


@pytest.fixture
def store(database_url: str, seal: Seal) -> Iterator[Store]:
    opened = open_store(database_url, seal=seal)
    yield opened
    opened.close()


_numbers = iter(range(1, 1_000_000))


def _next_number() -> int:
    return next(_numbers)
