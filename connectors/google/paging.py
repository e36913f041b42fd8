"""The pages of one answer of Google's, to the last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from connectors.contract import Transient
from connectors.google.api import Api
from connectors.google.items import Item, text

_MOST_PAGES: Final = 1000


def pages(api: Api, query: Mapping[str, object], *, of: Any = None) -> Iterator[Item]:
    """Page after page of the events that are asked for, or of another of `api.resources`.

    One may be empty, and others follow; one may be shorter than was asked for (facts:
    google-calendar 1.1). So nothing counts before the last one has come. Raises as `Api.call`.
    """
    listed = of or api.resources.events
    page = api.call(listed.list(**query), "read")
    turned: set[str] = set()
    while token := _next(page, turned):
        yield page
        page = api.call(listed.list(**{**query, "pageToken": token}), "read")
    yield page


def _next(page: Item, turned: set[str]) -> str:
    token = text(page, "nextPageToken")
    if token in turned or len(turned) >= _MOST_PAGES:
        raise Transient("the pages of Google go round in a circle")
    if token:
        turned.add(token)
    return token
