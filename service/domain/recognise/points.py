"""Weighing what is weak by itself: points, of which five make a suggestion.

`screen` reasons about these numbers; whoever changes one reads its argument again.
"""

from __future__ import annotations

from dataclasses import dataclass

from service.domain.recognise.evidence import Evidence

ENOUGH = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """How much something speaks for an interview, and what it is."""

    weight: int
    because: str


def points(evidence: Evidence) -> tuple[Point, ...]:
    """Everything that speaks for an interview, in the order of its weight."""
    found = (
        _service(evidence),
        _weak_word(evidence),
        _hiring_word(evidence),
        _timetable(evidence),
        _recruiter(evidence),
        _stranger(evidence),
        _booking(evidence),
        _own_name(evidence),
        _job(evidence),
    )
    return tuple(point for point in found if point)


def total(found: tuple[Point, ...]) -> int:
    """The sum of the weights."""
    return sum(point.weight for point in found)


def _service(evidence: Evidence) -> Point | None:
    domain = evidence.hiring_service
    because = f"it names a service for hiring, {domain}"
    return Point(weight=3, because=because) if domain else None


def _weak_word(evidence: Evidence) -> Point | None:
    # A call is weak too, but only a recruiter's.
    faint = evidence.in_title("faint") if _speaks_of_hiring(evidence) else ()
    hits = evidence.in_title("weak") or faint
    return Point(weight=2, because=f'the title contains "{hits[0].text}"') if hits else None


def _hiring_word(evidence: Evidence) -> Point | None:
    if hits := evidence.in_title("hiring"):
        return Point(weight=2, because=f'the title speaks of "{hits[0].text}"')
    # Booking pages write the subject into the description, so there a phrase counts as well.
    phrase = evidence.in_notes("strong") if evidence.booking_service else ()
    if hits := evidence.in_notes("hiring") or phrase:
        return Point(weight=2, because=f'the description speaks of "{hits[0].text}"')
    return None


def _timetable(evidence: Evidence) -> Point | None:
    # Any conference has a timetable; it counts where something else speaks of hiring.
    if not evidence.timetable or not _speaks_of_hiring(evidence):
        return None
    return Point(weight=2, because=f'the description lists people ("{evidence.timetable}")')


def _speaks_of_hiring(evidence: Evidence) -> bool:
    return bool(evidence.hiring_service or evidence.recruiter or _hiring_word(evidence))


def _recruiter(evidence: Evidence) -> Point | None:
    address = evidence.recruiter
    return Point(weight=2, because=f"{address} looks like a recruiter") if address else None


def _stranger(evidence: Evidence) -> Point | None:
    if evidence.organizer not in evidence.strangers:
        return None
    return Point(weight=1, because=f"{evidence.organizer} invited you")


def _booking(evidence: Evidence) -> Point | None:
    domain = evidence.booking_service
    return Point(weight=1, because=f"it was booked through {domain}") if domain else None


def _own_name(evidence: Evidence) -> Point | None:
    if not evidence.me.named.search(evidence.title):
        return None
    return Point(weight=1, because="the title contains your name")


def _job(evidence: Evidence) -> Point | None:
    job = evidence.job
    return Point(weight=1, because=f'the title names a job ("{job.text}")') if job else None
