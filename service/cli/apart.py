"""A house of its own for a demonstration, whatever the environment says of the real one."""

from __future__ import annotations

from typing import Final

from service.variables import VARIABLES

KEPT: Final = ("AFTERWORD_HOST", "AFTERWORD_PORT", "AFTERWORD_LOG")
"""Where it listens and how it logs: neither leads to anything of the real house."""


def apart(**own: str) -> dict[str, str]:
    """What to lay over the environment so that only `own` is left of our variables.

    Whoever runs the service for real has its database, its key and its address in the same
    environment, perhaps as files; an empty variable counts as not set. The names in `own` are
    without their prefix, and of lower case.
    """
    emptied = [one.name for one in VARIABLES if one.name not in KEPT]
    blank = {name: "" for one in emptied for name in (one, f"{one}_FILE")}
    return blank | {f"AFTERWORD_{name.upper()}": value for name, value in own.items()}
