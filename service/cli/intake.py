"""Taking in a calendar's bytes: from a file, from standard input, or from an address.

Everything that can be wrong with the *way* to the bytes ends here, in one sentence and what to
do about it. What the bytes are is judged by the reader.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable
from difflib import get_close_matches
from itertools import islice
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from connectors.contract import Problem
from connectors.quirks.pasted_address import advice, directions
from connectors.transport import Fetched, Refused, Unreachable, fetch, polite
from service import variables

LARGEST = 32 * 1024 * 1024
"""Bytes of one calendar, however it comes; the same bound as for a fetched one."""

ALLOW_HOSTS = "AFTERWORD_ALLOW_HOSTS"
STANDARD_INPUT = "-"
NEIGHBOURS_LOOKED_AT = 10_000
NEIGHBOURS_NAMED = 3

_ADDRESS = re.compile(r"\s*[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_WRONG_PLACE = frozenset({401, 403, 404, 410})

Fetch = Callable[[str], Fetched]


class Unreadable(Exception):
    """The bytes cannot be had. `problem` says why and what to do, without any secret."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.what)
        self.problem = problem


def fetch_as_allowed(address: str) -> Fetched:
    """Fetch, with the private hosts that AFTERWORD_ALLOW_HOSTS allows. Raises as `fetch` does."""
    return fetch(address, allow_hosts=allowed_hosts(os.environ.get(ALLOW_HOSTS, "")))


def take(source: str, *, stdin: BinaryIO, fetch: Fetch = fetch_as_allowed) -> bytes:
    """The bytes of one calendar; never empty, never more than `LARGEST`.

    `source` is a path, "-" for standard input, or an http, https, webcal or webcals address.
    Raises `Unreadable`.
    """
    if source == STANDARD_INPUT:
        return _from_stdin(stdin)
    if _ADDRESS.match(source):
        return _fetched(source, fetch)
    return _from_file(source)


def allowed_hosts(text: str) -> frozenset[tuple[str, int]]:
    """Read AFTERWORD_ALLOW_HOSTS as the service does.

    Raises `Unreadable`, which names the entry by its place, since what was pasted there may be
    a secret address.
    """
    try:
        return variables.allowed_hosts(text)
    except variables.Unusable as unusable:
        what = f"{unusable}"
        raise _unreadable(ALLOW_HOSTS, what, "Write host:port, such as localhost:8080.") from None


def _fetched(address: str, fetch: Fetch) -> bytes:
    try:
        pasted = urlsplit(polite(address)).hostname or ""
        answer = fetch(address)
    except Refused as refused:
        raise Unreadable(_with_directions(refused)) from None
    except Unreachable as unreachable:
        raise Unreadable(unreachable.problem) from None
    step = advice(pasted, answer.body) or advice(answer.host, answer.body)
    if step is not None:
        raise _unreadable(answer.host, "This address shows a web page, not the calendar.", step)
    return _sized(answer.host, answer.body)


def _with_directions(refused: Refused) -> Problem:
    """The provider's own menu beats general advice when the address was the wrong one."""
    problem = refused.problem
    if refused.status not in _WRONG_PLACE:
        return problem
    step = directions(problem.where.rpartition(":")[0]) or problem.next_step
    return Problem(where=problem.where, what=problem.what, next_step=step)


def _sized(where: str, content: bytes) -> bytes:
    if not content:
        step = "Export the calendar again, and check that the export has finished."
        raise _unreadable(where, "There is nothing in it (0 bytes).", step)
    if len(content) > LARGEST:
        raise _too_large(where)
    return content


def _too_large(where: str) -> Unreadable:
    what = f"It is too large to be a calendar we read: more than {LARGEST // 1024**2} MB."
    return _unreadable(where, what, "Export a shorter range of dates, such as the last year.")


def _from_stdin(stdin: BinaryIO) -> bytes:
    try:
        return _sized("standard input", stdin.read(LARGEST + 1))
    except OSError:  # such as a folder that was redirected into it
        step = "Redirect a file into it, or give the file's path instead."
        raise _unreadable("standard input", "It cannot be read.", step) from None


def _from_file(source: str) -> bytes:
    try:
        return _sized(source, _read(source))
    except FileNotFoundError:
        raise _missing(source) from None
    except NotADirectoryError:
        step = "Check the path: a part of it that should be a folder is a file."
        raise _unreadable(source, "There is no such file.", step) from None
    except IsADirectoryError:
        raise _folder(source) from None
    except PermissionError:
        step = "Give yourself the right to read it, or copy it to a place of your own."
        raise _unreadable(source, "This file may not be read by you.", step) from None
    except (OSError, ValueError):  # ValueError: a NUL or a lone surrogate in the path
        step = "Check the path, and that the disk it is on is in order."
        raise _unreadable(source, "This file cannot be opened.", step) from None


def _read(source: str) -> bytes:
    with Path(source).open("rb") as file:
        status = os.fstat(file.fileno())
        if stat.S_ISREG(status.st_mode) and status.st_size > LARGEST:
            raise _too_large(source)
        # Bounded all the same: a pipe or a device has no size, and a file may be growing.
        return file.read(LARGEST + 1)


def _missing(source: str) -> Unreadable:
    parent = Path(source).parent
    if not parent.is_dir():
        step = f"There is no folder {_printable(str(parent))} either: check the path."
    elif likely := _likely(Path(source).name, _calendars_in(parent)):
        step = f"Did you mean {_listed(parent, likely)}?"
    else:
        step = "Check the path; a calendar that was exported usually ends in .ics."
    return _unreadable(source, "There is no such file.", step)


def _folder(source: str) -> Unreadable:
    folder = Path(source)
    names = sorted(_calendars_in(folder))[:NEIGHBOURS_NAMED]
    step = (
        f"Name a file in it: {_listed(folder, names)}."
        if names
        else "Name a file that ends in .ics."
    )
    return _unreadable(source, "This is a folder, not a file.", step)


def _calendars_in(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in islice(entries, NEIGHBOURS_LOOKED_AT)]
    except OSError:
        return []
    return [name for name in names if name.lower().endswith(".ics")]


def _likely(name: str, neighbours: list[str]) -> list[str]:
    """The neighbours that look most like the name; all alike, if there are only a few."""
    by_folded = {neighbour.casefold(): neighbour for neighbour in sorted(neighbours)}
    close = get_close_matches(name.casefold(), by_folded, NEIGHBOURS_NAMED)
    few = list(by_folded) if len(by_folded) <= NEIGHBOURS_NAMED else []
    return [by_folded[folded] for folded in close or few]


def _listed(folder: Path, names: list[str]) -> str:
    return " or ".join(_printable(str(folder / name)) for name in names)


def _printable(text: str) -> str:
    """Names come from the disk and may hold what a terminal must not be sent."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def _unreadable(where: str, what: str, step: str) -> Unreadable:
    return Unreadable(Problem(where=_printable(where), what=what, next_step=step))
