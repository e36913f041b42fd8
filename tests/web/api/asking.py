"""Requests made from the description alone: what a program that reads it would send."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

PREFIX = "/api/v1"
MARK = "x-id-of"


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    about: dict = field(repr=False)

    @property
    def name(self):
        return f"{self.method} {self.path.removeprefix(PREFIX)}"

    @property
    def needs_token(self):
        return bool(self.about.get("security"))


def operations(spec):
    return [
        Operation(method.upper(), path, about)
        for path, methods in spec["paths"].items()
        for method, about in methods.items()
    ]


def kinds_of_ids(spec, operation):
    """What ids the operation takes: what each is of, by where it goes."""
    found = {
        (one["in"], one["name"]): one["schema"][MARK]
        for one in operation.about.get("parameters", ())
        if MARK in one["schema"]
    }
    for name, schema in _body(spec, operation).get("properties", {}).items():
        if MARK in schema:
            found["body", name] = schema[MARK]
    return found


def requests(spec, operation, ids):
    """Every way to ask with these ids, all else as in the examples; with how it is asked."""
    places = kinds_of_ids(spec, operation)
    for chosen in itertools.product(*(ids[kind] for kind in places.values())):
        yield from _spread(spec, operation, dict(zip(places, chosen, strict=True)))


def ask(service, operation, token, sent):
    path, query, given = sent
    asked = f"{path.removeprefix(PREFIX)}{f'?{urlencode(query)}' if query else ''}"
    return service.call(asked, token, method=operation.method, given=given)


def _spread(spec, operation, chosen):
    """What is one of a few words is sent in each of them."""
    path, query = operation.path, {}
    for one in operation.about.get("parameters", ()):
        value = chosen.get((one["in"], one["name"]), _example(one["schema"]))
        if one["in"] == "path":
            path = path.replace(f"{{{one['name']}}}", quote(str(value), safe=""))
        elif one["required"] or (one["in"], one["name"]) in chosen:
            query[one["name"]] = value
    body = _body(spec, operation)
    given = json.loads(json.dumps(body["examples"][0])) if body else None
    if given is not None:
        given |= {name: value for (place, name), value in chosen.items() if place == "body"}
    words = _words(operation, body) if chosen else {}
    for kind in words.get("kind", [None]):
        if kind is None:
            yield path, query, given
        elif given and "kind" in given:
            yield path, query, given | {"kind": kind}
        else:
            yield path, query | {"kind": kind}, given


def _words(operation, body):
    parameters = {one["name"]: one["schema"] for one in operation.about.get("parameters", ())}
    schemas = parameters | body.get("properties", {})
    return {name: schema["enum"] for name, schema in schemas.items() if "enum" in schema}


def _example(schema):
    return schema.get("examples", [None])[0]


def _body(spec, operation):
    media = operation.about.get("requestBody", {}).get("content", {}).get("application/json")
    if media is None:
        return {}
    schema = media["schema"]
    ref = schema.get("anyOf", [schema])[0]["$ref"]
    return spec["components"]["schemas"][ref.rpartition("/")[2]]
