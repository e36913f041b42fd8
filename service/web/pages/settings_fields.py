"""The settings as fields of a page, out of the one table that also checks the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from service.settings_file.form import ONLY, SHOWN_AS_SET, Typed, default, has_tick, label, rows
from service.settings_file.schema import SECTIONS
from service.settings_file.section import Key, Section
from service.settings_file.typed import ON, Input

SPARE_ROWS = 2
TALLEST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field: what it is, what stands in it, and what is wrong with that.

    `only` is the name of the box beside a list that says whether the list counts when it is
    empty; `rows` are the rows of a table, each of fields again.
    """

    name: str
    label: str
    hint: str = ""
    input: Input = "text"
    text: str = ""
    placeholder: str = ""
    fault: str = ""
    options: tuple[tuple[str, str], ...] = ()
    least: int | None = None
    most: int | None = None
    only: str = ""
    ticked: bool = False
    rows: tuple[tuple[Field, ...], ...] = ()

    @property
    def height(self) -> int:
        """Lines of a text area: what is in it and one to go on with."""
        return min(TALLEST, self.text.count("\n") + 2)

    @property
    def described_by(self) -> str:
        """The ids of what is said about it, for who listens to a page."""
        ids = [f"{self.name}-fault"] * bool(self.fault) + [f"{self.name}-hint"] * bool(self.hint)
        return " ".join(ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The fields of one table; `open` when there is something to see."""

    name: str
    title: str
    about: str
    fields: tuple[Field, ...]
    open: bool


def groups(typed: Typed, faults: Mapping[str, str]) -> tuple[Group, ...]:
    """Every section of the settings, with what was typed and what is wrong with it."""
    return tuple(_group(section, typed, faults) for section in SECTIONS)


def wrong(found: tuple[Group, ...]) -> Iterator[Field]:
    """The fields with faults, in the order of the page."""
    for group in found:
        for field in group.fields:
            yield from (one for one in (field, *_cells(field)) if one.fault)


def _cells(field: Field) -> Iterator[Field]:
    for row in field.rows:
        yield from row


def _group(section: Section, typed: Typed, faults: Mapping[str, str]) -> Group:
    fields = tuple(_field(section, key, typed, faults) for key in section.keys)
    is_wrong = any(name.startswith(f"{section.name}.") for name in faults)
    return Group(
        name=section.name,
        title=section.title,
        about=section.about,
        fields=fields,
        open=is_wrong or section is SECTIONS[0],
    )


def _field(section: Section, key: Key, typed: Typed, faults: Mapping[str, str]) -> Field:
    name, kind = f"{section.name}.{key.name}", key.kind
    only = f"{name}.{ONLY}" if has_tick(key) else ""
    text = "" if key.row else typed.get(name, "")
    return Field(
        name=name,
        label=label(key),
        hint=_hint(section, key, text),
        input=kind.input,
        text=text,
        placeholder=_placeholder(section, key),
        fault="" if key.row else faults.get(name, ""),
        options=tuple((one, one.replace("_", " ").capitalize()) for one in kind.options),
        least=kind.least,
        most=kind.most,
        only=only,
        ticked=bool(only) and (typed.get(only) == ON or bool(text.strip())),
        rows=_rows(name, key.row, typed, faults) if key.row else (),
    )


def _rows(
    name: str, row: Section, typed: Typed, faults: Mapping[str, str]
) -> tuple[tuple[Field, ...], ...]:
    filled = rows(name, typed)
    return tuple(
        tuple(_cell(f"{name}.{number}.{key.name}", key, number, cells, faults) for key in row.keys)
        for number, cells in enumerate([*filled, *({} for _ in range(SPARE_ROWS))])
    )


def _cell(
    name: str, key: Key, number: int, cells: Mapping[str, str], faults: Mapping[str, str]
) -> Field:
    return Field(
        name=name,
        label=f"{label(key)}, journey {number + 1}",
        input=key.kind.input,
        text=cells.get(key.name, ""),
        fault=faults.get(name, ""),
    )


def _placeholder(section: Section, key: Key) -> str:
    if key.kind.input in SHOWN_AS_SET or key.row:
        return ""
    return key.unset or key.kind.written(default(section, key))


def _hint(section: Section, key: Key, text: str) -> str:
    """What the default is stands in an empty field; a time has no room for that."""
    if key.kind.input != "time":
        return key.hint
    usual = key.kind.written(default(section, key))
    return key.hint if text == usual or not usual else f"{key.hint} Usually {usual}.".strip()
