"""The emails and cards of a visit in a browser: each its own, and sent by the person alone."""

import re
from dataclasses import replace
from datetime import date, datetime, time
from html import unescape
from itertools import product
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo

import pytest

from connectors.contract import Span
from service import drafts
from service.domain.debrief import Debrief, Spoken
from service.domain.model import Key, VisitKey
from service.domain.notes import GAP
from service.domain.supplies import Supplies
from service.store.answers import answers
from service.store.debriefs import debriefs, keep_debrief
from service.store.journal import journal
from service.store.people import set_settings
from service.store.plan_rows import follow_ups, keep_follow_ups, keep_visits, visits
from service.store.supplies import keep_supplies, supplies
from service.store.values import StoredVisit
from tests.web.diary import HOUR, interview
from tests.web.entry_links import VISIT, entry_link
from tests.web.running import NOW
from tests.web.test_debrief_page import COORDINATOR, DANA, NEW_YORK, TOM, meeting
from tests.web.test_upcoming_page import text

BATCHES = Spoken(name="Dana Ruiz", email="dana@acme.com", topic="nightly batches and streams")
OUTAGE = Spoken(name="Tom B.", topic="the outage in March")
KEY = Key(f"{VISIT}/email")


@pytest.fixture
def panel(store, me):
    link = meeting(store, me, DANA, TOM)
    with store.write() as tx:
        (email, _) = follow_ups(tx, me.id)
        card = replace(email, key=Key(f"{VISIT}/card"), kind="card")
        keep_follow_ups(tx, me.id, [email, card])
    return link


def tell(store, me, *people, **fields):
    one = Debrief(**{"visit": VisitKey(VISIT), "at": NOW - HOUR, "people": people} | fields)
    with store.write() as tx:
        keep_debrief(tx, me.id, one)
    return one


def told(store, me):
    with store.read() as tx:
        return {one.name: one for one in debriefs(tx, me.id)[VisitKey(VISIT)].people}


def said(store, me):
    with store.read() as tx:
        return {(one.kind, one.key) for one in answers(tx, me.id)}


def states(page):
    """What each note is, by whose it is."""
    found = re.findall(r'<h2 id="h-n-\d+">([^<]*)</h2><span class="tag (\w+)">', page.text)
    return {unescape(name): state for name, state in found}


def whoms(page):
    return {unescape(one) for one in re.findall(r'name="whom" value="([^"]*)"', page.text)}


def links(page, scheme):
    return [unescape(one) for one in re.findall(rf'href="({re.escape(scheme)}[^"]*)"', page.text)]


def letters(page):
    return [unescape(one) for one in re.findall(r'tabindex="0">([^<]*)</div>', page.text)]


def box(browser, link, kind):
    """What stands in the first box for words of their own, as a browser reads it."""
    page = browser.get(f"{link}/{kind}").text
    (first, *_) = re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    return unescape(first)


def act(browser, link, kind, whom, did, **fields):
    return browser.post(f"{link}/{kind}", whom=whom, act=did, **fields)


def test_without_a_debrief_each_note_has_a_gap_and_leads_to_the_debrief(browser, panel):
    page = browser.get(f"{panel}/email")

    assert states(page) == {"Dana Ruiz": "missing", "Tom B.": "missing"}
    assert GAP in text(page)
    assert not links(page, "mailto:")
    assert f'href="{panel}#people"' in page.text


def test_three_people_have_three_different_notes_ready(store, me, browser, panel):
    sun = Spoken(name="Sun Kwon", topic="how new people find their feet")
    tell(store, me, BATCHES, OUTAGE, sun)

    for kind in ("email", "card"):
        page = browser.get(f"{panel}/{kind}")
        assert set(states(page).values()) == {"ready"}
        assert len({*letters(page)}) == len(letters(page))


