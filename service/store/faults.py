"""What may go wrong with a database, in words that no caller needs a driver for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE_S = 30
"""How long a writer waits for its turn on an embedded database."""


class Unavailable(Exception):
    """The database cannot answer now: locked, restarting, out of reach. Try again later."""


class WrongVersion(Exception):
    """The tables are not those of this program; the message says what to do."""


@contextmanager
def translated() -> Iterator[None]:
    """What the database can't do now is `Unavailable`, whatever its driver calls it."""
    from sqlalchemy import exc  # noqa: PLC0415 - loaded already by whoever opened the store

    try:
        yield
    except (exc.OperationalError, exc.InterfaceError, exc.TimeoutError) as error:
        # The driver's own words name hosts and files, never values: parameters are hidden.
        raise Unavailable(str(getattr(error, "orig", None) or error)) from error
    except exc.DatabaseError as error:
        if type(error) is not exc.DatabaseError:  # a slip of ours has a class of its own
            raise
        raise Unavailable("the file is damaged, or no database at all") from error
