"""The web app, put together."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version

from fastapi import APIRouter, FastAPI

from service.store.feeds import record_fetch
from service.store.store import Store
from service.store.values import PersonId
from service.web import access_log, feed_api, journal, planned, problems, sources
from service.web.allowance import Allowance
from service.web.deps import House
from service.web.feeds import Feeds
from service.web.fetches import Fetch, Fetches
from service.web.health import Health

API = "/api/v1"
FETCHES_A_MINUTE = 120
LARGEST_REQUEST = 64 * 1024


def create_app(
    store: Store,
    *,
    base_url: str,
    wake: Callable[[PersonId], None],
    clock: Callable[[], datetime],
    fetches_a_minute: int = FETCHES_A_MINUTE,
) -> FastAPI:
    """Everything that is reached over HTTP.

    `wake` has a person attended to soon; it is called after the change it is about has been
    committed. `base_url` is how the outside reaches this service. `fetches_a_minute` bounds
    the fetches of one feed.
    """
    access_log.guard()
    fetches = Fetches(lambda noted: _keep(store, noted))
    app = _api(fetches)
    app.state.house = House(store=store, base_url=base_url, wake=wake, clock=clock)
    feeds = Feeds(store=store, clock=clock, fetches=fetches, allowance=Allowance(fetches_a_minute))
    app.router.routes[:0] = [feeds.route(), *Health(store=store, clock=clock).routes()]
    problems.handle(app)
    return app


def _api(fetches: Fetches) -> FastAPI:
    app = FastAPI(
        title="Afterword",
        version=_version(),
        description="Sources in, follow-ups out. Errors are `application/problem+json`.",
        openapi_url=f"{API}/openapi.json",
        docs_url=None,  # both pages would load scripts from other people's servers
        redoc_url=None,
        redirect_slashes=False,  # a feed must never answer with a redirect
        max_body_size=LARGEST_REQUEST,
        lifespan=_lifespan(fetches),
    )
    api = APIRouter(prefix=API)
    for part in (sources, planned, journal, feed_api):
        api.include_router(part.router)
    app.include_router(api)
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


def _version() -> str:
    try:
        return version("afterword")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "dev"
