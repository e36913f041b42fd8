"""The octets of feeds that were served lately, so that the database is asked only what changed.

Only the octets: whether an address still works, and which version it has, is asked every time.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

MOST_BYTES = 16 * 1024 * 1024
"""Some hundred feeds of a usual size; what a process may hold for being quick."""

Name = tuple[bytes, str]
"""The hash of the token, and the strong entity tag, which names exactly these octets."""


class Bodies:
    """Octets by their name; those asked for least lately go first."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._lock = Lock()
        self._held: OrderedDict[Name, bytes] = OrderedDict()
        self._bytes = 0

    def get(self, name: Name) -> bytes | None:
        """The octets, if they are still here."""
        with self._lock:
            found = self._held.get(name)
            if found is not None:
                self._held.move_to_end(name)
            return found

    def keep(self, name: Name, octets: bytes) -> None:
        """Hold these as long as there is room; what alone is too large is not held at all."""
        if len(octets) > self._most_bytes:
            return
        with self._lock:
            self._bytes += len(octets) - len(self._held.pop(name, b""))
            self._held[name] = octets
            while self._bytes > self._most_bytes:
                self._bytes -= len(self._held.popitem(last=False)[1])
