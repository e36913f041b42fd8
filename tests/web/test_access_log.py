import logging

import pytest

from service.web.access_log import WithoutSecrets, guard, shown_path

TOKEN = "kq3-x_0123456789abcdefghijklmnopqrstuvwxyzABC"


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (f"/cal/{TOKEN}/followups.ics", "/cal/…"),
        (f"/cal/{TOKEN[:9]}", "/cal/…"),
        (f"//cal/{TOKEN}/followups.ics?x=1", "//cal/…"),
        (f"/sign-in/{TOKEN[:7]}?next=/feed", "/sign-in/…"),
        ("/sign-in?next=/feed", "/sign-in"),
        (f"/calendar/{TOKEN}.ics", "/calendar/….ics"),
        (f"/{TOKEN}", "/…"),
        (f"/healthz?token={TOKEN[:5]}", "/healthz"),
        ("/api/v1/sources/3/check", "/api/v1/sources/3/check"),
    ],
)
def test_a_path_is_shown_without_what_is_secret(path, shown):
    assert shown_path(path) == shown


def test_a_line_of_the_access_log_is_reworded_and_kept():
    args = ("127.0.0.1:5", "GET", f"/cal/{TOKEN}/followups.ics", "1.1", 200)
    record = logging.LogRecord("x", logging.INFO, "", 1, '%s - "%s %s HTTP/%s" %d', args, None)
    assert WithoutSecrets().filter(record)
    assert record.getMessage() == '127.0.0.1:5 - "GET /cal/… HTTP/1.1" 200'


def test_one_guard_is_enough():
    for _ in range(2):
        guard()
    filters = logging.getLogger("uvicorn.access").filters
    assert sum(isinstance(one, WithoutSecrets) for one in filters) == 1
