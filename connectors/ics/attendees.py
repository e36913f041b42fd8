"""Who called the meeting and who was asked to it (RFC 5545 3.8.4.1, 3.8.4.3)."""

from __future__ import annotations

import re
from typing import Final

from connectors.contract import Attendee, Organizer, Response, UserType
from connectors.ics.lines import Line, parts

_RESPONSES: Final[dict[str, Response]] = {
    "ACCEPTED": "accepted",
    "DECLINED": "declined",
    "TENTATIVE": "tentative",
}
_USER_TYPES: Final[dict[str, UserType]] = {
    "INDIVIDUAL": "individual",
    "GROUP": "group",
    "RESOURCE": "resource",
    "ROOM": "room",
}
_ADDRESS: Final = re.compile(r"[^\s:;,<>\"']+@[^\s:;,<>\"']+")


def organizer(line: str) -> Organizer | None:
    """The ORGANIZER of an event, None if the line names nobody."""
    found = _person(line)
    email, name = _address(found), _name(found)
    return Organizer(email=email, name=name) if email or name else None


def attendee(line: str) -> Attendee | None:
    """One ATTENDEE, None if the line names nobody."""
    found = _person(line)
    email, name = _address(found), _name(found)
    if not email and not name:
        return None
    params = found.params
    return Attendee(
        email=email,
        name=name,
        response=_RESPONSES.get(params.get("PARTSTAT", "").upper(), "needs-action"),
        user_type=_USER_TYPES.get(params.get("CUTYPE", "INDIVIDUAL").upper(), "unknown"),
        optional=params.get("ROLE", "").upper() == "OPT-PARTICIPANT",
    )


def _person(line: str) -> Line:
    """The parts of the line; of one that is malformed, at least the address in it."""
    found = parts(line)
    if found is not None:
        return found
    addresses = _ADDRESS.findall(line)
    return Line("", {}, addresses[-1] if addresses else "")


def _address(line: Line) -> str:
    # Apple writes an opaque URI as the value and the address beside it, in EMAIL (RFC 7986 6.2).
    for text in (line.value, line.params.get("EMAIL", "")):
        match = _ADDRESS.search(re.sub(r"(?i)^\s*mailto:", "", text))
        if match:
            return match[0].lower()
    return ""


def _name(line: Line) -> str:
    return " ".join(line.params.get("CN", "").strip("'\"").split())
