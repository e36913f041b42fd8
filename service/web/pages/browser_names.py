"""What a browser calls itself, as a person would say it: "Safari on an iPhone"."""

from __future__ import annotations

import re

# The first that fits: every browser claims to be those below it as well (WHATWG, "UA string").
_BROWSERS = (
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Edge", r"Edg(?:e|A|iOS)?/"),
    ("Opera", r"OPR/"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Chrome", r"Chrome/|CriOS/"),
    ("Safari", r"Safari/"),
)
_PLACES = (
    ("an iPhone", r"iPhone"),
    ("an iPad", r"iPad"),
    ("Android", r"Android"),
    ("Windows", r"Windows"),
    ("a Mac", r"Mac OS X|Macintosh"),
    ("ChromeOS", r"CrOS"),
    ("Linux", r"Linux|X11"),
)
LONGEST = 40


def browser_name(agent: str) -> str:
    """A name for a User-Agent; what is known to nobody is told as it stands, if it is short."""
    browser = _first(_BROWSERS, agent)
    place = _first(_PLACES, agent)
    if browser and place:
        return f"{browser} on {place}"
    return browser or agent[:LONGEST] or "A browser that does not say its name"


def _first(known: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for name, pattern in known if re.search(pattern, agent)), "")
