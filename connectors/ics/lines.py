"""Content lines: decoded, without those of nested components, split into their parts."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from typing import Final, NamedTuple

_NAME: Final = re.compile(r"[ \t]*([A-Za-z0-9-]+)[ \t]*(?=[;:])")
# A line without quotes, escapes or spaces at a delimiter: nothing in it needs a parser.
_PLAIN: Final = re.compile(r"([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=[\w@./+-]+(?: [\w@./+-]+)*)*):(.*)")
_NO_PROPERTY: Final = frozenset({"", "BEGIN", "END"})
_TZID: Final = re.compile(r';\s*TZID\s*=\s*("[^"]*"|[^;]*)', re.IGNORECASE)
_VALUE_TYPE: Final = re.compile(r";\s*VALUE\s*=\s*\"?([A-Za-z-]+)", re.IGNORECASE)


class Line(NamedTuple):
    """One property: its name in upper case, its parameters, and its value as it stands."""

    name: str
    params: Mapping[str, str]
    value: str


class TimeLine(NamedTuple):
    """A property whose value is one or more times."""

    value: str
    tzid: str = ""
    value_type: str = ""


def decode(block: bytes) -> str:
    """UTF-8 as RFC 5545 3.1.4 has it, else what Windows programs write instead.

    Per event, so that one event in Latin-1 costs nobody else an umlaut.
    """
    try:
        return block.decode()
    except UnicodeDecodeError:
        return block.decode("cp1252", errors="replace")


def own_lines(text: str) -> Iterator[tuple[str, str]]:
    """The lines of a component with their names, without those of components inside it.

    A BEGIN or END inside it without a partner is junk: an alarm that is never closed hides
    nothing of its event.
    """
    lines = text.split("\n")
    names = [match[1].upper() if (match := _NAME.match(line)) else "" for line in lines]
    ends = _ends(names, lines)
    at = 1  # the first line is the component's own BEGIN
    while at < len(lines):
        if names[at] not in _NO_PROPERTY:
            yield names[at], lines[at]
        at = ends.get(at, at) + 1


def _ends(names: list[str], lines: list[str]) -> dict[int, int]:
    """For each BEGIN inside a component the place of its END, which belongs to the nearest."""
    nearest: dict[str, int] = {}
    ends: dict[int, int] = {}
    for at in range(len(lines) - 1, 0, -1):
        kind = lines[at].partition(":")[2].strip().upper()
        if names[at] == "END":
            nearest[kind] = at
        elif names[at] == "BEGIN" and kind in nearest:
            ends[at] = nearest.pop(kind)
    return ends


def properties(text: str, wanted: Container[str]) -> dict[str, list[str]]:
    """The lines of the wanted properties, by name, in their order."""
    found: dict[str, list[str]] = {}
    for name, line in own_lines(text):
        if name in wanted:
            found.setdefault(name, []).append(line)
    return found


def parts(line: str) -> Line | None:
    """Name, parameters and raw value; None for a line that is junk.

    Split by icalendar, which goes through it letter by letter, unless it is plain. Only single
    lines are ever given to icalendar: a whole component of it shares time zones with every
    other file and can be lost to one bad line (facts: icalendar 0.1, 0.3).
    """
    plain = _PLAIN.fullmatch(line)
    if plain is not None:
        given = (param.partition("=") for param in plain[2].split(";")[1:])
        return Line(plain[1].upper(), {k.upper(): v for k, _, v in given}, plain[3].strip())
    from icalendar.parser import Contentline  # noqa: PLC0415 - 90 ms that most runs don't need

    try:
        name, params, value = Contentline(line).raw_parts()  # type: ignore[no-untyped-call] # half typed
    except ValueError:
        return None
    return Line(name.upper(), {k.upper(): _first(v) for k, v in params.items()}, value.strip())


def _first(value: object) -> str:
    # A parameter with several values is a list; those we ask for have one.
    return str(value[0] if isinstance(value, list) and value else value)


def text(line: str) -> str:
    """The value of a TEXT property (RFC 5545 3.3.11), "" for a line that is junk."""
    from icalendar.parser import unescape_backslash  # noqa: PLC0415 - as above

    found = parts(line)
    return unescape_backslash(found.value) if found else ""


def texts(line: str) -> list[str]:
    """The values of a TEXT property that is a list, such as CATEGORIES."""
    from icalendar.parser import split_on_unescaped_comma  # noqa: PLC0415 - as above

    found = parts(line)
    return split_on_unescaped_comma(found.value) if found else []


def time_line(line: str) -> TimeLine:
    """A line of times, split at its *last* colon, since no time or rule has one inside.

    So `TZID=tzone://Microsoft/Custom`, which Exchange writes without its quotes, is read.
    """
    head, _, value = line.rpartition(":")
    tzid, value_type = _TZID.search(head), _VALUE_TYPE.search(head)
    return TimeLine(
        value.strip(),
        tzid[1].strip(' "') if tzid else "",
        value_type[1].upper() if value_type else "",
    )
