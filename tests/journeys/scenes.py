"""People whose calendars are unlike each other, for whoever looks at pages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tests.journeys.calendars import DAY, HOUR, LAST_MONTH, NEXT_WEEK, TODAY, maybe
from tests.journeys.house import NOW
from tests.serve.origin import Origin, interview

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
TONGUES = (
    ("arabic", "مقابلة مع شركة النيل - مهندس بيانات #interview"),
    ("hebrew", "Interview with שלום טכנולוגיות - מהנדסת #interview"),
    ("japanese", "Interview with 株式会社東京データ - データエンジニア #interview"),
    ("long", f"Interview with {LONG} - {LONG} #interview"),
)
TALKED = (
    "DESCRIPTION:talked to: Zoë Müller-Lüdenscheidt - 面試\\n"
    f"talked to: {LONG.title()} - tests\\ntalked to: محمد العربي - أسئلة"
)


def _nobody(_origin: Origin) -> list[str]:
    return []


def _one(origin: Origin) -> list[str]:
    return [origin.put("one", LAST_MONTH, TODAY, NEXT_WEEK, maybe("Globex", 5))]


def _none(origin: Origin) -> list[str]:
    return [origin.put("none", interview("lunch", NOW + DAY, title="Lunch with Sam"))]


def _forty(origin: Origin) -> list[str]:
    start = NOW - 10 * DAY
    titles = (f"Interview with Company {n} - Engineer #interview" for n in range(40))
    many = [interview(f"c{n}", start + n * DAY, title=title) for n, title in enumerate(titles)]
    return [origin.put("forty", *many, *(maybe(f"Maybe{n}", 3 + n) for n in range(12)))]


def _tongues(origin: Origin) -> list[str]:
    many = [
        interview(uid, NOW - 2 * HOUR + n * DAY, TALKED, title=title)
        for n, (uid, title) in enumerate(TONGUES)
    ]
    return [origin.put("tongues", *many, maybe(LONG, 4), maybe("بحث", 5))]


def _trouble(origin: Origin) -> list[str]:
    missing = origin.put("well", NEXT_WEEK).replace("well", "missing")
    origin.tricks["page"] = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>"
    return [origin.put("well", NEXT_WEEK), missing, missing.replace("missing", "page")]


def _twelve(origin: Origin) -> list[str]:
    return [origin.put(f"calendar-{n}", NEXT_WEEK) for n in range(12)]


SCENES: Mapping[str, object] = MappingProxyType(
    {
        "nobody": _nobody,
        "none": _none,
        "one": _one,
        "forty": _forty,
        "tongues": _tongues,
        "trouble": _trouble,
        "twelve": _twelve,
    }
)
"""What each publishes, as addresses."""