def test_a_ready_email_opens_in_their_own_program_with_everything_in_it(store, me, browser, panel):
    tell(store, me, BATCHES)
    page = browser.get(f"{panel}/email")
    (mail, *_) = links(page, "mailto:")
    split = urlsplit(mail)
    fields = parse_qs(split.query)

    assert unquote(split.path) == "dana@acme.com"
    assert fields["subject"] == ["Thank you – our conversation about the Engineer role"]  # noqa: RUF001
    assert fields["body"][0].startswith("Dear Dana Ruiz,\r\n\r\nThank you for making the time")
    assert BATCHES.topic in fields["body"][0]
    for away in (
        *links(page, "https://mail.google.com/"),
        *links(page, "https://outlook.live.com"),
    ):
        assert parse_qs(urlsplit(away).query)["body"] == fields["body"]
    anchors = re.findall(r"<a [^>]*https://[^>]*>", page.text)
    assert len(anchors) == 2
    assert all('rel="noreferrer noopener"' in one for one in anchors)


def test_no_name_and_no_topic_can_put_a_header_into_a_link(store, me, browser, panel):
    evil = Spoken(
        name="Eve\r\nBcc: all@evil.example",
        email="eve@evil.example?bcc=all@evil.example",
        topic="x\r\n\r\nTo: y&bcc=z@evil.example",
        salutation="Ms.\nCc: me@evil.example",
    )
    tell(store, me, evil)
    page = browser.get(f"{panel}/email")

    (mail,) = links(page, "mailto:")
    split = urlsplit(mail)
    assert split.path == ""
    assert set(parse_qs(split.query)) == {"subject", "body"}
    assert "\n" not in parse_qs(split.query)["subject"][0]
    assert not re.search(r"(?i)^(bcc|cc|to):", parse_qs(split.query)["body"][0], re.MULTILINE)


def test_one_topic_for_two_blocks_both_and_shows_them_side_by_side(store, me, browser, panel):
    tell(store, me, BATCHES, replace(OUTAGE, topic="Nightly batches, and streams."))
    page = browser.get(f"{panel}/email")

    assert states(page) == {"Dana Ruiz": "alike", "Tom B.": "alike"}
    assert "Dana Ruiz and Tom B. would read nearly the same" in text(page)
    assert page.text.count('class="fault pair"') == 1
    assert not links(page, "mailto:")


def test_words_of_their_own_are_kept_and_lift_the_block(store, me, browser, service, panel):
    tell(store, me, BATCHES, replace(OUTAGE, topic=BATCHES.topic))
    mine = "Tom,\r\n\r\nyour tea was the best I had all week. Thank you for it."
    act(browser, panel, "email", "tom b.", "words", text=mine)

    page = browser.get(f"{panel}/email")
    assert states(page) == {"Dana Ruiz": "ready", "Tom B.": "ready"}
    assert told(store, me)["Tom B."].email_text == mine.replace("\r\n", "\n")
    assert "your tea was the best" in unquote(links(page, "mailto:")[1])
    act(browser, panel, "email", "tom b.", "draft")
    assert told(store, me)["Tom B."].email_text is None
    assert service.woken


def test_the_draft_saved_as_it_stands_is_nobodys_own_words(store, me, browser, panel):
    tell(store, me, BATCHES)
    page = browser.get(f"{panel}/email")
    act(browser, panel, "email", "dana@acme.com", "words", text=letters(page)[1])

    assert told(store, me)["Dana Ruiz"].email_text is None


def test_a_draft_that_the_form_would_tidy_is_nobodys_own_words_either(store, me, browser, panel):
    tell(store, me, BATCHES)
    with store.write() as tx:
        set_settings(tx, me.id, NEW_YORK + OWN.replace("Short", "   Short,\u00a0"), now=NOW)
    act(browser, panel, "email", "dana@acme.com", "words", text=box(browser, panel, "email"))

    assert told(store, me)["Dana Ruiz"].email_text is None


