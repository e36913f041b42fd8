"""Errors as they are told (RFC 9457)."""

from __future__ import annotations

from pydantic import Field

from service.web.api.shapes.base import Shown, example


class FaultShown(Shown):
    """One thing that is wrong in a request."""

    where: str = Field(examples=["body.address"])
    what: str = Field(examples=["Field required"])


class ProblemDocument(Shown):
    """What is wrong. Programs go by `code`, or by `type`, which is an address that explains it."""

    type: str = Field(examples=["/api/v1/problems/not-found"])
    code: str = Field(examples=["not-found"])
    title: str = Field(examples=["There is no such thing"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["You have no such calendar."])
    next_step: str | None = Field(default=None, description="What to do about it.")
    faults: list[FaultShown] | None = Field(
        default=None, description="Everything that is wrong in the request, where it is."
    )


class KindShown(Shown):
    """A kind of error: what it means, whenever it comes."""

    code: str
    status: int
    title: str
    meaning: str
    next_step: str

    model_config = example(
        code="not-found",
        status=404,
        title="There is no such thing",
        meaning="It was never there, it is gone, or it is somebody else's.",
        next_step="List what there is, and use an id from there.",
    )


class Kinds(Shown):
    """All of them."""

    problems: list[KindShown]

    model_config = example(
        problems=[
            {
                "code": "not-found",
                "status": 404,
                "title": "There is no such thing",
                "meaning": "It was never there, it is gone, or it is somebody else's.",
                "next_step": "List what there is, and use an id from there.",
            }
        ]
    )
