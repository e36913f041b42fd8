"""Who fetched the feed last, told from its User-Agent, and what to expect of it.

How often a client reads again are reports of people, not promises (facts: icalendar 1.6).
"""

from __future__ import annotations

from dataclasses import dataclass

LONGEST = 200
"""Characters of a User-Agent that are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A calendar program or service: `signs` are looked for in the User-Agent, in any case."""

    name: str
    signs: tuple[str, ...]
    expect: str


CLIENTS = (
    Client(
        name="Google Calendar",
        signs=("google-calendar-importer",),
        expect="Google re-reads every 4-24 h and cannot be hurried; adding it again does not help.",
    ),
    Client(
        name="Calendar on a Mac",
        signs=("macos/", "calendaragent"),
        expect="The Mac re-reads as often as the subscription's Auto-refresh says: every 5"
        " minutes to once a week.",
    ),
    Client(
        name="iPhone or iPad",
        signs=("dataaccessd",),
        expect="iOS re-reads about once a day unless Settings, Calendar, Accounts, Fetch New"
        " Data says more often.",
    ),
    Client(
        name="Thunderbird",
        signs=("thunderbird",),
        expect="Thunderbird re-reads every 30 minutes.",
    ),
    Client(
        name="ICSx5",
        signs=("icsx5",),
        expect="ICSx5 re-reads as often as its one synchronisation interval says.",
    ),
    Client(
        name="Fastmail",
        signs=("fastmail",),
        expect="Fastmail re-reads every hour.",
    ),
    Client(
        name="Proton Calendar",
        signs=("proton",),
        expect="Proton re-reads every 4-16 h.",
    ),
    Client(
        name="Evolution",
        signs=("evolution",),
        expect="Evolution re-reads every 30 minutes.",
    ),
    Client(
        name="Outlook",
        signs=("outlook", "microsoft", "msoffice", "exchange"),
        expect="Outlook on the web re-reads about every 3 h, at times only once a day; Outlook"
        " on the desktop once a day.",
    ),
)
UNKNOWN = "Most calendars re-read every few hours."
NO_FEED = "There is no feed; make one and add its address to your calendar."
WITHDRAWN = (
    "The address is withdrawn, and calendars that still ask for it are told so; make a new one"
    " and add it to your calendar."
)
NOBODY = "No calendar has fetched the feed yet."


def told(user_agent: str | None) -> tuple[str | None, str]:
    """The client's name, if it is one we know, and what to expect of it in a sentence."""
    if user_agent is None:
        return None, NOBODY
    lowered = user_agent.lower()
    for client in CLIENTS:
        if any(sign in lowered for sign in client.signs):
            return client.name, client.expect
    return None, UNKNOWN


def kept(user_agent: str | None) -> str:
    """What is stored of a User-Agent: printable, and not longer than it deserves."""
    return "".join(filter(str.isprintable, user_agent or ""))[:LONGEST]