@pytest.mark.parametrize("pressed", list(product(["email", "card"], ["sent", "skip", "words"])))
def test_whatever_button_is_pressed_the_words_typed_beside_it_are_kept(
    store, me, browser, panel, pressed
):
    kind, did = pressed
    tell(store, me, BATCHES)
    mine = "Dear Dana,\n\nyour batches kept me awake, in the best of ways."
    for _ in range(2):
        assert act(browser, panel, kind, "dana@acme.com", did, text=mine).status == 303

    dana = told(store, me)["Dana Ruiz"]
    assert (dana.email_text if kind == "email" else dana.card_text) == mine
    assert bool(dana.emailed or dana.posted) is (did == "sent")
    assert dana.skipped == ((kind,) if did == "skip" else ())


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("typed", ["as it stands", ""])
def test_skipping_a_note_that_nobody_reworded_makes_no_own_words_of_it(
    store, me, browser, panel, typed
):
    tell(store, me, BATCHES, replace(OUTAGE, email_text="Tom, thank you for the tea."))
    draft = typed and box(browser, panel, "email")
    act(browser, panel, "email", "dana@acme.com", "skip", text=draft)
    act(browser, panel, "email", "tom b.", "skip", text="")

    assert told(store, me)["Dana Ruiz"].email_text is None
    assert told(store, me)["Tom B."].email_text == "Tom, thank you for the tea."


@pytest.mark.parametrize("did", ["sent", "skip"])
@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_a_page_opened_before_does_not_undo_words_kept_since(store, me, browser, panel, did):
    tell(store, me, BATCHES)
    page = browser.get(f"{panel}/email").text
    (printed, *_) = re.findall(r'name="printed" value="([^"]*)"', page)
    old = {"printed": unescape(printed), "text": box(browser, panel, "email")}
    act(browser, panel, "email", "dana@acme.com", "words", text="Dear Dana, thank you.")
    act(browser, panel, "email", "dana@acme.com", did, **old)

    assert told(store, me)["Dana Ruiz"].email_text == "Dear Dana, thank you."
    act(browser, panel, "email", "dana@acme.com", did, **old | {"text": "Dana, thanks!"})
    assert told(store, me)["Dana Ruiz"].email_text == "Dana, thanks!"


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("did", ["sent", "skip", "words"])
def test_words_of_their_own_are_kept_whole_or_refused(store, me, browser, panel, did):
    tell(store, me, BATCHES)
    assert f'maxlength="{drafts.LARGEST}"' in browser.get(f"{panel}/email").text
    page = act(browser, panel, "email", "dana@acme.com", did, text="x" * (drafts.LARGEST + 1))
    assert page.status == 422
    assert "longer than what can be kept: 8192 characters" in text(page)
    assert told(store, me)["Dana Ruiz"] == BATCHES

    whole = "x" * drafts.LARGEST
    assert act(browser, panel, "email", "dana@acme.com", did, text=whole).status == 303
    assert told(store, me)["Dana Ruiz"].email_text == whole


def test_a_gap_in_words_of_their_own_is_a_gap(store, me, browser, panel):
    tell(store, me, replace(BATCHES, email_text=f"Dear Dana,\n\n{GAP}"))

    assert states(browser.get(f"{panel}/email"))["Dana Ruiz"] == "missing"


def test_the_entry_is_done_when_everyone_has_theirs_and_open_again_when_one_has_not(
    store, me, browser, panel
):
    tell(store, me, BATCHES, OUTAGE, may_call="not_asked")
    act(browser, panel, "email", "dana@acme.com", "sent")
    assert told(store, me)["Dana Ruiz"].emailed == NOW
    assert ("done", KEY) not in said(store, me)

    page = browser.follow(act(browser, panel, "email", "tom b.", "skip", at="n-2"))
    assert states(page) == {"Dana Ruiz": "sent", "Tom B.": "skipped"}
    assert "Everyone has theirs" in text(page)
    assert ("done", KEY) in said(store, me)

    act(browser, panel, "email", "dana@acme.com", "undo")
    assert told(store, me)["Dana Ruiz"].emailed is None
    assert ("done", KEY) not in said(store, me)
    assert ("again", KEY) in said(store, me)


