"""Every route of the app by the walk, and who may come in, told by what guards it in the code.

    form     `Acting`: a session, from a page of ours, with its token
    page     `Visitor`: a session
    token    `Asking`: a personal token
    own      `Opened`: the link of an entry, in a browser that is known
    tap      `OpenedActing`: the same, from a page of ours, with its token
    open     nothing of these, so it stands in `OPEN` with what guards it instead

What is none of these, or takes something that nobody has said an example of, fails the walk.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fastapi.routing import APIRoute
from starlette.routing import Route

from service.web import access, deps, own_links
from service.web.app import create_app
from tests.web.running import NOW

OPEN = {
    "GET /healthz": "tells that the process answers",
    "GET /readyz": "tells that the database and the worker do",
    "GET /metrics": "a token of the operator's, without which it is not there",
    "GET /robots.txt": "the same for everybody",
    "GET /static/{name}": "the same for everybody",
    "GET /api/v1/openapi.json": "the same for everybody",
    "GET /api/v1/problems": "the same for everybody",
    "GET /api/v1/problems/{code}": "the same for everybody",
    "GET /cal/{token}/followups.ics": "whoever has the address may read the feed",
    "GET /cal/{token}/open-loops.ics": "whoever has the address may read the feed",
    "POST /webhooks/google": "a token of the channel, and it only moves a time",
    "GET /sign-in": "the way in",
    "POST /sign-in": "the way in; refuses strangers, and changes nothing",
    "GET /sign-in/{token}": "shows a button to whoever has the link",
    "POST /sign-in/{token}": "signs in whoever has the link, once; refuses strangers",
    "POST /google/sign-in": "the way in; refuses strangers",
    "GET /oauth/google/callback": "good once, for the browser that asked",
}
WITHOUT_SCHEMA = {"HEAD", "OPTIONS"}


@dataclass(frozen=True)
class Way:
    """One method of one address."""

    method: str
    path: str
    kind: str

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def changes(self) -> bool:
        return self.method != "GET"


class Unclassified(AssertionError):
    """Somebody added a route of which nobody said who may come in."""


def ways(app=None) -> list[Way]:
    """All of them. Raises `Unclassified`."""
    app = app or create_app(None, base_url="http://x.example", wake=print, clock=lambda: NOW)
    return sorted(_walk(app.router.routes), key=lambda one: (one.path, one.method))


def _walk(routes) -> Iterator[Way]:
    for route in routes:
        if hasattr(route, "effective_route_contexts"):  # what FastAPI makes of a router
            for context in route.effective_route_contexts():
                yield from _ways(context.path, context.methods, _guards(context))
        elif isinstance(route, APIRoute):
            yield from _ways(route.path, route.methods, _guards(route))
        elif type(route) is Route:
            yield from _ways(route.path, route.methods, set())
        else:
            raise Unclassified(f"what is {route!r}?")


def _guards(route) -> set[object]:
    if route.dependant is None:
        raise Unclassified(f"what guards {route.path}?")
    return set(_calls(route.dependant))


def _calls(dependant) -> Iterator[object]:
    yield dependant.call
    for one in dependant.dependencies:
        yield from _calls(one)


def _ways(path, methods, guards) -> Iterator[Way]:
    for method in methods - WITHOUT_SCHEMA:
        yield Way(method, path, _kind(f"{method} {path}", method, guards))


def _kind(name, method, guards) -> str:
    found = {
        kind
        for kind, guard in (
            ("form", access.acting),
            ("page", access.signed),
            ("token", deps.asking),
            ("own", own_links.opened),
            ("tap", own_links.opened_acting),
        )
        if guard in guards
    } - ({"page"} if access.acting in guards else set())
    if name in OPEN:
        found = found or {"open"}
    if len(found) != 1 or (found == {"open"}) != (name in OPEN):
        raise Unclassified(f"who may come in at {name}? {found}")
    (kind,) = found
    if (kind, method == "GET") in {("page", False), ("form", True), ("own", False), ("tap", True)}:
        raise Unclassified(f"{name} changes something without a form's token, or reads with one")
    return kind


def holes(path: str) -> list[str]:
    """What stands in braces."""
    return re.findall(r"\{([^}]*)\}", path)
