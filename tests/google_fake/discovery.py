"""Google's own description of its interface: which method a request means, what it may say.

The document lies in google-api-python-client, so it needs no network.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from googleapiclient.discovery_cache import get_static_doc


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    id: str
    verb: str
    path: re.Pattern[str]
    parameters: Mapping[str, Mapping[str, Any]]
    scopes: frozenset[str]
    request: str | None
    response: str | None


@cache
def document() -> dict[str, Any]:
    text = get_static_doc("calendar", "v3")
    if text is None:
        raise LookupError("google-api-python-client came without calendar.v3.json")
    read: dict[str, Any] = json.loads(text)
    return read


@cache
def methods() -> tuple[Method, ...]:
    found = (_method(raw) for raw in _walk(document()["resources"]))
    # The most literal path first: `events/import` is no event's id.
    return tuple(sorted(found, key=lambda method: method.path.pattern.count("(?P")))


def find(verb: str, path: str) -> tuple[Method, dict[str, str]] | None:
    """The method of a path below `/calendar/v3/`, and the (still quoted) ids in it."""
    for method in methods():
        match = method.path.fullmatch(path) if method.verb == verb else None
        if match:
            return method, match.groupdict()
    return None


def _walk(resources: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for resource in resources.values():
        yield from resource.get("methods", {}).values()
        yield from _walk(resource.get("resources", {}))


def _method(raw: Mapping[str, Any]) -> Method:
    pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", raw["path"])
    common = document()["parameters"]
    return Method(
        id=raw["id"].removeprefix("calendar."),
        verb=raw["httpMethod"],
        path=re.compile(pattern),
        parameters={**common, **raw.get("parameters", {})},
        scopes=frozenset(raw.get("scopes", ())),
        request=raw.get("request", {}).get("$ref"),
        response=raw.get("response", {}).get("$ref"),
    )
