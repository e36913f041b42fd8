"""The pages a person lives in, one module each. A new page adds its router to this list."""

from __future__ import annotations

from service.web.pages import activity, answers, calendars, feed, home, sign_in, upcoming, welcome

ROUTERS = (
    activity.router,
    answers.router,
    calendars.router,
    feed.router,
    home.router,
    sign_in.router,
    upcoming.router,
    welcome.router,
)
