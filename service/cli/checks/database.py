"""Where everything is kept, the room it has, and the key to it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from service.cli.checks.finding import Finding, fault, warning, well
from service.settings import Settings
from service.store.faults import Unavailable, WrongVersion
from service.store.seal import Seal, WrongKey
from service.store.store import Store, open_store
from service.store.vitals import sealed_with_another_key, try_to_write

ABOUT, KEY = "database", "key"
MEGABYTE: Final = 1024 * 1024
TIGHT, FULL = 500 * MEGABYTE, 20 * MEGABYTE
_OTHERS: Final = 0o077


def key(settings: Settings) -> tuple[Seal | None, Finding]:
    """The keys, unless there are none; none is made."""
    if settings.keys:
        return _seal(settings.keys, "AFTERWORD_KEY")
    path = settings.key_file
    try:
        found, mode = path.read_text("ascii").strip(), path.stat().st_mode
    except FileNotFoundError:
        step = "Nothing to do if the service never ran; else put the key file back beside it."
        return None, fault(KEY, f"There is no key at {path}.", step)
    except (OSError, ValueError):
        return None, fault(KEY, f"{path} can't be read.", "Run this as whoever runs the service.")
    seal, finding = _seal((found,), str(path))
    if seal is not None and mode & _OTHERS:
        says = f"Others on this machine may read {path}."
        return seal, warning(KEY, says, f"chmod 600 {path}")
    return seal, finding


def _seal(keys: tuple[str, ...], where: str) -> tuple[Seal | None, Finding]:
    try:
        return Seal.from_keys(keys), well(KEY, f"It is there ({where}).")
    except WrongKey:
        says = f"What stands in {where} is no key."
        return None, fault(KEY, says, "Put the right one back, from where you keep it.")


@contextmanager
def opened(settings: Settings, seal: Seal | None) -> Iterator[tuple[Store | None, Finding]]:
    """The database as it stands; nothing is made and nothing is migrated."""
    missing = _missing(settings)
    if missing is not None or seal is None:
        yield None, missing or warning(ABOUT, "It was not opened, for want of a key.", "See above.")
        return
    store, finding = _open(settings, seal)
    try:
        yield store, finding
    finally:
        if store is not None:
            store.close()


def _missing(settings: Settings) -> Finding | None:
    file = _file(settings)
    if file is None or file.exists():
        return None
    says = f"There is none at {file}: the service never ran here."
    return fault(ABOUT, says, "Start `afterword serve`, or check AFTERWORD_HOME.")


def _open(settings: Settings, seal: Seal) -> tuple[Store | None, Finding]:
    try:
        store = open_store(settings.database_url, seal=seal, migrate=False)
    except WrongVersion as error:
        return None, fault(ABOUT, f"Of this program's tables, {error}.", "Run `afterword migrate`.")
    except (Unavailable, OSError, ValueError, ImportError) as error:
        return None, fault(ABOUT, f"It can't be opened ({_kind(error)}).", _LOOK)
    return store, well(ABOUT, f"It opens ({store.dialect}), and its tables are up to date.")


_LOOK = "Check AFTERWORD_DATABASE_URL, and that the server runs or the file is readable."


def _kind(error: Exception) -> str:
    """The driver's own words may hold host, user and file: they are for the log of the database."""
    return type(error.__cause__ or error).__name__


def check(settings: Settings, store: Store, *, now: datetime) -> Iterator[Finding]:
    """Can it be written, has it room, and does the key open what is in it?"""
    try:
        try_to_write(store, now=now)
        yield well(ABOUT, "It can be written.")
        with store.read() as tx:
            wrong = sealed_with_another_key(tx)
    except Unavailable as error:
        yield fault(ABOUT, f"It can't be written ({_kind(error)}).", _LOOK_AT_IT)
        return
    yield from _room(settings)
    yield _opens(wrong)


_LOOK_AT_IT = "Check who owns the file and its folder, or whether the server only reads."


def _opens(wrong: int) -> Finding:
    if not wrong:
        return well(KEY, "It opens every secret that is kept.")
    says = f"{wrong} of the secrets that are kept were sealed with another key."
    return fault(KEY, says, "Add the old key behind the new one in AFTERWORD_KEY.")


def _room(settings: Settings) -> Iterator[Finding]:
    file = _file(settings)
    if file is None:
        return
    free = shutil.disk_usage(file.parent).free
    says = f"Beside it {free // MEGABYTE} MB are free."
    if free >= TIGHT:
        yield well("disk", says)
    else:
        grade = fault if free < FULL else warning
        yield grade("disk", says, "Make room: without it nothing can be kept.")


def _file(settings: Settings) -> Path | None:
    if not settings.embedded:
        return None
    return Path(settings.database_url.removeprefix("sqlite:///").partition("?")[0])
