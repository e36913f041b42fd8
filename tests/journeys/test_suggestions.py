"""What may be an interview: yes, no, and never from there."""

from tests.journeys.calendars import NEXT_WEEK, maybe

EVENTS = (maybe("Globex", 5), maybe("Hooli", 6), maybe("Spamco", 7), maybe("Spamco", 9))


def test_yes_no_and_never(somebody, origin):
    feed = somebody.settled(origin.put("personal", NEXT_WEEK, *EVENTS))
    somebody.open("/upcoming")
    somebody.press("Interview", within=somebody.visit("Interview with Globex"))
    somebody.reads("Taken as an interview")
    somebody.press("Not one", within=somebody.visit("Interview with Hooli"))
    somebody.reads("Noted: not an interview")
    spam = somebody.visit("Interview with Spamco")
    assert spam.count() == 2
    somebody.press("Never from recruiting@spamco.example", within=spam.first)
    somebody.reads("You won't be asked about events from there again")

    somebody.rests()
    assert companies(somebody, feed) == {"globex-5", "umbrella"}
    somebody.open("/upcoming")
    somebody.sees(somebody.line(somebody.visit("Globex"), "Thank-you emails"))

    origin.put("personal", NEXT_WEEK, *EVENTS, maybe("Spamco", 11), maybe("Tyrell", 12))
    somebody.check()
    somebody.open("/upcoming")
    somebody.sees(somebody.visit("Interview with Tyrell"))
    # What was said today can be taken back; nothing is asked.
    assert spam.locator(".tag").all_inner_texts() == ["never from there"] * 3


def test_yes_and_no_are_taken_back(somebody, origin):
    feed = somebody.settled(origin.put("personal", NEXT_WEEK, *EVENTS[:2]))
    somebody.open("/upcoming")
    somebody.press("Interview", within=somebody.visit("Interview with Globex"))
    somebody.press("Not one", within=somebody.visit("Interview with Hooli"))
    somebody.rests()
    assert companies(somebody, feed) == {"globex-5", "umbrella"}
    somebody.press("Undo", within=somebody.visit("Interview with Hooli"))
    somebody.reads("Taken back")
    somebody.open("/upcoming")
    somebody.press("Not an interview after all", within=somebody.visit("Globex"))
    somebody.rests()
    assert companies(somebody, feed) == {"umbrella"}
    somebody.open("/upcoming")
    for name in ("Globex", "Hooli"):
        one = somebody.visit(f"Interview with {name}")
        somebody.sees(one.get_by_role("button", name="Interview", exact=True))


def companies(somebody, feed) -> set[str]:
    return {key.partition("/")[0] for key in somebody.entries(feed)}
