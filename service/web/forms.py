"""What a form carries: `application/x-www-form-urlencoded`, and nothing else is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, Request

from service.web.problems import Refusal

MEDIA_TYPE = "application/x-www-form-urlencoded"
MOST_FIELDS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class FormFields:
    """The fields in the order they were sent; what was typed may be a secret."""

    fields: tuple[tuple[str, str], ...] = field(repr=False)

    def one(self, name: str) -> str:
        """The value, without the spaces around it; empty where there is none."""
        return next((value.strip() for key, value in self.fields if key == name), "")

    def all(self, name: str) -> list[str]:
        """Every value of that name: of ticked boxes, say."""
        return [value.strip() for key, value in self.fields if key == name]


async def form(request: Request) -> FormFields:
    """The form that was sent; the app bounds its size. Raises `Refusal` (415, 400)."""
    sent = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if sent != MEDIA_TYPE:
        raise Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "This is not what a form sends.")
    body = await request.body()
    try:
        read = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError:
        raise Refusal(HTTPStatus.BAD_REQUEST, "This form cannot be read.") from None
    return FormFields(fields=tuple(read))


Form = Annotated[FormFields, Depends(form)]
