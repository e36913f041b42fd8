"""Links that open a letter for the person to send: nothing is sent from here.

`mailto:` opens their own mail program (RFC 6068); the two others the pages of Gmail and Outlook
on which a letter is written. All three are followed by the person, never by us.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from service.domain.language import plain

MOST = 1800
"""Letters of a text that a link still carries everywhere: Windows cuts longer ones off."""
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\]+")
GMAIL = "https://mail.google.com/mail/?view=cm&fs=1"
OUTLOOK = "https://outlook.live.com/mail/0/deeplink/compose?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """An email that is ready: `to` is empty where no address is known."""

    to: str = ""
    subject: str
    text: str

    @property
    def fits(self) -> bool:
        """Whether the links carry the text; else it has to be copied."""
        return len(self.text) < MOST

    @property
    def mailto(self) -> str:
        """For whatever program the person mails with."""
        return f"mailto:{_address(self.to)}?{self._fields('subject', 'body')}"

    @property
    def gmail(self) -> str:
        """For Gmail in a browser."""
        return f"{GMAIL}&to={_address(self.to)}&{self._fields('su', 'body')}"

    @property
    def outlook(self) -> str:
        """For Outlook in a browser, the private one."""
        return f"{OUTLOOK}to={_address(self.to)}&{self._fields('subject', 'body')}"

    def _fields(self, subject: str, body: str) -> str:
        said = f"{subject}={_encoded(plain(self.subject))}"
        return f"{said}&{body}={_encoded(_lines(self.text))}" if self.fits else said


def _address(text: str) -> str:
    """One address and nothing else: what could name a second, or a header, is left out."""
    return quote(text, safe="@") if _ADDRESS.fullmatch(text) and text.isprintable() else ""


def _lines(text: str) -> str:
    """With the line breaks that mail has."""
    return "\r\n".join(text.splitlines())


def _encoded(text: str) -> str:
    return quote(text, safe="", errors="replace")
