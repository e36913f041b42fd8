"""Query parameters, held to the discovery document: unknown, misspelt and ill-typed ones are 400.

Google lets some unknown parameters pass. The fake doesn't, or a misspelt `singleEvent` would go
unseen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.google_fake.moments import parsed
from tests.google_fake.refused import Refused, invalid, required

Query = Mapping[str, Sequence[str]]


def check(parameters: Mapping[str, Mapping[str, Any]], query: Query) -> None:
    """Raise the 400 for the first parameter that can't be."""
    for name, values in query.items():
        known = parameters.get(name)
        if known is None or known.get("location") == "path":
            raise Refused(400, "invalidParameter", f"Unknown parameter: {name}", location=name)
        if len(values) > 1 and not known.get("repeated"):
            raise invalid(f"{name} may be given once.", name)
        for value in values:
            _check_value(name, known, value)
    for name, known in parameters.items():
        if known.get("required") and known.get("location") == "query" and name not in query:
            raise required(f"Required parameter: {name}")


def _check_value(name: str, known: Mapping[str, Any], value: str) -> None:
    try:
        fits = _fits(known, value)
    except ValueError:
        fits = False
    if not fits:
        raise Refused(
            400, "invalidParameter", f"Invalid value for {name}: {value!r}", location=name
        )


def _fits(known: Mapping[str, Any], value: str) -> bool:
    if known.get("enum") and value not in known["enum"]:
        return False
    if known["type"] == "boolean":
        return value in ("true", "false")
    if known["type"] == "integer":
        number = int(value)
        return int(known.get("minimum", number)) <= number <= int(known.get("maximum", number))
    if known.get("format") == "date-time":
        return bool(parsed(value))
    return True
