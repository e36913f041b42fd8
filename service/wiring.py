"""The composition root: the only module that names a provider or builds a connector.

Everything below is handed what it needs; nothing below knows what it is made of.
"""

from __future__ import annotations

import random
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, NoReturn
from zoneinfo import ZoneInfo

import uvicorn

from connectors.consent import Authorizer
from connectors.contract import CalendarId, Transient
from connectors.published import PublishedCalendar, Reader
from connectors.transport import Network
from service import logs
from service.budget import Budgets, Limits
from service.delivery import chores
from service.desk.parting import Hands
from service.desk.reach import reach
from service.domain.policy import Policy
from service.domain.recognise.screen import screen
from service.domain.survey import LOOK_BACK, window
from service.machine_zone import machine_zone
from service.pacing import Rest
from service.release import release
from service.settings import Settings
from service.store import leases
from service.store.budgets import Urgency
from service.store.grants import stored_grant
from service.store.renewals import TokenShelf
from service.store.seal import Seal, embedded_key
from service.store.store import Store
from service.store.store import open_store as open_database
from service.store.values import GrantId, PersonId, Source
from service.store.watches import urgency_of
from service.telemetry import Page, Standing, Telemetry
from service.telemetry.budgets import BudgetsLeft
from service.telemetry.looks import CountedLooks
from service.telemetry.page import listening
from service.watch import Equipment
from service.watch.equipment import Named, Puller
from service.web import webhooks
from service.web.app import create_app
from service.web.cookies import secure
from service.web.words import words
from service.worker import deliverers
from service.worker.attend import Attendance, Attended
from service.worker.chores import Watcher, Watches
from service.worker.deliverers import Deliverer, elsewhere, own_threads

if TYPE_CHECKING:
    from connectors.google.api import Api

GRACE_S = 20
"""How long open requests are waited for at the end."""


def clock() -> datetime:
    """The one clock of the service."""
    return datetime.now(UTC)


def seal(settings: Settings) -> Seal:
    """The machine's keys; an embedded database has a key file beside it."""
    return Seal.from_keys(settings.keys or (embedded_key(settings.key_file),))


def open_store(settings: Settings) -> Store:
    """The database, its tables up to date. Raises what `service.store.store.open_store` does."""
    return open_database(settings.database_url, seal=seal(settings))


def authorizer(settings: Settings) -> Authorizer | None:
    """What asks for consent at Google; None: the operator has no client there."""
    if settings.google is None:
        return None
    from connectors.google.auth import GoogleAuthorizer  # noqa: PLC0415 - a third of a second
    from connectors.google.endpoints import Endpoints, OAuthClient  # noqa: PLC0415

    client = OAuthClient(id=settings.google.client_id, secret=settings.google.client_secret)
    return GoogleAuthorizer(client, Endpoints(**settings.google.urls))


@contextmanager
def attending(
    settings: Settings,
    store: Store,
    telemetry: Telemetry | None = None,
    google: _Google | None = None,
) -> Iterator[Attendance]:
    """What it takes to attend to anybody on this machine, the reading processes included.

    `google` is the process's own, if it has one already: there is one budget for all of it.
    """
    readers, counted = _Readers(), telemetry or Telemetry(release())
    reached = google or _google(settings, store, counted)
    try:
        yield _attendance(settings, store, readers, counted, reached)
    finally:
        readers.close()


class _Readers:
    """A reading process for each thread: a calendar that takes long must not hold up others."""

    def __init__(self) -> None:
        self._own = threading.local()
        self._all: list[Reader] = []

    def own(self) -> Reader:
        """That of the calling thread; its process starts with the first calendar."""
        reader: Reader | None = getattr(self._own, "reader", None)
        if reader is None:
            reader = self._own.reader = Reader()
            self._all.append(reader)
        return reader

    def close(self) -> None:
        """End all the processes."""
        for reader in self._all:
            reader.close()


