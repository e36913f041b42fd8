"""The same words in another meaning: press, visas, tenants; and what stands around interviews."""

from __future__ import annotations

import re
from functools import cache

from service.domain.recognise.evidence import Evidence
from service.domain.recognise.lexicon import WORD, Hit, phrases

_APART = re.compile(r"[-\u2010-\u2015:|,;/(]")


def other_sense(evidence: Evidence) -> str | None:
    """The words that say it is an interview of another kind, unless something speaks of hiring.

    A job in the title, an applicant tracking service, a recruiter's address or a second word
    that is only said of hiring outweighs them: "Social Media Manager interview" is a job.
    """
    found = _senses(evidence)
    if not found:
        return None
    if any(hit.kind == "never_hiring" for hit in found):
        return found[0].text
    return None if _hiring(evidence, found) else found[0].text


def _senses(evidence: Evidence) -> list[Hit]:
    anchors = evidence.in_title("interview", "strong")
    found = list(evidence.in_title("sense"))
    found += (
        _joined(evidence.title, sense, anchor)
        for sense in evidence.in_title("never_hiring", "sense_before")
        for anchor in anchors
        if _stands_before(evidence.title, sense, anchor)
    )
    found += (
        _joined(evidence.title, sense, anchor)
        for sense in evidence.in_title("sense_after")
        for anchor in anchors
        if _stands_after(evidence.title, sense, anchor)
    )
    return found + list(evidence.in_notes("sense"))


def _hiring(evidence: Evidence, senses: list[Hit]) -> bool:
    in_title = [hit for hit in senses if hit in evidence.title_hits or hit.kind != "sense"]
    strong = evidence.in_title("strong")
    left = [hit for hit in strong if not any(_spends(sense, hit) for sense in in_title)]
    return bool(left or evidence.job or evidence.hiring_service or evidence.recruiter)


def _spends(sense: Hit, strong: Hit) -> bool:
    # A phrase of several words ("job interview") says for itself that it is about a job.
    return sense.holds(strong) and (sense.kind == "sense" or " " not in strong.text)


def _joined(title: str, sense: Hit, anchor: Hit) -> Hit:
    start, end = min(sense.start, anchor.start), max(sense.end, anchor.end)
    return Hit(kind=sense.kind, start=start, end=end, text=title[start:end])


def _stands_before(title: str, sense: Hit, anchor: Hit) -> bool:
    return title[sense.end : anchor.start] in {" ", "-"}


def _stands_after(title: str, sense: Hit, anchor: Hit) -> bool:
    between = title[anchor.end : sense.start]
    if anchor.end >= sense.start or _APART.search(between):
        return False
    return all(word in _connectors() for word in WORD.findall(between))


@cache
def _connectors() -> frozenset[str]:
    return frozenset(phrases("connectors"))


def around(evidence: Evidence) -> str | None:
    """The words that say it is beside an interview: preparing, travelling, thanking, waiting."""
    alone = evidence.in_title("around_alone")
    if alone:
        return alone[0].text
    if not evidence.in_title("interview", "strong", "weak"):
        return None
    jobs = evidence.in_title("job")
    found = (hit for hit in evidence.in_title("around") if not _names_job(evidence, hit, jobs))
    return next((hit.text for hit in found), None)


def _names_job(evidence: Evidence, hit: Hit, jobs: tuple[Hit, ...]) -> bool:
    # "Practice manager", "prep cook", "travel agent": a job, not something to do.
    return any(evidence.title[hit.end : job.start] == " " for job in jobs)
