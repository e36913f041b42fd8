"""The page of the docs about the settings, written from the table that checks them.

A test compares it with `docs/settings.md`, and says how to write that anew.
"""

from __future__ import annotations

from typing import Any

from service.domain.policy import Policy
from service.settings_file.schema import SECTIONS
from service.settings_file.section import Key, Section

_HEAD = """\
# Settings

One TOML file, given as `--settings settings.toml`. Everything in it is optional: what you do
not write has the default below. Times are `"HH:MM"` on a 24-hour clock, days `"YYYY-MM-DD"`,
switches `true` or `false`. A mistake is told with its line, the key and what is allowed.

```toml
[me]
emails = ["alex@example.com"]
timezone = "America/New_York"
travel = [{timezone = "Europe/Paris", from = "2026-12-01", to = "2026-12-05"}]

[card]
collection_weekdays = "16:30"   # read it off your own post box
```

This page is written by the program from the table that it checks the file with.
"""


def markdown() -> str:
    """`docs/settings.md`, all of it."""
    return "\n".join([_HEAD, *(_section(section) for section in SECTIONS)])


def _section(section: Section) -> str:
    defaults = getattr(Policy(), section.name)
    rows = "".join(_row(key, defaults) for key in section.keys)
    return (
        f"## [{section.name}]\n\n{section.about}\n\n"
        f"| key | allowed | default | meaning |\n|---|---|---|---|\n{rows}"
    )


def _row(key: Key, defaults: Any) -> str:
    default = key.unset or f"`{key.kind.show(getattr(defaults, key.attribute))}`"
    return f"| `{key.name}` | {key.kind.allowed} | {default} | {key.about} |\n"
