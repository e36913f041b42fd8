"""People paste the address of a calendar's *page*; the calendar's own address is elsewhere.

Every provider shows several links side by side: one to look at (public, HTML or embedded), one
for programs. Where the right one stands is said here, by provider, in the words of its menus
(Google's and Zoho's help pages; the others as their web interfaces name them).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

START = 4096
"""Bytes of a body that are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """`hosts` are the provider's host names, subdomains included.

    `sign` is what the pages of software that runs under anybody's host name start with.
    """

    name: str
    hosts: tuple[str, ...] = ()
    sign: bytes | None = None
    step: str


PROVIDERS = (
    Provider(
        name="Google Calendar",
        hosts=("google.com", "googleusercontent.com"),
        step="open the calendar's Settings and sharing, go to Integrate calendar, and copy"
        ' "Secret address in iCal format". It ends in basic.ics.',
    ),
    Provider(
        name="Outlook",
        hosts=(
            "office.com",
            "office365.com",
            "live.com",
            "outlook.com",
            "microsoft.com",
            "microsoftonline.com",
            "cloud.microsoft",
        ),
        step="open Settings, Calendar, Shared calendars, publish the calendar with all details,"
        " and copy the ICS link, not the HTML one.",
    ),
    Provider(
        name="iCloud",
        hosts=("icloud.com",),
        step="share the calendar as a Public Calendar and use Copy Link. It begins with webcal:.",
    ),
    Provider(
        name="Fastmail",
        hosts=("fastmail.com", "fastmail.fm"),
        step="open Settings, Calendars, share the calendar, and copy the address of its"
        " iCalendar file, which ends in .ics.",
    ),
    Provider(
        name="Proton Calendar",
        hosts=("proton.me", "protonmail.com"),
        step="open Settings, All settings, Calendars, choose the calendar, and under Share with"
        " anyone create a link with the full view. Use that link unchanged.",
    ),
    Provider(
        name="Zoho Calendar",
        hosts=("zoho.com", "zoho.eu", "zoho.in", "zoho.com.au", "zoho.jp", "zohocloud.ca"),
        step="open Settings, Calendars, My Calendars, choose the calendar, and copy the iCal"
        " address under Calendar URL, not the HTML one.",
    ),
    Provider(
        name="Nextcloud",
        sign=b"nextcloud",
        step="in Calendar, open the calendar's sharing, create a share link, and use Copy"
        " subscription link. It ends in ?export.",
    ),
)

_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def advice(host: str, body_start: bytes) -> str | None:
    """Where the right address stands, if `body_start` is a web page of a provider we know.

    `host` is the one the page came from or the one that was pasted. None for what is no web
    page, and for a page of somebody unknown.
    """
    start = body_start[:START].removeprefix(_BYTE_ORDER_MARK)
    return directions(host, start) if _HTML.match(start) else None


def directions(host: str, page: bytes = b"") -> str | None:
    """Where a provider keeps the address that programs read, in one sentence."""
    provider = _provider(host.lower().rstrip("."), page.lower())
    return f"In {provider.name}, {provider.step}" if provider else None


def _provider(host: str, page: bytes) -> Provider | None:
    for provider in PROVIDERS:
        if any(f".{host}".endswith(f".{known}") for known in provider.hosts):
            return provider
        if provider.sign is not None and provider.sign in page:
            return provider
    return None
