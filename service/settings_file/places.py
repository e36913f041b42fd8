"""Zones, countries and regions as values of settings, held against the tables of `tzdata`."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from service.settings_file.values import Fault, Kind, Refused, nearest, quoted, word

# The two codes of ISO 3166-1 people get wrong, both reserved there for the real one.
_MISTAKEN = {"UK": "GB", "EL": "GR"}


def _zone(value: Any) -> str:
    name = word(value)
    try:
        return ZoneInfo(name).key
    except (OSError, ValueError, KeyError):
        # KeyError: not found; ValueError: a path outside; OSError: a folder such as "America".
        step = f'{_near_zone(name)}Allowed: an IANA zone such as "Europe/Berlin".'
        raise Refused(Fault(what=f"{quoted(name)} is no time zone.", next_step=step)) from None


def _near_zone(name: str) -> str:
    zones = {zone.casefold(): zone for zone in sorted(available_timezones())}
    city = name.casefold().replace(" ", "_")
    for folded, zone in zones.items():
        if city in {folded, folded.rpartition("/")[2]}:
            return f'Did you mean "{zone}"? '
    near = nearest(city, zones)
    return re.sub(r'"(.+)"', lambda found: f'"{zones[found[1]]}"', near)


def _country(value: Any) -> str:
    code = word(value).upper()
    if code in _countries():
        return code
    step = f'{_near_country(code)}Allowed: an ISO 3166-1 code such as "US", "DE".'
    raise Refused(Fault(what=f"{quoted(value)} is no country.", next_step=step))


def _near_country(code: str) -> str:
    named = next((key for key, name in _countries().items() if name.upper() == code), None)
    meant = _MISTAKEN.get(code) or named
    return f'Did you mean "{meant}"? ' if meant else ""


def _region(value: Any) -> str:
    code = word(value).upper()
    country, dash, rest = code.rpartition("-")
    if not re.fullmatch(r"[A-Z0-9]{1,3}", rest) or (dash and country not in _countries()):
        raise Refused(Fault(what=f"{quoted(value)} is no region."))
    return code


@cache
def _countries() -> dict[str, str]:
    text = (resources.files("tzdata") / "zoneinfo" / "iso3166.tab").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {row[0]: row[1] for row in rows}


@cache
def zones() -> tuple[str, ...]:
    """The zones that people live in, of every country one (`zone.tab`), for a form to offer."""
    text = (resources.files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(sorted({row[2] for row in rows}))


ZONE = Kind(allowed='an IANA zone such as "Europe/Berlin"', read=_zone, input="zone")
COUNTRY = Kind(allowed='an ISO 3166-1 code such as "US", "DE"', read=_country)
REGION = Kind(allowed='an ISO 3166-2 code such as "BY" or "DE-BY"', read=_region)
