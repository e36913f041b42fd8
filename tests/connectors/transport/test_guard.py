"""No connection to a private address, by whatever road it is named."""

import pytest

from connectors.transport import Refused, Unreachable, fetch
from tests.connectors.transport.loopback import CALENDAR, PUBLIC, moved, reply

METADATA = "169.254.169.254"


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "2130706433", "127.1", "0x7f.1", "0177.0.0.1", "0", "localhost", "[::1]",
     "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]",
     "[::127.0.0.1]", "[fe80::1]", METADATA, "100.64.0.1", "10.0.0.1", "①②⑦.⓪.⓪.①"],
)  # fmt: skip
def test_a_private_address_is_refused_unasked_by_the_real_resolver(host, connections):
    with pytest.raises(Refused, match="private network"):
        fetch(f"http://{host}/x")
    assert connections == []


@pytest.mark.parametrize(
    "found",
    [["127.0.0.1"], [PUBLIC, "10.0.0.1"], ["10.0.0.1", PUBLIC], ["::1", PUBLIC],
     [PUBLIC, "::ffff:192.168.1.1"], ["nonsense"]],
    ids=" ".join,
)  # fmt: skip
def test_a_name_is_refused_if_any_of_its_addresses_is_private(found, world):
    internet = world(evil_example=found)
    with pytest.raises(Refused) as refusal:
        fetch("https://evil.example/x", network=internet.network)
    assert internet.dialled == []
    assert "10.0.0.1" not in str(refusal.value.problem)


def test_all_private_hosts_are_refused_in_the_same_words(world):
    internet = world(a_example=["10.0.0.1"], b_example=["127.0.0.1"])
    told = set()
    for host in ("a.example", "b.example"):
        with pytest.raises(Refused) as refusal:
            fetch(f"https://{host}/x", network=internet.network)
        told.add(refusal.value.problem.what)
    assert len(told) == 1


def test_the_refusal_names_the_setting_that_allows_the_host():
    with pytest.raises(Refused) as refusal:
        fetch("http://127.0.0.1:8080/secret?k=v")
    assert "AFTERWORD_ALLOW_HOSTS=127.0.0.1:8080" in refusal.value.problem.next_step
    assert "secret" not in str(refusal.value.problem)


def test_a_public_host_is_connected_to_by_the_address_that_was_checked(serve, world):
    server = serve(reply())
    internet = world(server.port, good_example=[PUBLIC])
    answer = fetch("http://good.example/x", network=internet.network)
    assert answer.body == CALENDAR
    assert answer.host == "good.example"
    assert internet.dialled == [(PUBLIC, 80)]
    assert b"\r\nHost: good.example\r\n" in server.requests[0]


def test_a_name_that_changes_its_address_is_asked_once(serve, world):
    server = serve(reply())
    internet = world(server.port)
    internet.names["rebinding.example"] = [[PUBLIC], ["127.0.0.1"]]
    fetch("http://rebinding.example/x", network=internet.network)
    assert internet.asked == [("rebinding.example", 80)]
    assert internet.dialled == [(PUBLIC, 80)]


def test_a_name_that_changes_between_two_hops_is_checked_again(serve, world):
    server = serve(moved("/again"), reply())
    internet = world(server.port)
    internet.names["rebinding.example"] = [[PUBLIC], ["127.0.0.1"]]
    with pytest.raises(Refused, match="private network"):
        fetch("http://rebinding.example/x", network=internet.network)
    assert internet.dialled == [(PUBLIC, 80)]


def test_the_next_address_is_tried_when_one_does_not_answer(serve, world):
    server = serve(reply())
    internet = world(server.port, good_example=["2606:4700::1", PUBLIC])
    real, deaf = internet.dial, [True]

    def dial(address, port, seconds):
        if deaf.pop() if deaf else False:
            internet.dialled.append((address, port))
            return type(internet)({}, 1).dial(address, port, seconds)  # nobody listens on port 1
        return real(address, port, seconds)

    internet.dial = dial
    assert fetch("http://good.example/x", network=internet.network).body == CALENDAR
    assert internet.dialled == [("2606:4700::1", 80), (PUBLIC, 80)]


@pytest.mark.parametrize("url", ["http://good.example:22/", "https://good.example:8443/x"])
def test_other_ports_than_80_and_443_are_refused_unasked(url, world):
    internet = world(good_example=[PUBLIC])
    with pytest.raises(Refused, match="80 and 443"):
        fetch(url, network=internet.network)
    assert (internet.asked, internet.dialled) == ([], [])


@pytest.mark.parametrize(
    "allowed",
    [("127.0.0.1", 1), ("localhost", 8080), ("127.0.0.2", 8080), ("0.0.1", 8080)],
    ids=["another port", "another name", "another address", "a part of it"],
)
def test_only_the_very_host_and_port_that_is_allowed_is_let_through(allowed, connections):
    with pytest.raises(Refused):
        fetch("http://127.0.0.1:8080/", allow_hosts=frozenset({allowed}))
    assert connections == []


def test_an_allowed_private_host_is_asked_on_any_port(serve):
    server = serve(reply())
    assert fetch(server.url(), allow_hosts=server.allowed).body == CALENDAR


@pytest.mark.parametrize(
    "location",
    [f"http://{METADATA}/latest/meta-data/", "http://127.0.0.1/", "http://[::1]/",
     "http://private.example/", "http://good.example:6379/", "file:///etc/passwd",
     "gopher://good.example/1", "http://[broken/"],
)  # fmt: skip
def test_a_redirect_to_a_forbidden_place_is_refused(location, serve, world):
    server = serve(moved(location), reply())
    names = {"private_example": ["10.0.0.1"], "good_example": [PUBLIC]}
    internet = world(server.port, **names)
    internet.names |= {host: [[host]] for host in (METADATA, "127.0.0.1", "::1")}
    with pytest.raises(Refused) as refusal:
        fetch("http://good.example/x", network=internet.network)
    assert internet.dialled == [(PUBLIC, 80)]
    assert len(server.requests) == 1
    # Nobody is told how to let a stranger's redirect in.
    assert "AFTERWORD_ALLOW_HOSTS" not in refusal.value.problem.next_step


def test_an_unknown_name_and_a_deaf_host_sound_alike(world):
    internet = world(1, deaf_example=[PUBLIC])
    told = set()
    for host in ("unknown.example", "deaf.example"):
        with pytest.raises(Unreachable) as failure:
            fetch(f"http://{host}/secret", network=internet.network)
        assert "secret" not in f"{failure.value} {failure.value.problem}"
        told.add(str(failure.value))
    assert len(told) == 1


def test_no_proxy_variable_leads_past_the_guard(serve, world, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    internet = world(serve(reply()).port, good_example=[PUBLIC])
    assert fetch("http://good.example/x", network=internet.network).body == CALENDAR
