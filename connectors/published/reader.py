"""Reading in a process of its own, which can be killed.

A calendar is a stranger's bytes. However it is read, a file may be found that takes for ever or
all the memory there is (facts: icalendar 0.4, 2.1), and neither can be stopped inside a thread.
So the reading is done by a child: limited in memory, killed when its time is up, started again
for the next calendar.
"""

from __future__ import annotations

import os
import pickle
import re
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from math import ceil
from threading import Event as Flag
from threading import Lock, Timer
from typing import Final
from zoneinfo import ZoneInfo

from connectors.contract import Problem, Span
from connectors.ics.read import NotACalendar, Reading
from connectors.published.child import Failed, Reply, Task, receive, send

_START: Final = (
    "import sys; sys.path[:] = sys.argv[2:];"
    " from connectors.published.child import serve; serve(int(sys.argv[1]))"
)
_SECRETS: Final = "AFTERWORD_"
_SHORTER: Final = "Share or export a shorter range of dates, and try again."


class TooHard(Exception):
    """A calendar that could not be read within the time or the memory there is for one.

    Nothing may be concluded from it. `problem` is what to tell the person.
    """

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.problem = Problem(where="the calendar", what=what, next_step=_SHORTER)


@dataclass(slots=True)
class Reader:
    """Reads one calendar at a time; threads that share it wait for each other.

    `seconds` is the time one reading may take, `megabytes` the address space of the process.
    The process is started with the first calendar and ends by itself when idle for long.
    """

    seconds: float = 20.0
    megabytes: int = 512
    _child: subprocess.Popen[bytes] | None = field(default=None, init=False, repr=False)
    _turn: Lock = field(default_factory=Lock, init=False, repr=False)

    def read(
        self,
        body: bytes,
        *,
        home: ZoneInfo,
        screen: re.Pattern[str] | None = None,
        window: Span | None = None,
    ) -> Reading:
        """What `connectors.ics.read.read` gives. Raises `NotACalendar`, `TooHard`."""
        task = Task(home=home, screen=screen, window=window, seconds=ceil(self.seconds) + 1)
        with self._turn:
            reply = self._answered(pickle.dumps(task), body)
        if isinstance(reply, Reading):
            return reply
        if reply.problem is not None:
            raise NotACalendar(reply.problem)
        if reply.error == "MemoryError":
            raise TooHard("Reading the calendar takes more memory than there is for one.")
        raise TooHard(f"The calendar could not be read ({reply.error}).")

    def close(self) -> None:
        """End the process. It is started again when there is something to read."""
        with self._turn:
            self._end()

    def _answered(self, task: bytes, body: bytes) -> Reply:
        reused = self._child is not None
        late = Flag()
        try:
            return self._ask(task, body, late)
        except (EOFError, OSError, pickle.UnpicklingError):
            self._end()
            if late.is_set():
                raise TooHard("Reading the calendar took too long.") from None
        except BaseException:
            self._end()  # half an answer may be under way, and would be taken for the next one
            raise
        if not reused:
            raise TooHard("The calendar could not be read: the program reading it broke off.")
        # It may have ended while it was idle, for no fault of this calendar's.
        return self._answered(task, body)

    def _ask(self, task: bytes, body: bytes, late: Flag) -> Reply:
        child = self._child = self._child or self._started()
        clock = Timer(self.seconds, _stop, (child, late))
        clock.daemon = True
        clock.start()
        try:
            reply = self._exchange(child, task, body)
        finally:
            clock.cancel()
        if late.is_set() or (isinstance(reply, Failed) and reply.error):
            self._end()
        return reply

    @staticmethod
    def _exchange(child: subprocess.Popen[bytes], task: bytes, body: bytes) -> Reply:
        if child.stdin is None or child.stdout is None:
            raise EOFError
        send(child.stdin, task)
        send(child.stdin, body)
        reply: Reply = pickle.loads(receive(child.stdout))  # noqa: S301 - our own child's
        return reply

    def _started(self) -> subprocess.Popen[bytes]:
        path = [entry or os.getcwd() for entry in sys.path]  # noqa: PTH109 - a string is wanted
        return subprocess.Popen(  # noqa: S603 - this very interpreter
            [sys.executable, "-c", _START, str(self.megabytes), *path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a traceback could repeat what a calendar says
            env={name: value for name, value in os.environ.items() if _SECRETS not in name},
            start_new_session=True,  # Ctrl-C is for the parent, which then hangs up
        )

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        for stream in (child.stdin, child.stdout):
            with suppress(OSError):  # what was not sent can't be flushed any more
                if stream is not None:
                    stream.close()
        child.wait()


def _stop(child: subprocess.Popen[bytes], late: Flag) -> None:
    late.set()
    child.kill()
