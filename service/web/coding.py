"""Whether a client takes gzip, and a body in it (RFC 9110 12.5.3)."""

from __future__ import annotations

import gzip

WORTHWHILE = 500
"""Bytes below which a packed body is hardly smaller."""

_LEVEL = 6


def takes_gzip(accept_encoding: str) -> bool:
    """Whether `gzip` is offered with a weight above zero; `*` stands for it where it is not."""
    offered = dict(map(_weighted, accept_encoding.lower().split(",")))
    weight = offered.get("gzip", offered.get("x-gzip", offered.get("*", 0.0)))
    return weight > 0


def packed(body: bytes) -> bytes:
    """The body in gzip.

    Without a time in the header, so that equal bodies pack to equal octets, which the strong
    tag of this coding promises.
    """
    return gzip.compress(body, _LEVEL, mtime=0)


def _weighted(item: str) -> tuple[str, float]:
    coding, _, parameters = item.partition(";")
    name, _, value = parameters.strip().partition("=")
    try:
        weight = float(value) if name.strip() == "q" else 1.0
    except ValueError:
        weight = 0.0
    return coding.strip(), weight
