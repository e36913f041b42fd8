"""The links in a person's entries: who may open one, and what a page behind one is given.

It takes two: the link, and a browser that is known, by a session or as a device. A calendar is
often seen by others, so whoever has the link alone, or an old or a made-up one, gets one and the
same page, which tells nothing (facts: domain 5d). The browser is asked about first: a stranger
learns not even by the time it takes whether a link is good.

    @router.get(OWN + "/email")
    def shown(request: Request, own: Opened) -> Response:
        return own_page(request, own, "email.html", ...)

    @router.post(OWN + "/email")
    def sent(request: Request, here: Here, own: OpenedActing, fields: Form) -> Response:
        ...
        return went_on(request, own, "/email", did="...")

A template extends `own.html`; its title holds no name and no company.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from service.desk.settings import me_of, policy_of
from service.domain.debrief import Debrief
from service.domain.model import VisitKey
from service.domain.policy import Me, Policy
from service.domain.visit_link import person_of, visit_of
from service.domain.visit_link import token as made
from service.settings_file import SettingsError
from service.store.debriefs import debrief_of
from service.store.devices import device_person, touch_device
from service.store.faults import Unavailable
from service.store.link_secrets import link_secret
from service.store.people import person as find_person
from service.store.plan_rows import visits
from service.store.seal import hash_token
from service.store.sessions import visit_names
from service.store.store import Reader, Store
from service.store.values import PersonId, StoredVisit
from service.web import access, csrf, devices
from service.web.deps import Here, House, house
from service.web.forms import Form
from service.web.pages.paper import page
from service.web.problems import Refusal
from service.web.proxies import client_address, counted_as

PREFIX: Final = "/d/"
OWN: Final = PREFIX + "{token}"
PLACES: Final = (
    ("/prompt", "Before"),
    ("", "Debrief"),
    ("/email", "Emails"),
    ("/card", "Cards"),
    ("/call", "Call"),
    ("/people", "People"),
)
"""The pages of one visit, behind its link, and their names. A new one adds itself."""
QUIET: Final = {"Referrer-Policy": "no-referrer"}
SIGN_IN: Final = "sign-in"
"""What the page for strangers adds to the very address it has: so it is the same for all."""


class NotLetIn(Exception):
    """The link, the browser, or both will not do. Nobody is told which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """What a link opened. `known`: the browser has the cookie of a device already."""

    person: PersonId
    name: str
    visit: StoredVisit
    debrief: Debrief | None
    me: Me
    policy: Policy
    token: str = field(repr=False)
    csrf: str = field(repr=False)
    known: bool
    forms: tuple[str, ...] = field(repr=False, default=())

    @property
    def path(self) -> str:
        """Where the pages of this visit begin."""
        return f"{PREFIX}{self.token}"


def ways_in(store: Store, person: PersonId, keys: Iterable[VisitKey]) -> Mapping[VisitKey, str]:
    """Where the page of each visit is; nowhere until there is a secret to make links of."""
    with store.read() as tx:
        secret = link_secret(tx, person)
    return {} if secret is None else {key: PREFIX + made(secret, person, key) for key in keys}


def opened(request: Request, here: Here, token: str) -> Own:
    """What is behind a link. Raises `NotLetIn`."""
    keys = dict(_keys(request, here, token))
    if not keys:
        raise NotLetIn
    with here.store.read() as tx:
        found = _opened(tx, token, keys)
    if found is None:
        raise NotLetIn
    return found


def opened_acting(request: Request, here: Here, token: str, fields: Form) -> Own:
    """The same for a form of such a page. Raises `NotLetIn`, or `Refusal` (403) for a stranger's.

    These pages have browsers keep their address to themselves, and then "null" is all that a
    form of ours says of its origin (Fetch 3.2): it is believed no more than silence.
    """
    access.refuse_strangers(request, here, nameless=True)
    own = opened(request, here, token)
    if not any(csrf.matches(fields.one(csrf.FIELD), one) for one in own.forms):
        raise Refusal(
            HTTPStatus.FORBIDDEN,
            "This page had been open for too long, so nothing was changed.",
            "Go back, copy what you wrote, load the page again, and do it once more.",
        )
    return own


