"""The stationery at home."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from service.web.api.shapes.base import Given, Shown, example

MOST = 9999
_Number = Annotated[int, Field(ge=0, le=MOST)]


class SuppliesGiven(Given):
    """As they were counted."""

    sheets: _Number
    envelopes: _Number
    stamps: _Number

    model_config = example(sheets=20, envelopes=12, stamps=3)


class SuppliesShown(Shown):
    """As they were counted, less what was posted since; null before anybody counted."""

    sheets: int | None
    envelopes: int | None
    stamps: int | None

    model_config = example(sheets=19, envelopes=11, stamps=2)
