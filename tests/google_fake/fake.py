"""A Google Calendar on this machine, as strict as the facts make the real one.

with Fake() as fake:
    alex = fake.account("alex@gmail.com")
    token = fake.access_token("alex@gmail.com")
    build("calendar", "v3", client_options={"api_endpoint": fake.api_url}, ...)

fake.person("alex@gmail.com")  plays them in Google's own interface
fake.faults, fake.clock, fake.manners  make the weather
fake.seen                      every request, to be counted
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from traceback import format_exc
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

from tests.google_fake import calendar_page, control
from tests.google_fake.access import AUTH
from tests.google_fake.channels import Channels
from tests.google_fake.clock import Clock
from tests.google_fake.faults import Faults
from tests.google_fake.grants import DEFAULT_CLIENT, Client, Grant, Grants
from tests.google_fake.manners import Manners
from tests.google_fake.person import Person
from tests.google_fake.push import Pushes
from tests.google_fake.service import API, Interface, Seen
from tests.google_fake.sites import AUTH_PATH, CERTS_PATH, REVOKE_PATH, TOKEN_PATH, Sites
from tests.google_fake.wire import Incoming, Reply, Server, html_reply
from tests.google_fake.world import Account, World

EVERYTHING = (AUTH + "calendar",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoints:
    """Where everything is; the values of `AFTERWORD_GOOGLE_*_URL`."""

    api: str
    auth: str
    token: str
    revoke: str
    certs: str

    def variables(self) -> dict[str, str]:
        """As the service wants them in its environment."""
        return {
            f"AFTERWORD_GOOGLE_{name.upper()}_URL": str(getattr(self, name))
            for name in self.__slots__
        }


class Fake:
    """The whole of it. A context manager; `start` and `stop` do the same."""

    def __init__(self, *, manners: Manners | None = None, port: int = 0) -> None:
        self.clock = Clock()
        self.manners = manners or Manners()
        self.world = World(self.clock, self.manners)
        self.grants = Grants(self.world, {DEFAULT_CLIENT: Client()})
        self.faults = Faults()
        self.interface = Interface(self.world, self.grants, self.faults)
        self.pushes = Pushes()
        self.channels = Channels(self.world, self.pushes)
        self.interface.acts |= {
            "events.watch": self.channels.watch,
            "channels.stop": self.channels.stop,
        }
        self.sites = Sites(self.interface)
        self.sites.folders = {
            control.PREFIX: control.Control(self).respond,
            calendar_page.PREFIX: calendar_page.CalendarPage(self.world).respond,
        }
        self._port = port
        self._server: Server | None = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _value: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> Self:
        self._server = Server(self._respond, self._port)
        self.interface.base = self.url
        self.pushes.start()
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def stop(self) -> None:
        if self._server:
            self._server.shutdown()
            self._server.close_all()
            self._server.server_close()
            self._server = None
            self.pushes.stop()

    @property
    def url(self) -> str:
        if self._server is None:
            raise RuntimeError("the fake isn't running")
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def endpoints(self) -> Endpoints:
        return Endpoints(
            api=self.api_url,
            auth=self.url + AUTH_PATH,
            token=self.url + TOKEN_PATH,
            revoke=self.url + REVOKE_PATH,
            certs=self.url + CERTS_PATH,
        )

    @property
    def api_url(self) -> str:
        """For `client_options={"api_endpoint": ...}`."""
        return self.url + API

    def account(self, email: str, *, timezone: str = "America/New_York") -> Account:
        """Somebody with a Google account and an empty calendar of that zone."""
        with self.world.lock:
            return self.world.add_account(email, timezone=timezone)

    def access_token(self, email: str, scopes: tuple[str, ...] = EVERYTHING) -> str:
        """An access token without the dance."""
        grant = Grant(DEFAULT_CLIENT, email, frozenset(scopes))
        with self.world.lock:
            return self.grants.access_token(grant, grant.scopes)

    def client(self, **console: Any) -> Client:
        """Another app, or this one with other settings; the fields of `Client`."""
        made = Client(**console)
        self.grants.clients[made.id] = made
        return made

    def consent(
        self, address: str, email: str, *, scopes: Sequence[str] | None = None, yes: bool = True
    ) -> str:
        """Say yes or no on the page at `address`; where the browser goes then.

        `scopes` are the boxes that get ticked; None ticks all. Raises `Impossible`.
        """
        asked = dict(parse_qsl(urlsplit(address).query))
        ticked = self.sites.consent.choices(asked) if scopes is None else scopes
        with self.world.lock:
            return self.sites.consent.decide(asked, email, ticked, yes=yes)

    def revoke(self, email: str, client: str = DEFAULT_CLIENT) -> None:
        """As the person does it on the page of their account."""
        with self.world.lock:
            self.grants.revoke(client, email)

    def person(self, email: str, calendar: str | None = None) -> Person:
        """Them, in Google's own interface, looking at one of their calendars."""
        return Person(self.world, email, calendar or email)

    def calendar(self, owner: str, summary: str, *, timezone: str = "America/New_York") -> str:
        """Another calendar of theirs; its id."""
        with self.world.lock:
            return self.world.add_calendar(owner, summary=summary, timezone=timezone).id

    def share(self, calendar: str, email: str, role: str | None) -> None:
        """Give somebody a role, or take it away; tokens of this calendar die of it (facts 1.1)."""
        with self.world.lock:
            roles = self.world.calendars[calendar].roles
            roles.pop(email, None)
            if role:
                roles[email] = role
        self.expire_sync_tokens(calendar)

    def label(self, calendar: str, name: str, colour: str = "#9fe1e7") -> str:
        """A new label of a calendar; its id. No event changes, so no delta tells of it."""
        with self.world.lock:
            label = {"id": str(uuid4()), "name": name, "backgroundColor": colour}
            self.world.calendars[calendar].labels.append(label)
            return str(label["id"])

    def expire_sync_tokens(self, calendar: str) -> None:
        """From now on every token handed out for it answers 410."""
        with self.world.lock:
            kept = self.world.calendars[calendar]
            kept.version += 1
            kept.floor = kept.version

    @property
    def seen(self) -> list[Seen]:
        return self.interface.seen

    def count(self, *, user: str | None = None, since: datetime | None = None) -> Counter[str]:
        """How many requests of each kind: `{"events.list": 1, "events.insert": 5}`."""
        return Counter(
            seen.method
            for seen in self.seen
            if user in (None, seen.user) and (since is None or seen.at >= since)
        )

    @property
    def violations(self) -> list[str]:
        """What the oracle found wrong with answers of the fake: has to stay empty."""
        return self.interface.violations

    def _respond(self, incoming: Incoming) -> Reply:
        site = self.interface if incoming.path.startswith(API) else self.sites
        try:
            return site.respond(incoming)
        except Exception:  # noqa: BLE001 - a crash must not look like one of the planned faults
            self.violations.append(format_exc())
            return html_reply("<!doctype html><title>500</title><p>The fake is broken.", 500)
