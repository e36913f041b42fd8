"""One request to the interface, as its method sees it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.google_fake.discovery import Method
from tests.google_fake.world import Account, Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    method: Method
    path: Mapping[str, str]
    query: Mapping[str, Sequence[str]]
    body: Item = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    account: Account
    scopes: frozenset[str]
    client: str
    base: str  #: `http://127.0.0.1:1234`

    def flag(self, name: str) -> bool:
        return self.text(name) == "true"

    def text(self, name: str, default: str = "") -> str:
        return self.query.get(name, [default])[0]

    def many(self, name: str) -> Sequence[str]:
        return self.query.get(name, ())

    def number(self, name: str, default: int) -> int:
        return int(self.text(name, str(default)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a method says; `before` is done when the world is free again, before it is sent."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    before: Callable[[], None] | None = None
