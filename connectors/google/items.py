"""What is in an answer, by its type: whatever else stands there is as good as nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Item = Mapping[str, object]


def text(item: Item, key: str) -> str:
    """The text under a key, else ""."""
    found = item.get(key)
    return found if isinstance(found, str) else ""


def part(item: Item, key: str) -> Item:
    """The object under a key, else an empty one."""
    found = item.get(key)
    return found if isinstance(found, dict) else {}


def parts(item: Item, key: str) -> Sequence[Item]:
    """The objects in the list under a key."""
    found = item.get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else ()


def texts(item: Item, key: str) -> Sequence[str]:
    """The texts in the list under a key."""
    found = item.get(key)
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else ()


def number(item: Item, key: str) -> int:
    """The number under a key, else 0."""
    found = item.get(key)
    return found if isinstance(found, int) and not isinstance(found, bool) else 0
