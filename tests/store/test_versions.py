"""The tables are those of the schema, however they came about."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from service.store import versions
from service.store.engines import engine
from service.store.faults import WrongVersion
from service.store.migrations import migrate
from service.store.schema import metadata
from service.store.store import open_store


def test_the_migrations_build_the_schema_and_nothing_else(store):
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_newest_migration_is_the_one_the_program_expects(store):
    assert migrate.head() == versions.HEAD == versions.current(store.engine)


def _steps():
    found = migrate.steps()
    return [None, *found]


@pytest.mark.parametrize("step", _steps())
def test_a_database_of_every_earlier_migration_opens(database_url, seal, step):
    early = engine(database_url)
    if step is not None:
        migrate.upgrade(early, to=step)
    early.dispose()
    opened = open_store(database_url, seal=seal)
    assert versions.current(opened.engine) == versions.HEAD
    opened.close()


def test_opening_without_leave_to_migrate_says_what_to_do(database_url, seal):
    with pytest.raises(WrongVersion, match="afterword migrate"):
        open_store(database_url, seal=seal, migrate=False)


def test_a_newer_database_is_left_alone(store, store_url, seal):
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(WrongVersion, match="newer"):
        open_store(store_url, seal=seal)


def test_foreign_keys_lead_from_everything_a_person_has_to_the_person(store):
    with store.engine.connect() as connection:
        found = inspect(connection)
        alone = {"people", "heartbeats", "retired_feeds", "budgets", "alembic_version"}
        for table in set(found.get_table_names()) - alone:
            keys = found.get_foreign_keys(table)
            owner = [key for key in keys if key["referred_table"] == "people"]
            assert owner[0]["options"]["ondelete"] == "CASCADE", table
