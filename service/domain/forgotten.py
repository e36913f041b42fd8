"""What was to be forgotten, known again by its tombstones and by nothing else.

A tombstone is an HMAC with a secret of the person's (RFC 2104), so whoever reads the database can
neither tell of whom it is nor try names. It is asked "is this one of them?", and of a text which
of its words are, so that a calendar that still holds a name does not bring it back.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from connectors.contract import Content
from service.domain.addresses import normal_address
from service.domain.debrief import Debrief, Spoken
from service.domain.model import Answer, Person, Session, TalkedTo, VisitKey
from service.domain.naming.names import normal_name, shown_name

Sort = Literal["interview", "person", "address"]
SOMEBODY = "somebody"
"""What stands in a text where a forgotten name stood."""

_LONGEST = 5
_WORD = re.compile(r"(?:(?!['\u2019][sS]\b)[\w'\u2019\-])+")
"""A word of a name, and not the s in "Dana's"."""
_BETWEEN = re.compile(r"[\s,.]{1,3}")
_ADDRESS = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")


def of_interview(secret: str, session: VisitKey) -> bytes:
    """The tombstone of one session of an interview."""
    return _tombstone(secret, "interview", session)


def of_person(secret: str, name: str, email: str | None) -> frozenset[bytes]:
    """The tombstones of somebody: of their name and, if it is known, of their mailbox."""
    found = set()
    if normal_name(name):
        found.add(_tombstone(secret, "person", normal_name(name)))
    if email:
        found.add(_tombstone(secret, "address", normal_address(email)))
    return frozenset(found)


def _tombstone(secret: str, sort: Sort, what: str) -> bytes:
    spoken = f"{sort}\0{what}".encode("utf-8", "surrogatepass")
    return hmac.digest(secret.encode(), spoken, "sha256")


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """The tombstones of one person, and the secret that they were made with.

    `spelt` finds, while they are being forgotten, names that are still known; see `spellings`.
    """

    secret: str = field(default="", repr=False)
    tombstones: frozenset[bytes] = frozenset()
    spelt: re.Pattern[str] | None = field(default=None, repr=False)

    def __bool__(self) -> bool:
        """Whether anything was ever to be forgotten."""
        return bool(self.tombstones)

    def interview(self, session: VisitKey) -> bool:
        """Whether a session is one of those."""
        return bool(self) and of_interview(self.secret, session) in self.tombstones

    def somebody(self, name: str, email: str | None = None) -> bool:
        """Whether somebody of this name, or with this mailbox, is one of those."""
        return bool(self) and not self.tombstones.isdisjoint(of_person(self.secret, name, email))

    def address(self, email: str | None) -> bool:
        """Whether a mailbox is one of those."""
        return bool(email) and self.somebody("", email)

    def text(self, text: str) -> str:
        """The text without the names and addresses of who is to be forgotten."""
        if not (self and text):
            return text
        text = _ADDRESS.sub(lambda found: SOMEBODY if self.address(found[0]) else found[0], text)
        return self._unnamed(self.spelt.sub(SOMEBODY, text) if self.spelt else text)

    def content(self, content: Content) -> Content:
        """An entry without them."""
        return replace(content, title=self.text(content.title), notes=self.text(content.notes))

    def session(self, session: Session) -> Session | None:
        """A session as it may be kept; None: not at all."""
        if not self:
            return session
        if self.interview(session.key) or self.interview(VisitKey(session.uid)):
            return None
        return replace(
            session,
            title=self.text(session.title),
            company=self._unless_named(session.company),
            role=self._unless_named(session.role),
            organizer=None if self.address(session.organizer) else session.organizer,
            people=tuple(self._people(session)),
            answers=tuple(self._answers(session)),
        )

    def debrief(self, told: Debrief) -> Debrief:
        """What was told, without them."""
        if not self:
            return told
        theirs = bool(told.call_whom) and self.text(told.call_whom) != told.call_whom
        return replace(
            told,
            people=tuple(self._spoken(one) for one in told.people if not self._is(one)),
            call_whom="" if theirs else told.call_whom,
            call_number="" if theirs else told.call_number,
            remark=self.text(told.remark),
        )

    def _unless_named(self, text: str | None) -> str | None:
        """A name may have been taken for a company's."""
        return text if text and self.text(text) == text else None

    def _is(self, one: Spoken) -> bool:
        return self.somebody(one.name, one.email)

    def _spoken(self, one: Spoken) -> Spoken:
        """What was said to others may name them too."""
        return replace(
            one,
            topic=self.text(one.topic),
            promise=self.text(one.promise),
            email_text=one.email_text and self.text(one.email_text),
            card_text=one.card_text and self.text(one.card_text),
        )

    def _people(self, session: Session) -> Iterator[Person]:
        for one in session.people:
            if not self.somebody(one.name, one.email):
                topic, ask = one.topic and self.text(one.topic), one.ask and self.text(one.ask)
                yield replace(one, topic=topic, ask=ask)

    def _answers(self, session: Session) -> Iterator[Answer]:
        for one in session.answers:
            if not (isinstance(one, TalkedTo) and self.somebody(one.name)):
                yield replace(one, line=self.text(one.line))

    def _unnamed(self, text: str) -> str:
        words, kept, place, done = list(_WORD.finditer(text)), [], 0, 0
        while place < len(words):
            length = self._named(text, words, place)
            if length:
                kept += [text[done : words[place].start()], SOMEBODY]
                done = words[place + length - 1].end()
            place += length or 1
        return "".join([*kept, text[done:]]) if kept else text

    def _named(self, text: str, words: list[re.Match[str]], place: int) -> int:
        """How many words from a place on are a name of one of those, the most that are."""
        if words[place][0][0].islower():  # in a text names are written with a capital
            return 0
        most, found = 1, 0
        while most <= _LONGEST and place + most <= len(words):
            last = words[place + most - 1]
            if self.somebody(shown_name(text[words[place].start() : last.end()])):
                found = most
            if place + most < len(words) and not _BETWEEN.fullmatch(
                text, last.end(), words[place + most].start()
            ):
                break
            most += 1
        return found


NOBODY_IS = Forgotten()
