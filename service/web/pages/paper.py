"""The paper all pages are printed on: one environment for the templates, and what each is given.

Everything is escaped and nothing that is missing is passed over in silence. Filters tell times
on the clock of the person who reads: `said`, `moment` and `day` take an instant, `day` a date
too, and `ago` says how long ago.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Protocol

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from service.domain import wording
from service.domain.places import local
from service.domain.policy import Me
from service.web import csrf
from service.web.access import Signed
from service.web.deps import house
from service.web.pages.ago import ago
from service.web.pages.notices import notice
from service.web.static_files import asset

TEMPLATES = Path(__file__).parent.parent / "templates"
NAV = (
    ("/upcoming", "Upcoming"),
    ("/calendars", "Calendars"),
    ("/feed", "Feed"),
    ("/settings", "Settings"),
    ("/activity", "Activity"),
)


def page(
    request: Request, signed: Signed | None, template: str, *, status: int = 200, **values: object
) -> HTMLResponse:
    """A page. Every template has `signed`, `nav`, `here`, `notice`, `asset` and `csrf_field`."""
    given = {
        "signed": signed,
        "nav": NAV if signed else (),
        "here": request.url.path,
        "notice": notice(request.query_params.get("did")),
        "now": house(request).clock(),
        **values,
    }
    # A title from a broken file may hold lone surrogates: it costs a letter, not the page.
    printed = environment().get_template(template).render(given).encode("utf-8", "replace")
    return HTMLResponse(printed, status, headers={"Cache-Control": "no-store"})


@cache
def environment() -> Environment:
    """The one environment; templates are read once."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(said=_said, moment=_moment, day=_day, ago=_ago)
    made.globals.update(asset=asset, csrf_field=_csrf_field)
    return made


@pass_context
def _said(context: Context, instant: datetime) -> str:
    return wording.said(_on_their_clock(context, instant))


@pass_context
def _moment(context: Context, instant: datetime) -> str:
    return wording.moment(_on_their_clock(context, instant))


@pass_context
def _day(context: Context, when: date) -> str:
    day = _on_their_clock(context, when).date() if isinstance(when, datetime) else when
    return wording.said_day(day)


@pass_context
def _ago(context: Context, instant: datetime) -> str:
    return ago(context["now"] - instant)


@pass_context
def _csrf_field(context: Context) -> Markup:
    """The hidden field that every form of the person who reads carries."""
    reader = _reader(context)
    if reader is None:
        raise TypeError("nobody who could send a form reads this page")
    hidden = '<input type="hidden" name="{}" value="{}">'
    return Markup(hidden).format(csrf.FIELD, reader.csrf)  # noqa: S704 (escapes both)


def _on_their_clock(context: Context, instant: datetime) -> datetime:
    reader = _reader(context)
    return local(instant, reader.me) if reader else instant.astimezone(UTC)


class _Reads(Protocol):
    """Who reads: signed in, or by a link of their own (`service.web.own_links.Own`)."""

    @property
    def csrf(self) -> str: ...
    @property
    def me(self) -> Me: ...


def _reader(context: Context) -> _Reads | None:
    found: _Reads | None = context["signed"] or context.get("own")
    return found
