"""`/token` and `/revoke`: codes into tokens, refresh tokens into access tokens, and the end."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from tests.google_fake.grants import USERINFO, Client, Code, Grant, Grants, canonical
from tests.google_fake.signing import Signer
from tests.google_fake.wire import Incoming, Reply, json_reply

EXPIRED = "Token has been expired or revoked."


@dataclass
class OAuthError(Exception):
    """RFC 6749 5.2, as Google words it."""

    error: str
    description: str
    status: int = 400


class Tokens:
    def __init__(self, grants: Grants, signer: Signer) -> None:
        self._grants, self._signer = grants, signer

    def token(self, incoming: Incoming) -> Reply:
        form = incoming.form()
        acts = {"authorization_code": self._exchange, "refresh_token": self._refresh}
        act = acts.get(form.get("grant_type", ""))
        if act is None:
            return _refusal(OAuthError("unsupported_grant_type", "Invalid grant_type"))
        try:
            with self._grants.world.lock:
                client = self._client(incoming.headers.get("Authorization", ""), form)
                return json_reply(act(client, form))
        except OAuthError as error:
            return _refusal(error)

    def revoke(self, incoming: Incoming) -> Reply:
        text = incoming.form().get("token") or incoming.query.get("token", [""])[-1]
        with self._grants.world.lock:
            token = self._grants.access.get(text) or self._grants.living_refresh(text)
            if token is None:
                return _refusal(OAuthError("invalid_token", EXPIRED))
            self._grants.revoke(token.grant.client, token.grant.email)
        return json_reply({})

    def _client(self, header: str, form: Mapping[str, str]) -> Client:
        name, secret = form.get("client_id", ""), form.get("client_secret", "")
        if header.startswith("Basic "):
            pair = base64.b64decode(header[6:]).decode()
            name, secret = (unquote(part) for part in pair.split(":", 1))
        client = self._grants.clients.get(name)
        if client is None:
            raise OAuthError("invalid_client", "The OAuth client was not found.", 401)
        if not secrets.compare_digest(client.secret, secret):
            raise OAuthError("invalid_client", "Unauthorized", 401)
        return client

    def _exchange(self, client: Client, form: Mapping[str, str]) -> dict[str, Any]:
        code = self._grants.codes.pop(form.get("code", ""), None)
        if code is None or code.grant.client != client.id:
            raise OAuthError("invalid_grant", "Malformed auth code.")
        if code.expires <= self._grants.world.clock.now():
            raise OAuthError("invalid_grant", "Bad Request")
        if code.redirect_uri != form.get("redirect_uri"):
            raise OAuthError("redirect_uri_mismatch", "Bad Request")
        _check_verifier(code, form.get("code_verifier", ""))
        answer = self._answer(code.grant, code.grant.scopes, code.nonce)
        if code.refreshes:
            answer |= {"refresh_token": self._grants.refresh_token(code.grant)} | self._ends(code)
        return answer

    def _refresh(self, client: Client, form: Mapping[str, str]) -> dict[str, Any]:
        text = form.get("refresh_token", "")
        token = self._grants.living_refresh(text)
        if token is None:
            raise OAuthError("invalid_grant", EXPIRED)
        if token.grant.client != client.id:
            raise OAuthError("unauthorized_client", "Unauthorized", 401)
        wanted = canonical(form.get("scope", "")) or token.scopes
        if not wanted <= token.scopes:
            raise OAuthError("invalid_scope", "Some requested scopes were invalid.")
        answer = self._answer(token.grant, wanted, "")
        if self._grants.world.manners.rotate_refresh_tokens:
            del self._grants.refresh[text]
            answer["refresh_token"] = self._grants.refresh_token(token.grant)
        return answer

    def _ends(self, code: Code) -> dict[str, int]:
        life = self._grants.refresh_life(code.grant.scopes)
        return {"refresh_token_expires_in": int(life.total_seconds())} if life else {}

    def _answer(self, grant: Grant, scopes: frozenset[str], nonce: str) -> dict[str, Any]:
        life = self._grants.world.manners.access_token_life
        answer = {
            "access_token": self._grants.access_token(grant, scopes),
            "expires_in": int(life.total_seconds()),
            "scope": " ".join(sorted(scopes)),
            "token_type": "Bearer",
        }
        if "openid" in scopes:
            answer["id_token"] = self._id_token(grant, scopes, nonce)
        return answer

    def _id_token(self, grant: Grant, scopes: frozenset[str], nonce: str) -> str:
        account = self._grants.world.accounts[grant.email]
        claims: dict[str, Any] = {"aud": grant.client, "azp": grant.client, "sub": account.subject}
        if USERINFO + "email" in scopes:
            claims |= {"email": account.email, "email_verified": True}
        if nonce:
            claims["nonce"] = nonce
        return self._signer.id_token(claims, now=self._grants.world.clock.now())


def _check_verifier(code: Code, verifier: str) -> None:
    if not code.challenge:
        return
    if not verifier:
        raise OAuthError("invalid_grant", "Missing code verifier.")
    digest = hashlib.sha256(verifier.encode()).digest()
    hashed = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    if code.challenge != (hashed if code.method == "S256" else verifier):
        raise OAuthError("invalid_grant", "Invalid code verifier.")


def _refusal(error: OAuthError) -> Reply:
    body = {"error": error.error, "error_description": error.description}
    return json_reply(body, error.status)
