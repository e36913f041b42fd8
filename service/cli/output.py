"""Where the plan goes, in which form, and what is said beside it on standard error."""

from __future__ import annotations

import sys
from datetime import datetime

from service.cli.asking import questions
from service.cli.plain import complain, say
from service.cli.request import Planned, Refused, Request, refused
from service.domain import wording
from service.domain.survey import LOOK_AHEAD, LOOK_BACK

BY_SUFFIX = {".json": "json", ".ics": "ics"}


def put(planned: Planned, request: Request) -> None:
    """Print the plan, or write it to the file asked for. Raises `Refused`."""
    style = request.style or _style(request)
    if style == "ics" or (style == "json" and request.output is not None):
        for problem in planned.survey.problems:  # nobody would see them else
            complain(problem)
    if not planned.survey.visits:
        say(_nothing_found(planned))
    if request.output is None and sys.stdout is None:
        raise refused("standard output", "It is closed.", "Give a file with -o.")
    try:
        _put(planned, request, style)
    except BrokenPipeError:
        raise  # whoever read has read enough; the command line library ends it quietly
    except OSError as error:
        raise _unwritable(request, error) from error


def _style(request: Request) -> str:
    if request.output is not None:
        return BY_SUFFIX.get(request.output.suffix.lower(), "table")
    return "table" if sys.stdout is not None and sys.stdout.isatty() else "json"


def _put(planned: Planned, request: Request, style: str) -> None:
    if style == "table":
        from service.cli.plan_table import show  # noqa: PLC0415 - Rich costs 60 ms

        show(planned, request)
    elif request.output is not None:
        request.output.write_bytes(_rendered(planned, request, style))
    else:
        sys.stdout.buffer.write(_rendered(planned, request, style))
        sys.stdout.buffer.flush()


def _rendered(planned: Planned, request: Request, style: str) -> bytes:
    if style == "ics":
        from service.cli.plan_ics import rendered  # noqa: PLC0415 - only one of them is needed

        return rendered(planned)
    from service.cli.plan_json import rendered as as_json  # noqa: PLC0415

    return as_json(planned, explain=request.explain)


def _unwritable(request: Request, error: OSError) -> Refused:
    where = "standard output" if request.output is None else str(request.output)
    return refused(
        where, f"It can't be written: {error.strerror or error}.", "Choose another place with -o."
    )


def _nothing_found(planned: Planned) -> str:
    asked = len(questions(planned))
    if asked:
        may_be = "one event may be one" if asked == 1 else f"{asked} events may be"
        return (
            f"No tagged interview was found; {may_be}. Put #interview in the title,"
            " or try --accept all."
        )
    first, last = planned.now - LOOK_BACK, planned.now + LOOK_AHEAD
    return (
        f"No interview was found from {_with_year(first)} to {_with_year(last)}."
        " Put #interview in the title of one to tag it."
    )


def _with_year(day: datetime) -> str:
    return f"{wording.said_day(day)} {day.year}"