Opened = Annotated[Own, Depends(opened)]
OpenedActing = Annotated[Own, Depends(opened_acting)]


def own_page(
    request: Request, own: Own, template: str, *, status: int = 200, **values: object
) -> HTMLResponse:
    """A page behind a link: nothing around it, and its address goes nowhere."""
    given = {"own": own, "places": PLACES, **values}
    answer = page(request, None, template, status=status, **given)
    answer.headers.update(QUIET)
    return answer


def went_on(request: Request, own: Own, place: str = "", *, did: str = "") -> Response:
    """To another page of the visit, after a form did something; the browser is known then."""
    path, mark, part = place.partition("#")
    query = f"{'&' if '?' in path else '?'}{urlencode({'did': did})}" if did else ""
    target = f"{own.path}{path}{query}{mark}{part}"
    answer = RedirectResponse(target, HTTPStatus.SEE_OTHER, headers=QUIET)
    _remember(request, own, answer)
    return answer


def closed(request: Request, _error: Exception) -> Response:
    """One page for everybody who may not look; who asks too often is told to wait."""
    here = house(request)
    if request.method == "GET" and SIGN_IN in request.query_params:
        onward = urlencode({"next": access.own_path(request.url.path)})
        return RedirectResponse(f"/sign-in?{onward}", HTTPStatus.SEE_OTHER, headers=QUIET)
    wait = here.misses.spend(counted_as(client_address(request, here.trusted_proxies)))
    status = HTTPStatus.TOO_MANY_REQUESTS if wait else HTTPStatus.FORBIDDEN
    answer = page(request, None, "closed.html", status=status, here=PREFIX, notice="")
    answer.headers.update(QUIET | ({"Retry-After": f"{wait}"} if wait else {}))
    return answer


def _keys(request: Request, here: House, token: str) -> Iterator[tuple[str, str]]:
    """The cookies that let this browser in for the person of the link: the longest kept first."""
    person = person_of(token)
    if person is None:
        return
    device = devices.device_token(request, here.base_url)
    if device:
        with here.store.read() as tx:
            whose = device_person(tx, hash_token(device), now=here.clock())
        if whose == person:
            yield "device", device
    signed = access.present(request, here)
    if signed is not None and signed.person == person:
        yield "session", request.cookies[access.cookie_name(here.base_url)]


def _opened(tx: Reader, token: str, keys: dict[str, str]) -> Own | None:
    person = PersonId(person_of(token) or 0)
    who, visit = find_person(tx, person), _visit(tx, person, token)
    if who is None or visit is None:
        return None
    forms = tuple(csrf.token_for(one) for one in keys.values())
    policy = _policy(tx, person)
    return Own(
        person=person,
        name=who.name,
        visit=visit,
        debrief=debrief_of(tx, person, visit.key),
        me=policy.me,
        policy=policy,
        token=token,
        csrf=forms[0],
        known="device" in keys,
        forms=forms,
    )


def _visit(tx: Reader, person: PersonId, token: str) -> StoredVisit | None:
    """A link of before two visits became one leads to the one that they are."""
    secret = link_secret(tx, person)
    if secret is None:
        return None
    found, names = {one.key: one for one in visits(tx, person)}, visit_names(tx, person)
    key = visit_of(token, secret, [*found, *(names.keys() - found.keys())])
    return None if key is None else found.get(names.get(key, key), found.get(key))


def _policy(tx: Reader, person: PersonId) -> Policy:
    """Settings that nobody can read keep nobody from telling how it went."""
    try:
        return policy_of(tx, person)
    except SettingsError:
        return replace(Policy(), me=me_of(tx, person)[0])


def _remember(request: Request, own: Own, answer: Response) -> None:
    here = house(request)
    now = here.clock()
    # What was done is done: that the browser could not be noted is no reason to say otherwise.
    with suppress(Unavailable), here.store.write() as tx:
        if own.known:
            touch_device(tx, hash_token(devices.device_token(request, here.base_url)), now=now)
            return
        token = devices.know(tx, own.person, request, now=now)
        devices.give_cookie(answer, token, here.base_url)
