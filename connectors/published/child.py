"""The process that reads calendars on behalf of another, so that it can be killed.

It knows no secret: the service's settings are kept out of its environment, and what it reads
comes in on standard input and goes out on standard output, each message after its length.
Only its own parent ever talks to it.
"""

from __future__ import annotations

import pickle
import re
import resource
import select
import signal
import sys
from dataclasses import dataclass
from struct import Struct
from typing import IO, Final
from zoneinfo import ZoneInfo

from connectors.contract import Problem, Span
from connectors.ics.read import NotACalendar, Reading, read

LENGTH: Final = Struct(">Q")
IDLE_SECONDS: Final = 20.0
"""After so long without work the process ends, and its memory is given back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """How to read the body that follows, and how many seconds that may take."""

    home: ZoneInfo
    screen: re.Pattern[str] | None
    window: Span | None
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """Why there is no reading: a problem to tell, or the kind of error nobody expected."""

    problem: Problem | None = None
    error: str = ""


Reply = Reading | Failed


def send(stream: IO[bytes], message: bytes) -> None:
    """Write one message. Raises OSError."""
    stream.write(LENGTH.pack(len(message)))
    stream.write(message)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes:
    """Read one message. Raises EOFError when the other side has gone."""
    return _exactly(stream, LENGTH.unpack(_exactly(stream, LENGTH.size))[0])


def _exactly(stream: IO[bytes], count: int) -> bytes:
    found = stream.read(count)
    if len(found) < count:
        raise EOFError
    return found


def serve(megabytes: int) -> None:
    """Read calendars until the parent hangs up, within so much memory."""
    most = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    while _waiting():
        try:
            task: Task = pickle.loads(receive(sys.stdin.buffer))  # noqa: S301 - our own parent's
            body = receive(sys.stdin.buffer)
        except EOFError:
            return
        reply = _answer(task, body)
        send(sys.stdout.buffer, pickle.dumps(reply))
        if isinstance(reply, Failed) and reply.error:
            return  # whatever state that left behind, the next calendar gets a new process


def _waiting() -> bool:
    """Whether there is a task, or the parent has gone; false after a long silence."""
    return bool(select.select([sys.stdin.buffer], [], [], IDLE_SECONDS)[0])


def _answer(task: Task, body: bytes) -> Reply:
    # The parent keeps the time too; this one ends a reading whose parent was killed meanwhile.
    signal.alarm(task.seconds)
    try:
        return read(body, home=task.home, screen=task.screen, window=task.window)
    except NotACalendar as refused:
        return Failed(problem=refused.problem)
    except Exception as error:  # noqa: BLE001 - its kind is told; its words may be the calendar's
        return Failed(error=type(error).__name__)
    finally:
        signal.alarm(0)
