"""Each entry begins with where it leads, once somebody knows our address."""

from dataclasses import replace

import pytest

from service.domain.visit_link import visit_of
from service.store.link_secrets import give_link_secret, link_secret
from tests.watch.home import THURSDAY, at_home, interview

BASE = "https://afterword.example"


@pytest.fixture
def home(store):
    made = replace(at_home(store), base=BASE + "/")
    made.calendar("Personal").put(interview("acme", THURSDAY))
    made.watch()
    return made


def secret(home):
    with home.store.read() as tx:
        return link_secret(tx, home.person)


def firsts(home):
    found = home.entries().items()
    return {key.partition("/")[2]: str(one["DESCRIPTION"]).split("\n")[0] for key, one in found}


def test_the_first_pass_makes_the_secret_and_every_entry_opens_its_visit(home):
    pages = {"prompt": "/prompt", "debrief": "", "email": "/email", "card": "/card"}
    for kind, first in firsts(home).items():
        token = first.removeprefix(f"{BASE}/d/").partition("/")[0]
        assert visit_of(token, secret(home), ["acme", "other"]) == "acme"
        assert first == f"{BASE}/d/{token}{pages.get(kind, '/call')}"


def test_links_stand_until_there_is_another_secret(home):
    before, made = home.body(), secret(home)
    home.later(minutes=20)
    assert (home.body(), secret(home)) == (before, made)
    with home.store.write() as tx:
        give_link_secret(tx, home.person)
    old = firsts(home)
    home.later(minutes=1)
    assert firsts(home).keys() == old.keys()
    assert not set(firsts(home).values()) & set(old.values())


def test_where_nobody_knows_our_address_there_is_no_secret_and_no_link(store):
    home = at_home(store)
    home.calendar("Personal").put(interview("acme", THURSDAY))
    home.watch()
    assert secret(home) is None
    assert "http" not in "".join(firsts(home).values())
