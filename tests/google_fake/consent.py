"""The consent screen: who asks for what, tick boxes, yes and no."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode, urlsplit

from tests.google_fake import discovery
from tests.google_fake.grants import CODE_LIFE, SIGN_IN, Client, Code, Grant, Grants, canonical
from tests.google_fake.page import page
from tests.google_fake.wire import Incoming, Reply, html_reply

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@dataclass
class Impossible(Exception):
    """What Google shows instead of a consent screen; the app never hears of it."""

    error: str
    sentence: str
    status: int = 400


class Consent:
    """`/o/oauth2/v2/auth`."""

    def __init__(self, grants: Grants) -> None:
        self._grants = grants

    def respond(self, incoming: Incoming) -> Reply:
        asked = {key: values[-1] for key, values in incoming.query.items()}
        try:
            self._check(asked)
        except Impossible as problem:
            body = f"<h1>Error {problem.status}: {problem.error}</h1><p>{escape(problem.sentence)}"
            return html_reply(page("Access blocked", body), problem.status)
        if incoming.verb != "POST":
            return html_reply(page("Sign in with Google", self._form(asked)))
        given = incoming.form_many()
        yes = given.get("decision", [""])[-1] == "continue"
        return _to(self.decide(asked, given["account"][-1], given.get("scope", ()), yes=yes))

    def decide(
        self, asked: Mapping[str, str], email: str, ticked: Sequence[str], *, yes: bool
    ) -> str:
        """Where the browser goes next. Raises `Impossible`."""
        self._check(asked)
        back = {"state": asked["state"]} if "state" in asked else {}
        if not yes:
            return _address(asked["redirect_uri"], back | {"error": "access_denied"})
        scopes = self._granted(asked, email, ticked)
        code = self._code(asked, Grant(asked["client_id"], email, scopes))
        answer = {"code": code, "scope": " ".join(sorted(scopes)), "authuser": "0"}
        return _address(asked["redirect_uri"], back | answer | {"prompt": "consent"})

    def choices(self, asked: Mapping[str, str]) -> list[str]:
        """The scopes with a tick box: there are none when a single one is asked for."""
        more = sorted(canonical(asked["scope"]) - SIGN_IN)
        return more if len(more) > 1 else []

    def _granted(
        self, asked: Mapping[str, str], email: str, ticked: Sequence[str]
    ) -> frozenset[str]:
        wanted = canonical(asked["scope"])
        refused = frozenset(self.choices(asked)) - frozenset(ticked)
        before = self._grants.allowed.get((asked["client_id"], email), frozenset())
        with_old = asked.get("include_granted_scopes") == "true"
        return (wanted - refused) | (before if with_old else frozenset())

    def _code(self, asked: Mapping[str, str], grant: Grant) -> str:
        key = (grant.client, grant.email)
        before = self._grants.allowed.get(key, frozenset())
        first = not grant.scopes <= before
        self._grants.allowed[key] = before | grant.scopes
        code = f"4/0A{secrets.token_urlsafe(60)}"
        self._grants.codes[code] = Code(
            grant=grant,
            redirect_uri=asked["redirect_uri"],
            challenge=asked.get("code_challenge", ""),
            method=asked.get("code_challenge_method", "plain"),
            nonce=asked.get("nonce", ""),
            refreshes=asked.get("access_type") == "offline"
            and (first or "consent" in asked.get("prompt", "")),
            expires=self._grants.world.clock.now() + CODE_LIFE,
        )
        return code

    def _check(self, asked: Mapping[str, str]) -> None:
        client = self._grants.clients.get(asked.get("client_id", ""))
        if client is None:
            raise Impossible("invalid_client", "The OAuth client was not found.", 401)
        if not _registered(client, asked.get("redirect_uri", "")):
            raise Impossible(
                "redirect_uri_mismatch",
                f"The redirect URI {asked.get('redirect_uri')} is not among those of this client.",
            )
        if asked.get("response_type") != "code":
            raise Impossible("invalid_request", "Missing or wrong parameter: response_type")
        unknown = canonical(asked.get("scope", "")) - SIGN_IN - _known_scopes()
        if unknown or not asked.get("scope"):
            raise Impossible("invalid_scope", "Some requested scopes cannot be shown.")

    def _form(self, asked: Mapping[str, str]) -> str:
        hint = asked.get("login_hint")
        people = "".join(
            f'<label><input type="radio" name="account" value="{escape(email)}" required'
            f"{' checked' if email == hint or len(self._grants.world.accounts) == 1 else ''}> "
            f"{escape(email)}</label><br>"
            for email in self._grants.world.accounts
        )
        boxes = "".join(
            f'<label><input type="checkbox" name="scope" value="{escape(scope)}"> '
            f"{escape(_told(scope))}</label><br>"
            for scope in self.choices(asked)
        )
        single = "".join(
            f"<p>{escape(_told(scope))}</p>"
            for scope in sorted(canonical(asked["scope"]) - SIGN_IN)
            if not boxes
        )
        return (
            f"<h1>An app wants access to your Google Account</h1>"
            f'<form method="post"><fieldset><legend>Choose an account</legend>{people}</fieldset>'
            f"<fieldset><legend>What it may do</legend>{boxes}{single}</fieldset>"
            '<button name="decision" value="continue">Continue</button> '
            '<button name="decision" value="cancel" formnovalidate>Cancel</button></form>'
        )


def _registered(client: Client, uri: str) -> bool:
    parts = urlsplit(uri)
    if client.desktop:
        return parts.scheme == "http" and parts.hostname in LOOPBACK
    return bool(parts.netloc) and (not client.redirect_uris or uri in client.redirect_uris)


def _known_scopes() -> frozenset[str]:
    return frozenset(discovery.document()["auth"]["oauth2"]["scopes"])


def _told(scope: str) -> str:
    return str(discovery.document()["auth"]["oauth2"]["scopes"][scope]["description"])


def _address(uri: str, answer: Mapping[str, str]) -> str:
    return f"{uri}{'&' if '?' in uri else '?'}{urlencode(answer)}"


def _to(address: str) -> Reply:
    return Reply(status=302, headers={"Location": address})
