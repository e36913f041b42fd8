"""One call to Google's interface, through its own client, answered or turned into a reaction.

A thread has one connection, which all people share whose calls it makes; a call carries the
person in its header. So whatever is left of a call that broke off is thrown away with the
connection: the next caller would read the answer meant for this one (facts: google-calendar
0.2). The client sends a request again by itself when a connection ends without an answer
(facts 0.1); ids that we chose, and etags, make that harmless.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple, Protocol

import httplib2
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

from connectors.contract import ConnectorError, Transient
from connectors.google.errors import TROUBLE, QuotaExceeded, Throttled, translated
from connectors.google.items import Item

ENDPOINT: Final = "https://www.googleapis.com/calendar/v3/"
TIMEOUT: Final = 20.0
"""Seconds, for connecting and for each wait on an answer."""

Kind = Literal["read", "write"]
_UNAUTHORIZED: Final = 401
_local = threading.local()
_building = threading.Lock()

# It writes whole addresses at DEBUG, and those hold calendar names and sync tokens.
logging.getLogger("googleapiclient.discovery").setLevel(logging.WARNING)


class Access(Protocol):
    """A person's consent. Both raise `AccessLost` and `Transient`."""

    def token(self) -> str:
        """An access token that should do."""
        ...

    def renew(self, bad_token: str) -> str:
        """Another one than this, which Google refused."""
        ...


class Gate(Protocol):
    """The budgets, which are the service's."""

    def admit(self, kind: Kind) -> None:
        """Return when a call may be made. Raises `Transient` when none may for some time."""
        ...

    def pause(self, wait: timedelta, *, writes_only: bool) -> None:
        """Google has asked this person to wait; with `writes_only` reading may go on."""
        ...


class OpenGate:
    """No budget at all."""

    def admit(self, kind: Kind) -> None:
        """Let everything pass."""

    def pause(self, wait: timedelta, *, writes_only: bool) -> None:
        """Whoever asks next finds out again."""


class Resources(NamedTuple):
    """The parts of Google's client that build requests; without a person, shared by all."""

    events: Any
    channels: Any
    calendars: Any
    calendar_list: Any


def resources(endpoint: str) -> Resources:
    """Built once per process: `service.events()` costs more than the call itself (facts 5.1)."""
    with _building:
        return _built(endpoint)


@lru_cache(maxsize=8)
def _built(endpoint: str) -> Resources:
    service = build(
        "calendar",
        "v3",
        http=httplib2.Http(timeout=TIMEOUT),
        cache_discovery=False,
        static_discovery=True,
        client_options={"api_endpoint": endpoint},
    )
    return Resources(
        events=service.events(),
        channels=service.channels(),
        calendars=service.calendars(),
        calendar_list=service.calendarList(),
    )


class Api:
    """One person's calls. Any thread may use it."""

    def __init__(
        self, access: Access, *, endpoint: str, gate: Gate, timeout: float = TIMEOUT
    ) -> None:
        """`endpoint` ends in `/calendar/v3/`; `timeout` is in seconds."""
        self.resources = resources(endpoint)
        self._access, self._gate, self._timeout = access, gate, timeout

    def call(self, request: Any, kind: Kind) -> Item:
        """The answer to a request of `resources`. Raises `ConnectorError`.

        What comes as a success without being one (cut off, or somebody's web page) is
        `Transient`: what became of a write is open then.
        """
        answer = self._authorized(request, kind)
        if not isinstance(answer, dict):
            raise Transient("the answer of Google did not come whole")
        return answer

    def carry(self, request: Any) -> None:
        """Make a call whose success is an answer of nothing. Raises `ConnectorError`."""
        if self._authorized(request, "write"):
            raise Transient("the answer was not Google's")

    def _authorized(self, request: Any, kind: Kind) -> object:
        self._admit(kind)
        token = self._token(self._access.token)
        try:
            return self._execute(request, token)
        except HttpError as error:
            if error.resp.status != _UNAUTHORIZED:
                raise self._refused(error) from None
        self._admit(kind)
        fresh = self._token(lambda: self._access.renew(token))
        try:
            return self._execute(request, fresh)
        except HttpError as error:
            raise self._refused(error) from None

    def _admit(self, kind: Kind) -> None:
        try:
            self._gate.admit(kind)
        except Transient as later:  # what else was to be written would be told the same
            raise Throttled(f"{later}", retry_after=later.retry_after) from None

    def _refused(self, error: HttpError) -> ConnectorError:
        no = translated(error)
        if isinstance(no, Throttled) and no.retry_after is not None:
            self._gate.pause(no.retry_after, writes_only=isinstance(no, QuotaExceeded))
        return no

    def _token(self, ask: Callable[[], str]) -> str:
        try:
            return ask()
        except TROUBLE as error:
            raise translated(error) from None

    def _execute(self, request: Any, token: str) -> object:
        http = _http(self._timeout)
        request.headers["Authorization"] = f"Bearer {token}"
        try:
            return request.execute(http=http, num_retries=0)
        except HttpError:
            raise
        except BaseException as error:
            http.close()  # httplib2 does so after a timeout, and for nothing else
            if isinstance(error, TROUBLE):
                raise translated(error) from None
            raise


def _http(timeout: float) -> httplib2.Http:
    """This thread's own: a shared one gives answers to the wrong caller (facts 0.2)."""
    kept = _kept()
    if timeout not in kept:
        kept[timeout] = httplib2.Http(timeout=timeout)
        kept[timeout].follow_redirects = False  # they lose the person on the way (facts 5.6)
    return kept[timeout]


def _kept() -> dict[float, httplib2.Http]:
    if not hasattr(_local, "kept"):
        _local.kept = {}
    kept: dict[float, httplib2.Http] = _local.kept
    return kept


def hang_up() -> None:
    """Close this thread's connections; the next call opens its own."""
    for http in _kept().values():
        http.close()
