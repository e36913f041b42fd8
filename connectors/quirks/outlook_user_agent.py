"""outlook.office365.com answers 500 to programs it does not know by name.

Since August 2025, per tenant and undocumented; a User-Agent that looks a little like a browser
is served (nextcloud/server#54799, nextcloud/calendar#7234, bitfireAT/icsx5#655). Ours stays
honest in front, and no other host is told this.
"""

HOST = "outlook.office365.com"
COMPATIBILITY = "(Android 16) like Chrome/30"


def user_agent(host: str, honest: str) -> str:
    """The User-Agent for a host: `honest`, with the compatibility words for that one host."""
    return f"{honest} {COMPATIBILITY}" if host == HOST else honest
