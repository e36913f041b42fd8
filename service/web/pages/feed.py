"""The feed: how it stands, who fetches it, and an address that is shown this once."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse
from markupsafe import Markup
from starlette.responses import Response

from service.desk import feeds
from service.desk.feeds import FeedStanding, Overtaken
from service.desk.reach import reach
from service.web import clients, trial
from service.web.access import Acting, Form, Signed, Visitor
from service.web.alarms import ALARMS
from service.web.api.shapes.feed import FeedTried
from service.web.deps import Here, House
from service.web.links import feed_links, qr_svg
from service.web.pages.paper import page

router = APIRouter()

PATH = "/feed"
QUIET_DAYS = 2
"""Even Google comes every day: a feed that nobody fetched for longer has lost its subscriber."""

NOT_YOURS = (
    "This is not an address of your feed. Copy all of it, from https:// to .ics; if you no longer"
    " have it, make a new one below."
)


@router.get(PATH)
def shown(request: Request, here: Here, signed: Visitor) -> Response:
    """How it stands."""
    return _page(request, here, signed)


@router.post(PATH + "/new")
def new(request: Request, here: Here, signed: Acting, fields: Form) -> Response:
    """A new address, in this very answer: only its hash is kept.

    The form says which address it is to replace, so that a browser that sends it again, as
    phones do when they come back to a page, doesn't cut off who has just subscribed.
    """
    try:
        token = feeds.issue(
            here.store, signed.person, now=here.clock(), instead=fields.one("instead")
        )
    except Overtaken:
        return RedirectResponse(f"{PATH}?did=feed_new_already", HTTPStatus.SEE_OTHER)
    here.wake(signed.person)
    return issued(request, here, signed, token)


@router.post(PATH + "/revoke")
def revoke(here: Here, signed: Acting) -> Response:
    """No address any more."""
    feeds.revoke(here.store, signed.person, now=here.clock())
    return RedirectResponse(f"{PATH}?did=feed_revoked", HTTPStatus.SEE_OTHER)


@router.post(PATH + "/test")
def test(request: Request, here: Here, signed: Acting, fields: Form) -> Response:
    """Fetch it as a calendar would. Whoever has the address is shown its links again."""
    pasted = fields.one("address")
    token = feeds.own_token(here.store, signed.person, pasted, base_url=here.base_url)
    if token is None:
        return _page(request, here, signed, fault=NOT_YOURS, pasted=pasted)
    tried = trial.tried(feed_links(here.base_url, token).address)
    return issued(request, here, signed, token, tried=tried)


def issued(  # noqa: PLR0913 (keywords: on which occasion the address is shown)
    request: Request,
    here: House,
    signed: Signed,
    token: str,
    *,
    tried: FeedTried | None = None,
    begun: bool = False,
) -> Response:
    """The address with all the ways to add it; an answer that nobody keeps."""
    links = feed_links(here.base_url, token)
    code = Markup(qr_svg(links))  # noqa: S704 (drawn here, and holds nothing but lines)
    values = {"links": links, "code": code, "tried": tried, "begun": begun}
    status = HTTPStatus.OK
    return page(
        request, signed, "feed_address.html", status=status, **values, **_place(here.base_url)
    )


def _page(
    request: Request, here: House, signed: Signed, *, fault: str = "", pasted: str = ""
) -> Response:
    with here.store.read() as tx:
        feed = feeds.standing(tx, signed.person)
    client, expect = clients.told(feed.last_client if feed.last_fetch else None)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK
    values = {
        "feed": feed,
        "client": client or "An app we don't know by name",
        "expect": expect,
        "quiet": _quiet_days(feed, here),
        "clients": [(one.name, one.expect, ALARMS.get(one.name, "")) for one in clients.CLIENTS],
        "fault": fault,
        "pasted": pasted,
    }
    return page(request, signed, "feed.html", status=status, **values, **_place(here.base_url))


def _quiet_days(feed: FeedStanding, here: House) -> int:
    """For how many days nobody came who used to; 0: nothing to wonder about."""
    if feed.state != "works" or feed.last_fetch is None:
        return 0
    days = (here.clock() - feed.last_fetch).days
    return days if days >= QUIET_DAYS else 0


def _place(base_url: str) -> dict[str, object]:
    """From where the address can be reached, as the page tells it."""
    parts = urlsplit(base_url)
    return {
        "reach": reach(base_url),
        "host": parts.hostname or "",
        "secure": parts.scheme == "https",
    }
