"""Requests as somebody hostile makes them: to get us to fetch, to lead astray, to slow down."""

import itertools
import re
import socket
import threading
from html import unescape
from time import monotonic
from urllib.parse import quote, quote_plus

import pytest
from typer.testing import CliRunner

from service import wiring
from service.__main__ import app
from service.settings import from_environment
from service.store.sources import sources
from service.web import static_files
from service.web.app import LARGEST_REQUEST
from tests.security.everything import forms, nothing
from tests.security.routes import ways
from tests.web.signing import Browser, link

NO_MATTER_WHERE = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)


# -- to get us to fetch ----------------------------------------------------------------------


@pytest.fixture
def listening(monkeypatch):
    """A port inside that only its address forbids, and who came."""
    came = []
    with socket.create_server(("127.0.0.1", 0)) as here:
        ports = {"http": here.getsockname()[1], "https": 443}
        monkeypatch.setattr("connectors.transport.guard.PORTS", ports)
        here.settimeout(0.1)
        ended = threading.Event()

        def wait():
            while not ended.is_set():
                try:
                    line, who = here.accept()
                except TimeoutError:
                    continue
                came.append(who)
                line.close()

        thread = threading.Thread(target=wait)
        thread.start()
        yield here.getsockname()[1], came
        ended.set()
        thread.join()


INSIDE = (
    "http://127.0.0.1:{port}/a.ics",
    "http://localhost:{port}/b.ics",
    "http://127.1:{port}/c.ics",
    "http://2130706433:{port}/d.ics",
    "http://0x7f000001:{port}/e.ics",
    "http://0177.0.0.1:{port}/f.ics",
    "http://0.0.0.0:{port}/g.ics",
    "http://[::1]:{port}/h.ics",
    "http://[::ffff:127.0.0.1]:{port}/i.ics",
    "webcal://127.0.0.1:{port}/j.ics",
    "http://user:pw@127.0.0.1:{port}/k.ics",
    "http://example.com@127.0.0.1:{port}/l.ics",
    "http://127.0.0.1:{port}\\@example.com/m.ics",
    "http://①②⑦.⓪.⓪.①:{port}/n.ics",
    "file:///etc/passwd",
    "gopher://127.0.0.1:{port}/_x",
    "ftp://127.0.0.1:{port}/o.ics",
)


@NO_MATTER_WHERE
@pytest.mark.parametrize("door", ["/calendars", "/welcome/calendar", "api"])
def test_by_no_door_does_an_address_inside_get_asked(house, mallory, listening, door):
    port, came = listening
    addresses = [one.format(port=port) for one in INSIDE]
    for address in addresses:
        if door == "api":
            given = {"address": address}
            house.service.call("/sources", mallory.token, method="POST", given=given)
        else:
            mallory.browser.post(door, address=address, name="")
    wiring.attend_now(from_environment({}), house.store, mallory.id)
    with house.store.read() as tx:
        read = sources(tx, mallory.id)
    assert len(read) > 3
    assert all(one.problem is not None and one.last_read is None for one in read)
    told = {f"{one.problem.what} {one.problem.next_step}".replace(one.host, "X") for one in read}
    assert not any("refused the connection" in one for one in told)
    assert came == []


@pytest.mark.parametrize("command", [["plan"], ["source", "add"]])
def test_nor_by_the_command_line(listening, tmp_path, command):
    port, came = listening
    for address in (one.format(port=port) for one in INSIDE):
        environment = {"AFTERWORD_HOME": str(tmp_path / "home")}
        CliRunner().invoke(app, [*command, address], env=environment)
    assert came == []


@NO_MATTER_WHERE
def test_to_try_a_feed_leads_nowhere_but_to_ones_own(house, mallory, listening):
    port, came = listening
    own = house.owned.one("feed")
    elsewhere = own.replace(f":{house.service.port}/", f":{port}/")
    for address in (elsewhere, f"{own}@127.0.0.1:{port}/", f"http://127.0.0.1:{port}/?{own}"):
        assert mallory.browser.post("/feed/test", address=address).status == 422
        asked = house.service.call(
            "/feed/test", mallory.token, method="POST", given={"address": address}
        )
        assert asked.status == 404
    assert came == []


# -- to lead astray --------------------------------------------------------------------------

ASTRAY = (
    "https://evil.example/",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "/%09/evil.example",
    "/\t/evil.example",
    "/\r\nLocation: https://evil.example",
    "/.//evil.example",
    "/x/..//evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "@evil.example",
    ".evil.example",
    "/\u2215evil.example",
    "https:evil.example",
    "http:///evil.example",
)


def on_our_side(to) -> bool:
    """How a browser resolves it against a page of ours (WHATWG URL 4.4)."""
    cleaned = to.replace("\\", "/").replace("\t", "").replace("\n", "").replace("\r", "").strip()
    return cleaned.startswith("/") and not cleaned.startswith("//")


@NO_MATTER_WHERE
@pytest.mark.parametrize("astray", ASTRAY)
def test_no_next_and_no_back_leads_to_another_site(house, astray):
    browser, stranger = house.browser, Browser(house.service)
    asked = f"next={quote(astray)}"
    answer = forms(house.owned)["/answers"][0]
    pages = [
        browser.get(f"/sign-in?{asked}"),
        stranger.post("/sign-in", link="x", next=astray),
        stranger.post(link(house.service, house.me.id), next=astray),
        browser.post("/answers", **answer, back=astray),
        browser.post("/answers/undo", **answer, back=astray),
    ]
    for page in pages:
        assert page.status == 303
        assert on_our_side(page.to), page.to
    shown = Browser(house.service).get(f"{link(house.service, house.me.id)}?{asked}").text
    (kept,) = re.findall(r'name="next" value="([^"]*)"', shown)
    assert on_our_side(unescape(kept))


