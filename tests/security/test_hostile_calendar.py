"""A calendar in which every word is an attack, read by the real reader, and then every page."""

import io
import json
import re
import zipfile
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import icalendar
import pytest

from service import wiring
from service.domain.policy import Policy
from service.settings import from_environment
from service.settings_file import load
from service.store.grants import keep_grant
from service.store.people import add_person, person
from service.store.seal import hash_token, new_token
from service.store.tokens import add_token
from service.web.pages.settings import PATH as SETTINGS
from tests.security import hostile
from tests.security.everything import grant
from tests.security.hostile import ALL, ATTRIBUTE, ELEMENTS, PAYLOADS, TAG
from tests.security.routes import ways
from tests.serve.origin import interview, published
from tests.web.filling import form_to
from tests.web.running import running
from tests.web.signing import Browser, link, signed

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PAGES = [way.path for way in ways() if way.kind == "page" and way.path != "/export"]
READS = [way.path for way in ways() if way.kind == "token" and way.method == "GET"]
ELSEWHERE = ("webcal://", "https://calendar.google.com/", "https://outlook.")
SPOKEN = ("DESCRIPTION", "LOCATION", "COMMENT", "CONTACT", "RESOURCES", "X-ALT-DESC", "URL")

pytestmark = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)


def escaped(words: str) -> str:
    """As a TEXT of RFC 5545, so that it arrives as it is."""
    return re.sub(r"([\\;,])", r"\\\1", words)


def quoted(words: str) -> str:
    """As a parameter: in quotes, so it can hold none."""
    return '"' + words.replace('"', "") + '"'


