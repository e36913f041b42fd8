"""Both databases for every test that asks for a `store`; a private PostgreSQL per session.

    seal            a Seal with a key of this test
    store           an open store with its tables, once on SQLite and once on PostgreSQL
    store_url       the address of the same, for tests that open it themselves
    database_url    a new and empty database, once on SQLite and once on PostgreSQL
    interruptible   Ctrl-C reaches the processes of this test
    postgresql_url  the address of a server of our own; skips, loudly, where there is no binary

`sqlite_url` and `postgresql_database` are one side of `database_url` each.
"""

import itertools
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from service.store.seal import Seal, new_key
from service.store.store import Store, open_store
from tests.store.lent import Lender, connected
from tests.store.postgres_server import folder, server

BOTH = ("sqlite", "postgresql")
NO_BINARY = (
    "NOT TESTED ON POSTGRESQL: no `postgres` and `initdb` here. Debian and Ubuntu: "
    "apt-get install postgresql; then run again."
)
_numbers = itertools.count(1)


@pytest.fixture
def interruptible() -> Iterator[None]:
    """What a shell starts in the background ignores interruptions, and so do its children."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


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
    with _database(postgresql_url) as url:
        yield url


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    sides = {"sqlite": "sqlite_url", "postgresql": "postgresql_database"}
    return str(request.getfixturevalue(sides[request.param]))


@pytest.fixture(params=BOTH)
def store_url(request: pytest.FixtureRequest) -> str:
    sides = {"sqlite": "_sqlite_store_url", "postgresql": "_postgresql_store_url"}
    return str(request.getfixturevalue(sides[request.param]))


@pytest.fixture
def store(store_url: str, seal: Seal) -> Iterator[Store]:
    opened = open_store(store_url, seal=seal, migrate=False)
    yield opened
    opened.close()


# Migrating takes longer than most tests: it is done once, and every test has a copy.


@pytest.fixture(scope="session")
def _migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("migrated") / "afterword.db"
    _migrate(f"sqlite:///{file}")
    return file


@pytest.fixture
def _sqlite_store_url(_migrated_file: Path, tmp_path: Path) -> str:
    file = tmp_path / "kept" / "afterword.db"
    file.parent.mkdir(mode=0o700)
    shutil.copy(_migrated_file, file)
    return f"sqlite:///{file}"


@pytest.fixture(scope="session")
def _lender(postgresql_url: str) -> Iterator[Lender]:
    with _database(postgresql_url) as url:
        _migrate(url)
        yield Lender(postgresql_url, url.rpartition("/")[2])


@pytest.fixture
def _postgresql_store_url(_lender: Lender) -> Iterator[str]:
    with _lender.lent() as url:
        yield url


def _migrate(url: str) -> None:
    open_store(url, seal=Seal.from_keys([new_key()])).close()


@contextmanager
def _database(server_url: str) -> Iterator[str]:
    name = f"t{next(_numbers)}"
    with connected(server_url) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield f"{server_url.rpartition('/')[0]}/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