def test_marking_a_note_is_no_news_of_the_employer(store, me, browser, panel):
    before = tell(store, me, BATCHES, decides=date(2026, 12, 9), remark="good people")
    act(browser, panel, "card", "dana@acme.com", "sent")

    with store.read() as tx:
        after = debriefs(tx, me.id)[VisitKey(VISIT)]
    assert replace(after, people=()) == replace(before, people=())


def test_people_of_the_invitation_can_be_written_to_before_the_debrief(store, me, browser, panel):
    act(browser, panel, "email", "dana@acme.com", "sent")

    assert list(told(store, me)) == ["Dana Ruiz"]
    assert states(browser.get(f"{panel}/email")) == {"Dana Ruiz": "sent", "Tom B.": "missing"}


def test_what_has_gone_is_kept_as_it_was(store, me, browser, service, panel):
    tell(store, me, BATCHES)
    page = browser.get(f"{panel}/email")
    act(browser, panel, "email", "dana@acme.com", "sent")
    service.clock.pass_by(48 * HOUR)

    assert told(store, me)["Dana Ruiz"].email_text == letters(page)[1]
    assert letters(browser.get(f"{panel}/email"))[1] == letters(page)[1]


def test_a_posted_card_takes_from_the_stationery_once_and_gives_it_back(store, me, browser, panel):
    tell(store, me, BATCHES)
    with store.write() as tx:
        keep_supplies(tx, me.id, Supplies(sheets=5, envelopes=5, stamps=5), now=NOW)

    for _ in range(2):
        act(browser, panel, "card", "dana@acme.com", "sent")
    with store.read() as tx:
        assert supplies(tx, me.id) == Supplies(sheets=4, envelopes=4, stamps=4)
    act(browser, panel, "card", "dana@acme.com", "undo")
    with store.read() as tx:
        assert supplies(tx, me.id) == Supplies(sheets=5, envelopes=5, stamps=5)


def test_one_entry_a_person_is_done_with_that_person(store, me, browser, panel):
    tell(store, me, BATCHES, OUTAGE)
    with store.write() as tx:
        email = next(one for one in follow_ups(tx, me.id) if one.kind == "email")
        each = [replace(email, key=Key(f"{KEY}/{whom}")) for whom in ("dana@acme.com", "tom b.")]
        keep_follow_ups(tx, me.id, each)

    act(browser, panel, "email", "tom b.", "sent")
    assert said(store, me) == {("done", f"{KEY}/tom b.")}


def test_while_a_name_is_missing_the_entry_is_not_done(store, me, browser, panel):
    tell(store, me, BATCHES, replace(OUTAGE, present=False), count=2)
    act(browser, panel, "email", "dana@acme.com", "sent")

    assert not said(store, me)
    assert "1 person has no name yet" in text(browser.get(f"{panel}/email"))


def test_the_journal_tells_of_it_without_a_name_of_theirs(store, me, browser, panel):
    tell(store, me, BATCHES)
    act(browser, panel, "email", "dana@acme.com", "sent")

    with store.read() as tx:
        lines = [line.text for line in journal(tx, me.id)]
    assert "You sent a thank-you email: Acme." in lines
    assert not [line for line in lines if "Dana" in line]


def test_who_was_not_there_and_who_only_scheduled_gets_no_card(store, me, browser):
    link = meeting(store, me, DANA, TOM, COORDINATOR)
    tell(store, me, BATCHES, replace(OUTAGE, present=False))

    assert list(states(browser.get(f"{link}/card"))) == ["Dana Ruiz"]
    assert list(states(browser.get(f"{link}/email"))) == ["Dana Ruiz", "Jo Lane"]


def test_what_was_said_last_time_is_shown(store, me, browser, panel):
    earlier = StoredVisit(
        key=VisitKey("round one"),
        company="Acme",
        role="Engineer",
        start=NOW - 500 * HOUR,
        end=NOW - 499 * HOUR,
    )
    before = replace(BATCHES, topic="sailing", promise="the map", emailed=NOW - 490 * HOUR)
    with store.write() as tx:
        keep_visits(tx, me.id, [*visits(tx, me.id), earlier])
    tell(store, me, before, visit=earlier.key)
    tell(store, me, BATCHES)

    page = text(browser.get(f"{panel}/email"))
    assert "You met before" in page
    assert "You talked about: sailing. You promised: the map. You thanked them by email." in page


