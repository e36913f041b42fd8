"""Procrastinate on the service's own PostgreSQL: the deliverer of many machines.

It only delivers. No locks of its own, no retries, no schedules in the future: the person's row
excludes, backs off and comes due (facts: engine, "Procrastinate, used narrowly"; bugs 1446,
1543 and 1599 there). Its tables stand in a schema of their own, beside ours.

Imported only where PostgreSQL is used.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final

from procrastinate import App, PsycopgConnector, SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException

from service.store.values import PersonId
from service.worker.attend import Attendance, Attended
from service.worker.local import CHORES_S, deliver_due, process_name, say_alive
from service.worker.pulse import Pulse

_log = logging.getLogger(__name__)

SCHEMA: Final = "procrastinate"
THREADS: Final = 8
BEAT_S: Final = 10.0
GRACE_S: Final = 30.0
_WOKEN, _POLLED = ("wakes", 10), ("polls", 0)
_ATTEND: Final = "afterword.attend"


def address(database_url: str) -> str:
    """The address for psycopg, with Procrastinate's own schema in front."""
    mark = "&" if "?" in database_url else "?"
    return f"{database_url}{mark}options=-csearch_path%3D{SCHEMA}"


def prepare(database_url: str) -> None:
    """Make Procrastinate's tables where they are missing. Raises `ConnectorException`."""
    app = App(connector=SyncPsycopgConnector(conninfo=address(database_url)))
    with app.open():
        if _prepared(app):
            return
        try:
            app.connector.get_sync_connector().execute_query(
                f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"
            )
            app.schema_manager.apply_schema()
        except ConnectorException:  # of many that start together one makes them
            if not _prepared(app):
                raise


def _prepared(app: App) -> bool:
    connector = app.connector.get_sync_connector()
    found = connector.execute_query_one(
        "SELECT to_regclass(%(name)s) IS NOT NULL AS there", name=f"{SCHEMA}.procrastinate_jobs"
    )
    return bool(found["there"])


class Deliverer:
    """Hands people to the cluster's workers. Losing a delivery only costs a sweep."""

    def __init__(self, app: App) -> None:
        self._app = app

    def wake(self, person: PersonId) -> None:
        """Somebody waits for this one; the wake-up itself has been committed."""
        try:
            self._defer(person, _WOKEN)
        except Exception as error:  # noqa: BLE001 - the sweep finds whoever is due
            _log.warning("a wake-up was not delivered: %s", type(error).__name__)

    def poll(self, person: PersonId) -> None:
        """It is this one's time."""
        self._defer(person, _POLLED)

    def _defer(self, person: PersonId, way: tuple[str, int]) -> None:
        queue, priority = way
        job = self._app.configure_task(
            _ATTEND, queue=queue, priority=priority, queueing_lock=f"{queue}/{person}"
        )
        try:
            job.defer(person=person)
        except AlreadyEnqueued:
            return


@contextmanager
def delivering(database_url: str) -> Iterator[Deliverer]:
    """For a process that only serves: deliver to workers elsewhere."""
    # Beside a worker too: its own connections belong to its event loop.
    app = App(connector=SyncPsycopgConnector(conninfo=address(database_url)))
    with app.open():
        yield Deliverer(app)


def run(attendance: Attendance, *, threads: int = THREADS) -> None:
    """Work until SIGTERM or SIGINT; a pass that runs is finished, as far as grace allows.

    When the database restarts this returns, so let systemd or compose start it again.
    """
    url = attendance.store.url
    prepare(url)
    beat = Pulse("heartbeat", BEAT_S, lambda: say_alive(attendance))
    chores = Pulse("chores", CHORES_S, attendance.chores) if attendance.chores else None
    beat.start()
    if chores:
        chores.start()
    try:
        with delivering(url) as deliverer:
            asyncio.run(_work(application(attendance, deliverer), threads))
    finally:
        beat.stop(timeout=1.0)
        if chores:
            chores.stop(timeout=GRACE_S)


def application(attendance: Attendance, deliverer: Deliverer) -> App:
    """The tasks: attend to one person, and once in the whole cluster the sweep."""
    app = App(connector=PsycopgConnector(conninfo=address(attendance.store.url)))

    def attend(person: int) -> None:
        if attendance.attend(PersonId(person)) is Attended.AGAIN:
            deliverer.wake(PersonId(person))

    def sweep(timestamp: int) -> None:  # noqa: ARG001 - Procrastinate tells when it was due
        deliver_due(attendance, deliverer.poll)

    app.task(name=_ATTEND)(attend)
    # The sixth field is the seconds.
    sweeping = app.task(name="afterword.sweep", queue="wakes", queueing_lock="sweep")(sweep)
    app.periodic(cron="* * * * * */5")(sweeping)
    return app


async def _work(app: App, threads: int) -> None:
    # Without this, tasks share asyncio's own few threads (59 against 262 jobs a second).
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(threads))
    async with app.open_async():
        await app.run_worker_async(
            queues=[_WOKEN[0], _POLLED[0]],
            name=process_name(),
            concurrency=threads,
            delete_jobs="always",
            shutdown_graceful_timeout=GRACE_S,
        )
