"""One's own feed: how it stands, a new address, no address, and a trial."""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus

from fastapi import APIRouter, Response

from service.desk import feeds
from service.desk.feeds import FeedStanding
from service.web import clients, trial
from service.web.api.route import ApiRoute
from service.web.api.shapes.feed import FeedAddress, FeedIssued, FeedShown, FeedTried
from service.web.deps import Asking, Here
from service.web.links import feed_links, qr_svg
from service.web.problems import missing

router = APIRouter(prefix="/feed", tags=["feed"], route_class=ApiRoute)

CAUTION = (
    "Whoever has this address can read your follow-ups. The links to Google and Outlook carry it"
    " into their logs and your browser's history; a new address makes this one worthless."
)


@router.get("")
def read_feed(here: Here, person: Asking) -> FeedShown:
    """How your feed stands, and when and by whom it was last fetched."""
    with here.store.read() as tx:
        return _shown(feeds.standing(tx, person))


@router.post("/rotate", status_code=HTTPStatus.CREATED)
def rotate_feed(here: Here, person: Asking) -> FeedIssued:
    """Make a new address. The one before, if there was one, is withdrawn at once."""
    token = feeds.issue(here.store, person, now=here.clock())
    here.wake(person)  # so that a first feed is soon written
    links = feed_links(here.base_url, token)
    told = asdict(links) | {"apple": links.webcal}  # which is what Apple takes as well
    return FeedIssued(**told, qr_svg=qr_svg(links), caution=CAUTION)


@router.post("/revoke", status_code=HTTPStatus.NO_CONTENT)
def revoke_feed(here: Here, person: Asking) -> Response:
    """Withdraw the address without a new one. Calendars that subscribed to it let go."""
    feeds.revoke(here.store, person, now=here.clock())
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.post("/test", responses={404: {}})
def test_feed(here: Here, person: Asking, given: FeedAddress) -> FeedTried:
    """Fetch your feed by its address, as a calendar would, and hear what came of it."""
    token = feeds.own_token(here.store, person, given.address, base_url=here.base_url)
    if token is None:
        raise missing("feed")
    return trial.tried(feed_links(here.base_url, token).address)


def _shown(found: FeedStanding) -> FeedShown:
    name, expect = clients.told(found.last_client if found.last_fetch else None)
    told = {"none": clients.NO_FEED, "withdrawn": clients.WITHDRAWN}
    return FeedShown(
        issued=found.state == "works",
        state=found.state,
        entries=found.entries,
        modified=found.modified,
        last_fetch=found.last_fetch,
        last_client=name or found.last_client or None,
        expect=told.get(found.state, expect),
    )
