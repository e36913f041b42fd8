"""A service that may ask for consent at Google, and the stand-in that answers.

with consenting(store) as (service, fake):
    browser = signed(service, person)
    came = connect(browser, fake, "alex.morgan@gmail.com")
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from connectors.contract import AccessLost, CalendarId
from connectors.google import own
from connectors.google.api import Api, OpenGate, hang_up
from connectors.google.auth import GoogleAuthorizer
from connectors.google.connector import GoogleCalendar
from connectors.google.endpoints import Endpoints, OAuthClient
from service.desk.connecting import CALLBACK
from service.desk.parting import Hands
from service.store.renewals import kept_token
from service.watch.equipment import Named
from tests.google_fake.fake import Fake
from tests.google_fake.grants import DEFAULT_CLIENT, DEFAULT_SECRET
from tests.web.running import NOW, Running, running
from tests.web.signing import Browser, Page

ALEX, SAM = "alex.morgan@gmail.com", "sam@initech.com"
CALENDARS = "https://www.googleapis.com/auth/calendar.events.owned"
MORE = "https://www.googleapis.com/auth/calendar.readonly"


@dataclass
class Scene:
    service: Running
    fake: Fake
    authorizer: GoogleAuthorizer
    asked: list[dict[str, str]] = field(default_factory=list)

    def pass_by(self, span) -> None:
        self.service.clock.pass_by(span)
        self.fake.clock.advance(span)


def authorizer_of(fake) -> GoogleAuthorizer:
    urls = {name: getattr(fake.endpoints, name) for name in fake.endpoints.__slots__}
    return GoogleAuthorizer(
        OAuthClient(id=DEFAULT_CLIENT, secret=DEFAULT_SECRET), Endpoints(**urls)
    )


def pusher_of(store, fake):
    """Writes with the token that is kept, as a pass does."""

    class Kept:
        def __init__(self, grant):
            self.grant = grant

        def token(self):
            with store.read() as tx:
                kept = kept_token(tx, self.grant)
            if kept is None:
                raise AccessLost("the account has to be connected again")
            return kept.access_token

        def renew(self, bad_token):
            raise AccessLost("Google no longer accepts our access")

    def made(source):
        api = Api(Kept(source.grant), endpoint=fake.endpoints.api, gate=OpenGate())
        calendar = GoogleCalendar(api=api)
        return Named(calendar=CalendarId(source.address), looks=calendar, writes=calendar)

    return made


def hands_of(store, fake, authorizer, stop=lambda _grant: None) -> Hands:
    pusher = pusher_of(store, fake)

    def close(source, if_empty):
        api = pusher(source).writes.api
        return own.remove(api, CalendarId(source.address), if_empty=if_empty)

    return Hands(authorizer=authorizer, pusher=pusher, close=close, stop=stop, hang_up=hang_up)


@contextmanager
def consenting(store, **options) -> Iterator[Scene]:
    with Fake() as fake:
        fake.clock.freeze(NOW)
        for email in (ALEX, SAM):
            fake.account(email)
        asks = authorizer_of(fake)
        hands = hands_of(store, fake, asks)
        with running(store, authorizer=asks, hands=hands, **options) as service:
            yield Scene(service, fake, asks)
        assert fake.violations == []


def address_on(page: Page) -> str:
    """Where a page of ours sends the browser: by itself, and by its button."""
    assert page.status == 200, page.text
    address = page.headers["Refresh"].partition("url=")[2]
    (button,) = re.findall(r'<a class="button primary" href="([^"]*)"', page.text)
    assert unescape(button) == address
    return address


def begun(browser: Browser, path: str = "/google/connect", **fields: str) -> str:
    """Press the button; the address at Google."""
    return address_on(browser.post(path, **fields))


def back(fake, address: str, email: str, **decision) -> str:
    """Decide on Google's page; the path on which the browser comes back to us."""
    came = urlsplit(fake.consent(address, email, **decision))
    assert came.path == CALLBACK
    return f"{came.path}?{came.query}"


def connect(
    browser: Browser, fake, email: str, path: str = "/google/connect", **fields: str
) -> Page:
    """All of it."""
    return browser.get(back(fake, begun(browser, path, **fields), email))


def asked_for(address: str, **changed: str | None) -> str:
    """The same address with other wishes; None takes one away."""
    parts = urlsplit(address)
    wishes = {**dict(parse_qsl(parts.query)), **changed}
    kept = {name: value for name, value in wishes.items() if value is not None}
    return parts._replace(query=urlencode(kept)).geturl()


def wish(address: str, name: str) -> str:
    """One of the wishes in an address."""
    return parse_qs(urlsplit(address).query)[name][0]
