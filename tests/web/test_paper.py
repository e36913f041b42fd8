"""The paper: everything escaped, nothing missing, times on the reader's clock."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, UndefinedError

from service.domain.policy import Me
from service.web.access import Signed
from service.web.csrf import token_for
from service.web.pages import paper
from service.web.pages.ago import ago
from service.web.pages.notices import NOTICES
from tests.web.signing import Browser, link, signed

NOW = datetime(2026, 12, 11, 8, 30, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script>\"' onload=x {{ 7 * 7 }}"
ME = Signed(
    person=1,
    name=HOSTILE,
    csrf=token_for("x"),
    session=b"x",
    begun=True,
    me=Me(timezone="Europe/Berlin"),
)


def printed(text, signed=ME, **values):
    template = paper.environment().overlay(loader=DictLoader({"x": text})).get_template("x")
    return template.render(signed=signed, now=NOW, **values)


def test_a_hostile_title_is_text_and_nothing_else():
    said = printed('<b title="{{ title }}">{{ title }}</b>', title=HOSTILE)
    assert re.findall(r"<\w+", said) == ["<b"]
    assert said.count('"') == 2
    assert "{{ 7 * 7 }}" in said


def test_a_hostile_name_is_text_on_every_page(service, newcomer):
    person = newcomer(HOSTILE).id
    page = Browser(service).get(link(service, person))
    assert "&lt;script&gt;" in page.text
    assert "<script" not in page.text
    assert "<script" not in signed(service, person).get("/nothing").text


def test_a_hostile_next_is_text(service):
    page = Browser(service).get('/sign-in?next=/"><script>alert(1)</script>')
    assert "<script" not in page.text


def test_what_is_missing_is_an_error_and_not_an_empty_place():
    with pytest.raises(UndefinedError):
        printed("{{ nothing }}")
    with pytest.raises(UndefinedError):
        printed("{% if signed.nothing %}x{% endif %}")


def test_times_are_told_on_the_clock_of_the_person_who_reads():
    berlin = printed("{{ at|said }} / {{ at|moment }} / {{ at|day }}", at=NOW)
    assert berlin == "Friday 11 December, 09:30 / Fri 11 Dec 09:30 / Friday 11 December"
    assert printed("{{ at|said }}", signed=None, at=NOW) == "Friday 11 December, 08:30"
    late = NOW.replace(hour=23, minute=30)
    assert printed("{{ at|day }}", at=late) == "Saturday 12 December"
    assert printed("{{ at|day }}", at=date(2026, 12, 11)) == "Friday 11 December"


def test_a_form_carries_the_token_of_its_session():
    field = printed("{{ csrf_field() }}")
    assert field == f'<input type="hidden" name="csrf" value="{ME.csrf}">'


@pytest.mark.parametrize(
    ("elapsed", "said"),
    [
        (timedelta(seconds=-5), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59, seconds=59), "59 minutes ago"),
        (timedelta(hours=1), "1 hour ago"),
        (timedelta(hours=47), "1 day ago"),
        (timedelta(days=400), "400 days ago"),
    ],
)
def test_how_long_ago(elapsed, said):
    assert ago(elapsed) == said
    assert printed("{{ at|ago }}", at=NOW - elapsed) == said


@given(st.text(max_size=30))
def test_a_notice_is_one_of_ours_or_none(word):
    assert paper.notice(word) == NOTICES.get(word)


def test_a_notice_from_the_address_puts_no_words_into_our_mouth(service):
    page = Browser(service).get("/sign-in?did=Send+money+to+evil.example")
    assert "evil" not in page.text
    assert 'role="status"' not in page.text


TEMPLATES = sorted(paper.TEMPLATES.glob("*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_style_or_script_of_its_own_or_turns_escaping_off(path: Path):
    text = path.read_text("utf-8")
    assert not re.search(r"\sstyle=|<style|\son\w+=|<script(?![^>]*\ssrc=)|javascript:", text)
    assert not re.search(r"\|\s*safe\b|autoescape\s+false", text)
    assert not re.search(r"""(src|href|action)=["']?(https?:)?//""", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_form_that_acts_for_somebody_carries_their_token(path: Path):
    for form in re.findall(r"<form.*?</form>", path.read_text("utf-8"), re.DOTALL):
        if 'method="post"' in form and "/sign-in" not in form and "target" not in form:
            assert "csrf_field()" in form, form


def test_who_is_signed_in_shows_no_secret_by_repr():
    assert ME.csrf not in repr(ME)
    assert "session" not in repr(ME)
