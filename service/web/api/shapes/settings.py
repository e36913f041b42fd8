"""The settings: as text, as tables, and what other settings would change."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, JsonValue

from service.desk.policy import What
from service.web.api.shapes.base import Given, Shown, Text, example

LONGEST_TOML = 60_000
Tables = dict[str, dict[str, JsonValue]]
_TOML = "[email]\ndelay_minutes = 90\n"


class SettingsAsText(Given):
    """TOML, as in docs/settings.md; what is not said has its default."""

    toml: Annotated[str, Field(max_length=LONGEST_TOML)]

    model_config = example(toml=_TOML)


class SettingsAsTables(Given):
    """The same as tables of keys; null says nothing, like a key that is not there."""

    chosen: Tables

    model_config = example(chosen={"email": {"delay_minutes": 90}})


class SettingsShown(Shown):
    """`chosen` is what you said; `in_force` is what holds, and may be sent back as `chosen`."""

    toml: Text
    chosen: Tables
    in_force: Tables

    model_config = example(
        toml=_TOML,
        chosen={"email": {"delay_minutes": 90}},
        in_force={"email": {"delay_minutes": 90, "earliest": "08:00", "latest": "20:00"}},
    )


class ChangeShown(Shown):
    """What becomes of one follow-up."""

    what: What
    title: Text
    before: Text
    after: Text
    because: Text


class OutlookShown(Shown):
    """What these settings would change; with `read_anew` calendars may hold more that counts."""

    sentence: str
    changes: list[ChangeShown]
    read_anew: bool
    begun: bool

    model_config = example(
        sentence="Moves 1 open follow-up.",
        changes=[
            {
                "what": "moved",
                "title": "Thank Zoë Müller of Acme",
                "before": "Friday 27 November, 14:30",
                "after": "Friday 27 November, 14:00",
                "because": "90 minutes after the last of them.",
            }
        ],
        read_anew=False,
        begun=True,
    )
