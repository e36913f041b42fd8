"""Upcoming and Activity as a browser gets them, and all that can be said there."""

import re
from datetime import timedelta
from html import unescape

import pytest

from connectors.contract import Problem
from service.desk.journal import LINES
from service.store.answers import answers, give_answer
from service.store.journal import write_line
from service.store.people import add_person
from service.web.pages.answers import named
from service.web.pages.upcoming import SIZE
from tests.web.diary import DAY, calendar, interview, put, suggestion, thrown_away
from tests.web.entry_links import entry_link
from tests.web.running import NOW
from tests.web.signing import Browser, signed

VISIT = "acme@example.com"
HOSTILE = "\"><script>alert(1)</script>&amp;'{{ 7 * 7 }}"


def text(page):
    """What is read there, without the marks around it."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


def buttons(page, path="/answers"):
    """What the buttons that go to a path would send, by what they say."""
    found = re.findall(r'<button[^>]*name="answer"[^>]*>', page.text)
    to = [
        one
        for one in found
        if (re.search(r'formaction="([^"]*)"', one) or ["", "/answers"])[1] == path
    ]
    return [unescape(re.search(r'value="([^"]*)"', one)[1]) for one in to]


def told(store, person):
    with store.read() as tx:
        return {(one.kind, one.key) for one in answers(tx, person)}


def where(page):
    """Where an answer leads, without the place on the page."""
    assert page.status == 303, page.text
    return page.to.partition("#")[0]


def test_the_next_thing_comes_first_and_every_date_says_why(store, me, browser):
    interview(store, me.id)
    page = text(browser.get("/upcoming"))
    assert "Thank Dana Ruiz of Acme by email" in page
    assert "Because it is polite." in page
    assert "Acme, Engineer" in page


@pytest.mark.parametrize("kind", ["done", "skip"])
def test_a_follow_up_is_done_or_skipped_at_once_and_undone(store, service, me, browser, kind):
    email, _ = interview(store, me.id)
    answer = named(kind, email.key)
    assert answer in buttons(browser.get("/upcoming"))
    went = browser.post("/answers", answer=answer, back="/upcoming#v-1")
    assert where(went) == f"/upcoming?did=said_{kind}"
    assert went.to.endswith("#v-1")
    assert told(store, me.id) == {(kind, email.key)}
    assert service.woken == [me.id]
    page = browser.get(where(went))
    assert {"done": "done Undo", "skip": "skipped Undo"}[kind] in text(page).replace(
        "Because it is polite. ", ""
    )
    assert buttons(page, "/answers/undo") == [answer]
    browser.post("/answers/undo", answer=answer, back="/upcoming")
    assert told(store, me.id) == {("again", email.key)}
    assert answer in buttons(browser.get("/upcoming"))


@pytest.mark.parametrize("kind", ["heard_back", "offer", "rejected"])
def test_the_call_goes_when_they_answered_and_that_is_undone(store, me, browser, kind):
    interview(store, me.id)
    assert "Call Acme" in text(browser.get("/upcoming"))
    browser.post("/answers", answer=named(kind, VISIT))
    page = browser.get("/upcoming")
    assert "Call Acme" not in text(page)
    assert buttons(page, "/answers/undo") == [named(kind, VISIT)]
    browser.post("/answers/undo", answer=named(kind, VISIT))
    assert not told(store, me.id)
    assert "Call Acme" in text(browser.get("/upcoming"))


def test_what_was_thrown_away_is_planned_again(store, me, browser):
    _, call = interview(store, me.id)
    put(store, me.id, thrown_away(call))
    page = browser.get("/upcoming")
    assert "you deleted this" in text(page)
    assert buttons(page, "/answers/again") == [named("again", call.key)]
    browser.post("/answers/again", answer=named("again", call.key))
    assert told(store, me.id) == {("again", call.key)}
    assert "you deleted this" not in text(browser.get("/upcoming"))


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (("accept", "chat@example.com"), "Its follow-ups appear here within a minute"),
        (("refuse", "chat@example.com"), "not one"),
        (("never", "priya@globex.example"), "never from there"),
    ],
)
def test_a_question_is_answered_and_that_is_undone(store, me, browser, answer, says):
    suggestion(store, me.id)
    page = browser.get("/upcoming")
    assert "Is this an interview?" in text(page)
    assert "She looks like a recruiter." in text(page)
    assert named(*answer) in buttons(page)
    browser.post("/answers", answer=named(*answer))
    assert told(store, me.id) == {answer}
    page = browser.get("/upcoming")
    assert says in text(page)
    browser.post("/answers/undo", answer=named(*answer))
    assert not told(store, me.id)
    assert named(*answer) in buttons(browser.get("/upcoming"))


def test_an_organizer_is_only_silenced_where_there_is_one(store, me, browser):
    suggestion(store, me.id, organizer=None)
    assert "Never from" not in text(browser.get("/upcoming"))


@pytest.mark.parametrize("path", ["/answers", "/answers/undo", "/answers/again"])
@pytest.mark.parametrize("whose", ["another's", "nobody's"])
@pytest.mark.parametrize(
    "kind", ["done", "skip", "heard_back", "offer", "accept", "refuse", "never"]
)
def test_what_is_not_ones_own_cannot_be_answered(  # noqa: PLR0913, PLR0917
    store, service, me, browser, path, whose, kind
):
    with store.write() as tx:
        other = add_person(tx, "other", now=NOW)
    email, _ = interview(store, other)
    suggestion(store, other)
    about = {"done": email.key, "skip": email.key, "heard_back": VISIT, "offer": VISIT}
    key = about.get(kind) or {"never": "priya@globex.example"}.get(kind, "chat@example.com")
    if whose == "nobody's":
        key = "nothing of this name"
    answer = browser.post(path, answer=named(kind, key))
    assert answer.status == 404
    assert not told(store, me.id) | told(store, other)
    assert service.woken == []
    theirs = text(signed(service, other).get("/upcoming"))
    assert "Acme" in theirs
    assert "Acme" not in text(browser.get("/upcoming"))


@pytest.mark.parametrize("answer", ["", "done", "done ", "begin x", " x", "done%20x"])
def test_what_is_no_answer_is_nothing_of_theirs(browser, answer):
    assert browser.post("/answers", answer=answer).status == 404


@pytest.mark.parametrize(
    "back",
    [
        "//evil.example",
        "https://evil.example/upcoming",
        "/account",
        "javascript:x",
        "",
        "/sign-out",
    ],
)
def test_an_answer_leads_to_no_page_but_these(store, me, browser, back):
    email, _ = interview(store, me.id)
    went = browser.post("/answers", answer=named("done", email.key), back=back)
    assert went.to == "/upcoming?did=said_done"


def test_an_answer_leads_to_the_leaf_it_was_given_on(store, me, browser):
    email, _ = interview(store, me.id)
    back = "/upcoming/over?page=2&did=said_skip#v-0"
    went = browser.post("/answers", answer=named("done", email.key), back=back)
    assert went.to == "/upcoming/over?page=2&did=said_done#v-0"


@pytest.mark.parametrize("path", ["/upcoming", "/upcoming/over", "/activity"])
def test_without_a_session_there_is_only_the_way_in(service, path):
    page = Browser(service).get(path)
    assert (page.status, page.to) == (303, f"/sign-in?next={path.replace('/', '%2F')}")


@pytest.mark.parametrize("path", ["/answers", "/answers/undo", "/answers/again"])
def test_without_a_session_or_a_token_nothing_is_said(store, service, me, browser, path):
    email, _ = interview(store, me.id)
    answer = named("done", email.key)
    assert Browser(service).post(path, answer=answer).to == "/sign-in"
    assert browser.post(path, answer=answer, csrf="0" * 64).status == 403
    assert (
        browser.post(path, answer=answer, headers={"Origin": "https://evil.example"}).status == 403
    )
    assert not told(store, me.id)


def test_hostile_words_are_only_words(store, me, browser):
    interview(store, me.id, key=HOSTILE, company=HOSTILE, role=HOSTILE, people=(HOSTILE,))
    suggestion(store, me.id, uid=HOSTILE, title=HOSTILE, organizer=HOSTILE)
    browser.post("/answers", answer=named("heard_back", HOSTILE))
    for path in ("/upcoming", "/activity"):
        page = browser.get(path)
        assert page.status == 200
        assert "<script" not in page.text
        assert HOSTILE in unescape(page.text)
    assert told(store, me.id) == {("heard_back", HOSTILE)}


@pytest.mark.parametrize("awkward", ["a\r\nb", "lone \udce4", "nul \x00", " spaces ", "50%25 ä"])
def test_an_awkward_key_finds_its_way_back(store, me, browser, awkward):
    email, _ = interview(store, me.id, key=awkward, company=awkward)
    answer = next(one for one in buttons(browser.get("/upcoming")) if one.startswith("done"))
    assert browser.post("/answers", answer=answer).status == 303
    assert told(store, me.id) == {("done", email.key)}


# -- nothing, much and trouble -----------------------------------------------------------------


def test_without_a_calendar_the_page_leads_to_where_one_is_added(browser):
    page = browser.get("/upcoming")
    assert "No calendar is read yet" in text(page)
    assert 'href="/calendars"' in page.text


def test_a_calendar_without_interviews_is_told_how_to_tag_one(store, me, browser):
    calendar(store, me.id)
    page = text(browser.get("/upcoming"))
    assert "No interview was found" in page
    assert "#interview" in page


def test_a_calendar_that_is_being_read_is_waited_for(store, me, browser):
    calendar(store, me.id, last_read=None)
    assert "is being read" in text(browser.get("/upcoming"))


def test_a_calendar_in_trouble_is_one_line_with_a_way_out(store, me, browser):
    gone = Problem(where="x", what="It is gone.", next_step="Look.")
    calendar(store, me.id, problem=gone, failures=1)
    calendar(store, me.id, problem=gone, failures=1, active=False)
    page = browser.get("/upcoming")
    assert "Personal: It is gone. See what to do" in text(page)
    assert "No interview was found" not in text(page)


def test_a_remark_hides_nothing_of_how_to_tag_an_interview(store, me, browser):
    calendar(store, me.id, problem=Problem(where="x", what="One was odd.", next_step="Look."))
    page = text(browser.get("/upcoming"))
    assert "One was odd." not in page
    assert "No interview was found" in page


def test_calendars_that_are_left_alone_are_not_waited_for(store, me, browser):
    calendar(store, me.id, active=False)
    page = text(browser.get("/upcoming"))
    assert "Your calendars are left alone" in page
    assert "No interview was found" not in page


def test_until_it_has_begun_nothing_is_said_to_stand_anywhere(store, service):
    with store.write() as tx:
        person = add_person(tx, "new", now=NOW, started=False)
    page = text(signed(service, person).get("/upcoming"))
    assert "This is a rehearsal" in page


def test_what_is_over_is_folded_behind_and_opened_on_its_own_leaf(store, me, browser):
    for n in range(SIZE + 1):
        interview(store, me.id, key=f"old-{n}", start=NOW - (40 + n) * DAY, company=f"Firm {n}")
    page = browser.get("/upcoming")
    assert f"{SIZE + 1} interviews are over" in text(page)
    assert "Nothing is left to do" in text(page)
    oldest = re.search(r'href="(/upcoming/over\?page=2)#(v-\w+)"', page.text)
    leaf = browser.get(oldest[1])
    assert f'id="{oldest[2]}"' in leaf.text
    assert "Firm 10" in text(leaf)
    assert "Firm 0" not in text(leaf)


def test_no_page_is_heavy_however_much_there_is(store, me, browser):
    people = tuple(f"Somebody With-A-Long-Name {n}" for n in range(6))
    for n in range(40):
        interview(store, me.id, key=f"{n:050}@google.com", start=NOW + n * DAY / 4, people=people)
    style = sum(len(browser.get(f"/static/{one}.css").body) for one in ("afterword", "upcoming"))
    first = browser.get("/upcoming")
    assert len(first.body) + style < 60_000
    assert "Later interviews" in text(first)
    last = browser.get("/upcoming?page=4")
    assert len(last.body) + style < 60_000
    assert "Later interviews" not in text(last)
    seen = [
        set(re.findall(r'id="(v-\w{12})"', browser.get(f"/upcoming?page={n}").text))
        for n in (1, 2, 3, 4)
    ]
    assert len(set.union(*seen)) == 40


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999"])
def test_a_leaf_that_is_no_number_is_no_fault_of_ours(browser, page):
    assert browser.get(f"/upcoming?page={page}").status == 422


# -- activity ----------------------------------------------------------------------------------


def test_the_journal_is_told_by_the_persons_days_the_newest_first(store, me, browser):
    with store.write() as tx:
        for n, at in enumerate([NOW - 2 * DAY, NOW - DAY, NOW]):
            write_line(tx, me.id, at, "visit_found", None, f"Line {n}.")
    page = text(browser.get("/activity"))
    days = ["Tuesday 24 November", "Line 2.", "Monday 23 November", "Line 1.", "Sunday 22 November"]
    assert [page.index(one) for one in days] == sorted(page.index(one) for one in days)


def test_older_lines_are_on_leaves_that_nothing_shifts(store, me, browser):
    with store.write() as tx:
        for n in range(LINES + 5):
            write_line(tx, me.id, NOW, "visit_found", None, f"Line {n:03}.")
    first = browser.get("/activity")
    older = re.search(r'href="(/activity\?before=\d+)"', first.text)[1]
    with store.write() as tx:
        write_line(tx, me.id, NOW, "visit_found", None, "A new line.")
    second = browser.get(older)
    lines = [re.findall(r"Line \d+", page.text) for page in (first, second)]
    assert lines[0] + lines[1] == [f"Line {n:03}" for n in reversed(range(LINES + 5))]
    assert "Older" not in text(second)


def test_only_an_answer_in_force_is_undone_and_only_once(store, service, me, browser):
    email, _ = interview(store, me.id)
    answer = named("done", email.key)
    browser.post("/answers", answer=answer)
    service.clock.pass_by(timedelta(minutes=5))
    browser.post("/answers/undo", answer=answer)
    assert not re.findall("<button", browser.get("/activity").text)
    service.clock.pass_by(timedelta(minutes=5))
    browser.post("/answers", answer=answer)
    page = browser.get("/activity")
    assert re.findall(r'<button name="answer" value="([^"]*)"', page.text) == [answer]
    went = browser.post("/answers/undo", answer=answer, back="/activity")
    assert where(went) == "/activity?did=said_undone"
    assert told(store, me.id) == {("again", email.key)}


def test_what_is_gone_can_still_be_taken_back(store, me, browser):
    with store.write() as tx:
        give_answer(tx, me.id, "refuse", "gone@example.com", now=NOW)
        key = "refuse gone@example.com"
        write_line(tx, me.id, NOW, "answer_given", key, "You said that an event is no interview.")
    assert "Undo" in text(browser.get("/activity"))
    browser.post("/answers/undo", answer=named("refuse", "gone@example.com"))
    assert not told(store, me.id)


def test_an_empty_journal_says_so(store, service):
    with store.write() as tx:
        person = add_person(tx, "new", now=NOW)
    assert "Nothing has happened yet." in text(signed(service, person).get("/activity"))


def test_a_visit_that_has_begun_leads_to_its_debrief_and_later_to_what_is_next(store, me, browser):
    interview(store, me.id)
    interview(store, me.id, "globex@example.com", start=NOW + DAY, company="Globex")
    assert "/d/" not in browser.get("/upcoming").text
    link = entry_link(store, me.id)
    assert re.findall(r'href="(/d/[^"/]*)"[^>]*>([^<]*)', browser.get("/upcoming").text) == [
        (link, "Debrief")
    ]
    browser.post("/answers", answer=named("heard_back", VISIT))
    assert "What is next, and when?" in browser.get("/upcoming").text
