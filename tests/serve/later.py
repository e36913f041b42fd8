"""`afterword` by a clock that is ahead: the seconds stand in the file that AHEAD names.

Replaces the one clock of the service and nothing else.
"""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from service import wiring
from service.__main__ import main

_FILE = Path(os.environ["AHEAD"])


def ahead() -> datetime:
    return datetime.now(UTC) + timedelta(seconds=float(_FILE.read_text()))


if __name__ == "__main__":
    wiring.clock = ahead
    main()
