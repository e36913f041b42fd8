"""A browser as far as pages need one: it keeps cookies, sends forms, and tells where from.

browser = signed(service, person)     # a person's id; the service of tests/web/conftest.py
browser.get("/upcoming").text
browser.post("/answers", kind="done", key="...")   # with the token a form of ours carries
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from service.store.access import add_link
from service.store.seal import hash_token, new_token
from service.web.csrf import token_for
from tests.web.running import Answer, Running

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Browser:
    service: Running
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def csrf(self) -> str:
        """What a form of this browser's session carries."""
        return token_for(next(iter(self.cookies.values()), ""))

    def get(self, path, headers=None) -> Page:
        return self.send("GET", path, headers or {})

    def post(self, path, /, *, csrf=None, headers=None, **fields) -> Page:
        """Send a form; a list as a value is a field several times."""
        given = {"csrf": self.csrf if csrf is None else csrf, **fields}
        sent = {"Origin": self.service.base_url, "Sec-Fetch-Site": "same-origin"}
        body = urlencode(given, doseq=True)
        return self.send("POST", path, FORM | (sent if headers is None else headers), body)

    def send(self, method, path, headers, body=None) -> Page:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        host = {"Host": urlsplit(self.service.base_url).netloc}
        sent = host | ({"Cookie": cookie} if cookie else {}) | headers
        answer = self.service.ask(path, method=method, headers=sent, body=body)
        for line in answer.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
                if morsel["max-age"] == "0":
                    del self.cookies[name]
        return Page(answer.status, answer.headers, answer.body)

    def follow(self, page) -> Page:
        """Where a page leads."""
        assert page.status == 303, page.text
        return self.get(page.headers["Location"])


@dataclass(frozen=True)
class Page(Answer):
    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def to(self) -> str | None:
        return self.headers["Location"]

    @property
    def forms(self) -> list[str]:
        """Where the forms of the page go."""
        return re.findall(r'<form[^>]* action="([^"]*)"', self.text)


def link(service, person, lasts=timedelta(days=1)) -> str:
    """A new sign-in link of a person, as a path."""
    token = new_token()
    with service.store.write() as tx:
        add_link(tx, person, hash_token(token), now=service.clock(), lasts=lasts)
    return f"/sign-in/{token}"


def signed(service, person, onward="/") -> Browser:
    """A browser that somebody has signed in with, on the way to a page."""
    browser = Browser(service)
    answer = browser.post(link(service, person), csrf="", next=onward)
    assert answer.status == 303, answer.text
    assert browser.cookies
    return browser
