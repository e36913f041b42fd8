"""Addresses as people paste them."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.contract import Rejected
from connectors.transport import Refused, polite
from connectors.transport.address import parse


@pytest.mark.parametrize(
    ("pasted", "asked"),
    [
        ("https://example.com/a.ics", "https://example.com/a.ics"),
        ("http://example.com/a.ics", "http://example.com/a.ics"),
        ("webcal://example.com/a.ics", "https://example.com/a.ics"),
        ("webcals://example.com/a.ics", "https://example.com/a.ics"),
        ("WebCal://Example.COM/A.ics", "https://example.com/A.ics"),
        ("  https://example.com/a.ics\n", "https://example.com/a.ics"),
        ("https://example.com", "https://example.com/"),
        ("https://example.com?x=1", "https://example.com/?x=1"),
        ("https://example.com./a", "https://example.com/a"),
        ("https://example.com:443/a", "https://example.com/a"),
        ("https://example.com:8443/a", "https://example.com:8443/a"),
        ("http://example.com:443/a", "http://example.com:443/a"),
        ("https://example.com/a#part", "https://example.com/a"),
        ("https://me:secret@example.com/a", "https://example.com/a"),
        ("webcal://me@example.com/a", "https://example.com/a"),
        ("https://example.com/a b/ü?q=ä", "https://example.com/a%20b/%C3%BC?q=%C3%A4"),
        ("https://example.com/a%40b%2Fc", "https://example.com/a%40b%2Fc"),
        ("https://münchen.example/a", "https://xn--mnchen-3ya.example/a"),
        ("https://[2606:4700:0::1]/a", "https://[2606:4700::1]/a"),
        ("https://[2606:4700::1]:8443/a", "https://[2606:4700::1]:8443/a"),
    ],
)
def test_an_address_is_asked_for_as(pasted, asked):
    assert polite(pasted) == asked
    assert polite(asked) == asked


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "gopher://example.com/1", "ftp://example.com/a", "javascript:alert(1)",
     "data:text/calendar,BEGIN", "mailto:a@example.com", "unix:///run/docker.sock"],
)  # fmt: skip
def test_other_schemes_are_refused_by_name(address):
    with pytest.raises(Refused) as refusal:
        polite(address)
    assert f'"{address.partition(":")[0]}:"' in refusal.value.problem.what


@pytest.mark.parametrize(
    "address",
    ["", "example.com/a.ics", "//example.com/a", "https://", "https:///a", "https://a b/c",
     "https://[::1/a", "https://example.com:0x1/a", "https://example.com:99999/a",
     "https://exa%6dple.com/a", "https://example..com/a", "https://" + "a" * 64 + ".com/a",
     "https://a\\b/", "https://user@:80/"],
)  # fmt: skip
def test_what_is_no_address_is_refused(address):
    with pytest.raises(Refused, match="not a complete web address"):
        polite(address)


@pytest.mark.parametrize(
    ("address", "pair"),
    [
        ("https://me:secret@example.com/", "me:secret"),
        ("webcal://me:p%40ss@example.com/", "me:p@ss"),
        ("https://me@example.com/", "me:"),
        ("https://me:a:b@example.com/", "me:a:b"),
        ("https://j%C3%B6rg:p@ss@example.com/", "jörg:p@ss"),
    ],
)
def test_userinfo_becomes_basic_credentials(address, pair):
    credentials = parse(address).credentials
    assert credentials == "Basic " + base64.b64encode(pair.encode()).decode()


def test_no_userinfo_no_credentials():
    assert parse("https://example.com/").credentials is None


@given(st.text(max_size=40), st.text(max_size=20))
def test_whatever_is_pasted_is_an_address_or_refused(path, host):
    for address in (path, f"https://{host}/{path}", f"webcal://{path}"):
        try:
            asked = polite(address)
        except Rejected:
            continue
        assert asked.startswith(("https://", "http://"))
        assert asked.isascii()
        assert asked.isprintable()
        assert polite(asked) == asked


def test_an_address_shows_nothing_secret():
    address = parse("https://user:passw0rd@example.com/secret-path?key=secret-query")
    for hidden in ("user", "passw0rd", "secret", "Basic"):
        assert hidden not in repr(address)
        assert hidden not in address.shown


@pytest.mark.parametrize(
    ("here", "location", "kept"),
    [
        ("https://u:p@a.example/x", "/y", True),
        ("https://u:p@a.example/x", "https://a.example/y", True),
        ("http://u:p@a.example/x", "https://a.example/x", True),
        ("https://u:p@a.example/x", "https://b.example/x", False),
        ("https://u:p@a.example/x", "https://sub.a.example/x", False),
        ("https://u:p@a.example/x", "https://a.example:8443/x", False),
        ("http://u:p@a.example:8000/x", "https://a.example/x", False),
        ("https://a.example/x", "https://evil:evil@a.example/x", False),
    ],
)
def test_credentials_go_only_to_the_server_they_were_meant_for(here, location, kept):
    there = parse(here).onward(location)
    assert (there.credentials is not None) is kept
    if kept:
        assert there.credentials == parse(here).credentials


@pytest.mark.parametrize(
    ("location", "where"),
    [
        ("../z.ics", "https://a.example/z.ics"),
        ("?page=2", "https://a.example/b/c?page=2"),
        ("//b.example/z", "https://b.example/z"),
        ("webcal://b.example/z", "https://b.example/z"),
    ],
)
def test_a_redirect_may_be_relative(location, where):
    assert parse("https://a.example/b/c").onward(location).text == where
