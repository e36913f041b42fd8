"""When two spellings are one company."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ACCENTS = re.compile("[\u0300-\u036f]")
_EAST_ASIAN_FORMS = re.compile(
    r"株式会社|有限会社|合同会社|\(株\)|\(有\)|股份有限公司|有限责任公司|有限公司|集团|주식회사|\(주\)"
)
# fmt: off
# Forms of business, and the ending of a domain. "co" and "group" count only at the end.
_FORMS = frozenset({
    "ab", "ag", "ai", "aps", "as", "asa", "bhd", "bv", "co", "com", "company", "corp",
    "corporation", "doo", "eg", "eireli", "eurl", "ev", "gmbh", "inc", "incorporated", "io",
    "kft", "kg", "kgaa", "kk", "ky", "lda", "limited", "llc", "llp", "lp", "ltd", "ltda",
    "mbh", "net", "nv", "oao", "ohg", "ooo", "org", "ou", "oy", "oyj", "pao", "plc", "pte",
    "pty", "rt", "sa", "sarl", "sas", "sasu", "sau", "sdn", "se", "sia", "sl", "slu", "sp",
    "spa", "srl", "sro", "tbk", "uab", "ug", "vof", "zao", "zoo", "zrt",
})
# fmt: on
_ENDINGS = frozenset(
    {"co", "company", "com", "io", "ai", "net", "org", "se", "as", "ab", "ag", "sa", "sp"}
)
_SPELLED = (
    ("s.a.s.", "sas"),
    ("s.a.r.l.", "sarl"),
    ("s.p.a.", "spa"),
    ("sp. z o.o.", "zoo"),
    ("s. r. o.", "sro"),
)


def same_company(a: str | None, b: str | None) -> bool:
    """Whether two known names are one company; unknown ones never are.

    Case, accents, punctuation, blanks and legal forms don't count: "Acme, Inc." is "ACME",
    "Tech-Corp GmbH" is "tech corp".
    """
    return a is not None and b is not None and normal_company(a) == normal_company(b) != ""


def has_legal_form(name: str) -> bool:
    """Whether the name says of itself that it is a company: "Stark Ltd", "株式会社アクメ"."""
    words = re.findall(r"\w+", name.casefold().replace(".", ""))
    return bool(_EAST_ASIAN_FORMS.search(name)) or (
        len(words) > 1 and words[-1] in _FORMS - _ENDINGS
    )


@lru_cache(maxsize=4096)
def normal_company(name: str) -> str:
    """The spelling under which companies are compared; never shown."""
    text = unicodedata.normalize("NFKC", name).casefold()
    text = _ACCENTS.sub("", unicodedata.normalize("NFD", _EAST_ASIAN_FORMS.sub(" ", text)))
    for spelled, form in _SPELLED:
        text = text.replace(spelled, f" {form} ")
    text = re.sub(r"\b(?:[^\W\d_]\.){2,}", lambda match: match[0].replace(".", ""), text)
    words = re.findall(
        r"\w+", unicodedata.normalize("NFC", text).replace("&", " and ").replace("'", "")
    )
    return "".join(_without_forms(words))


def _without_forms(words: list[str]) -> list[str]:
    kept = words[1:] if len(words) > 1 and words[0] == "the" else list(words)
    while len(kept) > 1 and kept[-1] in _FORMS | {"and"}:  # "Müller GmbH & Co. KG"
        kept.pop()
    return kept
