"""Every refusal in words: what is wrong with the address or its answer, and what to do."""

from __future__ import annotations

from connectors.contract import Problem
from connectors.transport.outcome import Refused

STATUS_SENTENCES: dict[int, tuple[str, str]] = {
    401: (
        "The server asks for a name and a password.",
        "Use the calendar's own secret address, or write https://NAME:PASSWORD@ before the host.",
    ),
    403: (
        "The server does not let us read this calendar.",
        "Sharing may have been switched off: copy the address again from the calendar's settings.",
    ),
    404: (
        "The server knows no calendar at this address.",
        "Check that the address was copied whole: copy it again from the calendar's settings.",
    ),
    410: (
        "The server has withdrawn this address.",
        "The secret address was probably reset: copy the new one from the calendar's settings.",
    ),
}


def misspelt(where: str = "the address") -> Refused:
    """The address cannot be read as one."""
    what = "This is not a complete web address."
    return _refused(where, what, "It should look like https://example.com/calendar.ics.")


def wrong_scheme(scheme: str) -> Refused:
    """Neither a web address nor one of the calendar spellings of it."""
    what = f'Addresses that begin with "{scheme}:" are not fetched.'
    step = "Use one that begins with https:, http: or webcal:; for a file, give its plain path."
    return _refused("the address", what, step)


def private(where: str, *, typed: bool) -> Refused:
    """The host lies in a private network; said alike for every such host."""
    what = "This address leads into a private network, which calendars are not fetched from."
    return _refused(where, what, _way_out(where, typed=typed))


def wrong_port(where: str, *, typed: bool) -> Refused:
    """Neither 80 nor 443."""
    what = "Calendars are fetched from the ports 80 and 443 only."
    return _refused(where, what, _way_out(where, typed=typed))


def _way_out(where: str, *, typed: bool) -> str:
    # A redirect is a stranger's wish: nobody is told how to grant it.
    if not typed:
        return "The server sent us on to that place: ask whoever runs it for the final address."
    return f"If that server is your own, allow it with AFTERWORD_ALLOW_HOSTS={where}."


def insecure_redirect(where: str) -> Refused:
    """From https to http: the secret address would travel in the clear."""
    what = "The server sent us on from a secure address to one that is not."
    return _refused(where, what, "Ask whoever runs the server for an address that stays on https.")


def too_many_redirects(where: str) -> Refused:
    """A loop, or nearly one."""
    what = "The server sent us on too many times."
    return _refused(where, what, "Open the address in a browser and use the one it ends at.")


def too_large(where: str) -> Refused:
    """Above the bytes a calendar may have."""
    what = "The calendar is too large to be read: more than 16 MB sent, or 32 MB unpacked."
    return _refused(where, what, "Share or export a shorter range of dates.")


def untrusted(where: str) -> Refused:
    """The TLS certificate is not valid for the host."""
    what = "The server could not prove who it is: its certificate is not valid."
    return _refused(where, what, "Check the host's name; if it is right, its owner has to mend it.")


def odd_packing(where: str) -> Refused:
    """A Content-Encoding that was not asked for."""
    what = "The server gave an odd answer: the calendar is packed in a way nobody asked for."
    return _refused(where, what, "Download the calendar with a browser and give the file's path.")


def status(where: str, number: int) -> Refused:
    """An answer whose status is neither a calendar nor a reason to wait."""
    odd = (
        f"The server gave an odd answer (status {number}) instead of the calendar.",
        "Open the address in a browser: it should download a file that ends in .ics.",
    )
    return _refused(where, *STATUS_SENTENCES.get(number, odd), number=number)


def _refused(where: str, what: str, step: str, number: int | None = None) -> Refused:
    return Refused(Problem(where=where, what=what, next_step=step), status=number)
