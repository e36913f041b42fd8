"""The settings file: from TOML to a `Policy`, or every reason why not, each with its line.

What may stand in the file is the table of `service.settings_file.load.schema`; `docs/settings.md`
shows it, written by `service.settings_file.load.docs`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from connectors.contract import Problem
from service.domain.policy import Policy
from service.settings_file.lines import lines_of
from service.settings_file.values import Fault, Place, Refused

_NOT_UTF8 = "Save the file as UTF-8 (in Notepad: Save as, encoding UTF-8)."
_NOT_TOML = 'Lines read `key = value` below a line `[section]`; text stands in "quotes".'
_TOO_DEEP = "The file can't be read as TOML: it is nested deeper than settings ever are."
_ENDS_OF_KEYS = re.compile(r"[=,\[\]{}\n]")
_MOST_DOTS = 200
"""In one key, or in words without a comma. Settings have two levels, but prose has dots."""
_POSITION = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")


class SettingsError(Exception):
    """The settings can't be used; `problems` are all the reasons, `problem` is the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(*(f"{problem.where}: {problem.what}" for problem in problems))
        self.problems = tuple(problems)

    @property
    def problem(self) -> Problem:
        """The first of the problems, in the order of the file."""
        return self.problems[0]


def load(content: str | bytes, *, where: str) -> Policy:
    """Read a settings file; `where` is its name, for the errors.

    What is not written has the default of `service.domain.policy`; without `[me] timezone`
    the policy says `timezone_guessed`. Raises `SettingsError`.
    """
    from service.settings_file.schema import FILE  # noqa: PLC0415 - the table costs 40 ms to build

    text = _decoded(content, where)
    document = _parsed(text, where)
    try:
        policy: Policy = FILE.read(document)
    except Refused as refusal:
        raise SettingsError(_problems(refusal.faults, text, where)) from None
    return policy


def _decoded(content: str | bytes, where: str) -> str:
    if isinstance(content, str):
        return content.removeprefix("\ufeff")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _unusable(where, "The file is UTF-16, not UTF-8.", _NOT_UTF8)
    if b"\0" in content:
        raise _unusable(where, "The file is no text.", _NOT_UTF8)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        what = "A character of this line is not UTF-8."
        raise _unusable(f"{where}, line {line}", what, _NOT_UTF8) from None


def _parsed(text: str, where: str) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415 - most commands read no settings

    # A key of n parts costs n * n, here and in `lines`: of 60 kB one key would take a minute.
    if any(piece.count(".") > _MOST_DOTS for piece in _ENDS_OF_KEYS.split(text)):
        raise _unusable(where, _TOO_DEEP, _NOT_TOML)
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        found = _POSITION.search(f"{error}")
        if not found:  # too deep or too big a number for Python
            raise _unusable(where, "The file can't be read as TOML.", _NOT_TOML) from None
        line = found[1] or text.count("\n") + 1
        what = f"This is no TOML: {_POSITION.sub('', f'{error}')}."
        raise _unusable(f"{where}, line {line}", what, _NOT_TOML) from None


def _unusable(where: str, what: str, next_step: str) -> SettingsError:
    return SettingsError([Problem(where=where, what=what, next_step=next_step)])


def _problems(faults: Sequence[Fault], text: str, where: str) -> list[Problem]:
    lines = lines_of(text)
    numbered = sorted(
        ((_line(fault.at, lines), fault) for fault in faults), key=lambda pair: pair[0]
    )
    return [
        Problem(
            where=f"{where}, line {line}, {_spoken(fault.at)}",
            what=fault.what,
            next_step=fault.next_step,
        )
        for line, fault in numbered
    ]


def _line(place: Place, lines: dict[Place, int]) -> int:
    """The line of a place, or of the nearest thing around it that was written."""
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)


def _spoken(place: Place) -> str:
    """`[me] travel 2, from`: lists are counted from one, as people do."""
    section, *inside = place
    names = [f" {part + 1}" if isinstance(part, int) else f", {part}" for part in inside]
    return f"[{section}]{''.join(names).replace(',', '', 1)}"
