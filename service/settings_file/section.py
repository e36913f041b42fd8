"""A table of the settings file: its keys, and how it becomes a frozen value of the policy."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from service.settings_file.values import Fault, Kind, Refused, gather, nearest, quoted

Check = Callable[[Any, Collection[str]], Iterable[Fault]]
"""Held against what was built; the second argument names the keys that were written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key. `field` is its name in the policy, `unset` what holds while nothing is said.

    `label` and `hint` stand beside its field in a form; without a label `about` is it.
    `row` is the table that each row of its value is.
    """

    name: str
    kind: Kind
    about: str
    field: str = ""
    unset: str = ""
    label: str = ""
    hint: str = ""
    row: Section | None = None

    @property
    def attribute(self) -> str:
        """What the policy calls it."""
        return self.field or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """`makes` gets the fields that were written; all keys must be there if `complete`.

    `elsewhere` says where a key that is unknown here is at home; `title` is its heading in a
    form.
    """

    name: str
    about: str
    makes: Callable[..., Any]
    keys: tuple[Key, ...]
    checks: tuple[Check, ...] = ()
    complete: bool = False
    elsewhere: Callable[[str], str] = field(default=lambda _name: "")
    title: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The keys as they are written."""
        return tuple(key.name for key in self.keys)

    def read(self, value: Any) -> Any:
        """Build the value. Raises `Refused` with every fault of the table."""
        if not isinstance(value, dict):
            step = f"Allowed: {{{', '.join(self.names)}}}, or [{self.name}] with these keys below."
            raise Refused(Fault(what=f"{quoted(value)} is no table.", next_step=step))
        readers = {key.name: _reader(key) for key in self.keys}
        asked = [*value, *(key for key in readers if self.complete and key not in value)]
        read = gather((key, readers.get(key, self._unknown(key)), value.get(key)) for key in asked)
        fields = {key.name: key.attribute for key in self.keys}
        made = self.makes(**{fields[key]: found for key, found in zip(asked, read, strict=True)})
        if faults := [fault for check in self.checks for fault in check(made, value)]:
            raise Refused(*faults)
        return made

    def _unknown(self, name: str) -> Callable[[Any], Any]:
        def refuse(_value: Any) -> None:
            hint = nearest(name, self.names) or self.elsewhere(name)
            step = f"{hint}Allowed: {', '.join(self.names)}."
            raise Refused(Fault(what=f"There is no {quoted(name)} here.", next_step=step))

        return refuse


def _reader(key: Key) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if value is None:  # TOML has no null: the key is not there
            raise Refused(Fault(what=f"{key.name} is missing.", next_step=_allowed(key)))
        try:
            return key.kind.read(value)
        except Refused as refusal:
            raise Refused(*(_with_step(fault, key) for fault in refusal.faults)) from None

    return read


def _with_step(fault: Fault, key: Key) -> Fault:
    return Fault(what=fault.what, next_step=fault.next_step or _allowed(key), at=fault.at)


def _allowed(key: Key) -> str:
    return f"Allowed: {key.kind.allowed}."
