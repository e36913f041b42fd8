"""A page of text for a terminal of any width: labels in a column, sentences beside them."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from typing import TextIO

from rich.console import Console
from rich.text import Text

from service.cli.plain import plain

WIDTH_OF_A_FILE = 100
WIDE_ENOUGH = 60
"""Columns from which on a label has a column of its own; on a phone it has a line."""

LABEL = 20
INDENT = 2


class Page:
    """Prints headings and labelled sentences; foreign text is made harmless on the way."""

    def __init__(self, file: TextIO) -> None:
        """A file or a pipe has no width of its own, unless COLUMNS gives it one."""
        if isinstance(file, TextIOWrapper):
            file.reconfigure(errors="replace")  # a terminal of 1985 shows "?" and goes on
        told = file is sys.stdout and "COLUMNS" in os.environ
        width = None if file.isatty() or told else WIDTH_OF_A_FILE
        self._console = Console(file=file, width=width, highlight=False, markup=False, emoji=False)

    def heading(self, text: str, style: str = "bold") -> None:
        """A line that something begins with."""
        self._wrapped(Text(plain(text), style=style), 0)

    def sentence(self, text: str, *, style: str = "", indent: int = 0) -> None:
        """A sentence, wrapped."""
        self._wrapped(Text(plain(text), style=style), indent)

    def gap(self) -> None:
        """An empty line."""
        self._console.print()

    def entry(self, label: str, title: str, remark: str = "", *below: str) -> None:
        """A label, a title with a remark beside it, and sentences below."""
        head = Text(plain(title)).append(plain(remark), style="yellow")
        lines = [head, *(Text(plain(each), style="dim") for each in below if each)]
        name = Text(" " * INDENT + label, style="bold")
        if self._console.width < WIDE_ENOUGH:
            self._console.print(name)
            for line in lines:
                self._wrapped(line, 2 * INDENT)
            return
        first, *rest = self._pieces(lines, INDENT + LABEL)
        name.pad_right(INDENT + LABEL - name.cell_len)
        self._line(name.append_text(first))
        for piece in rest:
            self._line(Text(" " * (INDENT + LABEL)).append_text(piece))

    def whole(self, text: str) -> None:
        """Something to copy, below an entry: never broken, whatever the width."""
        indent = 2 * INDENT if self._console.width < WIDE_ENOUGH else INDENT + LABEL
        self._line(Text(" " * indent).append(plain(text), style="dim"))

    def _wrapped(self, text: Text, indent: int) -> None:
        for piece in self._pieces([text], indent):
            self._line(Text(" " * indent).append_text(piece))

    def _pieces(self, lines: list[Text], indent: int) -> list[Text]:
        room = max(1, self._console.width - indent)
        return [piece for line in lines for piece in line.wrap(self._console, room)]

    def _line(self, text: Text) -> None:
        text.rstrip()
        self._console.print(text, soft_wrap=True)
