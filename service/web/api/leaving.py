"""Taking everything along, and deleting everything."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Response

from service.desk.export import export
from service.desk.leaving import NotConfirmed, leave, what_goes
from service.web.api.route import ApiRoute
from service.web.api.shapes.account import Confirmed, Everything, ReceiptShown
from service.web.deps import Asking, Here
from service.web.problems import Refusal

router = APIRouter(tags=["you"], route_class=ApiRoute)

ZIP = "application/zip"
_FILE = {"schema": {"type": "string", "format": "binary"}, "example": "the bytes of a ZIP"}


@router.get("/export", response_class=Response, responses={200: {"content": {ZIP: _FILE}}})
def read_export(here: Here, person: Asking) -> Response:
    """All that is stored of you, as a ZIP of JSON, iCalendar and vCard (docs/export.md)."""
    body = export(here.store, person, now=here.clock())
    shown = {"Content-Disposition": 'attachment; filename="afterword.zip"'}
    return Response(body, media_type=ZIP, headers={**shown, "Cache-Control": "no-store"})


@router.get("/me/delete")
def read_what_goes(here: Here, person: Asking) -> Everything:
    """What would be deleted."""
    return Everything(goes=list(what_goes(here.store, person)))


@router.post("/me/delete")
def delete_everything(here: Here, person: Asking, given: Confirmed) -> ReceiptShown:
    """Delete all that is stored of you, at once and for good; your name confirms it.

    Your tokens go with it: this answer is the last one.
    """
    try:
        receipt = leave(here.store, person, name=given.name, hands=here.hands, now=here.clock())
    except NotConfirmed:
        raise Refusal(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "This is not your name, so nothing was deleted.",
            "Send the name that GET /api/v1/me tells.",
            code="not-confirmed",
        ) from None
    return ReceiptShown(
        at=receipt.at, gone=list(receipt.gone), left=list(receipt.left), text=receipt.text
    )
