"""A form as a browser without JavaScript sends it: what stands in its fields, by the HTML rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

WITHOUT_TEXT = {"checkbox", "radio"}


@dataclass
class Filled:
    """The fields of one form, in their order; `ids` are all ids of the page."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)

    def sent(self, **typed: str) -> dict[str, list[str]]:
        """As it is sent when `typed` (dots for double underscores) stands in these fields."""
        changed = {name.replace("__", "."): text for name, text in typed.items()}
        found: dict[str, list[str]] = {}
        for name, text in self.fields:
            found.setdefault(name, []).append(text.replace("\r\n", "\n").replace("\n", "\r\n"))
        return found | {name: [text] for name, text in changed.items()}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Filled] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self._form: Filled | None = None
        self._area = self._select = ""

    def handle_starttag(self, tag, attributes):
        given = {name: value or "" for name, value in attributes}
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if tag == "a" else []
        if tag == "form":
            self._form = Filled(given["action"])
            self.forms.append(self._form)
        elif self._form is not None:
            self._field(tag, given)

    def _field(self, tag, given):
        name = given.get("name", "")
        if tag == "input" and name:
            if given.get("type") not in WITHOUT_TEXT or "checked" in given:
                self._form.fields.append((name, given.get("value", "")))
        elif tag == "textarea":
            self._area, self._text = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self._form.fields.append((self._select, given["value"]))

    def handle_data(self, data):
        if self._area:
            self._text += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._form.fields.append((self._area, self._text.removeprefix("\n")))
            self._area = ""
        elif tag == "select":
            self._select = ""
        elif tag == "form":
            self._form = None


def read_page(text: str) -> _Reader:
    """All forms, ids and links of a page."""
    reader = _Reader()
    reader.feed(text)
    return reader


def form_to(page, action: str) -> Filled:
    """The form of a page that goes there; there is exactly one."""
    (found,) = [one for one in read_page(page.text).forms if one.action == action]
    return found
