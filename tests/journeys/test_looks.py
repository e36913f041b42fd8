"""Every page on a phone and on a desk, by day and by night, for people unlike each other."""

from __future__ import annotations

from contextlib import contextmanager

import pytest

from tests.journeys.conftest import tab
from tests.journeys.looks import SLOWEST_PAINT_MS, Look
from tests.journeys.pages import PAGES
from tests.journeys.scenes import SCENES

SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 800}}
VIEWS = [(size, scheme) for size in SIZES for scheme in ("light", "dark")]
LIVED_IN = ("/upcoming", "/calendars", "/activity")
"""What differs from person to person."""


@pytest.mark.parametrize("scene", SCENES)
def test_every_page_is_fit_to_be_seen(scene, somebody, browser, origin):
    somebody.sign_in()
    addresses = SCENES[scene](origin)
    if addresses:
        somebody.fill("Paste the secret address of your calendar", "\n".join(addresses))
        somebody.press("Read it")
        somebody.rests()
    found, figures = [], []
    for view in VIEWS:
        found += rehearsal(somebody, browser, scene, view)
    if addresses:
        somebody.open("/welcome")
        somebody.begin()
    for view in VIEWS:
        found += looked(somebody, browser, scene, view, figures)
    for figure in figures:
        print(*figure)
    assert found == []


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
    figures.append((name, look.bytes, round(look.paint_ms)))
    look.page.reload()
    look.picture(name)
    if name.endswith(("phone-light", "desk-dark")):
        faults += look.heard()
    if look.paint_ms > SLOWEST_PAINT_MS:
        faults.append(f"shows after {look.paint_ms} ms")
    return [f"{name}: {fault}" for fault in faults]
