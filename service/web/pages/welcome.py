"""The first run: paste an address, see a rehearsal, say yes; before that nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from connectors.contract import Problem
from connectors.quirks.pasted_address import PROVIDERS
from service.desk import calendars, feeds
from service.desk.refusals import InTheWay, Unfit
from service.desk.rehearsal import Rehearsal, begin, rehearse
from service.store.sources import sources
from service.watch.recall import lost_grants
from service.web.access import Acting, Form, Signed, Visitor
from service.web.deps import Here, House
from service.web.pages import feed as feed_page
from service.web.pages.answers import named
from service.web.pages.calendar_cards import Card, card, worker_alive
from service.web.pages.looking import Looks, look_again, looks_again
from service.web.pages.paper import page

router = APIRouter()

PATH = "/welcome"
MOST_SHOWN = 12
"""Interviews of either kind on the page: enough to believe it, and short enough for a phone."""

NOTHING_TO_BEGIN_WITH = "Paste the address of a calendar first: there is nothing to begin with yet."


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """An address that will not do. `which` counts them as pasted: it may be shown to nobody."""

    which: int
    problem: Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Pasted:
    """What came of the addresses that were pasted; `again` are those to look at once more."""

    added: int = 0
    faults: tuple[Fault, ...] = ()
    again: str = field(default="", repr=False)


@router.get(PATH)
def shown(request: Request, here: Here, signed: Visitor, looks: Looks = 1) -> Response:
    """Where the person is in it; whoever has begun is led on."""
    if signed.begun:
        return _to("/upcoming")
    return _page(request, here, signed, looks=looks)


@router.post(PATH + "/calendar")
def add(request: Request, here: Here, signed: Acting, fields: Form) -> Response:
    """One address or several, a line each; those that will do are read at once."""
    lines = [line.strip() for line in fields.one("address").splitlines() if line.strip()]
    pasted = _added(here, signed, lines, name=fields.one("name"))
    if pasted.added:
        here.wake(signed.person)
    if not lines:
        return _page(request, here, signed, fault=NOTHING_TO_BEGIN_WITH)
    return _page(request, here, signed, pasted=pasted) if pasted.faults else _to(PATH)


@router.post(PATH + "/begin")
def begun(request: Request, here: Here, signed: Acting) -> Response:
    """Yes. The answer holds the address of the feed, unless there is one that works."""
    now = here.clock()
    if signed.begun:
        return _to("/feed")
    with here.store.read() as tx:
        ready = bool(calendars.read_by(tx, signed.person))
        feed = feeds.standing(tx, signed.person)
    if not ready:
        return _page(request, here, signed, fault=NOTHING_TO_BEGIN_WITH)
    begin(here.store, signed.person, now=now)
    if feed.state == "works":
        here.wake(signed.person)
        return _to("/upcoming?did=begun")
    token = feeds.issue(here.store, signed.person, now=now)
    here.wake(signed.person)
    return feed_page.issued(request, here, signed, token, begun=True)


def _added(here: House, signed: Signed, lines: Sequence[str], *, name: str) -> Pasted:
    faults, again = [], []
    called = name if len(lines) == 1 else ""  # one name can't be that of several
    for which, line in enumerate(lines[: calendars.MOST + 1], 1):
        try:
            calendars.add(
                here.store,
                signed.person,
                line,
                name=called,
                base_url=here.base_url,
                now=here.clock(),
            )
        except (Unfit, InTheWay) as fault:
            faults.append(Fault(which=which, problem=fault.problem))
            again.append(line)
    added = min(len(lines), calendars.MOST + 1) - len(faults)
    return Pasted(added=added, faults=tuple(faults), again="\n".join(again))


def _page(  # noqa: PLR0913 (keywords: what a page with faults in it holds)
    request: Request,
    here: House,
    signed: Signed,
    *,
    looks: int = 0,
    pasted: Pasted | None = None,
    fault: str = "",
) -> Response:
    now = here.clock()
    with here.store.read() as tx:
        alive, mine = worker_alive(tx, now), sources(tx, signed.person)
        lost = lost_grants(tx, signed.person, mine)
    cards = [card(one, alive=alive, now=now, paused=one.grant in lost) for one in mine]
    found = rehearse(here.store, signed.person, now=now) if cards else Rehearsal()
    reading = any(one.under_way for one in cards)
    waits = reading and looks_again(looks)
    values = {"cards": cards, "found": found, "reading": reading, "waits": waits, "fault": fault}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if fault or pasted else HTTPStatus.OK
    answer = page(
        request,
        signed,
        "welcome.html",
        status=status,
        pasted=pasted or Pasted(),
        providers=PROVIDERS,
        most=MOST_SHOWN,
        named=named,
        read=_read(cards),
        google=here.authorizer is not None,
        writing=any(one.writes != "feed" for one in mine),
        apart=any(one.writes == "apart" for one in mine),
        **values,
    )
    if waits:
        look_again(answer, PATH, looks)
    return answer


def _read(cards: Sequence[Card]) -> int:
    """How many have been read at least once: only then is there something to rehearse."""
    return sum(one.last_read is not None for one in cards)


def _to(path: str) -> RedirectResponse:
    return RedirectResponse(path, HTTPStatus.SEE_OTHER)
