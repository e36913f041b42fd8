"""A line is split in the same places whether or not icalendar was asked."""

from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar.parser import Contentline

from connectors.ics.lines import parts

NAMES = st.sampled_from(["SUMMARY", "attendee", "X-A", "DTSTART", " UID", "ÄB", "A.B", "", "1"])
PIECES = st.one_of(
    st.sampled_from(
        ['"', "\\", "^n", "%2C", ",", ";", ":", "=", " ", "\t", "é", "ß", "@", "\r", "a"]
    ),
    st.text("ab -./+_", max_size=4),
)
TEXTS = st.lists(PIECES, max_size=4).map("".join)
PARAMS = st.lists(
    st.tuples(st.sampled_from(["CN", "cn", "ROLE", "X-Y", " V", ""]), TEXTS), max_size=3
)


def by_icalendar(line):
    try:
        name, params, value = Contentline(line).raw_parts()
    except ValueError:
        return None
    first = {k.upper(): str(v[0] if isinstance(v, list) else v) for k, v in params.items()}
    return name.upper(), first, value.strip()


@settings(max_examples=1500, deadline=None)
@given(NAMES, PARAMS, TEXTS)
@example("ATTENDEE", [("CN", "Zoë de Vries"), ("ROLE", "REQ-PARTICIPANT")], "mailto:a@b.c")
@example("X", [("CN", "a b "), ("cn", "")], ": ")
@example("X", [("CN", "a%2Cb")], "")
def test_a_plain_line_needs_no_parser(name, params, value):
    line = "".join([name, *(f";{key}={said}" for key, said in params), ":", value])
    assert parts(line) == by_icalendar(line)
