"""A debrief form as a browser sends it: every field that the page has, with what was typed."""

from __future__ import annotations

from html.parser import HTMLParser


class _Fields(HTMLParser):
    """What stands in the fields of a page's debrief form."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, str] = {}
        self._area, self._inside = "", False

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self._inside = (told.get("class") == "debrief") if tag == "form" else self._inside
        name, kind = told.get("name"), told.get("type", "text")
        if not self._inside or not name:
            return
        if tag == "textarea":
            self._area = name
            self.found[name] = ""
        elif tag == "input" and (kind not in {"radio", "checkbox"} or "checked" in told):
            self.found[name] = told.get("value", "on") or ""

    def handle_data(self, data):
        if self._area:
            self.found[self._area] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self._area:
            self.found[self._area] = self.found[self._area].strip("\n")
            self._area = ""


def fields_of(page) -> dict[str, str]:
    """By name, without the token of the form."""
    parser = _Fields()
    parser.feed(page.text)
    return {name: value for name, value in parser.found.items() if name != "csrf"}


def send(browser, link, without=(), **typed):
    """Open the page, change some fields (`p0_topic` is p0.topic), press a button."""
    page = browser.get(link)
    assert page.status == 200, page.text
    return post(browser, link, fields_of(page), without, typed)


def post(browser, link, fields, without, typed):
    named = {
        name.replace("_", ".", 1) if name[0] == "p" and name[1].isdigit() else name: value
        for name, value in typed.items()
    }
    kept = {name: value for name, value in (fields | named).items() if name not in without}
    return browser.post(link, **kept)
