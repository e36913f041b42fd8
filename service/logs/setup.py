"""Puts every logger of the process on one handler, and what ends a thread or the program too."""

from __future__ import annotations

import logging
import sys
import threading
from types import TracebackType
from typing import Final, Literal

import structlog

from service.logs.saying import said

Style = Literal["json", "plain"]

LEAST: Final = logging.INFO
NEVER_BELOW: Final = {
    # They spell out every request and answer at DEBUG, addresses and all.
    "httpcore": logging.WARNING,
    "urllib3": logging.WARNING,
    "googleapiclient": logging.WARNING,
    # A line for every job, whose outcome is counted by us (`service.telemetry`).
    "procrastinate": logging.WARNING,
    "sqlalchemy": logging.WARNING,
    "alembic": logging.WARNING,
}
UVICORN: Final = ("uvicorn", "uvicorn.error", "uvicorn.access")
_log = logging.getLogger(__name__)


def configure(style: Style | None = None) -> None:
    """Log to standard error from now on; without a style, plainly to a terminal, else as JSON.

    Whatever handlers there were are gone. Start uvicorn with `log_config=None` after this.
    """
    chosen = style or ("plain" if sys.stderr.isatty() else "json")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Written(chosen))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(LEAST)
    for name, level in NEVER_BELOW.items():
        logging.getLogger(name).setLevel(level)
    for name in UVICORN:
        own = logging.getLogger(name)
        own.handlers[:], own.propagate = [], True
    _guard_the_ends()


class _Written(logging.Formatter):
    """A record as one line. structlog's own formatter would fill the sentence in beforehand."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._to_json = style == "json"
        self._stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)
        self._json = structlog.processors.JSONRenderer(ensure_ascii=False)
        self._plain = structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)

    def format(self, record: logging.LogRecord) -> str:
        event = self._stamp(_log, record.levelname, said(record))
        if self._to_json:
            return str(self._json(_log, record.levelname, event))
        event["event"] = event.pop("message", event["event"])  # one sentence is enough for the eye
        return self._plain(_log, record.levelname, event)


def _guard_the_ends() -> None:
    """What Python itself prints would repeat the words of an exception, and with them values."""
    logging.raiseExceptions = False
    logging.captureWarnings(capture=True)
    sys.excepthook = _program_ended
    threading.excepthook = _thread_ended
    sys.unraisablehook = _nobody_heard


def _program_ended(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        _log.critical("the program broke off", exc_info=(kind, error, trace))


def _thread_ended(end: threading.ExceptHookArgs) -> None:
    if end.exc_value is not None:
        _log.critical(
            "a thread broke off", exc_info=(end.exc_type, end.exc_value, end.exc_traceback)
        )


def _nobody_heard(end: sys.UnraisableHookArgs) -> None:
    if end.exc_value is not None:
        _log.error("an error reached nobody", exc_info=end.exc_value)
