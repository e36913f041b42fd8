"""Names in descriptions: labels, prose, timetables, blocks, in the languages people write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.people.itinerary import named
from tests.domain.people.invitation import rows

CASES = rows("descriptions")
ONE_LINERS = [text for case, text, _ in CASES if case.startswith("timetable") and "\n" not in text]


def spelled(description: str) -> str:
    return " ".join(
        f"{mention.name}/{mention.role}" if mention.role else mention.name
        for mention in named(description)
    )


@pytest.mark.parametrize(
    ("description", "people"), [row[1:] for row in CASES], ids=[r[0] for r in CASES]
)
def test_the_names_in_a_description(description: str, people: str) -> None:
    assert spelled(description) == people


@pytest.mark.parametrize(
    "description",
    [
        "Panel: Kate Austen <Kate@Acme.com>",
        "Panel: Kate Austen (kate@acme.com)",
        "Panel: Kate Austen kate@acme.com",
        "Panel: Kate Austen &lt;kate@acme.com&gt;",
        '<b>Panel:</b> <a href="mailto:kate@acme.com">Kate Austen</a>',
        "Who:\nKate Austen - Organizer\nkate@acme.com\n\nWhere:\nZoom",
    ],
    ids=["angles", "brackets", "bare", "escaped angles", "a link", "on the next line"],
)
def test_an_address_beside_a_name_is_kept(description: str) -> None:
    (kate,) = named(description)
    assert (kate.name, kate.email) == ("Kate Austen", "kate@acme.com")


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Recruiter", "recruiter"),
        ("Coordinator", "coordinator"),
        ("Ansprechpartnerin", "coordinator"),
        ("Hiring manager", "interviewer"),
        ("Interviewer 2", "interviewer"),
        ("Interviewer(s)", "interviewer"),
    ],
)
def test_the_label_says_what_somebody_does(label: str, kind: str) -> None:
    assert [mention.kind for mention in named(f"{label}: Kim Tan")] == [kind]


@given(st.text(max_size=300))
def test_any_text_is_read_without_a_crash_and_a_name_never_spans_lines(text: str) -> None:
    assert not any("\n" in mention.name for mention in named(text))


@given(st.lists(st.sampled_from(ONE_LINERS)))
def test_lines_of_a_timetable_do_not_influence_each_other(lines: list[str]) -> None:
    apart = [mention for line in lines for mention in named(line)]
    assert list(named("\n".join(lines))) == apart
