"""What of a log record may be said.

our own       the sentence as it stands in the source, and beside it filled in: callers fill in
              numbers and kinds only
requests      method, path in words of ours, status; no client, no query, no token
uvicorn       its first line: a start, an end, a port
a library     its sentence as it stands in its source, never what it fills in: a driver
              fills in what stood in a row, asyncio what an exception said
an exception  its kind, and where it came through; never its words
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from types import TracebackType
from typing import Final

Said = dict[str, object]

ACCESS: Final = "uvicorn.access"
_OURS: Final = ("service.", "connectors.")
_METHOD_AT, _PATH_AT, _STATUS_AT, _PARTS = 1, 2, 4, 5
_MOST_FRAMES: Final = 12
_MOST_CAUSES: Final = 4
_NUMBER: Final = re.compile(r"[0-9]{1,12}")

_spoken: set[str] = set()


def speak(words: Iterable[str]) -> None:
    """Paths may be told in these words from now on; in everything else they are three dots."""
    _spoken.update(words)


def said(record: logging.LogRecord) -> Said:
    """The record as it may be written down."""
    spoken: Said = {"level": record.levelname.lower(), "logger": record.name}
    if record.name == ACCESS:
        return spoken | _request(record)
    return spoken | _sentence(record) | _fault(record)


def shown_path(path: str) -> str:
    """A path in words of ours and numbers; anything else in it is three dots."""
    parts = path.partition("?")[0].split("/")
    return "/".join(part if _is_ours(part) else "…" for part in parts)


def _is_ours(part: str) -> bool:
    return not part or part in _spoken or _NUMBER.fullmatch(part) is not None


def _request(record: logging.LogRecord) -> Said:
    args = record.args
    if not isinstance(args, tuple) or len(args) < _PARTS:
        return {"event": "request"}
    return {
        "event": "request",
        "method": str(args[_METHOD_AT]),
        "path": shown_path(str(args[_PATH_AT])),
        "status": args[_STATUS_AT],
    }


def _sentence(record: logging.LogRecord) -> Said:
    template = str(record.msg)
    if record.name.startswith(_OURS):
        return {"event": template, **({"message": _filled(record)} if record.args else {})}
    if record.name.startswith("uvicorn"):
        return {"event": _filled(record).strip().partition("\n")[0]}
    # Without arguments the sentence may have been filled in before it came here.
    event = template if record.args else "a library spoke"
    return {"event": event, "at": f"{record.module}:{record.lineno}"}


def _filled(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):  # a slip of ours; Python would print the values beside it
        return str(record.msg)


def _fault(record: logging.LogRecord) -> Said:
    if not record.exc_info or record.exc_info[1] is None:
        return {}
    error = record.exc_info[1]
    return {"error": " from ".join(_kinds(error)), "through": _places(error.__traceback__)}


def _kinds(error: BaseException) -> list[str]:
    kinds: list[str] = []
    here: BaseException | None = error
    while here is not None and len(kinds) < _MOST_CAUSES:
        kinds.append(type(here).__name__)
        here = here.__cause__ or here.__context__
    return kinds


def _places(trace: TracebackType | None) -> list[str]:
    """The way an exception came, the place of its origin last."""
    found: list[str] = []
    while trace is not None:
        found.append(f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}")
        trace = trace.tb_next
    return found[-_MOST_FRAMES:]
