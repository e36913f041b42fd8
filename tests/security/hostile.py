"""A calendar in which every word is an attack, and a reader that sees whether one got through."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

TAG, ATTRIBUTE = "zzevil", "zzattack"
PAYLOADS = (
    f"<{TAG}>",
    f'"><{TAG} x="',
    f"'><{TAG} x='",
    f'" {ATTRIBUTE}="1',
    f"' {ATTRIBUTE}='1",
    f"--><{TAG}><!--",
    f"</title></textarea></style></script><{TAG}>",
    f"&lt;{TAG}&gt;&#60;{TAG}&#62;",
    f"\u2028<{TAG}\u2029>",
    f"\uff1c{TAG}\uff1e",
    f"<{TAG}\x0b>",
    f"javascript:{ATTRIBUTE}",
    "{{ 7 * 7 }}{% raw %}${7*7}",
    "%3Czzevil%3E%0d%0aX-Injected: 1",
    "\u202egnp.exe",
    f"x^nEND:VCARD^nBEGIN:VCARD^nFN:{TAG}^nX-{ATTRIBUTE}:1",  # line breaks of RFC 6868
    f"x\\nEND:VEVENT\\nBEGIN:VEVENT\\nX-{ATTRIBUTE}:1",  # and of RFC 5545, as it arrives
)
ALL = " ".join(PAYLOADS)
ELEMENTS = frozenset(
    """
    a article b body br button code dd details div dl dt fieldset form h1 h2 h3 head
    header html input label legend li link main mark meta nav ol optgroup option p path pre
    section select small span strong summary svg table tbody td textarea th thead time
    title tr ul datalist em
    """.split()  # noqa: SIM905 (shorter than a list)
)
"""What our templates are made of; above all no script, style, iframe, object, embed, base."""

LEADING = frozenset({"href", "src", "action", "formaction"})


@dataclass
class Seen:
    """What a browser would make of a page."""

    elements: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    leads: set[str] = field(default_factory=set)
    words: str = ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen = Seen()

    def handle_starttag(self, tag, attributes):
        self.seen.elements.add(tag)
        for name, value in attributes:
            self.seen.attributes.add(name)
            if name in LEADING:
                self.seen.leads.add(value or "")
            self.seen.words += f" {value or ''}"

    def handle_data(self, text):
        self.seen.words += text

    def handle_comment(self, _text):
        self.seen.elements.add("a comment")

    def handle_decl(self, said):
        assert said == "doctype html"


def read(page: str) -> Seen:
    """The page by the rules of HTML."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.seen
