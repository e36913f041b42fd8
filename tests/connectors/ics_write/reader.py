"""A second reading of RFC 5545, independent of the writer, and strict where readers are lenient."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone

from dateutil.rrule import rrulestr

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]")
_UNESCAPED = {"n": "\n", "N": "\n", "\\": "\\", ";": ";", ",": ","}


@dataclass
class Component:
    name: str
    lines: list = field(default_factory=list)
    children: list = field(default_factory=list)

    def value(self, name):
        (value,) = (value for (found, _, value) in self.lines if found == name)
        return value

    def names(self):
        return [name for (name, _, _) in self.lines]

    def all(self, name):
        return [child for child in self.children if child.name == name]


def physical_lines(feed):
    assert feed.endswith(b"\r\n")
    lines = feed[:-2].split(b"\r\n")
    for line in lines:
        assert not re.search(rb"[\r\n]", line), f"a lone break in {line!r}"
        assert len(line) <= 75, f"{len(line)} octets in {line!r}"
        line.decode()  # a fold inside a UTF-8 sequence raises
    return lines


def content_lines(feed):
    physical_lines(feed)
    return feed.decode()[:-2].replace("\r\n ", "").split("\r\n")


def read(feed):
    """The VCALENDAR as a tree; every BEGIN has its END."""
    root = Component("")
    stack = [root]
    for line in content_lines(feed):
        head, value = re.fullmatch(r"((?:[^\":]|\"[^\"]*\")*):(.*)", line, re.DOTALL).groups()
        name, *parameters = re.split(r";(?=[A-Z-]+=)", head)
        if name == "BEGIN":
            child = Component(value)
            stack[-1].children.append(child)
            stack.append(child)
        elif name == "END":
            assert stack.pop().name == value
        else:
            stack[-1].lines.append((name, dict(p.split("=", 1) for p in parameters), value))
    (calendar,) = root.children
    assert calendar.name == "VCALENDAR"
    return calendar


def unescape(value):
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value), f"a bare separator in {value!r}"
    return re.sub(r"\\(.)", lambda found: _UNESCAPED[found[1]], value)


def values(value):
    """A list of TEXT, cut at the commas that are not escaped."""
    return [unescape(part) for part in re.findall(r"(?:[^\\,]|\\.)+|(?<=,)(?=,|$)|^(?=,)", value)]


def clean(text):
    """What ought to come back of a text: one kind of break, no control characters."""
    return FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


class Zone:
    """A VTIMEZONE, evaluated by dateutil's recurrences: the latest onset counts."""

    def __init__(self, component):
        self.onsets = sorted(
            (onset, _offset(part.value("TZOFFSETTO")))
            for part in component.children
            for onset in _onsets(part)
        )

    def utc(self, wall):
        place = bisect_right(self.onsets, wall, key=lambda pair: pair[0])
        return wall.replace(tzinfo=timezone(self.onsets[place - 1][1])).astimezone(UTC)


def instant(value, parameters, zones):
    """The UTC instant of a DATE-TIME as its text says it; floating times are refused."""
    if value.endswith("Z"):
        assert not parameters
        return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return zones[parameters["TZID"]].utc(datetime.strptime(value, "%Y%m%dT%H%M%S"))  # noqa: DTZ007 - a wall clock


def _onsets(part):
    first = datetime.strptime(part.value("DTSTART"), "%Y%m%dT%H%M%S")  # noqa: DTZ007 - a wall clock
    if "RRULE" not in part.names():
        return [first]
    rule = rrulestr(part.value("RRULE"), dtstart=first)
    assert rule[0] == first, "DTSTART is the first onset (RFC 5545 3.6.5)"
    return rule.between(datetime(2024, 1, 1), datetime(2029, 1, 1))  # noqa: DTZ001 - wall clocks


def _offset(text):
    sign = -1 if text[0] == "-" else 1
    return sign * timedelta(hours=int(text[1:3]), minutes=int(text[3:5]))
