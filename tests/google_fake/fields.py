"""Partial responses: `fields=items(id,start/date),nextSyncToken`.

A name that the schema doesn't have is a 400, as at Google; a forgotten `nextSyncToken` is simply
not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tests.google_fake import discovery
from tests.google_fake.refused import Refused

Tree = dict[str, "Tree"]
"""What to keep; an empty tree keeps everything below."""
TOKENS = re.compile(r"[\w$*-]+|[(),/]")


def select(body: Any, selection: str, schema: str) -> Any:
    """What the selection leaves of an answer. Raises the 400 for a name that doesn't exist."""
    tree, rest = _parse(list(TOKENS.findall(selection)))
    if rest or _unbalanced(selection) or "".join(TOKENS.findall(selection)) != selection:
        raise _no_field(selection)
    _check(tree, {"$ref": schema})
    return _kept(body, tree)


def _parse(tokens: list[str]) -> tuple[Tree, list[str]]:
    tree: Tree = {}
    while tokens and tokens[0] != ")":
        tokens = _path(tree, tokens)
        if tokens and tokens[0] == ",":
            tokens = tokens[1:]
    return tree, tokens


def _path(tree: Tree, tokens: list[str]) -> list[str]:
    below = tree.setdefault(tokens[0], {})
    rest = tokens[1:]
    if rest and rest[0] == "/":
        return _path(below, rest[1:])
    if rest and rest[0] == "(":
        inner, rest = _parse(rest[1:])
        below.update(inner)
        return rest[1:]
    return rest


def _unbalanced(selection: str) -> bool:
    return selection.count("(") != selection.count(")")


def _check(tree: Tree, raw: dict[str, Any]) -> None:
    known = dict(_properties(raw))
    for name, below in tree.items():
        if name == "*" or not known:
            continue
        if name not in known:
            raise _no_field(name)
        _check(below, known[name])


def _properties(raw: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    while "$ref" in raw or raw.get("type") == "array":
        raw = discovery.document()["schemas"][raw["$ref"]] if "$ref" in raw else raw["items"]
    yield from raw.get("properties", {}).items()


def _kept(body: Any, tree: Tree) -> Any:
    if not tree:
        return body
    if isinstance(body, list):
        return [_kept(each, tree) for each in body]
    if not isinstance(body, dict):
        return body
    everything = tree.get("*")
    chosen = tree if everything is None else {**dict.fromkeys(body, everything), **tree}
    return {key: _kept(body[key], chosen[key]) for key in body if key in chosen}


def _no_field(name: str) -> Refused:
    return Refused(400, "invalidParameter", f"Invalid field selection {name}", location="fields")
