"""The first run through HTTP, with passes between: nothing is written before the yes."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from connectors.contract import Problem
from service.store.feed_bodies import kept_etag
from service.store.heartbeats import beat
from service.store.people import add_person, person
from service.store.plan_rows import visits
from service.store.sources import record_look, source, sources
from tests.watch.home import Home, Published, interview
from tests.web.running import NOW
from tests.web.signing import signed

ADDRESS = "https://calendar.example.com/private-0a1b2c/basic.ics"
HOSTILE = "Interview with <script>alert(1)</script> - Engineer #interview"


@pytest.fixture
def newly(store):
    with store.write() as tx:
        return add_person(tx, "Alex", now=NOW, started=False)


@pytest.fixture
def browser(service, newly):
    return signed(service, newly)


@pytest.fixture
def home(store, newly):
    return Home(store, newly, now=NOW)


@pytest.fixture
def calendar(browser, home, store, newly):
    """What stands behind the address that was pasted first."""
    browser.post("/welcome/calendar", address=ADDRESS)
    with store.read() as tx:
        (one,) = sources(tx, newly)
    home.calendars[one.id] = Published()
    return home.calendars[one.id]


def stored(store, newly):
    with store.read() as tx:
        return sources(tx, newly)


def test_who_is_new_is_led_to_one_field_and_no_more(browser):
    page = browser.follow(browser.get("/"))
    assert "Welcome, Alex" in page.text
    assert page.forms == ["/welcome/calendar"]
    assert "Secret address in iCal format" in page.text


def test_an_address_is_read_soon_and_the_page_goes_on_by_itself(browser, service, store, newly):
    page = browser.follow(browser.post("/welcome/calendar", address=ADDRESS))
    assert service.woken == [newly]
    assert "Reading your calendar …" in page.text
    assert page.headers["Refresh"] == "2; url=/welcome?look=2"
    assert page.forms == []
    assert "private-0a1b2c" not in page.text


def test_waiting_ends_with_a_button(browser):
    browser.post("/welcome/calendar", address=ADDRESS)
    page = browser.get("/welcome?look=16")
    assert page.headers["Refresh"] is None
    assert 'href="/welcome?look=1"' in page.text
    assert "/welcome/begin" not in page.forms
    assert "/welcome/calendar" in page.forms


def test_several_addresses_at_once_and_each_fault_is_told(browser, store, newly):
    lines = [ADDRESS, "https://calendar.example.com/b.ics", "nonsense", ADDRESS]
    page = browser.post("/welcome/calendar", address="\r\n".join(lines))
    assert page.status == 422
    assert "Address 3: This is not a complete web address." in page.text
    assert "Address 4: This calendar is read already" in page.text
    assert len(stored(store, newly)) == 2
    assert f"nonsense\n{ADDRESS}</textarea>" in page.text


def test_nothing_pasted_is_no_accident(browser):
    page = browser.post("/welcome/calendar", address="  ")
    assert page.status == 422
    assert "Paste the address of a calendar first" in page.text


def test_a_calendar_takes_its_own_name(browser, home, calendar, store, newly):
    calendar.put(interview("acme", NOW + timedelta(days=3)))
    home.watch()
    assert stored(store, newly)[0].name == "Personal"


def heading(page, which):
    return re.search(rf'id="{which}">([^<]*)<', page.text)[1]


def test_the_rehearsal_shows_what_would_have_been_written_and_writes_nothing(
    browser, home, calendar, store, newly
):
    calendar.put(
        interview("acme", NOW - timedelta(days=20)),
        interview("globex", NOW - timedelta(days=9)),
        interview("initech", NOW + timedelta(days=3)),
    )
    home.watch()
    page = browser.get("/welcome")
    assert page.headers["Refresh"] is None
    assert heading(page, "past") == (
        "In your last 90 days I see 2 interviews; here is what I would have written"
    )
    assert heading(page, "coming") == "1 interview to come"
    assert page.text.count("I would have written 5 entries") == 2
    assert "I would write 5 entries" in page.text
    assert "Thank-you" in page.text
    with store.read() as tx:
        assert kept_etag(tx, newly) is None
        assert person(tx, newly).started is None


def test_without_an_interview_it_says_how_one_is_found_and_may_begin(browser, home, calendar):
    home.watch()
    page = browser.get("/welcome")
    assert heading(page, "past") == "In your last 90 days I see no interviews"
    assert heading(page, "coming") == "No interviews to come"
    assert "<code>#interview</code>" in page.text
    assert "/welcome/begin" in page.forms


def test_a_near_miss_is_asked_about(browser, home, calendar):
    calendar.put(interview("globex", NOW + timedelta(days=3), "Interview with Globex - Engineer"))
    home.watch()
    page = browser.get("/welcome")
    assert heading(page, "maybe") == "Is this an interview?"
    assert 'name="answer" value="accept globex"' in page.text
    answered = browser.follow(browser.post("/answers", answer="refuse globex", back="/welcome"))
    assert "globex" not in answered.text


def test_a_calendar_that_cannot_be_read_tells_why(browser, calendar, store, newly):
    trouble = Problem(where="x", what="The server knows no calendar.", next_step="Copy it anew.")
    (one,) = stored(store, newly)
    later = NOW + timedelta(minutes=15)
    with store.write() as tx:
        record_look(tx, replace(one, problem=trouble, failures=1, next_read=later))
    page = browser.get("/welcome")
    assert "has not been read yet" in page.text
    assert "The server knows no calendar. Copy it anew." in page.text
    assert page.headers["Refresh"] is None
    assert "/welcome/calendar" in page.forms


def test_yes_begins_and_leads_straight_to_the_address(browser, service, home, calendar, newly):
    calendar.put(interview("acme", NOW + timedelta(days=3)))
    home.watch()
    service.woken.clear()
    page = browser.post("/welcome/begin")
    assert page.status == 200
    assert "It has begun" in page.text
    assert "Subscribe on this phone" in page.text
    assert service.woken == [newly]
    home.later(minutes=1)
    path = re.search(r"webcal://[^/]*(/cal/[^\"]*)", page.text)[1]
    assert service.ask(path).body.count(b"BEGIN:VEVENT") == 5


def test_a_yes_that_is_sent_twice_keeps_the_first_address(browser, service, home, calendar):
    first = browser.post("/welcome/begin")
    path = re.search(r"webcal://[^/]*(/cal/[^\"]*)", first.text)[1]
    assert browser.post("/welcome/begin").to == "/feed"
    assert service.ask(path).status == 200


def test_there_is_nothing_to_begin_without_a_calendar(browser, store, newly):
    page = browser.post("/welcome/begin")
    assert page.status == 422
    assert "there is nothing to begin with yet" in page.text
    with store.read() as tx:
        assert person(tx, newly).started is None


def test_whoever_has_begun_is_led_on(browser, calendar):
    browser.post("/welcome/begin")
    assert browser.get("/welcome").to == "/upcoming"


def test_a_feed_that_there_is_already_stays(browser, service, calendar):
    made = browser.post("/feed/new", instead="")
    path = re.search(r"webcal://[^/]*(/cal/[^\"]*)", made.text)[1]
    assert browser.post("/welcome/begin").to == "/upcoming?did=begun"
    assert service.ask(path).status == 200


def test_hostile_names_are_shown_and_not_obeyed(browser, home, calendar):
    calendar.put(interview("evil", NOW + timedelta(days=3), HOSTILE))
    home.watch()
    page = browser.get("/welcome")
    assert "<script" not in page.text
    assert "&lt;script&gt;" in page.text


def test_a_rehearsal_of_many_interviews_is_short_enough_for_a_phone(browser, home, calendar):
    days = [n for n in range(-80, 80) if n]
    calendar.put(*(interview(f"firm{n}", NOW + timedelta(days=n)) for n in days))
    home.watch()
    page = browser.get("/welcome")
    assert "In your last 90 days I see 80 interviews" in page.text
    assert "And 68 more." in page.text
    assert len(page.body) < 60_000


def test_a_worker_that_is_not_running_is_named(browser, service, store):
    browser.post("/welcome/calendar", address=ADDRESS)
    with store.write() as tx:
        beat(tx, "worker", NOW)
    service.clock.pass_by(timedelta(minutes=3))
    page = browser.get("/welcome")
    assert "The part of Afterword that reads calendars is not running." in page.text


def test_nobody_sees_the_rehearsal_of_another(browser, service, home, calendar, store):
    calendar.put(interview("acme", NOW + timedelta(days=3)))
    home.watch()
    with store.write() as tx:
        other = add_person(tx, "other", now=NOW, started=False)
    assert "Acme" not in signed(service, other).get("/welcome").text
    with store.read() as tx:
        assert visits(tx, other) == ()
        assert source(tx, 1).person != other
