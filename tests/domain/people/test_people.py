"""Who was talked to: the table of cases P1-P14 and their neighbours."""

from __future__ import annotations

import pytest

from connectors.contract import Event
from service.domain.model import TalkedTo
from service.domain.people import merge, talked_to
from tests.domain.people.invitation import ALEX, VIA_AGENCY, guest, invitation, people, told

ITINERARY = """\
Itinerary
9:00 AM PST System Design with Priya N.
10:00 AM PST Break
10:15 AM PST Coding with Tom B.
11:00 AM PST Hiring manager chat with Kate Austen
"""
SELF = "alex.morgan@gmail.com"

CASES = {
    "P1 a room is nobody": (
        invitation(guests=(SELF, "dana@acme.com", "acme-room-4@resource.calendar.google.com")),
        ["Dana certain"],
    ),
    "P2 names in a description": (
        invitation(
            organizer="no-reply@greenhouse.io",
            notes="You will meet with: Kate Austen (EM), Jack Shephard",
        ),
        ["Jack Shephard probable", "Kate Austen probable"],
    ),
    "P3 a coordinator and a timetable": (
        invitation(organizer="coordinator@hooli.com", guests=(SELF,), notes=ITINERARY),
        [
            "Coordinator probable coordinator",
            "Kate Austen probable",
            "Priya N. probable",
            "Tom B. probable",
        ],
    ),
    "P3 somebody who only invites coordinates, whatever the address": (
        invitation(organizer="kim.tan@hooli.com", notes=ITINERARY.replace("Tom B.", "Bo Li")),
        [
            "Bo Li probable",
            "Kate Austen probable",
            "Kim Tan probable coordinator",
            "Priya N. probable",
        ],
    ),
    "P3 who invites and stands in the timetable is talked to": (
        invitation(organizer="kate.austen@hooli.com", notes=ITINERARY),
        ["Kate Austen probable", "Priya N. probable", "Tom B. probable"],
    ),
    "P4 a shared calendar is nobody": (
        invitation(organizer="c_abc@group.calendar.google.com", guests=(SELF,)),
        [],
    ),
    "P5 a hidden guest list": (invitation(organizer="jo@acme.com"), ["Jo probable unknown"]),
    "P6 an initial in the timetable": (
        invitation(
            guests=(guest("dana@acme.com", "Dana Ruiz"),), notes="10:15 Coding with Dana R."
        ),
        ["Dana Ruiz certain"],
    ),
    "P6 an address that spells the name": (
        invitation(guests=("druiz@acme.com",), notes="10:15 Coding with Dana Ruiz"),
        ["Dana Ruiz certain"],
    ),
    "P7 declined": (invitation(guests=(guest("tom@acme.com", response="declined"),)), []),
    "P7 declined, and still in the timetable": (
        invitation(
            guests=(guest("tom@acme.com", "Tom Banks", response="declined"), "dana@acme.com"),
            notes="10:15 Coding with Tom Banks",
        ),
        ["Dana certain"],
    ),
    "P8 a plus address of one's own": (
        invitation(guests=("alex.morgan+jobs@gmail.com", "a.lexmorgan@googlemail.com")),
        [],
    ),
    "P8 oneself at an address nobody told us": (
        invitation(guests=(guest("alex@elsewhere.example", "Alex Morgan"),)),
        [],
    ),
    "P9 a hired interviewer without a name": (
        invitation(
            "Karat interview",
            organizer="no-reply@karat.com",
            notes="Your Interview Engineer will meet you in the Karat room.",
        ),
        [],
    ),
    "P9 a hired interviewer and the client's recruiter": (
        invitation(
            "Karat interview",
            organizer="no-reply@karat.com",
            guests=(SELF, "ian@karat.com", guest("talent@stark.com", "Kim Tan")),
        ),
        ["Kim Tan certain recruiter"],
    ),
    "P10 robots that take notes": (
        invitation(
            guests=(
                "notetaker@fireflies.ai",
                "bot@otter.ai",
                guest("x@acme.com", "Read AI"),
                "dana@acme.com",
            )
        ),
        ["Dana certain"],
    ),
    "P12 nobody decided yet": (invitation(notes="Interviewers: TBD"), []),
    "P12 nobody decided yet, in a sentence": (
        invitation(notes="Interviewers: to be confirmed\nPanel: N/A\nHost: Will be announced"),
        [],
    ),
    "a mailbox that nobody in particular reads": (
        invitation(organizer="recruiting@hooli.com", guests=("jobs@hooli.com",)),
        [],
    ),
    "the same mailbox with a human's name": (
        invitation(organizer="recruiting@hooli.com", organizer_name="Kim Tan"),
        ["Kim Tan probable recruiter"],
    ),
    "the same mailbox with the company's name": (
        invitation(organizer="talent@stark.com", organizer_name="Stark Industries"),
        [],
    ),
    "a relay, whatever the name": (
        invitation(organizer="no-reply@acme.com", organizer_name="Dana Ruiz"),
        [],
    ),
    "a room that a calendar calls an individual": (
        invitation(guests=(guest("r4@acme.com", "Conf Room Berlin"),)),
        [],
    ),
    "a mailing list": (invitation(guests=(guest("loop@acme.com", "Loop", user_type="group"),)), []),
    "last name first": (
        invitation(guests=(guest("druiz@acme.com", "Ruiz, Dana (Acme)"),)),
        ["Dana Ruiz certain"],
    ),
    "two people in the title": (
        invitation("Dana Ruiz and Alex Morgan", organizer="scheduling@acme.com"),
        ["Dana Ruiz probable"],
    ),
    "an employer in the title is nobody": (invitation("Interview with Pied Piper"), []),
    "the company at the head of a list is nobody": (
        invitation("Interview with Pied Piper", notes="With: Pied Piper\nPanel: Kate Austen"),
        ["Kate Austen probable"],
    ),
    "oneself in a booking page's list": (
        invitation(
            "30 Min Interview between Dana Ruiz and Alex Morgan",
            organizer="dana.ruiz@acme.com",
            notes="Who:\nDana Ruiz - Organizer\nAlex Morgan\nalex.morgan@gmail.com",
        ),
        ["Dana Ruiz probable"],
    ),
    "a recruiter by the label": (
        invitation(guests=("kim.tan@acme.com",), notes="Recruiter: Kim Tan"),
        ["Kim Tan certain recruiter"],
    ),
}


