"""The OpenAPI description, completed: examples, every error, and what headers mean.

FastAPI writes down what it knows from the types. What all operations share is added here once,
so that no operation can forget it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import Any

from service.web.api.shapes.base import examples
from service.web.api.shapes.problems import ProblemDocument
from service.web.problem_kinds import KINDS
from service.web.problems import MEDIA_TYPE

Json = dict[str, Any]
JSON = "application/json"
_REF = "#/components/schemas/"
_PROBLEM = {"$ref": f"{_REF}ProblemDocument"}
_SECONDS = {"description": "Seconds to wait.", "schema": {"type": "integer"}}
_TAG = {"description": "Of the very answer.", "schema": {"type": "string"}}
_LINK = {"description": 'The next page, as rel="next".', "schema": {"type": "string"}}
_WORDLESS = {304: "You hold it already: it is what `If-None-Match` names."}


def described(spec: Json) -> Json:
    """The same description with all of that."""
    schemas = spec["components"]["schemas"]
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    _add_problem(schemas)
    for name, found in examples().items():
        schemas[name]["examples"] = found
    for method, operation in operations(spec):
        _complete(method, operation, schemas)
    return spec


def operations(spec: Json) -> Iterator[tuple[str, Json]]:
    """Every operation with its method."""
    for methods in spec["paths"].values():
        yield from methods.items()


def _add_problem(schemas: Json) -> None:
    made = ProblemDocument.model_json_schema(ref_template=f"{_REF}{{model}}")
    schemas.update(made.pop("$defs"))
    schemas["ProblemDocument"] = made


def _complete(method: str, operation: Json, schemas: Json) -> None:
    responses = operation["responses"]
    for status in (*map(int, responses), *_shared(operation)):
        if status >= HTTPStatus.BAD_REQUEST:
            responses[f"{status}"] = _problem(status)
    _show_examples([operation.get("requestBody", {}), *responses.values()], schemas)
    read = responses.get("200", {})
    if method == "get" and JSON in read.get("content", {}):
        read.setdefault("headers", {})["ETag"] = _TAG
        responses["304"] = {"description": _WORDLESS[304]}
        if any(one["name"] == "cursor" for one in operation.get("parameters", ())):
            read["headers"]["Link"] = _LINK
    operation["responses"] = dict(sorted(responses.items()))


def _shared(operation: Json) -> Iterator[int]:
    """Errors that come by what an operation takes, whatever it does."""
    yield from (500, 503)
    if "security" in operation:
        yield from (401, 409, 429)
    if "requestBody" in operation:
        yield from (400, 413, 415)


def _problem(status: int) -> Json:
    """An error, with an example of each kind there is of its status."""
    kinds = [kind for kind in KINDS if kind.status == status]
    shown = {
        kind.code: {
            "value": {
                "type": kind.type,
                "code": kind.code,
                "title": kind.title,
                "status": kind.status,
                "detail": kind.meaning,
            }
        }
        for kind in kinds
    }
    waits = status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}
    headers = {"headers": {"Retry-After": _SECONDS}} if waits else {}
    return {
        "description": " ".join(f"`{kind.code}`: {kind.meaning}" for kind in kinds),
        "content": {MEDIA_TYPE: {"schema": _PROBLEM, "examples": shown}},
        **headers,
    }


def _show_examples(places: Iterable[Json], schemas: Json) -> None:
    for place in places:
        media = place.get("content", {}).get(JSON)
        if media is not None:
            found = list(_examples(media["schema"], schemas))
            named = {f"{number}": {"value": one} for number, one in enumerate(found, 1)}
            media["examples"] = named


def _examples(schema: Json, schemas: Json) -> Iterator[Any]:
    for one in schema.get("anyOf", [schema]):
        yield from schemas[one["$ref"].removeprefix(_REF)].get("examples", [])
