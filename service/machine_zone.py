"""The zone of this machine: the last resort for a person who did not tell theirs."""

from __future__ import annotations

import os
from pathlib import Path
from zoneinfo import ZoneInfo

LOCALTIME = Path("/etc/localtime")
MARK = "zoneinfo/"


def machine_zone(localtime: Path = LOCALTIME) -> ZoneInfo:
    """`TZ` (a name or a path, POSIX 8.3), else what `/etc/localtime` links to, else UTC."""
    target = str(localtime.resolve()) if localtime.is_symlink() else ""
    for name in (os.environ.get("TZ", "").lstrip(":"), target):
        try:
            return ZoneInfo(name.rpartition(MARK)[2])
        except (KeyError, ValueError, OSError):  # unknown, empty, or the name of a folder
            continue
    return ZoneInfo("UTC")