@pytest.mark.parametrize(("event", "expected"), CASES.values(), ids=CASES)
def test_the_people_of_an_event(event: Event, expected: list[str]) -> None:
    assert told(people(event, ALEX)) == expected


def test_a_panel_as_four_events_with_one_guest_each_is_their_union() -> None:  # P11
    addresses = ("kate@acme.com", "jack@acme.com", "dana@acme.com", "tom@acme.com")
    panel = [people(invitation(guests=(SELF, one)), ALEX) for one in addresses]
    assert told(merge(panel)) == ["Dana certain", "Jack certain", "Kate certain", "Tom certain"]


def test_two_guests_of_one_name_stay_two_and_are_asked_about() -> None:  # P13
    event = invitation(
        guests=(guest("chris@acme.com", "Chris Lee"), guest("clee2@acme.com", "Chris Lee")),
        notes="Panel: Chris Lee (EM), Chris Lee (CTO)",
    )
    found = people(event, ALEX)
    assert told(found) == ["Chris Lee certain", "Chris Lee certain"]
    assert all("chris@acme.com, clee2@acme.com" in (person.ask or "") for person in found)
    assert {person.role for person in found} == {None}, "nobody knows whose role it is"


@pytest.mark.parametrize(
    "event",
    [
        invitation(
            organizer="dana@agency.example",
            organizer_name="Dana Ruiz",
            guests=(SELF, "kate@acme.com"),
            notes="Panel: Jack Shephard",
        ),
        invitation(
            organizer="dana@agency.example",
            organizer_name="Dana Ruiz",
            guests=(SELF, "kate@acme.com", guest("dana@agency.example", "Dana Ruiz")),
        ),
        invitation(
            organizer="no-reply@greenhouse.io",
            guests=("kate@acme.com", guest("x@recruiters.example", "Dana Ruiz")),
        ),
    ],
    ids=["the organizer", "the organizer is a guest too", "a guest from an agency"],
)
def test_via_an_agency_only_the_consultant_is_left(event: Event) -> None:  # P14
    (only,) = told(people(event, VIA_AGENCY))
    assert only.startswith("Dana Ruiz")
    assert only.endswith("recruiter")
    assert "Kate" in {person.name for person in people(event, VIA_AGENCY)}, "kept, greyed"


def test_via_an_agency_without_a_consultant_nobody_is_written_to() -> None:
    assert told(people(invitation(guests=("kate@acme.com",)), VIA_AGENCY)) == []


def test_whom_the_person_named_is_certain_and_brings_the_topic() -> None:
    answer = TalkedTo(line="talked to: Kate Austen - batches", name="Kate Austen", topic="batches")
    listed = people(invitation(notes="Panel: Kate A. (EM)"), ALEX)
    (kate,) = merge([listed, talked_to([answer])])
    assert (kate.name, kate.state, kate.origin) == ("Kate Austen", "certain", "answer")
    assert (kate.topic, kate.role) == ("batches", "EM")


def test_the_excluded_are_kept_for_the_debrief_page() -> None:
    found = people(invitation(guests=(SELF, "bot@otter.ai")), ALEX)
    assert {person.state for person in found} == {"excluded"}
    assert len(found) == 2
