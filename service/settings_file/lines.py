"""On which line every table, key and list item of a TOML document stands.

`tomllib` keeps no positions. It has read the document before, so the document is well-formed,
and its outline is enough: headers, keys, brackets, and where a value ends (TOML 1.0).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from service.settings_file.values import Place

_TOKEN = re.compile(
    r"""
    (?P<blank>[ \t\r\ufeff]+|\#[^\n]*)
  | (?P<text>\"{3}(?:\\[\s\S]|[^\\])*?\"{3,5}(?!\")|'{3}[\s\S]*?'{3,5}(?!')
      |"(?:\\.|[^"\\\n])*"|'[^'\n]*')
  | (?P<newline>\n)
  | (?P<mark>[\[\]{}=,.])
  | (?P<bare>[^\s\#"'\[\]{}=,.]+)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    line: int


_END = _Token("end", "", 0)


def lines_of(document: str) -> dict[Place, int]:
    """Each place of a well-formed document, with its line counted from 1."""
    return _Outline(list(_tokens(document))).read()


def has_comments(document: str) -> bool:
    """Whether a well-formed document says something that only people read."""
    return any(
        found.lastgroup == "blank" and found[0].startswith("#")
        for found in _TOKEN.finditer(document)
    )


def _tokens(document: str) -> Iterator[_Token]:
    line = 1
    for found in _TOKEN.finditer(document):
        kind, text = found.lastgroup or "", found[0]
        if kind != "blank":
            yield _Token(kind, text, line)
        line += text.count("\n")


@dataclass(slots=True)
class _Outline:
    tokens: list[_Token]
    at: int = 0
    found: dict[Place, int] = field(default_factory=dict)
    counts: dict[Place, int] = field(default_factory=dict)

    def read(self) -> dict[Place, int]:
        table: Place = ()
        while self._peek() is not _END:
            if self._peek().text == "[":
                table = self._header()
            elif self._peek().kind in {"text", "bare"}:
                self._pair(table)
            else:
                self._next()
        return self.found

    def _peek(self) -> _Token:
        return self.tokens[self.at] if self.at < len(self.tokens) else _END

    def _next(self) -> _Token:
        token = self._peek()
        self.at += 1
        return token

    def _header(self) -> Place:
        line = self._next().line
        one_of_many = self._peek().text == "["
        if one_of_many:
            self._next()
        table = self._table(self._key(), one_of_many=one_of_many)
        self.found.setdefault(table, line)
        while self._peek().text == "]":
            self._next()
        return table

    def _table(self, names: list[str], *, one_of_many: bool) -> Place:
        """Where a header leads: through an array of tables it means the newest of them."""
        place: Place = ()
        for depth, name in enumerate(names, 1):
            place = (*place, name)
            if one_of_many and depth == len(names):
                self.counts[place] = self.counts.get(place, -1) + 1
            if place in self.counts:
                place = (*place, self.counts[place])
        return place

    def _key(self) -> list[str]:
        names = []
        while self._peek().kind in {"text", "bare"}:
            token = self._next()
            names.append(token.text if token.kind == "bare" else token.text[1:-1])
            if self._peek().text == ".":
                self._next()
        return names

    def _pair(self, table: Place) -> None:
        line, place = self._peek().line, table
        for name in self._key():
            place = (*place, name)
            self.found.setdefault(place, line)
        self._next()  # the sign of equality
        self._value(place)

    def _value(self, place: Place) -> None:
        if self._peek().text in {"[", "{"}:
            self._inside(place, listed=self._next().text == "[")
            return
        while self._peek().kind in {"text", "bare"} or self._peek().text == ".":
            self._next()

    def _inside(self, place: Place, *, listed: bool) -> None:
        count = 0
        while (token := self._peek()) is not _END and token.text not in {"]", "}"}:
            if token.text == "," or token.kind == "newline":
                count += token.text == ","
                self._next()
            elif listed:
                self.found[*place, count] = token.line
                self._value((*place, count))
            else:
                self._pair(place)
        self._next()
