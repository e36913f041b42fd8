"""Settings as a form: what is typed is kept, faults stand beside it, and only apply saves."""

import re
from html import unescape

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import update

from service.desk import policy
from service.desk.policy import settings_of
from service.settings_file import load
from service.settings_file.writing import toml
from service.store import schema
from service.store.people import add_person, set_settings
from tests.settings.test_form import documents
from tests.watch.home import NOW as WATCHED
from tests.watch.home import SETTINGS, THURSDAY, Home, interview
from tests.web.filling import form_to, read_page
from tests.web.signing import signed

WITH_COMMENT = SETTINGS + "# mine\n[card]\nhours = 24\n"


@pytest.fixture
def home(store, service):
    with store.write() as tx:
        person = add_person(tx, "alex", now=WATCHED)
        set_settings(tx, person, SETTINGS, now=WATCHED)
    home = Home(store=store, person=person)
    home.calendar("Personal").put(interview("acme", THURSDAY))
    home.watch()
    return home


@pytest.fixture
def browser(service, home):
    return signed(service, home.person)


def kept(home):
    with home.store.read() as tx:
        return settings_of(tx, home.person)


def put(home, text):
    with home.store.write() as tx:
        set_settings(tx, home.person, text, now=WATCHED)


def looked(browser, **typed):
    form = form_to(browser.get("/settings"), "/settings/preview")
    return browser.post("/settings/preview", **form.sent(**typed))


def applied(browser, page):
    return browser.post("/settings", **form_to(page, "/settings").sent())


def test_the_form_shows_what_is_set_and_what_the_custom_is(browser):
    page = browser.get("/settings")

    assert page.status == 200
    assert 'value="America/New_York"' in page.text
    assert 'placeholder="120"' in page.text
    assert 'placeholder="the country you are in that day"' in page.text


def test_looking_saves_nothing_and_applying_does(browser, home, service):
    page = looked(browser, email__delay_minutes="60")

    assert page.status == 200
    assert "Moves 1 open follow-up." in page.text
    assert "Thursday 3 December, 18:00" in page.text
    assert "1 hour after the interview ends." in page.text
    assert kept(home) == SETTINGS

    done = applied(browser, page)
    assert done.to == "/settings?did=settings_applied"
    assert load(kept(home), where="").email.delay_minutes == 60
    assert service.woken[-1] == home.person
    assert "Your settings are saved" in browser.follow(done).text


def test_a_form_that_nobody_touched_changes_nothing(browser, home):
    page = looked(browser)

    assert "Nothing that is planned would change." in page.text
    assert "These are the settings in force." in page.text


def test_faults_stand_beside_their_fields_and_what_was_typed_stays(browser, home):
    page = looked(browser, me__timezone="berlin", call__min_days="soon", me__emails="a@b.org\n<x>")

    found = read_page(page.text)
    assert page.status == 422
    for name, typed in (("me.timezone", "berlin"), ("call.min_days", "soon")):
        assert f"{name}-fault" in found.ids
        assert f"#{name}" in found.links
        assert dict(form_to(page, "/settings/preview").fields)[name] == typed
    assert "a@b.org\n&lt;x&gt;" in page.text.replace("\r", "")
    assert "Did you mean “Europe/Berlin”" in page.text.replace("&#34;", "”").replace("”E", "“E")
    assert re.search(r'<details[^>]* id="call" open', page.text)
    assert "/settings" not in page.forms
    assert kept(home) == SETTINGS


def test_a_journey_is_a_row_and_there_are_rows_to_spare(browser, home):
    page = looked(
        browser,
        me__travel__0__timezone="Europe/Paris",
        me__travel__0__from="2026-12-02",
        me__travel__0__to="2026-12-04",
    )
    assert applied(browser, page).status == 303
    assert load(kept(home), where="").me.travel[0].timezone == "Europe/Paris"
    assert "me.travel.2.to" in read_page(browser.get("/settings").text).ids


def test_two_browsers_do_not_overwrite_each_other(browser, home, service):
    page = looked(browser, card__hours="72")
    other = signed(service, home.person)
    assert applied(other, looked(other, card__hours="24")).status == 303

    stale = applied(browser, page)

    assert stale.status == 409
    assert "changed meanwhile" in stale.text
    assert dict(form_to(stale, "/settings/preview").fields)["card.hours"] == "72"
    assert "hours = 24" in kept(home)
    once_more = browser.post("/settings/preview", **form_to(stale, "/settings/preview").sent())
    assert applied(browser, once_more).status == 303
    assert "hours = 72" in kept(home)


def test_a_form_from_before_is_noticed_when_it_is_looked_at(browser, home):
    form = form_to(browser.get("/settings"), "/settings/preview")
    put(home, SETTINGS + "[card]\nhours = 24\n")

    assert browser.post("/settings/preview", **form.sent()).status == 409


