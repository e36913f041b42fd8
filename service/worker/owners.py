"""Which process holds a lease, so that the next one need not wait for what a dead one held.

It goes by the name of the machine, the number of the process, and a word of its own, since a
number is given again: in a container every process has the same one. Whom it would free by
mistake loses nothing: a holder whose lease is gone stops before it writes (`LeaseLost`).
"""

from __future__ import annotations

import os
import secrets
import socket

_WORD = secrets.token_hex(8)


def new_lease_token() -> str:
    """A token for one claim of this process, never used twice."""
    return f"{socket.gethostname()}/{os.getpid()}/{_WORD}/{secrets.token_hex(16)}"


def is_left_behind(token: str) -> bool:
    """Whether a lease is of a process of this machine that is gone."""
    host, number, word = (*token.rsplit("/", 3)[:3], "", "", "")[:3]
    if host != socket.gethostname() or not number.isdecimal():
        return False
    if int(number) == os.getpid():
        return word != _WORD
    return not _runs(int(number))


def _runs(number: int) -> bool:
    try:
        os.kill(number, 0)  # asks only whether it is there
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:  # somebody else's: it runs
        return True
    return True
