"""Whom one has met in earlier rounds, in the one line that is read before going there again."""

from __future__ import annotations

from collections.abc import Sequence

from service.domain.debrief import Spoken
from service.domain.model import Visit
from service.domain.process import same_process
from service.domain.told import Debriefs, debrief_of

MOST = 4
"""Names in one line; the page of the interview has all of them."""


def met_line(visit: Visit, visits: Sequence[Visit], debriefs: Debriefs) -> str:
    """Like "Met before: Dana Ruiz (sailing; promised: the map), Lee."; empty: nobody."""
    if not debriefs:
        return ""
    earlier = sorted(
        (one for one in visits if one.start < visit.start and same_process(one, visit, visits)),
        key=lambda one: one.start,
        reverse=True,
    )
    met: dict[str, Spoken] = {}
    for told in filter(None, (debrief_of(one, debriefs) for one in earlier)):
        for one in told.people:
            if one.present:
                met.setdefault(one.whom, one)
    if not met:
        return ""
    said = [_said(one) for one in met.values()]
    more = f" and {len(said) - MOST} more" if len(said) > MOST else ""
    return f"Met before: {', '.join(said[:MOST])}{more}."


def _said(one: Spoken) -> str:
    promise = f"promised: {one.promise}" if one.promise else ""
    about = "; ".join(filter(None, (one.topic, promise)))
    return f"{one.name} ({about})" if about else one.name
