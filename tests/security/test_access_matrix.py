"""Every way into the service, asked by nobody, by somebody else, by another site, and wrongly.

The ways are found by walking the app (`routes`), so a new one is in here or fails the walk.
"""

import itertools
import socket
from http.client import HTTPResponse

import pytest
from fastapi import APIRouter, Depends, FastAPI
from starlette.routing import Mount, Route

from service.desk.export import everything
from service.store.tokens import remove_tokens
from service.web.access import acting, signed
from service.web.pages import ROUTERS
from tests.security.everything import (
    NAMES_IDS,
    about_something,
    forms,
    nothing,
    operation_of,
    path_of,
)
from tests.security.routes import OPEN, Unclassified, ways
from tests.web.running import NOW
from tests.web.signing import FORM, Browser, link

WAYS = ways()
FORMS = [way for way in WAYS if way.kind in {"form", "tap"}]
READS = [way for way in WAYS if way.method == "GET"]
LAST = {
    "DELETE /api/v1/sessions",
    "POST /api/v1/me/delete",
    "POST /delete",
    "POST /sign-out",
    "POST /sign-out-everywhere",
}
"""After these there is nobody left who could ask for more."""
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "SPAM")


# -- the walk itself -------------------------------------------------------------------------


def test_every_way_is_of_a_kind_we_know():
    assert {way.name for way in WAYS if way.kind == "open"} == set(OPEN)
    found = {way.path for way in FORMS}
    assert found == set(forms(nothing("me")))
    assert found >= NAMES_IDS
    assert len(WAYS) > 80


def _a_page(**guard):
    router = APIRouter()
    router.add_api_route("/new", lambda: None, **guard)
    return router


@pytest.mark.parametrize(
    "added",
    [
        _a_page(methods=["GET"]),
        _a_page(methods=["POST"]),
        _a_page(methods=["POST"], dependencies=[Depends(signed)]),
        _a_page(methods=["GET"], dependencies=[Depends(acting)]),
    ],
)
def test_a_way_that_nobody_guards_fails_the_walk(added, monkeypatch):
    monkeypatch.setattr("service.web.app.ROUTERS", (*ROUTERS, added))
    with pytest.raises(Unclassified, match="/new"):
        ways()


@pytest.mark.parametrize(
    "added", [Mount("/new", routes=[]), Route("/new", print, methods=["GET"]), object()]
)
def test_so_does_what_is_no_route_of_ours(added):
    app = FastAPI()
    app.router.routes.append(added)
    with pytest.raises(Unclassified):
        ways(app)


# -- nobody ----------------------------------------------------------------------------------


def _is_turned_away(way, answer):
    if way.kind in {"own", "tap"}:
        return answer.status in {403, 429} and b"somebody's private page" in answer.body
    if way.kind == "token":
        return answer.status == 401
    return answer.status == 303 and answer.headers["Location"].startswith("/sign-in")


def test_nobody_gets_anywhere_and_changes_nothing(house):
    with house.store.write() as tx:
        remove_tokens(tx, house.me.id, "phone")
    before, reached = house.dump(), []
    for way in WAYS:
        if way.kind == "open":
            continue
        for cookies, token in (({}, None), ({"afterword": "unknown"}, "unknown"), ({}, "phone")):
            browser = Browser(house.service, dict(cookies))
            answers = house.send(way, browser=browser, token=token)
            reached += [(way.name, x.status) for x in answers if not _is_turned_away(way, x)]
    assert reached == []
    assert house.dump() == before


# -- somebody else ---------------------------------------------------------------------------


def test_what_is_anothers_is_as_if_it_were_not_there(house, mallory):
    """Whatever Mallory asks, by whatever way: nothing of it is told, nothing of it changes."""

    def export():
        with house.store.read() as tx:
            return everything(tx, house.me.id, now=NOW)

    before, changed, told = export(), [], []
    for way in sorted(WAYS, key=lambda one: one.name in LAST):
        if way.kind == "open":
            continue
        answers = house.send(way, browser=mallory.browser, token=mallory.token)
        if about_something(way, house.spec):
            missed = house.send(
                way, own=nothing("mallory"), browser=mallory.browser, token=mallory.token
            )
            told += [way.name for one in answers if not _is_a_miss(way, one, missed)]
        if export() != before:
            changed.append(way.name)
            before = export()
    assert (changed, told) == ([], [])


HARMLESS = {
    # Again does no harm there, so what is gone, never was, or is another's gets the same yes.
    "POST /account/browsers/end": 303,
    "POST /account/tokens/remove": 303,
    "POST /feed/test": 422,  # the page again, with the fault beside the field
}


def _is_a_miss(way, answer, missed):
    """404, or at a link 403, in the words of what never was."""
    if way.name in HARMLESS:
        same = {(one.status, one.headers["Location"]) for one in (answer, *missed)}
        return len(same) == 1 and answer.status == HARMLESS[way.name]
    status = 403 if way.kind in {"own", "tap"} else 404
    return answer.status == status and {one.status for one in missed} == {status}


