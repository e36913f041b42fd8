"""What all shapes have in common."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

LONGEST_KEY, LONGEST_NAME = 4096, 100
AT = "2026-11-24T09:15:00Z"

IdOf = Literal["calendar", "visit", "follow-up", "answer", "token", "browser", "feed", "account"]


class Shown(BaseModel):
    """An answer: read-only, and nothing in it that is not named."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Given(BaseModel):
    """A request: of the very types that are asked for, and never repeated in an error."""

    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)


def example(**fields: Any) -> ConfigDict:
    """A whole example of a shape; a test holds it to the shape."""
    return ConfigDict(json_schema_extra={"examples": [fields]})


def examples() -> dict[str, object]:
    """All whole examples, by the name of their shape.

    FastAPI leaves null out of what it writes down, and an example without it would be wrong.
    """
    shapes = (*Shown.__subclasses__(), *Given.__subclasses__())
    extras = {shape.__name__: shape.model_config.get("json_schema_extra") for shape in shapes}
    return {name: extra["examples"] for name, extra in extras.items() if isinstance(extra, dict)}


def id_of(what: IdOf) -> dict[str, Any]:
    """Marks what names something of a person's, so that a test can try another person's."""
    return {"x-id-of": what}


def mended(text: Any) -> Any:
    """Half characters, which strangers' files hold, become question marks: JSON has none."""
    return text.encode("utf-8", "replace").decode() if isinstance(text, str) else text


Text = Annotated[str, BeforeValidator(mended)]
"""What somebody else wrote."""

Key = Annotated[str, Field(max_length=LONGEST_KEY)]
