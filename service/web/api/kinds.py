"""The kinds of errors, each at the address that errors name as their `type`. No token needed."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from service.web.api.route import ApiRoute
from service.web.api.shapes.problems import Kinds, KindShown
from service.web.problem_kinds import BY_CODE, KINDS, Kind
from service.web.problems import missing

router = APIRouter(prefix="/problems", tags=["errors"], route_class=ApiRoute)


@router.get("")
def read_problems() -> Kinds:
    """Every kind of error that this API answers with."""
    return Kinds(problems=[_shown(one) for one in KINDS])


@router.get("/{code}", responses={404: {}})
def read_problem(code: Annotated[str, Path(max_length=100, examples=["not-found"])]) -> KindShown:
    """One kind of error: what it means, and what to do."""
    found = BY_CODE.get(code)
    if found is None:
        raise missing("kind of error")
    return _shown(found)


def _shown(one: Kind) -> KindShown:
    return KindShown(
        code=one.code,
        status=one.status,
        title=one.title,
        meaning=one.meaning,
        next_step=one.next_step,
    )
