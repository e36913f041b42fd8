from urllib.parse import parse_qs, urlsplit

import pytest

from connectors.transport import polite
from service.desk.feed_address import is_own_feed, token_of
from service.store.seal import new_token
from service.web.links import feed_links, qr_svg, qr_text

BASE = "https://afterword.example.com"
TOKEN = "kq3-x_0123456789abcdefghijklmnopqrstuvwxyzABC"
ADDRESS = f"{BASE}/cal/{TOKEN}/followups.ics"
WEBCAL = f"webcal://afterword.example.com/cal/{TOKEN}/followups.ics"
LINKS = feed_links(BASE, TOKEN)


def test_google_gets_an_encoded_webcal_address():
    assert "webcal%3A%2F%2Fafterword.example.com%2Fcal%2F" in LINKS.google
    asked = urlsplit(LINKS.google)
    assert (asked.netloc, asked.path) == ("calendar.google.com", "/calendar/r")
    assert parse_qs(asked.query) == {"cid": [WEBCAL]}


@pytest.mark.parametrize(
    ("link", "host"),
    [(LINKS.outlook, "outlook.live.com"), (LINKS.outlook_work, "outlook.office.com")],
)
def test_outlook_gets_an_encoded_https_address(link, host):
    asked = urlsplit(link)
    assert (asked.netloc, asked.path) == (host, "/calendar/0/addfromweb")
    assert parse_qs(asked.query) == {"url": [ADDRESS], "name": ["Interview follow-ups"]}
    assert "+" not in asked.query  # a space as "+" would show in the calendar's name


def test_the_plain_address_and_the_one_for_programs_that_subscribe():
    assert (LINKS.address, LINKS.webcal) == (ADDRESS, WEBCAL)


def test_links_do_not_tell_their_secret():
    assert TOKEN not in repr(LINKS)


def test_the_code_is_drawn_for_pages_and_for_terminals():
    assert qr_svg(LINKS).startswith("<svg ")
    assert TOKEN not in qr_svg(LINKS)
    assert len(qr_text(LINKS).splitlines()) > 10


@pytest.mark.parametrize("base", [BASE, BASE + "/", "https://example.com/after/word/"])
def test_a_feed_is_recognised_as_our_own_however_it_was_pasted(base):
    token = new_token()
    links = feed_links(base, token)
    for pasted in (links.address, links.webcal, f" {links.address}#x", links.address + "?a=b"):
        assert is_own_feed(polite(pasted), base)
        assert token_of(polite(pasted), base) == token


def test_a_feed_of_a_plain_http_service_is_our_own_too():
    for base in ("http://localhost", "http://127.0.0.1:8000"):
        links = feed_links(base, TOKEN)
        assert token_of(polite(links.webcal), base) == TOKEN
        assert token_of(polite(links.address), base) == TOKEN


@pytest.mark.parametrize(
    "other",
    [
        "https://afterword.example.org/cal/x/followups.ics",
        f"{BASE}:8443/cal/x/followups.ics",
        f"{BASE}/calendar.ics",
    ],
)
def test_what_is_elsewhere_is_not(other):
    assert not is_own_feed(other, BASE)
    assert token_of(other, BASE) is None
