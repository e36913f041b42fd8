"""One browser and one service a database for all journeys; a page and a person for each.

somebody  a person with a link, and a page of their own
hands     by what they work it
another   a second person, at another browser
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.journeys.hands import Pointing, Typing
from tests.journeys.house import House
from tests.journeys.somebody import Somebody
from tests.serve.origin import published

CHROMIUM = shutil.which("chromium")
NO_CHROMIUM = (
    "NO JOURNEY IN A BROWSER WAS MADE: no `chromium` here. Debian: apt-get install chromium; then"
    " run again."
)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-dev-shm-usage",
)


PATIENCE_MS = 30_000
"""For whatever is to come: it ends as soon as it is there, and machines are busy."""
expect.set_options(timeout=PATIENCE_MS)

REFUSED = re.compile(r"Failed to load resource.*status of (4[012]\d|503)")
"""A page that says no, or not now, is no fault of the page."""


@pytest.fixture(scope="package")
def browser():
    if CHROMIUM is None:
        pytest.skip(NO_CHROMIUM)
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="package")
def _origin():
    with published() as made:
        yield made


@pytest.fixture
def origin(_origin):
    _origin.forget()
    return _origin


ON_POSTGRESQL_TOO = pytest.mark.parametrize(
    ("house", "hands"),
    [
        ("sqlite", Pointing),
        ("sqlite", Typing),
        ("postgresql", Pointing),
        pytest.param("postgresql", Typing, marks=pytest.mark.soak),
    ],
    indirect=["house"],
    scope="package",
)
"""For the two journeys that touch most of the store; `make soak` makes all of them there."""


@pytest.fixture(
    scope="package", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.soak)]
)
def house(request, browser, tmp_path_factory, _origin):
    home = tmp_path_factory.mktemp("house")
    url = f"sqlite:///{home / 'afterword.db'}"
    if request.param == "postgresql":
        url = _database(request.getfixturevalue("postgresql_url"))
    with running(House(home, url, _origin)) as made:
        yield made


@contextmanager
def running(made: House) -> Iterator[House]:
    made.start()
    try:
        yield made
    finally:
        ended = made.stop()
    made.is_discreet()
    assert ended == 0


@pytest.fixture
def page(browser):
    """Without JavaScript: no page of ours has any, so with it they are the same."""
    with tab(browser) as made:
        yield made


@pytest.fixture
def hands():
    """Parametrised with `Typing` as well, a journey is made by the keyboard alone, too."""
    return Pointing


@pytest.fixture
def somebody(house, page, origin, hands) -> Somebody:
    return Somebody(house, page, hands(page), house.invite())


@pytest.fixture
def another(house, browser):
    with tab(browser) as made:
        yield Somebody(house, made, Pointing(made), house.invite())


@contextmanager
def tab(browser, **options):
    """A browser of one's own: no cookie is shared. Complains about whatever the page did."""
    options = {"java_script_enabled": False, "viewport": {"width": 390, "height": 844}} | options
    context = browser.new_context(**options)
    context.set_default_timeout(PATIENCE_MS)
    said: list[str] = []
    made = context.new_page()
    made.on("console", lambda message: said.append(message.text))
    made.on("pageerror", lambda error: said.append(f"{error}"))
    yield made
    context.close()
    assert [one for one in said if not REFUSED.search(one)] == []


def _database(server_url):
    import psycopg  # noqa: PLC0415 - an extra: absent where nobody uses PostgreSQL

    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE journeys TEMPLATE template1")
    return f"{server_url.rpartition('/')[0]}/journeys"