def test_to_its_owner_all_of_it_is_there(house):
    """The walk above would go through with any wrong ids."""
    found = {}
    for way in sorted(WAYS, key=lambda one: one.path == "/account/browsers/end"):  # it signs out
        if (
            about_something(way, house.spec)
            and "DELETE" not in way.name
            and "remove" not in way.name
        ):
            answers = house.send(way, browser=house.browser, token=house.me.token)
            found[way.name] = any(map(_is_there, answers))
    assert len(found) > 15
    assert [name for name, there in found.items() if not there] == []


def _is_there(answer):
    return answer.status < 400 and not (answer.headers["Location"] or "").startswith("/sign-in")


# -- another site ----------------------------------------------------------------------------


ELSEWHERE = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}


def test_no_page_of_another_site_changes_anything(house):
    """Though the browser sends its cookie along, and they have got hold of the form's token."""
    before, heard = house.dump(), []
    for way in WAYS:
        if not way.changes or way.path == "/webhooks/google":
            continue
        if way in FORMS:
            pages = [
                house.browser.post(path_of(way, house.owned), headers=ELSEWHERE, **fields)
                for fields in forms(house.owned)[way.path]
            ]
            heard += [(way.name, page.status) for page in pages if page.status != 403]
            continue
        path = way.path.replace("{token}", link(house.service, house.me.id).rpartition("/")[2])
        before["sign_in_links"] = house.dump()["sign_in_links"]
        for kind in (FORM, {"Content-Type": "text/plain"}, {"Content-Type": "application/json"}):
            page = house.browser.send(way.method, path, {**kind, **ELSEWHERE}, "a=b")
            if page.status not in REFUSED or "Set-Cookie" in page.headers:
                heard.append((way.name, page.status))
    assert heard == []
    assert house.dump() == before


REFUSED = {400, 401, 403, 415, 422}
"""What is no JSON is refused before anybody is asked for a token."""


# -- wrongly ---------------------------------------------------------------------------------


SHADOWED = {"/google/connect", "/google/sign-in"}
"""Words where a page has a number: to GET they are a page that there is not."""
NO_MATTER_WHERE = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)


@NO_MATTER_WHERE
def test_every_other_method_is_refused(house):
    before, taken = house.dump(), []
    by_path = {}
    for way in WAYS:
        by_path.setdefault(way.path, set()).add(way.method)
    for path, methods in by_path.items():
        known = methods | ({"HEAD"} if "GET" in methods else set())
        asked = path.replace("{number}", "1").replace("{token}", "x").replace("{name}", "x")
        for method in sorted(set(METHODS) - known):
            bearer = {"Authorization": f"Bearer {house.me.token}"}
            page = house.browser.send(method, asked, FORM | bearer, "")
            if path in SHADOWED and method in {"GET", "HEAD"}:
                assert page.status == 404
            elif page.status != 405 or not page.headers["Allow"]:
                taken.append((method, path, page.status))
    assert taken == []
    assert house.dump() == before


@NO_MATTER_WHERE
def test_what_is_too_large_is_refused_however_it_is_sent(house):
    before, read = house.dump(), []
    for way in WAYS:
        if not way.changes or way.path in UNREAD:
            continue
        path = path_of(way, house.owned) if way in FORMS else way.path.replace("{token}", "x")
        for length in ("Content-Length: 70000", *CHUNKED[: reads_a_body(way, house.spec)]):
            status = _send_too_much(house, way, path, length)
            if status not in {413, 415}:
                read.append((way.name, length, status))
    assert read == []
    assert house.dump() == before


UNREAD = {"/webhooks/google"}
CHUNKED = ("Transfer-Encoding: chunked",)


def reads_a_body(way, spec):
    """What never reads one has no need to refuse one."""
    if way.kind != "token":
        return True
    return "requestBody" in operation_of(way, spec).about


def _send_too_much(house, way, path, length):
    kind = FORM["Content-Type"] if way.kind != "token" else "application/json"
    ((name, value),) = house.browser.cookies.items()
    head = (
        f"{way.method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{house.service.port}\r\n{length}\r\n"
        f"Authorization: Bearer {house.me.token}\r\nCookie: {name}={value}\r\n"
        f"Origin: {house.service.base_url}\r\nContent-Type: {kind}\r\nConnection: close\r\n\r\n"
    )
    body = b"a=" + b"x" * 69_998
    if "chunked" in length:
        body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    with socket.create_connection(("127.0.0.1", house.service.port), timeout=10) as line:
        line.sendall(head.encode() + body)
        answer = HTTPResponse(line)
        answer.begin()
        return answer.status


# -- looking ---------------------------------------------------------------------------------


def test_looking_changes_nothing(house):
    """Neither GET nor HEAD, whoever asks: a crawler, a preview, a browser that reads ahead."""
    before, seen = house.dump(), set()
    browsers = (house.browser, Browser(house.service))
    for way, own in itertools.product(READS, (house.owned, nothing("me"))):
        if way.kind == "token":
            house.send(way, own=own, token=house.me.token)
            continue
        path = path_of(way, own) if way.kind in {"page", "own"} else _open_path(way, house.owned)
        for who, method in itertools.product(browsers, ("GET", "HEAD")):
            seen.add(who.send(method, path, {}).status)
    assert house.dump() == before
    assert seen >= {200, 303, 404}


def _open_path(way, owned):
    token = owned.one("feed").split("/")[4] if way.path.startswith("/cal/") else "unknown"
    return way.path.replace("{token}", token).replace("{name}", "afterword.css")