def test_that_comments_will_go_is_said_before_they_do(browser, home):
    put(home, WITH_COMMENT)

    page = looked(browser, card__hours="30")

    assert "the comments are not" in page.text
    assert applied(browser, page).status == 303
    assert "# mine" not in kept(home)


def test_that_calendars_are_read_anew_is_said(browser):
    assert "read anew" in looked(browser, recognise__tags="#job").text
    assert "read anew" not in looked(browser, card__hours="30").text


def test_what_no_page_of_ours_sends_is_not_saved(browser, home):
    form = form_to(looked(browser, card__hours="30"), "/settings")

    answer = browser.post("/settings", **form.sent(toml="[card]\nhours = soon"))

    assert answer.to == "/settings?did=settings_unread"
    assert kept(home) == SETTINGS


def test_somebody_elses_settings_stay(browser, home, store):
    with store.write() as tx:
        other = add_person(tx, "bo", now=WATCHED)
        set_settings(tx, other, "[card]\nhours = 99\n", now=WATCHED)

    assert "hours = 99" not in browser.get("/settings").text
    applied(browser, looked(browser, card__hours="30"))
    with store.read() as tx:
        assert settings_of(tx, other) == "[card]\nhours = 99\n"


@pytest.mark.parametrize("path", ["/settings", "/settings/preview"])
def test_a_form_of_somebody_else_is_refused(browser, home, path):
    assert browser.post(path, csrf="0" * 64, toml="", seen="").status == 403
    assert kept(home) == SETTINGS


def test_hostile_words_stay_words(browser, home):
    page = looked(browser, me__name='"><script>x</script>', recognise__tags="</textarea><b>")

    assert "<script>" not in page.text
    assert "</textarea><b>" not in page.text
    assert applied(browser, page).status == 303
    assert load(kept(home), where="").me.name == '"><script>x</script>'
    again = dict(form_to(browser.get("/settings"), "/settings/preview").fields)
    assert unescape(again["recognise.tags"]) == "</textarea><b>"


def test_a_page_is_light_enough_for_a_phone(browser):
    page = browser.get("/settings")
    sheets = re.findall(r'href="(/static/[^"]+)"', page.text)

    assert len(page.body) + sum(len(browser.get(one).body) for one in sheets) < 60_000
    assert "style=" not in page.text
    assert "<script" not in page.text


def test_no_two_things_of_a_page_have_one_id(browser):
    ids = read_page(browser.get("/settings").text).ids
    assert len(set(ids)) == len(ids)


@settings(
    deadline=None,
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(documents)
def test_whatever_the_file_says_a_browser_hands_it_back_unchanged(browser, home, written):
    text = toml(written)
    put(home, text)

    page = looked(browser)

    assert "Nothing that is planned would change." in page.text
    if "/settings" in page.forms:
        assert applied(browser, page).status == 303
    assert load(kept(home), where="after") == load(text, where="before")


UNREADABLE = '[me]\ntimezone = "America/New_York"\n\n[card]\nhours = "soon"\n'
PAGES = ["/upcoming", "/upcoming/over", "/calendars", "/feed", "/activity", "/account", "/delete"]


@pytest.mark.parametrize("text", [UNREADABLE, "[me\n", "me = 3\n", "[me]\ntravel = [3, {}]\n"])
def test_settings_that_cannot_be_read_lock_nobody_out(browser, home, text):
    put(home, text)

    for path in PAGES:
        page = browser.get(path)
        assert page.status == 200, path
        assert '<a href="/settings">mend them</a>' in page.text, path
    assert browser.get("/export").status == 200


def test_settings_that_cannot_be_read_are_mended_on_their_page(browser, home):
    put(home, UNREADABLE)

    page = browser.get("/settings")
    assert page.status == 200
    assert "settings, line 5, [card] hours" in page.text
    assert 'value="America/New_York"' in page.text  # what can be read is not lost

    there = looked(browser)
    assert "cannot be told" in there.text
    assert kept(home) == UNREADABLE
    assert applied(browser, there).to == "/settings?did=settings_applied"
    assert load(kept(home), where="").me.timezone == "America/New_York"
    assert "mend them" not in browser.get("/upcoming").text


def test_a_page_that_needs_the_settings_leads_to_them(browser, home):
    put(home, UNREADABLE)
    with home.store.write() as tx:
        tx.connection.execute(update(schema.people).values(started=None))

    page = browser.get("/welcome")

    assert page.status == 409
    assert 'href="/settings"' in page.text


def test_settings_saved_while_others_are_looked_at_are_not_overwritten(browser, home, monkeypatch):
    foresee, theirs = policy.foresee, SETTINGS + "[card]\nhours = 24\n"

    def and_meanwhile(store, person, wanted, *, now):
        policy.save(store, person, theirs, now=now)
        return foresee(store, person, wanted, now=now)

    monkeypatch.setattr(policy, "foresee", and_meanwhile)
    page = looked(browser, email__delay_minutes="60")

    refused = applied(browser, page)
    assert refused.status == 409
    assert "changed meanwhile" in refused.text
    assert kept(home) == theirs
