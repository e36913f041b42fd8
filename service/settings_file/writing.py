"""A document as TOML, in the order it is given: what a form saves."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

Document = dict[str, dict[str, Any]]
"""Tables by name, each of keys with what TOML holds: text, numbers, switches, lists, tables."""


def toml(document: Mapping[str, Mapping[str, Any]]) -> str:
    """The text, which `load` reads as this document again."""
    return "\n".join(_table(name, keys) for name, keys in document.items())


def _table(name: str, keys: Mapping[str, Any]) -> str:
    pairs = "".join(f"{key} = {_value(value)}\n" for key, value in keys.items())
    return f"[{name}]\n{pairs}"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return f"{value}".lower()
    if isinstance(value, list):
        return f"[{', '.join(_value(item) for item in value)}]"
    if isinstance(value, dict):
        inside = ", ".join(f"{key} = {_value(item)}" for key, item in value.items())
        return f"{{{inside}}}"
    return _text(value) if isinstance(value, str) else f"{value}"


def _text(text: str) -> str:
    """A basic string (TOML 1.0): JSON's escapes are among its own; it wants one more."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
