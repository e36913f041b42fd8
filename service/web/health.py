"""Is the process up, and can it do its work? For supervisors and load balancers."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from service.store.heartbeats import SILENT, last_beat
from service.store.store import Store

log = logging.getLogger(__name__)

_FRESH = {"Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What there is to ask."""

    store: Store
    clock: Callable[[], datetime]

    def routes(self) -> list[Route]:
        """`/healthz` asks nobody; `/readyz` asks the database and for the worker's heartbeat."""
        return [
            Route("/healthz", self.alive, methods=["GET"]),
            Route("/readyz", self.ready, methods=["GET"]),
        ]

    def alive(self, _request: Request) -> Response:
        """The process answers. Restarting it would not mend a database, so none is asked."""
        return PlainTextResponse("ok\n", headers=_FRESH)

    def ready(self, _request: Request) -> Response:
        """200 when both are well, else 503, and which one is not."""
        try:
            with self.store.read() as tx:
                last = last_beat(tx)
        except Exception as error:  # noqa: BLE001 (whatever it is, we are not ready)
            log.error("the database cannot be read: %s", type(error).__name__)  # noqa: TRY400
            return _told(database="unreachable", worker="unknown")
        return _told(database="ok", worker=self._worker(last))

    def _worker(self, last: datetime | None) -> str:
        if last is None:
            return "never seen"
        return "ok" if self.clock() - last <= SILENT else "silent"


def _told(*, database: str, worker: str) -> Response:
    well = (database, worker) == ("ok", "ok")
    status = HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE
    retry = {} if well else {"Retry-After": "10"}
    return JSONResponse({"database": database, "worker": worker}, status, headers=_FRESH | retry)