SITUATIONS = [
    ("rejected", {}, "Thank you for letting me know how you have decided."),
    ("withdrew", {}, "I have decided not to go on with my application"),
    ("offer", {}, "Thank you as well for the offer"),
    ("", {"interested": False}, "I have decided not to go on with my application"),
    ("", {"may_call": "not_asked"}, "Would it be all right if I called on Friday morning"),
    (
        "",
        {"may_call": "agreed", "call_on": date(2026, 11, 27), "call_at": time(9, 30)},
        "As agreed, I will call on Friday at 9:30 am",
    ),
    ("", {"may_call": "email_only"}, "I will ask by email where things stand"),
    ("", {"decides": date(2026, 12, 9)}, "hearing from you around December 9"),
]


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_email_speaks_of_how_things_stand(store, me, browser, panel, situation):
    outcome, fields, sentence = situation
    tell(store, me, BATCHES, **fields)
    if outcome:
        browser.post(f"{panel}/call", answer=outcome)

    assert sentence in text(browser.get(f"{panel}/email"))


def test_via_an_agency_the_consultant_is_asked_to_pass_the_thanks_on(store, me, browser, panel):
    with store.write() as tx:
        set_settings(tx, me.id, NEW_YORK + "[notes]\nvia_agency = true\n", now=NOW)
    page = text(browser.get(f"{panel}/email"))

    assert "Please give everybody I met my sincere thanks" in page


def test_another_language_for_this_once(store, me, browser, panel):
    tell(store, me, replace(BATCHES, salutation="Frau Dr."))
    page = browser.get(f"{panel}/email?lang=de")

    assert "Sehr geehrte Frau Dr. Ruiz," in text(page)
    assert 'lang="de"' in page.text
    again = browser.follow(act(browser, panel, "email", "dana@acme.com", "skip", lang="de"))
    assert "In another language" in text(again)
    assert 'name="lang" value="de"' in again.text
    assert "Dear" in text(browser.get(f"{panel}/email?lang=klingon"))


OWN = '''[notes]
email_template = """
{{ person.greeting }}

Short and mine: {{ person.talking_point }}.
"""
'''


def test_a_template_of_their_own_is_used(store, me, browser, panel):
    tell(store, me, BATCHES)
    with store.write() as tx:
        set_settings(tx, me.id, NEW_YORK + OWN, now=NOW)

    assert f"Short and mine: {BATCHES.topic}." in letters(browser.get(f"{panel}/email"))[1]


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("asked", ["nick_name", "name > 3", "name in 3", "items", "name.upper"])
def test_a_template_that_fails_with_their_values_is_told_and_ours_is_used(
    store, me, browser, panel, asked
):
    tell(store, me, BATCHES)
    with store.write() as tx:
        set_settings(tx, me.id, NEW_YORK + OWN.replace("talking_point", asked), now=NOW)
    page = browser.get(f"{panel}/email")

    assert "Your own template is not used. The template c" in text(page)
    assert "Thank you for making the time" in text(page)


def test_a_form_about_nobody_or_nothing_is_refused_and_keeps_nothing(store, me, browser, panel):
    assert act(browser, panel, "email", "nobody", "sent").status == 404
    assert act(browser, panel, "email", "dana@acme.com", "burn").status == 404
    assert browser.post(f"{panel}/call", answer="perhaps").status == 404
    with store.read() as tx:
        assert not debriefs(tx, me.id)


@pytest.mark.parametrize("place", ["/email", "/card", "/call"])
def test_the_title_names_nobody_and_looking_changes_nothing(store, me, browser, panel, place):
    tell(store, me, BATCHES)
    page = browser.get(f"{panel}{place}")

    title = page.text.partition("<title>")[2].partition("</title>")[0]
    assert not re.search("Acme|Dana", title)
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert not said(store, me)


