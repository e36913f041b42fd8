"""Whether a body is what the discovery document says: JSON Schema made of Google's schemas.

Additional properties are errors, on both sides: a field that Google doesn't know is a mistake
of ours or of the fake's.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from jsonschema import Draft7Validator, FormatChecker

from tests.google_fake import discovery
from tests.google_fake.moments import parsed

FORMATS = FormatChecker(formats=("date",))
LOCAL_FORMATS = FormatChecker(formats=("date",))


@FORMATS.checks("date-time", raises=ValueError)
def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or bool(parsed(value))


@LOCAL_FORMATS.checks("date-time", raises=ValueError)
def _is_local_moment(value: object) -> bool:
    return not isinstance(value, str) or bool(datetime.fromisoformat(value))


@LOCAL_FORMATS.checks("int64", raises=ValueError)
@FORMATS.checks("int64", raises=ValueError)
def _is_int64(value: object) -> bool:
    return not isinstance(value, str) or abs(int(value)) < 2**63


def complaints(schema: str, body: object, *, answer: bool = True) -> list[str]:
    """What is wrong with a body, one sentence each; none for a good one.

    In a request a `dateTime` may do without its offset, where a `timeZone` says it.
    """
    errors = _validator(schema, answer).iter_errors(body)
    return [f"{error.json_path}: {error.message}" for error in errors]


@cache
def _definitions() -> dict[str, Any]:
    return {name: _converted(raw) for name, raw in discovery.document()["schemas"].items()}


@cache
def _validator(schema: str, answer: bool) -> Draft7Validator:
    root = {"$ref": f"#/definitions/{schema}", "definitions": _definitions()}
    return Draft7Validator(root, format_checker=FORMATS if answer else LOCAL_FORMATS)


def _converted(raw: Mapping[str, Any]) -> dict[str, Any]:
    if "$ref" in raw:
        return {"$ref": f"#/definitions/{raw['$ref']}"}
    kept = {key: raw[key] for key in ("type", "format", "enum", "pattern") if key in raw}
    if kept.get("type") == "any":
        return {}
    if raw.get("type") == "array":
        kept["items"] = _converted(raw["items"])
    if raw.get("type") == "object":
        kept |= _object(raw)
    return kept


def _object(raw: Mapping[str, Any]) -> dict[str, Any]:
    more = raw.get("additionalProperties")
    return {
        "properties": {key: _converted(value) for key, value in raw.get("properties", {}).items()},
        "additionalProperties": _converted(more) if more else False,
    }
