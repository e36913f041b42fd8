"""Everything beside the interface: consent, tokens, certificates, the person's page, control."""

from __future__ import annotations

from collections.abc import Callable

from tests.google_fake.consent import Consent
from tests.google_fake.page import page
from tests.google_fake.service import Interface
from tests.google_fake.signing import Signer
from tests.google_fake.tokens import Tokens
from tests.google_fake.wire import Incoming, Reply, html_reply, json_reply

AUTH_PATH, TOKEN_PATH, REVOKE_PATH = "/o/oauth2/v2/auth", "/token", "/revoke"
CERTS_PATH, JWKS_PATH = "/oauth2/v1/certs", "/oauth2/v3/certs"


class Sites:
    def __init__(self, interface: Interface) -> None:
        self._interface = interface
        self.signer = Signer()
        self.consent = Consent(interface.grants)
        self._tokens = Tokens(interface.grants, self.signer)
        self.pages: dict[str, Callable[[Incoming], Reply]] = {
            AUTH_PATH: self.consent.respond,
            TOKEN_PATH: lambda incoming: self._suffer("oauth.token", incoming, self._tokens.token),
            REVOKE_PATH: lambda incoming: self._suffer(
                "oauth.revoke", incoming, self._tokens.revoke
            ),
            CERTS_PATH: lambda _: json_reply(self.signer.certificates()),
            JWKS_PATH: lambda _: json_reply(self.signer.jwks()),
        }
        self.folders: dict[str, Callable[[Incoming], Reply]] = {}

    def respond(self, incoming: Incoming) -> Reply:
        exact = self.pages.get(incoming.path)
        if exact:
            return exact(incoming)
        for prefix, respond in self.folders.items():
            if incoming.path.startswith(prefix):
                return respond(incoming)
        return html_reply(page("Not found", "<h1>404</h1><p>There is nothing here."), 404)

    def _suffer(self, method: str, incoming: Incoming, act: Callable[[Incoming], Reply]) -> Reply:
        return self._interface.suffer(method, self._user(incoming), incoming, lambda: act(incoming))

    def _user(self, incoming: Incoming) -> str:
        """Who a token belongs to, so that a fault can mean one person."""
        form, grants = incoming.form(), self._interface.grants
        text = form.get("refresh_token") or form.get("token") or ""
        token = grants.refresh.get(text) or grants.access.get(text)
        code = grants.codes.get(form.get("code", ""))
        return token.grant.email if token else code.grant.email if code else ""
