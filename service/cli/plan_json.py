"""The plan as JSON: a contract with whoever reads it, `docs/plan.schema.json`, version 1.

Times are RFC 3339 with the offset of the zone beside them; missing values are null, lists are
never missing; keys keep their order, so that equal input gives equal bytes.
"""

from __future__ import annotations

import json
from dataclasses import asdict

from connectors.contract import Moment, Problem
from service.cli.request import Planned
from service.domain import wording
from service.domain.model import FollowUp, Visit
from service.domain.places import local
from service.domain.policy import Me
from service.domain.session import instance_of
from service.domain.survey import Judged

VERSION = 1
Json = dict[str, object]


def rendered(planned: Planned, *, explain: bool) -> bytes:
    """The document; with `explain` every event, else interviews and suggestions."""
    survey, me = planned.survey, planned.policy.me
    shown = [one for one in survey.judged if explain or one.verdict.outcome != "not"]
    document = {
        "version": VERSION,
        "events": [_event(one) for one in shown],
        "visits": [_visit(visit, survey.follow_ups, me) for visit in survey.visits],
        "problems": [asdict(problem) for problem in survey.problems],
    }
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"


def _event(one: Judged) -> Json:
    event, when = one.event, one.event.content.when
    return {
        "uid": event.uid,
        "recurrence_id": instance_of(event),
        "calendar": one.calendar or None,
        "title": event.content.title,
        "start": _said(when.start),
        "end": _said(when.end),
        "timezone": when.timezone,
        "all_day": when.all_day,
        "verdict": one.verdict.outcome,
        "rule": one.verdict.rule,
        "because": one.verdict.because,
        "problems": [asdict(problem) for problem in _problems(one)],
    }


def _problems(one: Judged) -> list[Problem]:
    """What was assumed about one event, so that the person can put it right."""
    where = f"UID {one.event.uid}"
    return [
        Problem(where=where, what=what, next_step=next_step)
        for what, next_step in wording.assumptions(
            no_end=not one.event.end_given, zone_guessed=one.event.zone_guessed
        )
    ]


def _visit(visit: Visit, follow_ups: tuple[FollowUp, ...], me: Me) -> Json:
    return {
        "key": visit.key,
        "company": visit.company,
        "role": visit.role,
        "start": _said(local(visit.start, me)),
        "end": _said(local(visit.end, me)),
        "sessions": [
            {"uid": session.uid, "recurrence_id": session.recurrence_id}
            for session in visit.sessions
        ],
        "people": [
            {
                "name": person.name,
                "email": person.email,
                "kind": person.kind,
                "state": person.state,
                "origin": person.origin,
            }
            for person in visit.people
        ],
        "follow_ups": [_follow_up(one) for one in follow_ups if one.visit == visit.key],
    }


def _follow_up(one: FollowUp) -> Json:
    return {
        "key": one.key,
        "kind": one.kind,
        "start": _said(one.content.when.start),
        "end": _said(one.content.when.end),
        "timezone": one.content.when.timezone,
        "title": one.content.title,
        "notes": one.content.notes,
        "status": one.status,
        "flags": list(dict.fromkeys(one.flags)),
        "because": one.because,
    }


def _said(moment: Moment) -> str:
    return moment.isoformat()
