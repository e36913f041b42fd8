"""What pages are dressed in: files of our own, read once, kept by browsers for ever.

An address holds the hash of the file, so a new release has new addresses.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

FOLDER = Path(__file__).parent / "static"
PREFIX = "/static/"
TYPES = MappingProxyType(
    {
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".svg": "image/svg+xml; charset=utf-8",
    }
)
KEEP = "public, max-age=31536000, immutable"
ASK = "no-cache"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """One file and what it is known by."""

    octets: bytes
    version: str
    type: str


@cache
def assets() -> dict[str, Asset]:
    """All of them: what is not here is nowhere, whatever a path says."""
    files = (path for path in FOLDER.iterdir() if path.suffix in TYPES)
    return {path.name: _asset(path) for path in files}


def asset(name: str) -> str:
    """The address of a file. Raises `KeyError` for one that is not there."""
    return f"{PREFIX}{name}?v={assets()[name].version}"


def route() -> Route:
    """Where they are."""
    return Route(f"{PREFIX}{{name}}", _served, methods=["GET"], name="static")


def _asset(path: Path) -> Asset:
    octets = path.read_bytes()
    version = hashlib.sha256(octets).hexdigest()[:16]
    return Asset(octets=octets, version=version, type=TYPES[path.suffix])


def _served(request: Request) -> Response:
    found = assets().get(request.path_params["name"])
    if found is None:
        raise HTTPException(404)
    current = request.query_params.get("v") == found.version
    headers = {"Cache-Control": KEEP if current else ASK}
    return Response(found.octets, media_type=found.type, headers=headers)
