"""One's own feed: how it stands, a new address, no address, and a trial."""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus

from fastapi import APIRouter, Response

from service.desk import feeds
from service.store.feeds import feed
from service.store.values import FeedState
from service.web import clients, trial
from service.web.deps import Asking, Here
from service.web.links import feed_links, qr_svg
from service.web.problems import missing
from service.web.schemas import FeedAddress, FeedIssued, FeedShown, FeedTried

router = APIRouter(prefix="/feed", tags=["feed"])

CAUTION = (
    "Whoever has this address can read your follow-ups. The links to Google and Outlook carry it"
    " into their logs and your browser's history; a new address makes this one worthless."
)


@router.get("")
def read(here: Here, person: Asking) -> FeedShown:
    """How your feed stands, and when and by whom it was last fetched."""
    with here.store.read() as tx:
        return _shown(feed(tx, person))


@router.post("/rotate", status_code=HTTPStatus.CREATED)
def rotate(here: Here, person: Asking) -> FeedIssued:
    """Make a new address. The one before, if there was one, is withdrawn at once."""
    token = feeds.issue(here.store, person, now=here.clock())
    here.wake(person)  # so that a first feed is soon written
    links = feed_links(here.base_url, token)
    return FeedIssued(**asdict(links), qr_svg=qr_svg(links), caution=CAUTION)


@router.post("/revoke", status_code=HTTPStatus.NO_CONTENT)
def revoke(here: Here, person: Asking) -> Response:
    """Withdraw the address without a new one. Calendars that subscribed to it let go."""
    feeds.revoke(here.store, person, now=here.clock())
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.post("/test")
def test(here: Here, person: Asking, given: FeedAddress) -> FeedTried:
    """Fetch your feed by its address, as a calendar would, and hear what came of it."""
    token = feeds.own_token(here.store, person, given.address, base_url=here.base_url)
    if token is None:
        raise missing("feed")
    return trial.tried(feed_links(here.base_url, token).address)


def _shown(state: FeedState | None) -> FeedShown:
    if state is None:
        return FeedShown(
            issued=False,
            state="none",
            modified=None,
            last_fetch=None,
            last_client=None,
            expect=clients.NO_FEED,
        )
    name, expect = clients.told(state.last_client if state.last_fetch else None)
    return FeedShown(
        issued=not state.revoked,
        state="withdrawn" if state.revoked else "works",
        modified=state.modified,
        last_fetch=state.last_fetch,
        last_client=name or state.last_client or None,
        expect=clients.WITHDRAWN if state.revoked else expect,
    )
