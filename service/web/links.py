"""The ways to a feed: its plain address, and the links and the code that add it somewhere.

The plain https address always stands beside the links: mobile Google apps cannot add by
address, and Outlook on the web wants https and not webcal (facts: icalendar 1.5). A link that
leads to Google or Microsoft carries the secret into their logs and the browser's history,
which the person should be told.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from urllib.parse import SplitResult, quote, urlencode, urlsplit

import segno

NAME = "Interview follow-ups"
FEED_PREFIX = "/cal/"
FILE_NAME = "followups.ics"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLinks:
    """Every one of them is a secret, so none is shown by `repr`."""

    address: str = field(repr=False)
    webcal: str = field(repr=False)
    google: str = field(repr=False)
    outlook: str = field(repr=False)
    outlook_work: str = field(repr=False)
    apple: str = field(repr=False)


def feed_address(base_url: str, token: str) -> str:
    """The feed's own address."""
    return f"{base_url.rstrip('/')}{FEED_PREFIX}{quote(token, safe='')}/{FILE_NAME}"


def feed_links(base_url: str, token: str, *, name: str = NAME) -> FeedLinks:
    """The address and what leads to it."""
    address = feed_address(base_url, token)
    webcal = f"webcal://{address.partition('://')[2]}"
    outlook = urlencode({"url": address, "name": name}, quote_via=quote)
    return FeedLinks(
        address=address,
        webcal=webcal,
        # With an https address inside, Google says "Unable to add this calendar".
        google=f"https://calendar.google.com/calendar/r?cid={quote(webcal, safe='')}",
        outlook=f"https://outlook.live.com/calendar/0/addfromweb?{outlook}",
        outlook_work=f"https://outlook.office.com/calendar/0/addfromweb?{outlook}",
        apple=webcal,
    )


def is_own_feed(address: str, base_url: str) -> bool:
    """Whether an address leads to a feed of this very service.

    `address` as `connectors.transport.polite` gives it. A feed that is read as a source would
    feed upon itself.
    """
    there, here = urlsplit(address), urlsplit(base_url)
    return _place(there) == _place(here) and there.path.startswith(_prefix(here))


def token_of(address: str, base_url: str) -> str | None:
    """The token in a feed address of ours, None where it is not one."""
    if not is_own_feed(address, base_url):
        return None
    token, _, rest = urlsplit(address).path.removeprefix(_prefix(urlsplit(base_url))).partition("/")
    return token if rest == FILE_NAME else None


def qr_svg(links: FeedLinks) -> str:
    """The code for a phone's camera, as an SVG that stands for itself in a page."""
    drawn = io.BytesIO()
    segno.make(links.webcal, micro=False).save(drawn, kind="svg", scale=4, xmldecl=False)
    return drawn.getvalue().decode()


def qr_text(links: FeedLinks) -> str:
    """The same code in half blocks, for a terminal."""
    drawn = io.StringIO()
    segno.make(links.webcal, micro=False).terminal(drawn, compact=True)
    return drawn.getvalue()


def _prefix(here: SplitResult) -> str:
    return here.path.rstrip("/") + FEED_PREFIX


def _place(parts: SplitResult) -> tuple[str | None, int | None]:
    # http and https of one host are one service: a feed pasted as webcal is https by then.
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    return parts.hostname, 443 if port == 80 else port  # noqa: PLR2004 (the port of http)
