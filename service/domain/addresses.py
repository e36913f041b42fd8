"""One spelling for one mailbox, so that addresses can be compared."""

from __future__ import annotations

GMAIL = frozenset({"gmail.com", "googlemail.com"})


def normal_address(email: str) -> str:
    """The spelling under which a mailbox is compared: never show it, never write to it.

    Lower-case, without `mailto:` (RFC 6068) and without a `+tag` (RFC 5233). At Gmail dots
    in the local part mean nothing and googlemail.com is the same house, as Google's own help
    says. What is no address comes back trimmed and lower-case.
    """
    local, at, domain = email.strip().lower().removeprefix("mailto:").rpartition("@")
    if not at:
        return domain
    box = local[:1] + local[1:].partition("+")[0]
    if domain in GMAIL:
        return f"{box.replace('.', '')}@gmail.com"
    return f"{box}@{domain}"
