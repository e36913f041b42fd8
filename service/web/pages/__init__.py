"""The pages a person lives in, one module each. A new page adds its router to this list."""

from __future__ import annotations

from service.web.pages import (
    account,
    activity,
    answers,
    calendars,
    consent,
    debrief,
    delete,
    feed,
    google,
    google_disconnect,
    home,
    own_devices,
    printing,
    settings,
    sign_in,
    supplies,
    taps,
    upcoming,
    welcome,
)

ROUTERS = (
    account.router,
    activity.router,
    answers.router,
    calendars.router,
    consent.router,
    debrief.router,
    delete.router,
    feed.router,
    google.router,
    google_disconnect.router,
    home.router,
    own_devices.router,
    printing.router,
    settings.router,
    sign_in.router,
    taps.router,
    supplies.router,
    upcoming.router,
    welcome.router,
)
