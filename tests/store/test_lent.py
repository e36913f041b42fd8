"""What is lent comes back as new, or not at all: tests of one database would see each other."""

import psycopg
import pytest

from tests.store.lent import Lender, connected

TABLES = "CREATE TABLE alembic_version (v int); CREATE TABLE people (id serial PRIMARY KEY)"
FRIENDS = "CREATE TABLE friends (id serial, one int REFERENCES people)"
PEOPLE = "INSERT INTO people DEFAULT VALUES RETURNING id"


@pytest.fixture
def lender(postgresql_database, postgresql_url):
    with connected(postgresql_database) as connection:
        for made in (TABLES, FRIENDS, "INSERT INTO alembic_version VALUES (7)"):
            connection.execute(made)
    return Lender(postgresql_url, postgresql_database.rpartition("/")[2])


def first(address):
    """The number of the first of the people, which has a friend."""
    with connected(address) as connection:
        (number,) = connection.execute(PEOPLE).fetchone()
        connection.execute("INSERT INTO friends (one) VALUES (%s)", [number])
        held = connection.execute("SELECT count(*), min(v) FROM people, alembic_version")
        return number, *held.fetchone()


def oid(address):
    with connected(address) as connection:
        return connection.execute(
            "SELECT oid FROM pg_database WHERE datname = current_database()"
        ).fetchone()


def test_the_next_one_has_the_same_database_as_if_it_were_new(lender):
    with lender.lent() as address:
        before = oid(address)
        assert first(address) == (1, 1, 7)
    with lender.lent() as address:
        assert oid(address) == before
        assert first(address) == (1, 1, 7)


def test_whoever_still_holds_it_is_put_out_and_finds_it_gone(lender):
    with lender.lent() as address:
        left_open = psycopg.connect(address)
        left_open.execute("LOCK TABLE people")
    with pytest.raises(psycopg.OperationalError):
        left_open.execute("SELECT 1")
    left_open.close()
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        connected(address)


def test_one_with_other_tables_is_lent_no_more(lender):
    with lender.lent() as address:
        before = oid(address)
        with connected(address) as connection:
            connection.execute("CREATE TABLE more (id int)")
    with lender.lent() as address:
        assert oid(address) != before
        assert first(address) == (1, 1, 7)


def test_one_of_another_version_is_lent_no_more(lender):
    with lender.lent() as address, connected(address) as connection:
        before = oid(address)
        connection.execute("UPDATE alembic_version SET v = 8")
    with lender.lent() as address:
        assert oid(address) != before
        assert first(address) == (1, 1, 7)
