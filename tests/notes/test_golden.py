"""Notes as they go out, read through by eye once: a file for each thing that is odd about one.

After a deliberate change delete the file: it is written anew, and the test says so once.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from service.domain.debrief import Spoken
from service.domain.language import plain
from tests.notes.letters import ACME, KATE, PANEL, said_in, written

FOLDER = Path(__file__).parents[1] / "golden" / "notes"
USUAL = ("subject", "email", "card")
CALL = ("call", "voicemail")
FAREWELL = ("subject", "farewell", "farewell_card")

TOPICS = {
    "de": ("nächtliche Batches, die zu Datenströmen wurden", "wie Neue ankommen", "der Ausfall"),
    "fr": (
        "les traitements de nuit devenus des flux",
        "l'accueil des nouveaux",
        "la panne de mars",
    ),
    "es": (
        "los procesos nocturnos que son ya flujos",
        "cómo llegan los nuevos",
        "la caída de marzo",
    ),
    "nl": ("nachtelijke batches die streams werden", "hoe nieuwe mensen landen", "de storing"),
    "pt": (
        "os processos noturnos que são agora fluxos",
        "como chegam os novos",
        "a falha de março",
    ),
    "it": ("i processi notturni diventati flussi", "come arrivano i nuovi", "il guasto di marzo"),
    "ja": ("夜間バッチからストリーム処理への移行", "新しい人がどう馴染むか", "三月の障害とその後"),
}
FORMAL = {
    "de": ("Frau Dr.", "Herr", ""),
    "fr": ("Madame", "Monsieur", ""),
    "es": ("Sra.", "Sr.", ""),
    "nl": ("mevrouw", "", ""),
    "pt": ("Dra.", "Sr.", ""),
    "it": ("dott.ssa", "", ""),
    "ja": ("", "シェパード先生", ""),
}
PROMISES = {
    "de": "den Aufsatz über Latenz",
    "fr": "l'article sur la latence",
    "es": "el artículo sobre la latencia",
    "nl": "het artikel over latency",
    "pt": "o artigo sobre a latência",
    "it": "l'articolo sulla latenza",
    "ja": "遅延に関する論文",
}


def panel(code):
    """The same three people, spoken with in that language."""
    return [
        replace(
            one,
            topic=topic,
            salutation=title,
            promise=PROMISES[code] if one.promise else "",
        )
        for one, topic, title in zip(PANEL, TOPICS[code], FORMAL[code], strict=True)
    ]


def all_of(occasion, people, parts):
    """Each person's notes, one under the other."""
    sheets = [
        f"=== {plain(one.name)}: {part}\n{written(part, occasion, one, place)}\n"
        for place, one in enumerate(people)
        for part in parts
    ]
    return "\n".join(sheets)


ASKED = replace(ACME, may_call="not_asked")
AGREED = replace(ACME, may_call="agreed")
LATER = replace(ACME, today=date(2026, 12, 2))
CASES = {
    "en-panel-of-three-who-compare-and-nobody-asked-about-the-call": (ASKED, PANEL, USUAL),
    "en-call-agreed-to-the-minute": (AGREED, [KATE], (*USUAL, *CALL)),
    "en-us-writes-the-month-first": (said_in("en", ASKED, "US"), [KATE], USUAL),
    "en-told-a-week-later": (replace(ACME, today=date(2026, 12, 9)), [KATE], USUAL),
    "en-card-written-the-day-after": (LATER, PANEL, ("card",)),
    "en-email-instead-of-a-call": (replace(ACME, may_call="email_only"), [KATE], ("email",)),
    "en-they-named-the-day-of-their-decision": (
        replace(ACME, next_step="decision", decides=date(2026, 12, 9)),
        [KATE],
        ("email",),
    ),
    "en-next-round-is-coming": (replace(ACME, next_step="next_round"), [KATE], ("email",)),
    "en-they-promised-to-call-and-did-not": (
        replace(ACME, situation="silent", today=date(2026, 12, 10)),
        [KATE],
        CALL,
    ),
    "en-offer": (replace(ACME, situation="offer"), [KATE], ("email",)),
    "en-rejected": (replace(ACME, situation="rejected"), PANEL, FAREWELL),
    "en-not-interested-any-more": (replace(ACME, situation="withdrew"), PANEL, FAREWELL),
    "en-via-agency-which-passes-the-thanks-on": (
        replace(ASKED, situation="agency"),
        [replace(PANEL[1], name="Ray Consultant", salutation="Mr.")],
        ("subject", "agency"),
    ),
    "en-nothing-known-but-the-name": (
        replace(ACME, me="", phone="", company=None, role=None, call=None, may_call="not_asked"),
        [Spoken(name="Sun")],
        (*USUAL, *CALL),
    ),
    "en-braces-line-breaks-and-a-question-for-a-topic": (
        replace(ACME, company="{{ 7 * 7 }}\r\nBcc: all@example.com", role="{% for %}"),
        [
            Spoken(
                name="{{ me.__class__ }}\r\nBcc: x@example.com",
                topic="  how do\nyou test\tthat?  ",
                promise="{# nothing #}",
            )
        ],
        USUAL,
    ),
    **{
        f"{code}-panel-of-three-with-and-without-titles": (said_in(code, ASKED), panel(code), USUAL)
        for code in TOPICS
    },
    **{
        f"{code}-call-agreed-and-silence-after-a-promise": (
            said_in(code, replace(AGREED, situation="silent", today=date(2026, 12, 10))),
            panel(code)[:1],
            (*CALL, "email"),
        )
        for code in TOPICS
    },
    **{
        f"{code}-rejected": (
            said_in(code, replace(LATER, situation="rejected")),
            panel(code),
            FAREWELL,
        )
        for code in TOPICS
    },
    **{
        f"{code}-not-interested-any-more": (
            said_in(code, replace(LATER, situation="withdrew")),
            panel(code),
            FAREWELL,
        )
        for code in TOPICS
    },
    **{
        f"{code}-via-agency-a-week-later": (
            said_in(code, replace(ACME, situation="agency", today=date(2026, 12, 9))),
            panel(code)[1:2],
            ("agency",),
        )
        for code in TOPICS
    },
}


@pytest.mark.parametrize("name", CASES)
def test_notes_read_as_they_were_read_through(name):
    occasion, people, parts = CASES[name]
    text = all_of(occasion, people, parts)
    file = FOLDER / f"{name}.txt"
    if not file.exists():
        file.write_text(text, "utf-8")
        pytest.fail(f"{file.name} is new: read it through")
    assert text == file.read_text("utf-8")


def test_no_golden_file_is_left_over():
    assert {file.stem for file in FOLDER.glob("*.txt")} == set(CASES)
