"""Consent at Google: the dance of OAuth, on google-auth-oauthlib.

A Flow remembers whom it is for, and a shared one has handed tokens to the wrong person (facts:
google-calendar 0.3); so each call makes its own, and what has to be remembered between the two
halves (the PKCE verifier, 0.9) is handed out and in. State is the caller's: random, known by
its hash, used once; an answer comes here after that.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final

import requests
from google_auth_oauthlib.flow import Flow
from oauthlib.oauth2 import OAuth2Error

from connectors.consent import Begun, ConsentFailed, Fresh, Grant, Reach
from connectors.contract import AccessLost, Transient
from connectors.google.endpoints import Endpoints, OAuthClient
from connectors.google.errors import ScopeMissing
from connectors.google.identity import Certificates, identity_of, nonce_of
from connectors.google.items import Item, text, texts
from connectors.google.scopes import BOXES, SCOPES, missing
from connectors.google.token_endpoint import TIMEOUT, fresh_of, post, seconds

_OPERATORS: Final = frozenset({"invalid_client", "unauthorized_client", "redirect_uri_mismatch"})
_PASSING: Final = frozenset({"server_error", "temporarily_unavailable"})
_OPERATOR_WAIT: Final = timedelta(hours=1)


class GoogleAuthorizer:
    """An `Authorizer`. Threads may share one: it holds nothing of anybody's."""

    def __init__(self, client: OAuthClient, endpoints: Endpoints) -> None:
        self._client, self._endpoints = client, endpoints
        self._certificates = Certificates(endpoints.certs)
        if endpoints.token.startswith("http:"):
            # oauthlib takes plain http by this word only; `Endpoints` has seen that it is loopback.
            os.environ.setdefault("OAUTHLIB_INSECURE_TRANSPORT", "1")

    def begin(self, redirect_uri: str, *, state: str, reach: Reach, hint: str = "") -> Begun:
        """Where to send the browser, and the verifier to keep. Touches no network.

        Calendars want a refresh token, and Google gives one for sure only when it asks anew
        (facts 4.2). Of these a hundred live per account, so a mere sign-in asks for none.
        """
        with self._flow(redirect_uri, SCOPES[reach]) as flow:
            asks = "select_account" if reach == "identity" else "consent"
            lasting = {"access_type": "online" if reach == "identity" else "offline"}
            meant = {"login_hint": hint} if hint else {}
            flow.code_verifier = secrets.token_urlsafe(96)  # 128 letters, the most (RFC 7636 4.1)
            nonce = nonce_of(flow.code_verifier)
            address, _state = flow.authorization_url(
                state=state, prompt=asks, nonce=nonce, **lasting, **meant
            )
            return Begun(address=address, verifier=flow.code_verifier)

    def complete(
        self,
        redirect_uri: str,
        *,
        answer: Mapping[str, str],
        verifier: str,
        reach: Reach,
        now: datetime,
    ) -> Grant:
        """Who allowed what. Raises `ConsentFailed`, `Transient`."""
        code = _code(answer)
        self._certificates.at(now)  # before the code is spent, for it is good once
        told = self._exchange(redirect_uri, code, verifier)
        fresh = fresh_of(told, now=now)
        granted = frozenset(texts(told, "scope"))
        _check_boxes(reach, granted)
        who = identity_of(
            text(told, "id_token"),
            self._certificates,
            client_id=self._client.id,
            nonce=nonce_of(verifier),
            now=now,
        )
        if reach != "identity" and fresh.refresh_token is None:
            raise ConsentFailed("Google gave access for an hour only. Try again.", why="stale")
        lasts = seconds(told, "refresh_token_expires_in")
        ends = None if lasts is None else now + lasts
        return Grant(subject=who.subject, email=who.email, scopes=granted, fresh=fresh, ends=ends)

    def refresh(self, refresh_token: str, scopes: frozenset[str], *, now: datetime) -> Fresh:
        """Another access token, for `scopes`: those that were granted (facts 0.8).

        Raises `AccessLost` (`ScopeMissing` if one of them no longer is), `Transient`.
        """
        asked = {"grant_type": "refresh_token", "refresh_token": refresh_token}
        form = {**asked, **self._credentials(), "scope": " ".join(sorted(scopes))}
        _status, told = post(self._endpoints.token, form)
        if "error" in told:
            raise _unrenewed(text(told, "error"))
        return fresh_of(told, now=now)

    def revoke(self, token: str) -> None:
        """All of this account's consent to us ends, in every scope. Raises `Transient`.

        Also when it had ended before: then Google knows no such token.
        """
        _status, told = post(self._endpoints.revoke, {"token": token})
        if "error" in told and text(told, "error") not in ("invalid_token", "invalid_grant"):
            raise Transient("Google did not take the access back")

    def _exchange(self, redirect_uri: str, code: str, verifier: str) -> Item:
        # Without scopes of its own: oauthlib raises a warning when fewer were granted.
        with self._flow(redirect_uri, None) as flow:
            flow.code_verifier = verifier
            try:
                told = flow.fetch_token(code=code, timeout=TIMEOUT, include_client_id=True)
            except OAuth2Error as error:
                raise _unexchanged(error) from None
            except (requests.RequestException, OSError) as error:
                raise Transient(f"Google could not be reached ({type(error).__name__})") from None
            except (ValueError, TypeError, AttributeError):  # its parser, on what is no answer
                raise Transient("what came was no answer of Google's") from None
        found: Item = told
        return found

    def _credentials(self) -> dict[str, str]:
        return {"client_id": self._client.id, "client_secret": self._client.secret}

    @contextmanager
    def _flow(self, redirect_uri: str, scopes: tuple[str, ...] | None) -> Iterator[Any]:
        """One of its own, whose connections end with it."""
        config = {
            **self._credentials(),
            "auth_uri": self._endpoints.auth,
            "token_uri": self._endpoints.token,
        }
        flow = Flow.from_client_config({"web": config}, scopes, redirect_uri=redirect_uri)
        flow.oauth2session.max_redirects = 0
        with flow.oauth2session:
            yield flow