def _attendance(
    settings: Settings, store: Store, readers: _Readers, telemetry: Telemetry, google: _Google
) -> Attendance:
    def connect(source: Source, policy: Policy, now: datetime) -> Puller:
        if source.grant is not None:
            return google.connect(source, now)
        calendar = PublishedCalendar(
            address=source.address,
            home=ZoneInfo(policy.me.timezone),  # for times that tell no zone
            reader=readers.own(),
            # In a calendar that is dedicated every event counts, whatever it says.
            screen=None if policy.recognise.calendars else screen(policy),
            window=window(now),
            allow_hosts=settings.allow_hosts,
            base_url=settings.base_url,
            accepted=source.last_read is not None,
            network=Network(contact=settings.contact),
        )
        return CountedLooks(inner=calendar, kind=source.kind, telemetry=telemetry)

    # Dice for jitter are no secret: they only keep machines from asking all at once.
    equipment = Equipment(
        connect=connect,
        home=machine_zone(),
        dice=random.random,
        rest=google.rest,
        found=google.found,
        base=settings.base_url,
    )
    return Attendance(
        store=store,
        equipment=equipment,
        clock=clock,
        observed=telemetry.passed,
        chores=chores(settings, store, clock, google.chores),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Google:
    """Google as one process reaches it: one budget, and one access to each account."""

    connect: Callable[[Source, datetime], Puller]
    found: Callable[[Source, Policy], CalendarId] | None = None
    rest: Rest | None = None
    chores: Callable[[], object] | None = None
    hands: Hands | None = None


def _google(settings: Settings, store: Store, telemetry: Telemetry) -> _Google:
    """Connects calendars at Google. Where the operator has no client there, nothing is loaded."""
    consents = authorizer(settings)
    if consents is None or settings.google is None:
        return _Google(connect=_no_google)
    from connectors.google.api import hang_up  # noqa: PLC0415 - a third of a second

    there = _Accounts(settings=settings, store=store, telemetry=telemetry, consents=consents)
    watches = _watches(settings, store, telemetry, there.watcher)
    hands = Hands(
        authorizer=consents,
        pusher=lambda source: there.connect(source, clock()),
        close=there.close,
        stop=watches.stop if watches else lambda _grant: None,
        hang_up=hang_up,
    )
    return _Google(
        connect=there.connect,
        found=there.found,
        rest=Rest(store=store, kind="google", dice=random.random),
        chores=watches.attend if watches else None,
        hands=hands,
    )


def hands(settings: Settings, store: Store) -> Hands | None:
    """What takes leave of accounts, for a command; None: the operator has no client there."""
    return _google(settings, store, Telemetry(release())).hands


class _Accounts:
    """Accounts at Google, each reached by an access that all threads of the process share."""

    def __init__(
        self, *, settings: Settings, store: Store, telemetry: Telemetry, consents: Authorizer
    ) -> None:
        from connectors.google.single_flight import Accesses  # noqa: PLC0415 - as in _google

        self._settings, self._store, self._telemetry = settings, store, telemetry
        self._consents, self._accesses = consents, Accesses()
        self._budgets = Budgets(store, clock=clock, refused=telemetry.sent_away)

    def connect(self, source: Source, now: datetime) -> Named:
        """A calendar of an account, to be read and written."""
        from connectors.google.connector import GoogleCalendar  # noqa: PLC0415 - as in _google
        from connectors.google.scopes import reads_labels  # noqa: PLC0415

        with self._store.read() as tx:
            reads, grant = urgency_of(tx, source), stored_grant(tx, source.grant or GrantId(0))
        made = GoogleCalendar(
            api=self._api(source.grant or GrantId(0), reads),
            since=now - LOOK_BACK,
            reads_labels=grant is not None and reads_labels(grant.scopes),
            source={"title": "Afterword", "url": self._settings.base_url},
        )
        counted = CountedLooks(inner=made, kind=source.kind, telemetry=self._telemetry)
        return Named(calendar=CalendarId(source.address), looks=counted, writes=made)

    def found(self, source: Source, policy: Policy) -> CalendarId:
        """The calendar of an account that is for the follow-ups alone, made if there is none."""
        from connectors.google.own import found  # noqa: PLC0415 - as in _google

        api = self._api(source.grant or GrantId(0), "waiting")
        return found(api, mark=self._mark(source), timezone=policy.me.timezone)

    def close(self, source: Source, if_empty: bool) -> bool:  # noqa: FBT001 - as `Hands` says it
        """Delete such a calendar; whether it is gone."""
        from connectors.google.own import remove  # noqa: PLC0415 - as in _google

        api = self._api(source.grant or GrantId(0), "waiting")
        return remove(api, CalendarId(source.address), if_empty=if_empty)

    def watcher(self, grant: GrantId) -> Watcher:
        """What has Google tell of an account's changes."""
        from connectors.google.connector import GoogleCalendar  # noqa: PLC0415 - as in _google

        return GoogleCalendar(api=self._api(grant, "renewal"))

    def _mark(self, source: Source) -> str:
        """By which ours is known again: of this service, this person and this account alone."""
        with self._store.read() as tx:
            grant = stored_grant(tx, source.grant or GrantId(0))
        client = self._settings.google.client_id if self._settings.google else ""
        of = (client, self._settings.base_url, source.person, grant.subject if grant else "")
        return sha256("\0".join(map(str, of)).encode()).hexdigest()[:16]

    def _api(self, grant: GrantId, reads: Urgency) -> Api:
        from connectors.google.api import Api  # noqa: PLC0415 - as in _google
        from connectors.google.endpoints import Endpoints  # noqa: PLC0415
        from connectors.google.single_flight import SharedAccess  # noqa: PLC0415

        def access() -> SharedAccess:
            shelf = TokenShelf(self._store, grant, clock)
            return SharedAccess(shelf, self._consents, clock=clock)

        assert self._settings.google is not None  # noqa: S101 - who has no client gets no accounts
        endpoint = Endpoints(**self._settings.google.urls).api
        gate = self._budgets.gate(grant, reads=reads)
        return Api(self._accesses.of(grant, access), endpoint=endpoint, gate=gate)


def _watches(
    settings: Settings, store: Store, telemetry: Telemetry, watcher: Callable[[GrantId], Watcher]
) -> Watches | None:
    address = push_address(settings)
    if address is None:
        return None
    return Watches(
        store=store,
        watcher=watcher,
        address=address,
        clock=clock,
        dice=random.random,
        renewed=telemetry.renewed,
    )


def push_address(settings: Settings) -> str | None:
    """Where Google may send messages to; None: it could not, so calendars are asked only."""
    if settings.google is None:
        return None
    # Google demands https. A stand-in on this machine reaches what is here.
    here = settings.google.urls.get("api", "").startswith("http:")
    by_google = secure(settings.base_url) and reach(settings.base_url) == "anywhere"
    return settings.base_url + webhooks.PATH if here or by_google else None


def _no_google(_source: Source, _now: datetime) -> NoReturn:
    raise Transient("this service has no client at Google any more: tell its operator")


def attend_now(settings: Settings, store: Store, person: PersonId) -> None:
    """One pass for one person, here and now; nothing if somebody else is at it."""
    with store.write() as tx:
        leases.wake(tx, person, now=clock())
    with attending(settings, store) as attendance:
        while attendance.attend(person) is Attended.AGAIN:
            pass


def serve(settings: Settings, store: Store, *, with_worker: bool) -> None:
    """The web, and the worker in the same process, until SIGTERM or SIGINT."""
    logs.configure(settings.log)
    signal.signal(signal.SIGTERM, _leave)
    telemetry = Telemetry(release())
    telemetry.registry.register(Standing(store, clock))
    if settings.google is not None:
        telemetry.registry.register(BudgetsLeft(store=store, clock=clock, limits=Limits()))
    google = _google(settings, store, telemetry)
    with _delivering(settings, store, telemetry, google, with_worker=with_worker) as deliverer:

        def wake(person: PersonId) -> None:
            with store.write() as tx:
                leases.wake(tx, person, now=clock())
            deliverer.wake(person)

        app = create_app(
            store,
            base_url=settings.base_url,
            wake=wake,
            clock=clock,
            trusted_proxies=settings.trusted_proxies,
            authorizer=google.hands.authorizer if google.hands else None,
            hands=google.hands,
            telemetry=telemetry,
            metrics_token=settings.metrics_token,
        )
        logs.speak(words(app))
        uvicorn.run(
            app,
            host=settings.host,
            port=settings.port,
            log_config=None,  # `service.logs` writes all there is to write
            timeout_graceful_shutdown=GRACE_S,
            proxy_headers=False,  # whom to believe is a setting of its own (service.web.proxies)
            server_header=False,
        )


def _leave(*_: object) -> NoReturn:
    """End as after the last line: uvicorn, once it has shut down, raises its signal anew.

    By the signal's own way the process would be gone before the worker has finished its passes,
    and whoever it attended to would wait for their lease to run out.
    """
    raise SystemExit(0)


def work(settings: Settings, store: Store) -> None:
    """Only the worker, until SIGTERM or SIGINT: of many on PostgreSQL, or alone on SQLite."""
    logs.configure(settings.log)
    telemetry = Telemetry(release())
    page = Page(registry=telemetry.registry, token=settings.metrics_token)
    with (
        listening(page, settings.host, settings.worker_metrics_port),
        attending(settings, store, telemetry) as attendance,
    ):
        deliverers.work(attendance)


@contextmanager
def _delivering(
    settings: Settings, store: Store, telemetry: Telemetry, google: _Google, *, with_worker: bool
) -> Iterator[Deliverer]:
    if with_worker:
        with (
            attending(settings, store, telemetry, google) as attendance,
            own_threads(attendance) as deliverer,
        ):
            yield deliverer
    else:
        with elsewhere(store) as deliverer:
            yield deliverer
