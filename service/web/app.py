"""The web app, put together."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from typing import Any

from fastapi import FastAPI
from starlette.routing import Route
from starlette.types import ASGIApp

from connectors.consent import Authorizer
from service.desk.parting import Hands
from service.release import release
from service.store.feeds import record_fetch
from service.store.store import Store
from service.store.values import PersonId
from service.telemetry import Page, Telemetry
from service.web import access_log, metrics, robots, static_files
from service.web.allowance import Allowance
from service.web.api import routes
from service.web.api.description import described
from service.web.api.too_large import TooLarge
from service.web.counting import Counting
from service.web.deps import CALLS_A_MINUTE, MISSES_A_MINUTE, House
from service.web.feeds import PATH, Feeds
from service.web.fetches import Fetch, Fetches
from service.web.health import Health
from service.web.misses import Misses
from service.web.open_feed import PATH as OPEN_PATH
from service.web.open_feed import OpenFeed
from service.web.pages import ROUTERS, errors
from service.web.proxies import Networks
from service.web.shield import Shield
from service.web.webhooks import Webhooks

FETCHES_A_MINUTE = 120
LARGEST_REQUEST = 64 * 1024
DESCRIPTION = (
    "Calendars in, follow-ups out: most of what the pages do, for programs; connecting accounts and"
    " writing notes take a browser. Send a personal token as `Authorization: Bearer TOKEN`. Errors"
    " are `application/problem+json`, and their `type` is an address that explains them."
)


def create_app(  # noqa: PLR0913 (keywords, what every part of the web layer is handed)
    store: Store,
    *,
    base_url: str,
    wake: Callable[[PersonId], None],
    clock: Callable[[], datetime],
    trusted_proxies: Networks = (),
    authorizer: Authorizer | None = None,
    hands: Hands | None = None,
    fetches_a_minute: int = FETCHES_A_MINUTE,
    calls_a_minute: int = CALLS_A_MINUTE,
    telemetry: Telemetry | None = None,
    metrics_token: str = "",
) -> FastAPI:
    """Everything that is reached over HTTP.

    `wake` is called after a change has been committed. `base_url` is how the outside reaches
    this service; `trusted_proxies` are believed about who asks. One feed has so many fetches a
    minute, one token so many calls. `authorizer` asks people for their consent at a provider,
    `hands` take leave of it; None: nobody can connect one. `/metrics` is for who has the token.
    """
    fetches = Fetches(lambda noted: _keep(store, noted))
    counted = telemetry or Telemetry(release())
    app = _api(fetches, base_url, counted)
    app.state.house = house = House(
        store=store,
        base_url=base_url,
        wake=wake,
        clock=clock,
        trusted_proxies=trusted_proxies,
        authorizer=authorizer,
        hands=hands,
        calls=Allowance(calls_a_minute),
    )
    feeds = Feeds(store=store, clock=clock, fetches=fetches, allowance=Allowance(fetches_a_minute))
    app.router.routes[:0] = _for_machines(house, feeds, counted, metrics_token)
    errors.handle(app)
    return app


def _for_machines(
    house: House, feeds: Feeds, telemetry: Telemetry, metrics_token: str
) -> list[Route]:
    """What calendars, providers, probes and robots ask for without anybody being signed in."""
    page = Page(registry=telemetry.registry, token=metrics_token)
    pushes = Webhooks(
        store=house.store, clock=house.clock, wake=house.wake, pushed=telemetry.pushed
    )
    return [
        *_feed_routes(feeds, house),  # the first, for they are asked for most
        pushes.route(),
        *Health(store=house.store, clock=house.clock).routes(),
        metrics.route(page),
        robots.route(),
        static_files.route(),
    ]


class _App(FastAPI):
    """The shield is outermost: what the framework itself answers, a 500 say, has it too."""

    def __init__(self, base_url: str, telemetry: Telemetry, **options: Any) -> None:
        super().__init__(**options)
        self._base_url, self._counted = base_url, telemetry

    def openapi(self) -> dict[str, Any]:
        """The description of the API, made once."""
        if not self.openapi_schema:
            self.openapi_schema = described(super().openapi())
        return self.openapi_schema

    def build_middleware_stack(self) -> ASGIApp:
        stack = TooLarge(super().build_middleware_stack(), most=LARGEST_REQUEST)
        shielded = Shield(stack, base_url=self._base_url, stranger=errors.wrong_host)
        return Counting(shielded, self._counted.answered)


def _feed_routes(feeds: Feeds, house: House) -> Iterator[Route]:
    open_ = OpenFeed(
        store=house.store, clock=house.clock, base_url=house.base_url, allowance=feeds.allowance
    )
    misses = Allowance(MISSES_A_MINUTE)  # whoever hammers on dead addresses has one between them
    for path, answer, name in ((PATH, feeds.answer, "feed"), (OPEN_PATH, open_.answer, "open")):
        counted = Misses(answer=answer, allowance=misses, trusted=house.trusted_proxies)
        yield Route(path, counted.answered, methods=["GET"], name=name)


def _api(fetches: Fetches, base_url: str, telemetry: Telemetry) -> FastAPI:
    access_log.guard()
    app = _App(
        base_url,
        telemetry,
        title="Afterword",
        version=release(),
        description=DESCRIPTION,
        openapi_url=f"{routes.PREFIX}/openapi.json",
        docs_url=None,  # both pages would load scripts from other people's servers
        redoc_url=None,
        redirect_slashes=False,  # a feed must never answer with a redirect
        max_body_size=LARGEST_REQUEST,
        lifespan=_lifespan(fetches),
    )
    routes.include(app)
    for page in ROUTERS:
        app.include_router(page, include_in_schema=False)
    return app


def _lifespan(fetches: Fetches) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def running(_app: FastAPI) -> AsyncIterator[None]:
        fetches.start()
        yield
        fetches.stop()

    return running


def _keep(store: Store, noted: list[Fetch]) -> None:
    with store.write() as tx:
        for fetch in noted:
            record_fetch(tx, fetch.token_hash, fetch.client, fetch.at)
