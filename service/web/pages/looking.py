"""A page that looks again by itself while something is under way, without a script.

By the header and not by a `<meta>`: it is bounded in number, so that nobody is interrupted for
ever, and a page that refreshes itself holds no field that somebody may be typing in.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from starlette.responses import Response

EVERY_SECONDS, MOST = 2, 15

Looks = Annotated[int, Query(alias="look", ge=0, le=1000)]
"""How often the page has looked; 0: it does not."""


def looks_again(looks: int) -> bool:
    """Whether a page that is waiting looks once more."""
    return 0 < looks <= MOST


def look_again(answer: Response, path: str, looks: int) -> None:
    """Have the browser load `path` again soon. Every current browser follows the header."""
    answer.headers["Refresh"] = f"{EVERY_SECONDS}; url={path}?look={looks + 1}"
