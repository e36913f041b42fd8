"""Brings the tables up to date, in one transaction: all steps or none."""

from __future__ import annotations

import threading
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine

from service.store.faults import WrongVersion

_ONE_THREAD = threading.Lock()
"""Alembic keeps what it works on in a global; programs take turns in `env`."""


def upgrade(engine: Engine, *, to: str = "head") -> None:
    """Take every step up to `to` that has not been taken.

    Two programs that start at once take turns. Raises `WrongVersion` when the database is
    newer than the program.
    """
    config = _config()
    with _ONE_THREAD, engine.begin() as connection:
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, to)
        except CommandError as error:
            message = "the database is newer than this program: install the newer one"
            raise WrongVersion(message) from error


def head() -> str | None:
    """The newest step there is."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def steps() -> list[str]:
    """All steps, the first one first."""
    walked = ScriptDirectory.from_config(_config()).walk_revisions()
    return [script.revision for script in walked][::-1]


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config
