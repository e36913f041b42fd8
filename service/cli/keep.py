"""`afterword backup`, `restore`, `migrate` and `reseal`: looking after the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from connectors.contract import Problem
from service.cli.house import AFTER_THAT, complain, opened, settings

Target = Annotated[Path, typer.Argument(metavar="FILE", help="Where the backup goes.")]
Origin = Annotated[Path, typer.Argument(metavar="FILE", help="A backup made by this program.")]


def backup(file: Target) -> None:
    """Save everything to one file, also while the service runs. Keep the key beside it."""
    from service.store.backup import backup as save  # noqa: PLC0415 - keeps `--help` quick

    with opened() as (_settings, store), told(file):
        save(store, file)
    typer.echo(f"Saved to {file}. It opens only with the key that sealed it (AFTERWORD_KEY).")


def restore(file: Origin) -> None:
    """Fill an empty database from a backup, be it SQLite or PostgreSQL; stop the service first."""
    from service import wiring  # noqa: PLC0415 - see backup
    from service.store.restore import restore as put_back  # noqa: PLC0415

    here = settings()
    with told(file):
        put_back(here.database_url, file, wiring.seal(here))
    typer.echo("Restored.")


def migrate() -> None:
    """Bring the tables up to date; `afterword serve` does so by itself."""
    with opened():
        typer.echo("The tables are up to date.")


def reseal() -> None:
    """Seal everything with the first key of AFTERWORD_KEY, so that the old one can go."""
    from service.store.reseal import reseal as seal_anew  # noqa: PLC0415 - see backup
    from service.store.seal import WrongKey  # noqa: PLC0415

    with opened() as (_settings, store):
        try:
            with store.write() as tx:
                count = seal_anew(tx)
        except WrongKey as error:
            step = "Write the old key behind the new one, then try again."
            complain(
                Problem(
                    where="AFTERWORD_KEY", what=f"Something stays shut: {error}.", next_step=step
                )
            )
    typer.echo(f"{count} secrets are sealed with the first key now; the others can go.")


@contextmanager
def told(file: Path | str) -> Iterator[None]:
    """What may go wrong with a backup, as one sentence and exit code 2."""
    from service.store.backup import NotABackup  # noqa: PLC0415 - see backup
    from service.store.faults import Unavailable, WrongVersion  # noqa: PLC0415
    from service.store.restore import NotEmpty  # noqa: PLC0415
    from service.store.seal import WrongKey  # noqa: PLC0415

    fault: Exception
    try:
        yield
    except WrongKey as error:
        fault, next_step = error, "Give the key it was made with as AFTERWORD_KEY."
    except (NotABackup, WrongVersion) as error:
        fault, next_step = error, "Check that it is the file you mean."
    except NotEmpty as error:
        fault, next_step = error, "Name a new one in AFTERWORD_DATABASE_URL."
    except Unavailable as error:
        fault, next_step = error, AFTER_THAT
    except ModuleNotFoundError as error:
        fault, next_step = error, "PostgreSQL needs `pip install 'afterword[postgresql]'`."
    except OSError as error:
        fault, next_step = OSError(error.strerror or error), "Check the path, then try again."
    else:
        return
    complain(Problem(where=str(file), what=f"{fault}.", next_step=next_step))
