"""Every page that somebody who is signed in may open."""

PAGES = (
    "/upcoming",
    "/upcoming/over",
    "/calendars",
    "/feed",
    "/settings",
    "/supplies",
    "/activity",
    "/account",
    "/delete",
)
