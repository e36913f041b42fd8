"""Something that is done every few seconds in a thread of its own, until it is stopped."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

_log = logging.getLogger(__name__)


class Pulse:
    """Calls `step` at once and then every `seconds`. A step that fails is logged by its kind."""

    def __init__(self, name: str, seconds: float, step: Callable[[], object]) -> None:
        self._seconds = seconds
        self._step = step
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, *, timeout: float | None = None) -> bool:
        """Take no further step; True: the last one is over."""
        self._stopped.set()
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self._step()
            except Exception as error:  # noqa: BLE001 - the next one may do better
                _log.warning("%s failed: %s", self._thread.name, type(error).__name__)
            self._stopped.wait(self._seconds)
