"""The settings as a form, made from the table that checks the file, and the way back.

    TOML --typed()--> what stands in the fields --document()--> a document --toml()--> TOML

A document holds only what differs from the defaults, so that a default which is bettered later
reaches everybody who never chose. `read` makes the policy of it, or says beside which field
what is wrong. Every policy that the file can express survives the way there and back.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from service.domain.policy import Policy
from service.settings_file.schema import FILE, SECTIONS
from service.settings_file.section import Key, Section
from service.settings_file.typed import ON
from service.settings_file.values import Fault, Refused
from service.settings_file.writing import Document

Typed = Mapping[str, str]
"""Names of fields, like `me.emails` or `me.travel.0.from`, and what stands in each."""

ONLY = "only"
"""The box beside a list: ticked, an empty list is meant; else the list is not there at all."""

SHOWN_AS_SET = frozenset({"time", "choice", "switch"})
"""What can't be left empty on a page shows what holds, chosen or not."""

MOST_ROWS = 200


class Misread(Exception):
    """No policy can be made of it: `faults` are sentences by the field that each is about."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("the settings can't be used")
        self.faults = faults


def typed(text: str) -> dict[str, str]:
    """What stands in the fields under these settings, which `load` has accepted before."""
    return _typed(tomllib.loads(text.removeprefix("\ufeff")), _fields)


def salvaged(text: str) -> dict[str, str]:
    """The same of settings that `load` refuses: what can't be read has its default."""
    try:
        written = tomllib.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        written = {}
    tables = {name: table for name, table in written.items() if isinstance(table, dict)}
    return _typed(tables, _fields_or_default)


def document(fields: Typed) -> Document:
    """What the fields say, as far as it differs from the defaults; nothing is judged yet."""
    sections = ((section.name, _section(section, fields)) for section in SECTIONS)
    return {name: keys for name, keys in sections if keys}


def read(made: Document) -> Policy:
    """The policy a document means. Raises `Misread`."""
    try:
        policy: Policy = FILE.read(made)
    except Refused as refusal:
        raise Misread(_beside_fields(refusal.faults)) from None
    return policy


def rows(name: str, fields: Typed) -> list[dict[str, str]]:
    """The rows of a field that is a table, in their order, without the empty ones."""
    found: dict[int, dict[str, str]] = {}
    for number, column, text in _cells(name, fields):
        found.setdefault(number, {})[column] = text
    return [found[number] for number in sorted(found)][:MOST_ROWS]


def default(section: Section, key: Key) -> Any:
    """What holds while nothing is said; None where that depends: `UTC` is nobody's default."""
    return None if key.unset else getattr(getattr(Policy(), section.name), key.attribute)


# -- settings -> fields ------------------------------------------------------------------------


def _typed(
    written: Mapping[str, Any], fields: Callable[[Section, Key, Any], dict[str, str]]
) -> dict[str, str]:
    found: dict[str, str] = {}
    for section in SECTIONS:
        for key in section.keys:
            found |= fields(section, key, written.get(section.name, {}).get(key.name))
    return found


def _fields_or_default(section: Section, key: Key, value: Any) -> dict[str, str]:
    try:
        return _fields(section, key, value)
    except (Refused, LookupError, TypeError, AttributeError):  # a table's row may be anything
        return _fields(section, key, None)


def _fields(section: Section, key: Key, value: Any) -> dict[str, str]:
    name, kind = f"{section.name}.{key.name}", key.kind
    if key.row:
        return _rows(name, key.row, value or [])
    if value is None:
        shown = kind.input in SHOWN_AS_SET
        return {name: kind.written(default(section, key)) if shown else ""}
    ticked = {f"{name}.{ONLY}": ON} if has_tick(key) else {}
    return {name: kind.written(kind.read(value))} | ticked


def has_tick(key: Key) -> bool:
    """Whether an empty list means something else than no list."""
    return key.kind.input == "lines" and bool(key.unset)


def _rows(name: str, row: Section, values: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    return {
        f"{name}.{number}.{key.name}": key.kind.written(key.kind.read(value[key.name]))
        for number, value in enumerate(values)
        for key in row.keys
    }


# -- fields -> document ------------------------------------------------------------------------


def _section(section: Section, fields: Typed) -> dict[str, Any]:
    said = ((key, _said(f"{section.name}.{key.name}", key, fields)) for key in section.keys)
    return {
        key.name: value
        for key, value in said
        if value is not None and not _is_default(section, key, value)
    }


def _said(name: str, key: Key, fields: Typed) -> Any:
    """What a field says, as TOML would hold it; None: nothing."""
    kind = key.kind
    if key.row:
        return [_row(key.row, row) for row in rows(name, fields)]
    if name not in fields:
        return None
    text = fields[name].strip()
    if not text:
        ticked = has_tick(key) and fields.get(f"{name}.{ONLY}") == ON
        return [] if ticked else kind.empty
    return kind.typed(text)


def _row(row: Section, cells: Mapping[str, str]) -> dict[str, Any]:
    return {key.name: key.kind.typed(cells[key.name]) for key in row.keys if cells.get(key.name)}


def _cells(name: str, fields: Typed) -> Iterable[tuple[int, str, str]]:
    cell = re.compile(re.escape(name) + r"\.(\d{1,4})\.(\w+)", re.ASCII)
    for field, text in fields.items():
        if text.strip() and (found := cell.fullmatch(field)):
            yield int(found[1]), found[2], text.strip()


def _is_default(section: Section, key: Key, value: Any) -> bool:
    try:
        return bool(key.kind.read(value) == default(section, key))
    except Refused:
        return False


# -- faults ------------------------------------------------------------------------------------


def _beside_fields(faults: Iterable[Fault]) -> dict[str, str]:
    beside: dict[str, str] = {}
    for fault in faults:
        section = next(one for one in SECTIONS if one.name == fault.at[0])
        key = next(one for one in section.keys if one.name == fault.at[1])
        said = _in_their_words(f"{fault.what} {fault.next_step}".strip(), section)
        name = _field_at(fault, key)
        beside[name] = f"{beside[name]} {said}" if name in beside else said
    return beside


def _field_at(fault: Fault, key: Key) -> str:
    """The field a fault stands beside: of a list all of it, of a row its first cell at least."""
    place = fault.at
    if key.row is None:
        place = place[:2]
    elif len(place) == 3:  # noqa: PLR2004 - table, key, row
        place = (*place, key.row.keys[0].name)
    return ".".join(map(str, place))


def _in_their_words(said: str, section: Section) -> str:
    """Checks between two times name keys of the file; who looks at a form sees labels."""
    said = re.sub(r"^\w+ is missing\.", "This is missing.", said)
    for key in section.keys:
        if key.kind.input == "time" and key.name != "time":  # "time" is a word as well
            said = re.sub(rf"\b{key.name}\b", f"“{label(key)}”", said)
    return said


def label(key: Key) -> str:
    """What a key is called in a form."""
    return key.label or key.about.removesuffix(".")
