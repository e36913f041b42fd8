"""The pages a person lives in, one module each. A new page adds its router to this list."""

from __future__ import annotations

from service.web.pages import home, sign_in

ROUTERS = (
    home.router,
    sign_in.router,
)
