"""The words that our own paths are made of: all that a log may repeat of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fastapi import FastAPI
from starlette.routing import BaseRoute


def words(app: FastAPI) -> frozenset[str]:
    """Of every route there is; what a path has in braces is somebody's own."""
    return frozenset(
        part for path in _paths(app.routes) for part in path.split("/") if part and "{" not in part
    )


def _paths(routes: Iterable[BaseRoute]) -> Iterator[str]:
    for route in routes:
        # FastAPI keeps what was included as it was, beside the prefix it was given.
        included = getattr(route, "original_router", None)
        if included is None:
            yield str(getattr(route, "path", ""))
        else:
            yield str(route.include_context.prefix)  # type: ignore[attr-defined]
            yield from _paths(included.routes)
