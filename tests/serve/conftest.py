"""Running services, and the server that their calendars are published at.

origin    that server, with nothing on it yet
shared    a service on each database, for all tests of the session
alex      one more person of it
service   a service of the test's own on each database, which may come and go
embedded  the same on SQLite only, for what no database has a say in
"""

import itertools
from contextlib import contextmanager

import pytest

from tests.serve.origin import published
from tests.serve.running import Service

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def _origin():
    with published() as made:
        yield made


@pytest.fixture
def origin(_origin):
    _origin.forget()
    return _origin


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def shared(request, tmp_path_factory, _origin):
    home = tmp_path_factory.mktemp("shared")
    url = f"sqlite:///{home / 'afterword.db'}"
    if request.param == "postgresql":
        url = _database(request.getfixturevalue("postgresql_url"))
    with _running(home, url, _origin) as made:
        yield made


@pytest.fixture
def alex(shared):
    return shared.client(f"alex {next(_numbers)}")


@pytest.fixture
def service(tmp_path, database_url, origin):
    with _running(tmp_path, database_url, origin) as made:
        yield made


@pytest.fixture
def embedded(tmp_path, sqlite_url, origin):
    with _running(tmp_path, sqlite_url, origin) as made:
        yield made


@contextmanager
def _running(home, url, origin):
    made = Service(home, url, origin)
    made.start()
    try:
        yield made
    finally:
        ended = made.stop()
    made.is_discreet()
    assert ended == 0


def _database(server_url):
    import psycopg  # noqa: PLC0415 - an extra: absent where nobody uses PostgreSQL

    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE served TEMPLATE template1")
    return f"{server_url.rpartition('/')[0]}/served"
