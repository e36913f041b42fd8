"""The address that others reach the service by."""

from __future__ import annotations

import os
from collections.abc import Iterator

from connectors.transport import Network, Refused
from connectors.transport.address import Address, parse
from service.cli.checks.finding import Finding, fault, warning, well
from service.cli.checks.knocking import Knock, knock
from service.desk.reach import Reach, reach
from service.settings import Settings

ABOUT = "base address"
_NAME = "AFTERWORD_BASE_URL"


def check(settings: Settings) -> Iterator[Finding]:
    """Is it set, does it suit a feed, and does the service answer there?"""
    try:
        there = parse(f"{settings.base_url}/healthz")
    except Refused as refused:
        yield fault(ABOUT, refused.problem.what, _SET_IT)
        return
    yield from _suits(settings, there)
    own = frozenset({(there.host, there.port)})  # ours may well be private
    yield _answers(settings, there, knock(there, allow_hosts=own, network=Network()))


_SET_IT = f"Set {_NAME} to the address others reach this service by, such as https://host.example."


def _suits(settings: Settings, there: Address) -> Iterator[Finding]:
    where = reach(settings.base_url)
    if not (os.environ.get(_NAME) or os.environ.get(f"{_NAME}_FILE")):
        yield warning(ABOUT, f"It is not set, so it is {settings.base_url}.", _SET_IT)
    else:
        yield well(ABOUT, f"It is {settings.base_url}.")
    if where != "anywhere":
        yield warning(ABOUT, _NEAR[where], "A calendar on your own devices can; others need https.")
    elif there.scheme == "http":
        says = "It is not https: who listens on the way reads the feed and signs in as you."
        yield warning(ABOUT, says, "Put a proxy with a certificate in front (deploy/RUNBOOK.md).")


_NEAR: dict[Reach, str] = {
    "machine": "It means this machine only: Google, Outlook and iCloud cannot fetch the feed.",
    "network": "It means your own network only: Google, Outlook and iCloud cannot fetch the feed.",
}


def _answers(settings: Settings, there: Address, knocked: Knock) -> Finding:
    if knocked.status == 200 and knocked.body == b"ok\n":  # noqa: PLR2004 (RFC 9110)
        return well(ABOUT, "The service answers there.")
    if knocked.status is not None:
        says = f"Something else answers there, with status {knocked.status}."
        return fault(ABOUT, says, f"Lead {there.shown} to port {settings.port} of the service.")
    step = "Start `afterword serve`; if it runs, look at the proxy and the name server."
    return fault(ABOUT, "Nobody answers there, as seen from this machine.", step)
