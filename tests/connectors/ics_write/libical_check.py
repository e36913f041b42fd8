"""Run by the system's own Python, which alone can import libical's bindings.

Reads a calendar from standard input; prints as JSON what libical complains about and the UTC
instant at which each event starts, by libical's own reading of the VTIMEZONEs.
"""

import json
import re
import sys

import gi

gi.require_version("ICalGLib", "3.0")
from gi.repository import ICalGLib  # noqa: E402 - the version must be chosen first


def main():
    text = sys.stdin.buffer.read().decode()
    calendar = ICalGLib.Component.new_from_string(text)
    ICalGLib.restriction_check(calendar)
    marked = calendar.as_ical_string().replace("\r\n", "\n").replace("\n ", "")
    complaints = re.findall("^X-LIC-ERROR.*$", marked, re.MULTILINE)
    assert bool(complaints) == bool(calendar.count_errors())
    print(json.dumps({"complaints": complaints, "starts": dict(starts(calendar))}))


def starts(calendar):
    kind = ICalGLib.ComponentKind.VEVENT_COMPONENT
    event = calendar.get_first_component(kind)
    while event:
        start = event.get_dtstart()
        yield event.get_uid(), start.as_timet_with_zone(start.get_timezone())
        event = calendar.get_next_component(kind)


main()
