"""The address of the feed: replaced, tested, withdrawn."""

from tests.journeys.calendars import NEXT_WEEK


def test_a_new_address_makes_the_old_one_worthless(somebody, origin):
    old = somebody.settled(origin.put("personal", NEXT_WEEK))
    body = somebody.fetch(old).body
    somebody.open("/feed")
    somebody.press("Make a new address")
    somebody.heads("Your feed has a new address")
    new = somebody.shown_feed()
    assert new != old
    assert somebody.fetch(new).body == body
    gone = somebody.fetch(old)
    assert (gone.status, b"BEGIN" in gone.body) == (410, False)

    somebody.press("Is my feed reachable?")
    somebody.heads("Your feed can be reached")
    somebody.reads("There are 5 entries in it.")
    assert somebody.shown_feed() == new


def test_a_withdrawn_address_is_gone_until_there_is_a_new_one(somebody, origin):
    old = somebody.settled(origin.put("personal", NEXT_WEEK))
    body = somebody.fetch(old).body
    somebody.open("/feed")
    somebody.unfold("Withdraw it without a new one")
    somebody.press("Withdraw the address")
    somebody.reads("The address of your feed is withdrawn.")
    assert somebody.fetch(old).status == 410
    somebody.press("Make the address")
    assert somebody.fetch(somebody.shown_feed()).body == body
    assert somebody.fetch(old).status == 410


def test_an_address_of_somebody_else_is_not_tested(somebody, origin):
    somebody.settled(origin.put("personal", NEXT_WEEK))
    somebody.open("/feed")
    somebody.fill("Your feed's address", f"{somebody.house.address}/cal/x/followups.ics")
    somebody.press("Test it")
    somebody.reads("This is not an address of your feed")
