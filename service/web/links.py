"""The ways to a feed: its plain address, and the links and the code that add it somewhere.

The plain https address always stands beside the links: mobile Google apps cannot add by
address, and Outlook on the web wants https and not webcal (facts: icalendar 1.5). A link that
leads to Google or Microsoft carries the secret into their logs and the browser's history,
which the person should be told.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

import segno

from service.desk.feed_address import feed_address

NAME = "Interview follow-ups"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLinks:
    """Every one of them is a secret, so none is shown by `repr`."""

    address: str = field(repr=False)
    webcal: str = field(repr=False)
    google: str = field(repr=False)
    outlook: str = field(repr=False)
    outlook_work: str = field(repr=False)


def feed_links(base_url: str, token: str) -> FeedLinks:
    """The address and what leads to it."""
    address = feed_address(base_url, token)
    webcal = f"webcal://{address.partition('://')[2]}"
    outlook = urlencode({"url": address, "name": NAME}, quote_via=quote)
    return FeedLinks(
        address=address,
        webcal=webcal,
        # With an https address inside, Google says "Unable to add this calendar".
        google=f"https://calendar.google.com/calendar/r?cid={quote(webcal, safe='')}",
        outlook=f"https://outlook.live.com/calendar/0/addfromweb?{outlook}",
        outlook_work=f"https://outlook.office.com/calendar/0/addfromweb?{outlook}",
    )


def qr_svg(links: FeedLinks) -> str:
    """The code for a phone's camera, of what subscribes to the feed."""
    return qr_code(links.webcal)


def qr_code(address: str) -> str:
    """The code of an address, as an SVG that stands for itself in a page."""
    drawn = io.BytesIO()
    segno.make(address, micro=False).save(drawn, kind="svg", scale=4, xmldecl=False)
    return drawn.getvalue().decode()


def qr_text(links: FeedLinks) -> str:
    """The same code in half blocks, for a terminal."""
    drawn = io.StringIO()
    segno.make(links.webcal, micro=False).terminal(drawn, compact=True)
    return drawn.getvalue()