def events(now):
    """One interview a payload, over and to come; what may be one; and what cannot be read."""
    for number, payload in enumerate(PAYLOADS):
        start = now + (number - len(PAYLOADS) // 2) * 2 * DAY
        words, named = escaped(payload), quoted(payload)
        yield interview(
            f"{words}{number}@evil",
            start,
            *(f"{name}:{words}" for name in SPOKEN if name != "DESCRIPTION"),
            f"DESCRIPTION:talked to: {words} {number} - {words}\\n{words}\\ncall: {words}",
            f"CATEGORIES:{words}",
            f"ORGANIZER;CN={named}:mailto:boss{number}@{number}.example",
            f"ATTENDEE;CN={named};PARTSTAT=ACCEPTED:mailto:{TAG}{number}@{number}.example",
            title=f"Interview with {words} {number} - {words} #interview",
        )
        yield interview(
            f"{words}{number}@maybe",
            now + DAY + number * HOUR,
            f"ORGANIZER;CN={named}:mailto:{quoted(payload)}@maybe.example",
            title=f"Job interview: {words}",
        )
        yield interview(f"{words}{number}@broken", now, f"DTSTART:{words}", title=f"{words}")


@pytest.fixture(scope="module")
def calendar():
    now = datetime.now(UTC).replace(microsecond=0)
    with published() as origin:
        yield origin.put("evil.ics", f"X-WR-CALNAME:{escaped(ALL)}", *events(now))


@pytest.fixture
def house(store, calendar):
    """Somebody with a hostile name at a hostile browser, who reads it; before they begin."""
    here = f"127.0.0.1:{urlsplit(calendar).port}"
    settings = from_environment({"AFTERWORD_ALLOW_HOSTS": here})
    with running(store) as service:
        service.clock.now = datetime.now(UTC)
        with store.write() as tx:
            who = add_person(tx, ALL, now=service.clock(), started=False)
            keep_grant(tx, who, "google", grant(ALL), now=service.clock())
        browser = signed(service, who)
        assert browser.post("/welcome/calendar", address=calendar).status == 303
        wiring.attend_now(settings, store, who)
        yield House(service, store, settings, browser, who)


class House:
    def __init__(self, service, store, settings, browser, who):
        self.service, self.store, self.settings = service, store, settings
        self.browser, self.who = browser, who

    def attend(self):
        wiring.attend_now(self.settings, self.store, self.who)


def harmless(page) -> hostile.Seen:
    """The page holds nothing that we did not put there."""
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "X-Injected" not in page.headers
    seen = hostile.read(page.text)
    assert seen.elements <= ELEMENTS, seen.elements - ELEMENTS
    assert ATTRIBUTE not in seen.attributes
    assert not {one for one in seen.attributes if one.startswith("on") or one == "style"}
    for lead in seen.leads:
        own = re.match(r"(/(?![/\\])|#)", lead)
        assert own or lead.startswith((*ELSEWHERE, "data:text/plain;")), lead
    return seen


def looked_at(house) -> str:
    """All pages there are, and those behind them; their words."""
    words = ""
    for path in PAGES:
        page = house.browser.get(path.replace("{number}", "1"))
        words += harmless(page).words if page.status != 303 else ""
        for older in re.findall(r'href="(/[a-z/]+\?(?:page|before)=\d+)"', page.text):
            words += harmless(house.browser.get(older)).words
    return words


def test_no_word_of_a_calendar_becomes_a_part_of_a_page(house):
    rehearsed = looked_at(house)
    assert "Here is what I found" in rehearsed
    assert rehearsed.count(TAG) > 20
    harmless(house.browser.post("/welcome/begin"))
    house.attend()
    lived_in = looked_at(house)
    for payload in ("<zzevil>", f'" {ATTRIBUTE}="1', "{{ 7 * 7 }}", f"javascript:{ATTRIBUTE}"):
        assert payload in lived_in, payload
    assert lived_in.count(TAG) > 100


def test_nor_do_answers_about_it_and_what_the_journal_tells_of_them(house):
    house.browser.post("/welcome/begin")
    house.attend()
    shown = house.browser.get("/upcoming").text
    for value in set(re.findall(r'name="answer" value="([^"]*)"', shown)):
        answered = house.browser.post("/answers", answer=value, back="/upcoming")
        assert answered.status == 303
        assert answered.headers["X-Injected"] is None
        assert answered.to.startswith("/upcoming?did=said_")
    house.attend()
    assert TAG in looked_at(house)
    told = harmless(house.browser.get("/activity")).words
    assert "Noted" in told or TAG in told


def test_what_is_typed_comes_back_as_it_was_and_as_nothing_else(house):
    back = house.browser.post
    forms = {
        "/calendars": ("address", "name"),
        "/account/tokens": ("name",),
        "/feed/test": ("address",),
        "/delete": ("name",),
        "/welcome/calendar": ("address", "name"),
        "/sign-in": ("link", "next"),
    }
    for path, names in forms.items():
        for payload in (*PAYLOADS, ALL, "x\r\nX-Injected: 1\r\n\r\n<zzevil>"):
            page = back(path, **dict.fromkeys(names, f"{payload}!"))
            if page.status == 303:
                assert page.headers["X-Injected"] is None
                assert re.match(r"/(?![/\\])", page.to)
            else:
                harmless(page)
    for payload in PAYLOADS:
        page = back("/calendars/1/rename", name=payload)
        assert page.status == 303 or harmless(page)
    assert ALL in harmless(back("/calendars", address=ALL)).words


def test_no_name_breaks_out_of_the_settings_it_is_written_into(house):
    """Quotes, line breaks and a table of its own: it is one text in one line of TOML."""
    evil = 'x"\n[card]\nenabled = false\n# \\" """ \'\'\' ' + ALL
    page = house.browser.get(SETTINGS)
    filled = form_to(page, f"{SETTINGS}/preview")
    typed = {"me.name": json.dumps(evil), "recognise.calendars": f"{ALL}\r\n[card]"}
    preview = house.browser.post(f"{SETTINGS}/preview", **(filled.sent() | typed))
    seen = harmless(preview)
    assert preview.status == 200, seen.words
    apply = form_to(preview, SETTINGS).sent()
    assert house.browser.post(SETTINGS, **apply).to == "/settings?did=settings_applied"
    with house.store.read() as tx:
        policy = load(person(tx, house.who).settings, where="settings")
    assert policy.card == Policy().card
    assert TAG in policy.me.name
    assert harmless(house.browser.get(SETTINGS)).words.count(TAG) > 3


def test_no_browser_and_no_calendar_program_leaves_more_than_its_name(house):
    browser = house.browser
    issued = harmless(browser.post("/feed/new", instead=""))
    path = re.search(r"/cal/[^\"'\s]+\.ics", issued.words)[0]
    agent = '<zzevil>"\' zzattack="1" Mozilla\x7f\xe9'
    assert house.service.ask(path, headers={"User-Agent": agent}).status == 200
    entered = Browser(house.service)
    entered.post(
        link(house.service, house.who),
        headers={"User-Agent": agent, "Origin": house.service.base_url},
    )
    words = harmless(browser.get("/account")).words
    assert TAG in words
    harmless(browser.get("/feed"))


def test_what_programs_and_files_get_holds_its_words_in_their_place(house):
    house.browser.post("/welcome/begin")
    house.attend()
    token = new_token()
    with house.store.write() as tx:
        add_token(tx, house.who, ALL, hash_token(token), house.service.clock())
    for path in READS:
        answer = house.service.call(path.removeprefix("/api/v1").replace("{source_id}", "1"), token)
        assert answer.headers["X-Content-Type-Options"] == "nosniff", path
        if answer.headers["Content-Type"] == "application/json":
            assert answer.json
    archive = zipfile.ZipFile(io.BytesIO(house.browser.get("/export").body))
    assert archive.namelist() == ["everything.json", "follow-ups.ics", "people.vcf"]
    assert json.loads(archive.read("everything.json"))["person"]["name"] == ALL
    read = icalendar.Calendar.from_ical(archive.read("follow-ups.ics"))
    assert len(read.walk("VEVENT")) > 20
    assert {one.name for one in read.walk()} <= {"VCALENDAR", "VEVENT", "VALARM", *ZONES}
    assert not any("zz" in name.lower() for one in read.walk() for name in one)
    cards = archive.read("people.vcf").decode().replace("\r\n ", "").split("\r\n")
    assert {line.partition(":")[0] for line in cards if line} <= CARD
    assert not any("\r" in line or "\n" in line for line in cards)


ZONES = {"VTIMEZONE", "STANDARD", "DAYLIGHT"}
CARD = {"BEGIN", "VERSION", "FN", "EMAIL", "TITLE", "ORG", "NOTE", "END"}
