"""Every page on a phone and on a desk, by day and by night, for people unlike each other."""

from __future__ import annotations

from contextlib import contextmanager

import pytest

from tests.journeys.calendars import NEXT_WEEK, TODAY
from tests.journeys.conftest import tab
from tests.journeys.hands import Pointing
from tests.journeys.looks import SHOTS, SLOWEST_PAINT_MS, Look
from tests.journeys.pages import PAGES
from tests.journeys.scenes import SCENES
from tests.journeys.somebody import Somebody

SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 800}}
VIEWS = [(size, scheme) for size in SIZES for scheme in ("light", "dark")]
FEW = [VIEWS[0], VIEWS[-1]]
"""A phone by day and a desk by night; the long run sees all four, and everybody's pages."""
SOME = ("one", "tongues")
LIVED_IN = ("/upcoming", "/calendars", "/activity")
"""What differs from person to person."""


# The database has no say in how a page looks.
pytestmark = pytest.mark.parametrize("house", ["sqlite"], indirect=True, scope="package")


@pytest.mark.parametrize("scene", SOME)
def test_pages_are_fit_to_be_seen(scene, somebody, browser, origin):
    seen_by(scene, somebody, browser, origin, FEW)


@pytest.mark.soak
@pytest.mark.parametrize("scene", SCENES)
def test_every_page_of_everybody_is_fit_to_be_seen(scene, somebody, browser, origin):
    seen_by(scene, somebody, browser, origin, VIEWS)


def seen_by(scene, somebody, browser, origin, views):
    somebody.sign_in()
    addresses = SCENES[scene](origin)
    if addresses:
        somebody.fill("Paste the secret address of your calendar", "\n".join(addresses))
        somebody.press("Read it")
        somebody.rests()
    found, figures = [], []
    for view in views:
        found += rehearsal(somebody, browser, scene, view)
    if addresses:
        somebody.open("/welcome")
        somebody.begin()
    for view in views:
        found += looked(somebody, browser, scene, view, figures)
    for figure in figures:
        print(*figure)
    assert not found, "\n".join(found)


@contextmanager
def seen(somebody, browser, view):
    """The same person at another screen."""
    size, scheme = view
    options = {"viewport": SIZES[size], "color_scheme": scheme, "java_script_enabled": True}
    state = somebody.page.context.storage_state()
    with tab(browser, storage_state=state, **options) as page:
        yield Look(page), f"{size}-{scheme}"


def rehearsal(somebody, browser, scene, view):
    with seen(somebody, browser, view) as (look, name):
        return _at(look, somebody, "/welcome", f"{scene}-welcome-{name}", [])


def looked(somebody, browser, scene, view, figures):
    pages = PAGES if scene == "one" else LIVED_IN
    with seen(somebody, browser, view) as (look, name):
        return [
            fault
            for path in pages
            for fault in _at(
                look, somebody, path, f"{scene}{path.replace('/', '-')}-{name}", figures
            )
        ]


def _at(look, somebody, path, name, figures):
    faults = look.at(somebody.house.address + path)
    paint_ms = look.paint_ms
    figures.append((name, look.bytes, paint_ms))
    if SHOTS:
        look.page.reload()  # which closes the folds again
        look.picture(name)
    if name.endswith("desk-dark" if path == "/upcoming" else "phone-light"):
        faults += look.heard()
    if not 0 < paint_ms <= SLOWEST_PAINT_MS:
        faults.append(f"shows after {paint_ms} ms")
    return [f"{name}: {fault}" for fault in faults]


@pytest.mark.parametrize(
    "view",
    [FEW[0], *(pytest.param(view, marks=pytest.mark.soak) for view in VIEWS[1:])],
    ids="-".join,
)
def test_pages_that_come_and_go_are_fit_to_be_seen(view, house, browser, origin):
    """On the way in, answers that are shown once, and the way out."""
    size, scheme = view
    options = {"viewport": SIZES[size], "color_scheme": scheme, "java_script_enabled": True}
    with tab(browser, **options) as page:
        look = Look(page)
        found = [fault for stop in visits(house, page, origin) for fault in met(look, stop, view)]
    assert not found, "\n".join(found)


def met(look, stop, view):
    name = f"{stop}-{'-'.join(view)}"
    look.picture(name)
    faults = look.stands() + (look.heard() if view == VIEWS[0] else [])
    return [f"{name}: {fault}" for fault in faults]


def visits(house, page, origin):
    """Leads through these pages, and stops at each."""
    alex = Somebody(house, page, Pointing(page), house.invite())
    alex.open("/sign-in?did=signed_out")
    yield "sign-in"
    alex.fill("Paste your link here, or just open it", "my link")
    alex.press("Go on")
    yield "sign-in-fault"
    page.goto(alex.me.link)
    yield "sign-in-link"
    alex.press(f"Sign in as {alex.me.name}")
    page.goto(alex.me.link)
    yield "sign-in-used"
    alex.open("/nowhere")
    yield "nowhere"
    alex.open("/welcome")
    alex.fill("Paste the secret address of your calendar", "my calendar")
    alex.press("Read it")
    yield "welcome-fault"
    alex.connect(origin.put("one", TODAY, NEXT_WEEK))
    alex.begin()
    yield "begun"
    alex.press("Is my feed reachable?")
    yield "feed-tested"
    alex.open("/calendars")
    alex.fill("Its secret address", "ftp://example.org/x.ics")
    alex.press("Add it")
    yield "calendars-fault"
    alex.open("/settings")
    page.locator("[name='email.delay_minutes']").evaluate(
        "e => { e.closest('details').open = true }"
    )
    page.locator("[name='email.delay_minutes']").fill("180")
    alex.press("See what would change")
    yield "settings-preview"
    page.locator("[name='me.timezone']").fill("Mars/Olympus")
    alex.press("See what would change")
    yield "settings-fault"
    alex.open("/account")
    alex.fill("What a new one is for", "a program")
    alex.press("Make a token")
    yield "token"
    alex.open("/delete")
    page.locator("[name=name]").fill("nobody")
    alex.press("Delete everything")
    yield "delete-fault"
    page.locator("[name=name]").fill(alex.me.name)
    alex.press("Delete everything")
    yield "receipt"
