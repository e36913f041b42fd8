"""Exchange keeps cancelled meetings in published calendars as STATUS:CONFIRMED.

Only the title tells: `Canceled: Interview with Acme`, in the language of the organizer's
mailbox (facts: icalendar 2.2; GAS-ICS-Sync issue 218). Elsewhere such a title may be the
person's own words, so it counts only in what Microsoft's programs wrote.
"""

from __future__ import annotations

import re
from typing import Final

_MICROSOFT: Final = re.compile(r"microsoft|exchange|outlook", re.IGNORECASE)

_PREFIXES: Final = (
    "canceled",
    "cancelled",
    "abgesagt",
    "abgebrochen",
    "annulé",
    "annulée",
    "cancelado",
    "cancelada",
    "annullato",
    "annullata",
    "annullamento",
    "geannuleerd",
    "avlyst",
    "aflyst",
    "inställt",
    "inställd",
    "peruttu",
    "peruutettu",
    "odwołane",
    "anulowane",
    "zrušeno",
    "zrušené",
    "törölve",
    "lemondva",
    "anulat",
    "ακυρώθηκε",
    "отменено",
    "скасовано",
    "iptal edildi",
    "i̇ptal edildi",
    "キャンセル済み",
    "キャンセル",
    "已取消",
    "取消",
    "취소됨",
)
_TITLE: Final = re.compile(
    r"\s*(?:" + "|".join(re.escape(prefix) for prefix in _PREFIXES) + r")\s*[:\uff1a]",
    re.IGNORECASE,
)


def means_cancelled(title: str, *, prodid: str) -> bool:
    """Whether an event of this title, written by this program, has been called off."""
    return bool(_MICROSOFT.search(prodid) and _TITLE.match(title))