def test_markup_in_a_name_a_topic_or_own_words_is_text(store, me, browser, panel):
    tell(
        store,
        me,
        replace(BATCHES, name="<b>Dana</b>", topic="<script>1</script>"),
        replace(OUTAGE, email_text="</textarea><script>2</script>"),
    )
    for place in ("/email", "/card", "/call"):
        page = browser.get(f"{panel}{place}").text
        assert "<script" not in page
        assert "<b>Dana" not in page


def test_custom_of_the_country_is_a_hint_beside_the_cards(store, me, browser, panel):
    with store.write() as tx:
        set_settings(tx, me.id, '[employer]\ncountry = "GB"\n', now=NOW)

    assert "may look over the top" in text(browser.get(f"{panel}/card"))
    assert "may look over the top" not in text(browser.get(f"{panel}/email"))


def test_before_the_end_the_page_says_so(store, me, browser):
    interview(store, me.id, start=NOW + HOUR)
    page = text(browser.get(f"{entry_link(store, me.id)}/email"))

    assert "What you write now, you write ahead" in page


# -- the call -------------------------------------------------------------------------------------


def test_the_call_has_a_number_to_tap_a_script_and_words_for_a_machine(store, me, browser, panel):
    tell(
        store,
        me,
        BATCHES,
        may_call="agreed",
        call_on=date(2026, 11, 27),
        call_at=time(9, 30),
        call_whom="Dana Ruiz",
        call_number="+1 (212) 555-0142",
    )
    page = browser.get(f"{panel}/call")

    assert links(page, "tel:") == ["tel:+12125550142"]
    assert "at 15:30, 09:30 their time, as agreed" in text(page)
    script, machine = letters(page)
    assert "We agreed that I would call today" in script
    assert "Hello, Dana Ruiz, this is" in script
    assert "we spoke on Tuesday" in machine


def test_a_call_that_a_line_in_the_calendar_agreed_is_as_agreed(store, me, browser, panel):
    with store.write() as tx:
        (email, card) = follow_ups(tx, me.id)
        on = datetime(2026, 12, 10, 14, tzinfo=ZoneInfo("America/New_York"))
        when = Span(start=on, end=on + HOUR)
        call = replace(
            email,
            key=Key(f"{VISIT}/call"),
            kind="call",
            flags=("confirmed",),
            content=replace(email.content, when=when),
        )
        keep_follow_ups(tx, me.id, [email, card, call])
    page = text(browser.get(f"{panel}/call"))
    assert "Thursday 10 December at" in page
    assert "14:00" in page
    assert "as agreed" in page
    tell(store, me, BATCHES, may_call="not_asked")
    assert "not agreed yet" in text(browser.get(f"{panel}/call"))


def test_they_promised_to_call_and_did_not_is_in_the_script(store, me, browser, panel):
    page = browser.follow(browser.post(f"{panel}/call", answer="silent"))

    assert "You had mentioned that you would call" in letters(page)[0]
    assert ("silent", VISIT) in said(store, me)
    page = browser.follow(browser.post(f"{panel}/call", answer="silent", undo="yes"))
    assert "You had mentioned" not in letters(page)[0]
    assert not said(store, me)


@pytest.mark.parametrize("outcome", ["heard_back", "offer", "rejected", "withdrew"])
def test_once_they_have_answered_there_is_no_call(browser, panel, outcome):
    page = browser.follow(browser.post(f"{panel}/call", answer=outcome))

    assert "no call to make" in text(page)
    assert not letters(page)


def test_where_they_would_rather_have_an_email_nobody_is_told_to_call(store, me, browser, panel):
    tell(store, me, BATCHES, may_call="email_only", call_number="+1 212 555 0142")
    page = browser.get(f"{panel}/call")

    assert "They would rather have an email" in text(page)
    assert not links(page, "tel:")


def test_a_number_nobody_can_dial_is_text(store, me, browser, panel):
    tell(store, me, BATCHES, call_number="ask the desk")

    page = browser.get(f"{panel}/call")
    assert not links(page, "tel:")
    assert "ask the desk" in text(page)