def _code(answer: Mapping[str, str]) -> str:
    error, code = answer.get("error", ""), answer.get("code", "")
    if error == "access_denied":
        raise ConsentFailed("You said no at Google, so nothing was connected.", why="declined")
    if error in _PASSING:
        raise Transient("Google had no time for this just now")
    if error:
        raise _refused(error)
    if not code:
        message = "Google sent nothing along. Please begin again."
        raise ConsentFailed(message, why="untrusted")
    return code


def _check_boxes(reach: Reach, granted: frozenset[str]) -> None:
    left = missing(reach, granted)
    if left:
        boxes = ", and ".join(BOXES[scope] for scope in left)
        message = f"At Google a box was not ticked: {boxes}. Try again, and tick it there."
        raise ConsentFailed(message, why="unticked", missing=frozenset(left))


def _unexchanged(error: OAuth2Error) -> ConsentFailed | Transient:
    word = str(error.error)
    if word == "invalid_grant":
        return ConsentFailed("That took too long, or was done before. Begin again.", why="stale")
    if word in _OPERATORS:
        return _refused(word)
    return Transient("Google did not take the consent just now")


def _refused(word: str) -> ConsentFailed:
    """For the operator; only Google's own words for it are repeated, not what an address holds."""
    known = f" ({word})" if word in _OPERATORS else ""
    message = f"Google does not accept this service as it is set up{known}. Its operator can help."
    return ConsentFailed(message, why="refused")


def _unrenewed(word: str) -> AccessLost | Transient:
    """By the word alone (facts 4.3). What is the operator's to mend pauses nobody."""
    if word == "invalid_grant":
        return AccessLost("Google no longer accepts our access")
    if word == "invalid_scope":
        return ScopeMissing("the box for the calendar was not ticked")
    if word in _OPERATORS:
        message = f"Google does not accept this service as it is set up ({word})"
        return Transient(message, retry_after=_OPERATOR_WAIT)
    return Transient("Google did not renew our access just now")
