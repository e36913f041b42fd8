"""The debrief in a browser: what is asked, what is kept, and that nothing typed is lost."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from service.domain.debrief import Debrief, Spoken
from service.domain.model import Person, Session, VisitKey
from service.store.answers import answers
from service.store.debriefs import debriefs, keep_debrief
from service.store.journal import journal
from service.store.people import set_settings
from service.store.sessions import keep_sessions, keep_visit_names
from tests.web.debriefing import fields_of, post, send
from tests.web.diary import HOUR, calendar, interview
from tests.web.entry_links import VISIT, entry_link
from tests.web.running import NOW
from tests.web.test_upcoming_page import text

DANA = Person(name="Dana Ruiz", email="dana@acme.com", role="Head of Data", state="certain")
TOM = Person(name="Tom B.")
COORDINATOR = Person(name="Jo Lane", email="jo@acme.com", kind="coordinator", state="certain")
START = NOW - 2 * HOUR
NEW_YORK = '[employer]\ntimezone = "America/New_York"\n[me]\ntimezone = "Europe/Berlin"\n'


def meeting(store, me, *people, start=START):
    """An interview of Tuesday 24 November 2026, with these people; its link."""
    session = Session(
        uid=VISIT,
        title="Acme",
        start=start,
        end=start + HOUR,
        first_seen=start - 72 * HOUR,
        company="Acme",
        role="Engineer",
        people=people,
    )
    interview(store, me.id, start=start)
    number = calendar(store, me.id)
    with store.write() as tx:
        set_settings(tx, me.id, NEW_YORK, now=NOW)
        keep_sessions(tx, me.id, number, [session])
        keep_visit_names(tx, me.id, {session.key: VisitKey(VISIT)})
    return entry_link(store, me.id)


@pytest.fixture
def panel(store, me):
    return meeting(store, me, DANA, TOM, COORDINATOR)


def told(store, me) -> Debrief:
    with store.read() as tx:
        return debriefs(tx, me.id)[VisitKey(VISIT)]


def people(store, me):
    return {one.name: one for one in told(store, me).people}


def test_people_come_first_and_who_was_likely_there_is_ticked(browser, panel):
    page = browser.get(panel)
    fields = fields_of(page)
    assert [fields[f"p{n}.name"] for n in range(4)] == ["Dana Ruiz", "Tom B.", "Jo Lane", ""]
    assert [fields.get(f"p{n}.there") for n in range(3)] == ["on", "on", None]
    assert text(page).index("Who did you talk to?") < text(page).index("What happens next?")
    assert "1 more in the invitation" in text(page)


def test_one_post_keeps_everything(store, me, browser, service, panel):
    page = send(
        browser,
        panel,
        p0_topic="Nightly batches\r\nthat became streams",
        p0_promise="The paper on joins",
        p0_office="Acme\r\n1 Main St",
        p1_name="Tom Baker",
        p1_topic="Tea",
        next_step="decision",
        by="2026-12-04",
        call="agreed 2026-12-04T09:30",
        call_whom="Dana Ruiz",
        call_number="+1 212 555 0142",
        interested="yes",
        remark="I liked it.\r\n\r\nMostly.",
        to="",
    )
    assert page.to == f"{panel}?did=debrief_kept"
    assert service.woken == [me.id]
    known = told(store, me)
    assert known.at == NOW
    assert known.people[0] == Spoken(
        name="Dana Ruiz",
        email="dana@acme.com",
        role="Head of Data",
        topic="Nightly batches that became streams",
        promise="The paper on joins",
        office="Acme\n1 Main St",
    )
    assert (known.next_step, known.decides) == ("decision", date(2026, 12, 4))
    assert (known.may_call, known.call_on, known.call_at) == (
        "agreed",
        date(2026, 12, 4),
        time(9, 30),
    )
    assert (known.call_whom, known.call_number) == ("Dana Ruiz", "+1 212 555 0142")
    assert (known.interested, known.remark) == (True, "I liked it.\n\nMostly.")


def test_opened_again_it_shows_what_was_saved_and_saving_that_changes_nothing(
    store, me, browser, service, panel
):
    send(
        browser,
        panel,
        p0_topic="Streams",
        by="other",
        decides="2026-12-09",
        call="other",
        call_on="2026-12-10",
        call_at="14:00",
        own_time="on",
        call_whom_other="Ms Field",
    )
    before, woken = told(store, me), len(service.woken)
    fields = fields_of(browser.get(panel))
    assert fields["p0.topic"] == "Streams"
    assert (fields["by"], fields["decides"]) == ("other", "2026-12-09")
    assert (fields["call"], fields["call_on"], fields["call_at"]) == (
        "other",
        "2026-12-10",
        "14:00",
    )
    assert (fields["own_time"], fields["call_whom"]) == ("on", "Ms Field")
    service.clock.pass_by(timedelta(days=1))
    send(browser, panel)
    assert told(store, me) == before
    assert len(service.woken) == woken


def test_the_call_is_offered_at_the_plans_own_date_on_both_clocks(browser, panel):
    """Tuesday 24 November: the first Friday at least five days after, 9:30 in New York."""
    page = browser.get(panel)
    assert "Yes, Fri 4 Dec 09:30 their time, Fri 4 Dec 15:30 yours" in text(page)
    assert "on Friday 4 December, in the morning," in text(page)
    assert "This week Fri 27 Nov" in text(page)
    assert "In two weeks Fri 11 Dec" in text(page)


def test_who_did_not_come_and_who_is_called_otherwise(store, me, browser, panel):
    send(browser, panel, without=["p0.there"], p1_name="Tom Baker")
    assert not people(store, me)["Dana Ruiz"].present
    assert people(store, me)["Tom Baker"].present
    # The calendar goes on to say "Tom B.", who is nobody else.
    assert not people(store, me)["Tom B."].present
    assert "Jo Lane" not in people(store, me)
    fields = fields_of(browser.get(panel))
    ticked = {fields[f"p{n}.name"] for n in range(5) if fields.get(f"p{n}.there")}
    assert ticked == {"Tom Baker"}


def test_somebody_is_added_and_taken_out_again(store, me, browser, panel):
    send(browser, panel, p3_name="Ann Other", p3_topic="Maps", to="people")
    assert people(store, me)["Ann Other"].topic == "Maps"
    number = next(n for n, v in fields_of(browser.get(panel)).items() if v == "Ann Other")
    send(browser, panel, **{number.replace(".", "_"): "", number.replace(".name", "_topic"): ""})
    assert "Ann Other" not in people(store, me)


def test_where_nobody_is_known_it_asks_how_many_and_makes_room(store, me, browser):
    link = meeting(store, me)
    page = browser.get(link)
    assert "How many people were there?" in text(page)
    send(browser, link, count="3", to="people")
    assert told(store, me).count == 3
    fields = fields_of(browser.get(link))
    assert [name for name in fields if name.endswith(".name")] == ["p0.name", "p1.name", "p2.name"]
    send(browser, link, p0_name="Ann", p1_name="Bo", p1_topic="Boats")
    assert [one.name for one in told(store, me).people] == ["Ann", "Bo"]
    assert told(store, me).count == 3


@pytest.mark.parametrize("to", ["people", "next", "call", "end"])
def test_the_button_of_every_section_saves_all_and_leads_to_the_next(store, me, browser, panel, to):
    page = send(browser, panel, p0_topic="Streams", remark="Good", to=to)
    assert page.to == f"{panel}?at={to}#{to}"
    assert (people(store, me)["Dana Ruiz"].topic, told(store, me).remark) == ("Streams", "Good")
    assert text(browser.get(page.to.partition("#")[0])).count("Saved.") == 1


@pytest.mark.parametrize(
    "case",
    [
        ({"by": "other", "decides": "someday"}, "I find no date in it."),
        ({"by": "other", "decides": "2026-11-01"}, "That is before the interview."),
        ({"call": "other", "call_on": "Friday"}, "Which Friday?"),
        ({"call": "other", "call_on": "04/12"}, "could be day and month or month and day"),
        ({"call": "other", "call_on": "2026-11-01"}, "That is before the interview is over."),
        ({"call": "other", "call_at": "9:30"}, "On which day may you call?"),
        ({"call": "other", "call_on": "2026-12-04", "call_at": "25"}, "Which time is that?"),
        ({"p0_email": "dana at acme"}, "This is no whole email address"),
        ({"p3_topic": "Maps"}, "Who was that? The name is missing."),
        ({"p3_name": "Tom B."}, "Tom B. is here twice."),
        ({"call_number": "the front desk"}, "There is no telephone number in this."),
        ({"remark": "x" * 5001}, "This is longer than what can be kept"),
    ],
)
@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_what_cannot_be_read_comes_back_as_typed_and_the_rest_is_kept(
    store, me, browser, panel, case
):
    typed, says = case
    page = send(browser, panel, p1_topic="Tea with Tom", **typed)
    assert page.status == 422
    assert says in text(page)
    fields = fields_of(page)
    for name, value in typed.items():
        assert fields[name.replace("_", ".", 1) if name[:2] in {"p0", "p3"} else name] == value
    assert people(store, me)["Tom B."].topic == "Tea with Tom"
    mended = {
        name: "" for name in fields if name in {"by", "decides", "call", "call_on", "call_at"}
    }
    mended |= {"p0.email": "", "p3.topic": "", "p3.name": "", "call_number": "", "remark": ""}
    assert post(browser, panel, fields | mended, (), {}).status == 303
    assert people(store, me)["Tom B."].topic == "Tea with Tom"


@pytest.mark.parametrize("chip", ["Dana Ruiz", ""])
@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_a_tapped_name_counts_before_one_typed_earlier(store, me, browser, panel, chip):
    """Whether that one was kept, or stands in a page that came back with a fault."""
    assert "Whoever answers" in text(browser.get(panel))
    page = send(browser, panel, call_whom_other="Ms Field", call_number="the front desk")
    assert page.status == 422
    assert told(store, me).call_whom == "Ms Field"
    for fields in (fields_of(page), fields_of(browser.get(panel))):
        assert fields["call_whom"] == "Ms Field"
        post(browser, panel, fields, (), {"call_whom": chip, "call_number": ""})
        assert told(store, me).call_whom == chip
        send(browser, panel, call_whom_other="Ms Field")
        assert told(store, me).call_whom == "Ms Field"


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_a_name_that_is_too_long_comes_back_where_it_was_typed(store, me, browser, panel):
    page = send(browser, panel, call_whom="Dana Ruiz", call_whom_other="x" * 201)
    assert page.status == 422
    assert fields_of(page)["call_whom_other"] == "x" * 201
    assert told(store, me).call_whom == "Dana Ruiz"


@pytest.mark.parametrize(
    "case",
    [
        ({"call_on": "Friday 4 Dec", "call_at": "2pm"}, date(2026, 12, 4), time(14)),
        ({"call_on": "2026-12-04"}, date(2026, 12, 4), None),
    ],
)
def test_a_date_is_read_as_people_write_it(store, me, browser, panel, case):
    typed, day, at = case
    assert send(browser, panel, call="other", **typed).status == 303
    assert (told(store, me).call_on, told(store, me).call_at) == (day, at)


def test_what_is_not_in_the_form_stays_as_it_was(store, me, browser, panel):
    dana = Spoken(name="Dana Ruiz", email="dana@acme.com", emailed=NOW, email_text="Dear Dana")
    with store.write() as tx:
        keep_debrief(tx, me.id, Debrief(visit=VisitKey(VISIT), at=NOW, people=(dana,)))
    send(browser, panel, p0_topic="Streams")
    assert people(store, me)["Dana Ruiz"] == replace(dana, topic="Streams")


def test_whom_another_form_added_meanwhile_is_not_lost(store, me, browser, panel):
    old = fields_of(browser.get(panel))
    send(browser, panel, p3_name="Ann Other")
    post(browser, panel, old, (), {"remark": "late"})
    assert "Ann Other" in people(store, me)
    assert told(store, me).remark == "late"


def test_telling_is_one_line_of_the_journal_and_what_the_entry_asked_for(store, me, browser, panel):
    with store.read() as tx:
        lines = len(journal(tx, me.id, None, 50))
    for topic in ("Streams", "Streams and batches"):
        send(browser, panel, p0_topic=topic)
    with store.read() as tx:
        found = journal(tx, me.id, None, 50)
    assert len(found) == lines + 1
    assert found[0].text == "You told how it went: Acme."
    assert "Dana" not in found[0].text


def test_before_the_interview_it_shows_what_to_ask(store, me, browser):
    link = meeting(store, me, DANA, start=NOW + 26 * HOUR)
    page = browser.get(link)
    assert "Acme is tomorrow at 12:00" in text(page)
    assert "Before you leave, ask" in text(page)
    assert "What is the timetable?" in text(page)


def test_weeks_later_it_still_works_and_offers_no_day_that_is_over(store, me, browser, service):
    link = meeting(store, me, DANA)
    service.clock.pass_by(timedelta(days=20))
    page = browser.get(link)
    assert "Yes, Mon 14 Dec 09:30" in text(page)
    assert "Next week" not in text(page)
    assert send(browser, link, p0_topic="Streams").status == 303
    service.clock.pass_by(timedelta(days=30))
    assert "Yes, " not in text(browser.get(link))


def test_after_they_answered_it_asks_what_is_next(store, me, browser, panel):
    page = browser.post(f"{panel}/tap", about="debrief", answer="heard_back")
    assert page.to == f"{panel}?did=said_heard_back"
    assert "What is next, and when?" in text(browser.follow(page))


HOSTILE = "\"><script>alert(1)</script>'{{ 7 * 7 }}"


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_what_was_typed_is_text(browser, panel):
    for _ in range(2):
        page = send(browser, panel, p0_topic=HOSTILE, p3_name=HOSTILE, remark=HOSTILE)
    assert page.status == 303
    page = browser.get(panel)
    assert "<script" not in page.text
    assert "&lt;script&gt;" in page.text


@pytest.mark.parametrize("answer", ["done", "skip", "later"])
def test_one_tap_says_it_of_the_follow_up(store, me, browser, panel, answer):
    page = browser.post(f"{panel}/tap", about="email", answer=answer)
    assert page.to == f"{panel}/email?did=said_{answer}"
    with store.read() as tx:
        found = answers(tx, me.id)
    assert {(one.kind, one.key) for one in found} == {(answer, f"{VISIT}/email")}
    assert browser.service.woken == [me.id]


def test_tomorrow_is_tomorrow_at_the_same_time_of_day(store, me, browser, panel):
    """The email stands at 10:00 UTC, 11:00 in Berlin."""
    browser.post(f"{panel}/tap", about="email", answer="later")
    with store.read() as tx:
        (found,) = answers(tx, me.id)
    assert datetime.fromisoformat(found.value) == datetime(2026, 11, 25, 10, tzinfo=UTC)


@pytest.mark.parametrize("typed", [{"about": "email"}, {"answer": "done"}, {"answer": "offer"}])
@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_a_tap_that_says_nothing_changes_nothing(store, me, browser, panel, typed):
    assert browser.post(f"{panel}/tap", **typed).status == 404
    with store.read() as tx:
        assert answers(tx, me.id) == ()
