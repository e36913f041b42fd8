"""The pages a person lives in, one module each. A new page adds its router to this list."""

from __future__ import annotations

from service.web.pages import calendars, feed, home, sign_in, welcome

ROUTERS = (
    calendars.router,
    feed.router,
    home.router,
    sign_in.router,
    welcome.router,
)
