"""Who is signed in, told by a cookie; and what a form needs on top of that.

The cookie holds a token whose hash is a row (`service.store.access`): to end the row is to end
the session. Idle and absolute ends follow OWASP ASVS 5, 7.3; a session is never taken over from
what a browser brings along, it is always made anew when somebody signs in.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Annotated, Final
from urllib.parse import urlsplit

from fastapi import Depends, Request
from starlette.responses import Response

from service.desk.settings import me_of
from service.domain.policy import Me
from service.store import access as store_access
from service.store.access import BrowserSession
from service.store.faults import Unavailable
from service.store.people import person as find_person
from service.store.seal import hash_token, new_token
from service.store.store import Reader, Store, Writer
from service.store.values import PersonId
from service.web import clients, cookies, csrf
from service.web.deps import Here, House
from service.web.forms import Form, FormFields
from service.web.problems import Refusal

__all__ = ["Acting", "Form", "FormFields", "Signed", "Visitor"]

COOKIE: Final = "afterword"
IDLE: Final = timedelta(days=30)
LASTS: Final = timedelta(days=90)
TOUCHED_EVERY: Final = timedelta(minutes=1)


class NotSignedIn(Exception):
    """There is no session; `next` is where to go once there is one."""

    def __init__(self, next: str) -> None:  # noqa: A002 (the word the address has)
        super().__init__("nobody is signed in")
        self.next = next


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """The person at the browser. `session` is what the session is known by, for ending it.

    `begun` is False while all is still a rehearsal; `me` says in which zone times are told.
    `readable` is False when the settings, as they are stored, can't be followed.
    """

    person: PersonId
    name: str
    csrf: str = field(repr=False)
    session: bytes = field(repr=False)
    begun: bool
    me: Me
    readable: bool = True


def signed(request: Request, here: Here) -> Signed:
    """Who is signed in. Raises `NotSignedIn`, which leads to the sign-in page."""
    found = present(request, here)
    if found is None:
        raise NotSignedIn(_asked_for(request))
    return found


def acting(request: Request, here: Here, fields: Form) -> Signed:
    """Who sent a form of ours. Raises `NotSignedIn`, or `Refusal` (403) for somebody else's."""
    refuse_strangers(request, here)
    found = signed(request, here)
    if not csrf.matches(fields.one(csrf.FIELD), found.csrf):
        raise Refusal(
            HTTPStatus.FORBIDDEN,
            "This page had been open since before you last signed in, so nothing was changed.",
            "Go back, load the page again, and do it once more.",
        )
    return found


Visitor = Annotated[Signed, Depends(signed)]
Acting = Annotated[Signed, Depends(acting)]


def refuse_strangers(request: Request, here: House, *, nameless: bool = False) -> None:
    """Raises `Refusal` (403) for what a page of another site sent."""
    if csrf.from_elsewhere(request.headers, here.base_url, nameless=nameless):
        raise Refusal(
            HTTPStatus.FORBIDDEN,
            "This was sent from a page of another site, so nothing was changed.",
            f"If it was you, open {here.base_url} and do it there.",
        )


def present(request: Request, here: House) -> Signed | None:
    """Who is signed in, if anybody; and notes that the browser was here."""
    token = request.cookies.get(cookie_name(here.base_url))
    if not token:
        return None
    now, known = here.clock(), hash_token(token)
    with here.store.read() as tx:
        session = store_access.session_by_hash(tx, known)
        if session is None or over(session, now):
            return None
        found = _signed(tx, session, token)
    if found is not None and now - session.seen >= TOUCHED_EVERY:
        _touch(here.store, known, now)
    return found


def over(session: BrowserSession, now: datetime) -> bool:
    """Whether a session signs nobody in any more, by its age or because nobody came for long."""
    return session.expires <= now or session.seen + IDLE <= now


def sign_in(
    tx: Writer, person: PersonId, request: Request, *, instead_of: str | None, now: datetime
) -> str:
    """Open a session and end the one the browser had; the token goes into its cookie."""
    if instead_of:
        known = store_access.session_by_hash(tx, hash_token(instead_of))
        if known is not None:
            store_access.end_session(tx, known.person, known.token_hash)
    token = new_token()
    session = BrowserSession(
        person=person,
        token_hash=hash_token(token),
        created=now,
        seen=now,
        expires=now + LASTS,
        browser=clients.kept(request.headers.get("user-agent")),
    )
    store_access.open_session(tx, session)
    return token


def cookie_name(base_url: str) -> str:
    """Where the browser keeps the session's token."""
    return cookies.name_of(COOKIE, base_url)


def give_cookie(response: Response, token: str, base_url: str) -> None:
    """Let the browser keep the session's token, out of reach of any script."""
    cookies.give(response, COOKIE, token, base_url, lasts=LASTS)


def take_cookie(response: Response, base_url: str) -> None:
    """Let the browser forget it."""
    cookies.take(response, COOKIE, base_url)


def own_path(wanted: str) -> str:
    """A path of this site to go on to; `/` for whatever could lead elsewhere.

    Browsers take a backslash for a slash and leave out line breaks and tabs (WHATWG URL 4.4),
    so none of them may be in it.
    """
    plain = wanted.isascii() and wanted.isprintable() and not {" ", "\\"} & set(wanted)
    if not plain or not wanted.startswith("/") or wanted.startswith(("//", "/sign-")):
        return "/"
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return "/"
    return "/" if parts.scheme or parts.netloc else wanted


def _asked_for(request: Request) -> str:
    if request.method != "GET":
        return "/"  # what was sent is lost, and there may be no page of that address
    query = request.url.query
    return own_path(request.url.path + (f"?{query}" if query else ""))


def _signed(tx: Reader, session: BrowserSession, token: str) -> Signed | None:
    who = find_person(tx, session.person)
    if who is None:
        return None
    me, readable = me_of(tx, who.id)
    return Signed(
        person=who.id,
        name=who.name,
        csrf=csrf.token_for(token),
        session=session.token_hash,
        begun=who.started is not None,
        me=me,
        readable=readable,
    )


def _touch(store: Store, token_hash: bytes, now: datetime) -> None:
    # A page that can be shown is shown, though it cannot be noted that it was.
    with suppress(Unavailable), store.write() as tx:
        store_access.touch_session(tx, token_hash, now=now)