LIES = {
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "gopher",
    "X-Forwarded-Prefix": "/evil",
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Port": "666",
    "X-Original-URL": "/delete",
    "X-Rewrite-URL": "/delete",
    "X-HTTP-Method-Override": "DELETE",
    "Forwarded": "host=evil.example;proto=gopher",
    "X-Host": "evil.example",
    "X-User-ID": "1",
    "Referer": "https://evil.example/",
}


@NO_MATTER_WHERE
def test_nothing_that_a_header_claims_gets_into_a_page(house):
    for path in ("/sign-in", "/upcoming", "/calendars", "/feed", "/settings", "/account", "/none"):
        plain, lied_to = house.browser.get(path), house.browser.get(path, LIES)
        assert (lied_to.status, lied_to.body) == (plain.status, plain.body)
        assert dict(lied_to.headers) | {"date": ""} == dict(plain.headers) | {"date": ""}
    for answer in forms(house.owned)["/answers"]:
        house.browser.post("/answers", **answer)
    bearer = {"Authorization": f"Bearer {house.me.token}"}
    for lie in (LIES, {"Host": "evil.example"}):
        told = house.service.ask("/api/v1/answers?limit=1", headers=bearer | lie)
        assert told.headers["Link"].startswith(f"<{house.service.base_url}/")
        assert "evil" not in f"{told.headers}{told.body}"


@NO_MATTER_WHERE
@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e/app.py",
        "/static/%2e%2e%2fapp.py",
        "/static/..%5capp.py",
        "/static/....//app.py",
        "/static/%00afterword.css",
        "/static/afterword.css%00.py",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/",
        "/static",
        "//static/afterword.css",
    ],
)
def test_what_is_served_is_what_is_listed_and_nothing_beside_it(service, path):
    assert service.ask(path).status == 404
    assert all(
        service.ask(static_files.asset(name)).status == 200 for name in static_files.assets()
    )


@NO_MATTER_WHERE
def test_a_field_that_is_sent_twice_counts_once(house):
    """The first; and what stands in the address or a cookie is no field of a form."""
    browser, number = house.browser, house.owned.one("calendar")
    path = f"/calendars/{number}/rename"
    assert browser.post(path, csrf=["", browser.csrf], name="Mine").status == 403
    assert browser.post(f"{path}?csrf={browser.csrf}", csrf="", name="Mine").status == 403
    assert browser.post(f"{path}?name=Other", name=["First", "Second"]).status == 303
    assert "First" in browser.get("/calendars").text


# -- to slow down ----------------------------------------------------------------------------

SLOW_S = 10
"""What runs away takes minutes; a busy machine alone takes seconds."""

ROOM = LARGEST_REQUEST - 1_000
"""For one field, as it is sent: the rest is for its name and the other fields."""


def as_often_as_fits(unit, *, before="", after=""):
    """What is too long to be read at all would prove nothing of what reads it."""
    left = ROOM - len(quote_plus(before + after))
    return before + unit * (left // len(quote_plus(unit))) + after


LONG = (
    as_often_as_fits("a"),
    as_often_as_fits("1.", after="b=1"),
    as_often_as_fits("[a]\n"),
    as_often_as_fits("%41", before="done "),
    as_often_as_fits("a.", before="https://", after="example/"),
    as_often_as_fits(":", before="https://["),
    as_often_as_fits("-"),
    as_often_as_fits("\r\n"),
    as_often_as_fits("{{[("),
)


@NO_MATTER_WHERE
def test_no_form_is_slow_whatever_stands_in_it(house):
    slow = []
    for path, sent in forms(nothing("me")).items():
        for name, long in itertools.product(sent[0], LONG):
            asked = path.replace("{number}", "1")
            began = monotonic()
            page = house.browser.post(asked, **{name: long})
            took = monotonic() - began
            if page.status in {413, *range(500, 600)} or took > SLOW_S:
                slow.append((path, name, long[:9], page.status, took))
    assert slow == []


@NO_MATTER_WHERE
def test_nor_is_a_form_of_very_many_fields_or_fields_of_one_hash(house):
    one_hash = [f"{'a' * number}" for number in range(1, 300)]
    many = "&".join(f"{name}=1" for name in one_hash) + "&csrf=" + house.browser.csrf
    too_many = "&".join(f"f{number}=" for number in range(5_000))
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    for body, status in ((many, 409), (too_many, 400)):
        began = monotonic()
        assert house.browser.send("POST", "/settings/preview", form, body).status == status
        assert monotonic() - began < SLOW_S


@NO_MATTER_WHERE
def test_no_json_is_nested_so_deep_that_it_breaks_off(house):
    bearer = {"Authorization": f"Bearer {house.me.token}", "Content-Type": "application/json"}
    for way in ways():
        if way.kind != "token" or not way.changes:
            continue
        for body in ("[" * 30_000, '{"a":' * 10_000, '{"chosen":{"me":{"name":' + "[" * 400):
            closed = body + "]" * body.count("[")
            for sent in (body, closed, closed + "}" * body.count("{")):
                path = way.path.replace("{source_id}", "9").replace("{session_id}", "x")
                answer = house.service.ask(path, method=way.method, headers=bearer, body=sent)
                assert answer.status not in {413, *range(500, 600)}, (way.name, body[:20])
                if answer.status == 204:
                    break
