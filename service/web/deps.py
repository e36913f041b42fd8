"""What every request is given: the house it is in, and of the API the person who asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from connectors.consent import Authorizer
from service.desk.parting import Hands
from service.store.seal import hash_token
from service.store.store import Store
from service.store.tokens import person_of_token
from service.store.values import PersonId
from service.web.allowance import Allowance
from service.web.problems import Refusal
from service.web.proxies import Networks

ATTEMPTS_A_MINUTE = 30
CONSENTS_A_MINUTE = 120
CALLS_A_MINUTE = 600
MISSES_A_MINUTE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What the web layer is handed. `wake` has a person attended to soon; call it after commit.

    `authorizer` asks people for their consent at a provider; None: no client is set up there.
    `hands` take leave of one.
    `attempts` bounds how often somebody may fail to sign in, by client address, which the
    `trusted_proxies` are believed about, and `consents` how often they may go to a provider to
    sign in; `calls` how often a personal token may ask; `misses` how often links may be opened
    that lead nowhere.
    """

    store: Store
    base_url: str
    wake: Callable[[PersonId], None]
    clock: Callable[[], datetime]
    trusted_proxies: Networks = ()
    authorizer: Authorizer | None = None
    hands: Hands | None = None
    attempts: Allowance = field(default_factory=lambda: Allowance(ATTEMPTS_A_MINUTE))
    consents: Allowance = field(default_factory=lambda: Allowance(CONSENTS_A_MINUTE))
    calls: Allowance = field(default_factory=lambda: Allowance(CALLS_A_MINUTE))
    misses: Allowance = field(default_factory=lambda: Allowance(MISSES_A_MINUTE))


_BEARER = HTTPBearer(
    auto_error=False,
    scheme_name="personal token",
    description="A token of your own, from `afterword token`. It opens what is yours.",
)


def house(request: Request) -> House:
    """The house, as `create_app` was given it."""
    found = request.app.state.house
    if not isinstance(found, House):
        raise TypeError("create_app sets the house")
    return found


def asking(
    here: Annotated[House, Depends(house)],
    response: Response,
    given: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)],
) -> PersonId:
    """Whose token it is.

    Raises `Refusal`: 401 for none and for an unknown one alike, 429 for one that asks too often.
    """
    response.headers["Cache-Control"] = "no-store"
    if given is not None:
        known = hash_token(given.credentials)
        with here.store.read() as tx:
            found = person_of_token(tx, known)
        if found is not None:
            _spend(here.calls, known)
            return found
    raise Refusal(
        HTTPStatus.UNAUTHORIZED,
        "This needs a personal token, sent as `Authorization: Bearer TOKEN`.",
        "Make one with `afterword token`.",
        headers={"WWW-Authenticate": "Bearer"},
    )


def _spend(calls: Allowance, token_hash: bytes) -> None:
    wait = calls.spend(token_hash)
    if wait:
        raise Refusal(
            HTTPStatus.TOO_MANY_REQUESTS,
            "This token has asked too often.",
            f"Wait {wait} s.",
            headers={"Retry-After": f"{wait}"},
        )


Here = Annotated[House, Depends(house)]
Asking = Annotated[PersonId, Depends(asking)]
