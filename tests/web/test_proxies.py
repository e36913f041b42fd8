"""Whose word counts about where a request comes from."""

from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from service.web.proxies import client_address, counted_as

TRUSTED = tuple(map(ip_network, ("10.0.0.0/8", "127.0.0.1/32", "fd00::/8")))


def asked(peer, *lines):
    headers = [(b"x-forwarded-for", line.encode("latin-1", "replace")) for line in lines]
    client = (peer, 5) if peer is not None else None
    return Request({"type": "http", "client": client, "headers": headers})


@pytest.mark.parametrize(
    ("peer", "lines", "found"),
    [
        ("203.0.113.9", ["198.51.100.7"], "203.0.113.9"),
        ("10.1.2.3", [], "10.1.2.3"),
        ("10.1.2.3", ["198.51.100.7"], "198.51.100.7"),
        ("10.1.2.3", ["6.6.6.6, 198.51.100.7"], "198.51.100.7"),
        ("10.1.2.3", ["6.6.6.6", "198.51.100.7, 10.9.9.9"], "198.51.100.7"),
        ("10.1.2.3", ["10.9.9.9"], "10.9.9.9"),
        ("::ffff:10.1.2.3", ["198.51.100.7"], "198.51.100.7"),
        ("fd00::1", ["2001:db8::7"], "2001:db8::7"),
        ("10.1.2.3", ["198.51.100.7, nonsense"], "nonsense"),
        ("10.1.2.3", [" , ,"], "10.1.2.3"),
        (None, ["198.51.100.7"], ""),
    ],
)
def test_the_nearest_address_that_is_not_a_proxy_of_ours(peer, lines, found):
    assert client_address(asked(peer, *lines), TRUSTED) == found


@given(st.lists(st.text(max_size=20), max_size=3))
def test_whoever_is_no_proxy_of_ours_cannot_say_who_they_are(lines):
    assert client_address(asked("203.0.113.9", *lines), TRUSTED) == "203.0.113.9"


def test_what_a_client_makes_up_is_left_of_what_our_proxy_saw():
    for made_up in ("", "1.1.1.1", "10.0.0.1", "x, 10.0.0.1, 127.0.0.1"):
        assert client_address(asked("10.1.2.3", f"{made_up}, 198.51.100.7"), TRUSTED) == (
            "198.51.100.7"
        )


def test_one_ipv6_customer_is_one():
    assert counted_as("2001:db8:1:2::1") == counted_as("2001:db8:1:2:ffff::9")
    assert counted_as("2001:db8:1:2::1") != counted_as("2001:db8:1:3::1")
    assert counted_as("::ffff:198.51.100.7") == counted_as("198.51.100.7")
    assert counted_as("198.51.100.7") != counted_as("198.51.100.8")
    assert counted_as("x") == counted_as("")
