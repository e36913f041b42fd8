"""What each reach of a consent asks Google for, and what may be done with what was granted."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Final

from connectors.consent import Reach

_AUTH: Final = "https://www.googleapis.com/auth/"
_IDENTITY: Final = ("openid", _AUTH + "userinfo.email")
_PROPERTIES: Final = _AUTH + "calendar.calendars.readonly"

# By their long names: asked for as `email` it is granted as `userinfo.email`.
SCOPES: Final[Mapping[Reach, tuple[str, ...]]] = {
    "identity": _IDENTITY,
    # One scope beside those: a single one has no box that could stay empty (facts 4.1).
    "watched": (*_IDENTITY, _AUTH + "calendar.events.owned"),
    "own": (
        *_IDENTITY,
        _AUTH + "calendar.events.owned.readonly",
        _AUTH + "calendar.app.created",
        _AUTH + "calendar.calendarlist.readonly",
        _PROPERTIES,
    ),
}
OPTIONAL: Final = frozenset({_PROPERTIES})
"""What is asked for and may be refused: without it the names of event labels stay unknown."""

BOXES: Final[Mapping[str, str]] = {
    "openid": "who you are",
    _AUTH + "userinfo.email": "your email address",
    _AUTH + "calendar.events.owned": "the events of your calendars",
    _AUTH + "calendar.events.owned.readonly": "seeing the events of your calendars",
    _AUTH + "calendar.app.created": "a calendar of our own for the follow-ups",
    _AUTH + "calendar.calendarlist.readonly": "the list of your calendars",
}
"""What stands beside each box, in our words: Google's own depend on the language."""


def missing(reach: Reach, granted: AbstractSet[str]) -> list[str]:
    """The scopes that a reach can't do without, and that were not granted."""
    return [one for one in SCOPES[reach] if one not in granted and one not in OPTIONAL]


def reads_labels(granted: AbstractSet[str]) -> bool:
    """Whether the labels of calendars that we did not make can be read (facts 1.10)."""
    return _PROPERTIES in granted
