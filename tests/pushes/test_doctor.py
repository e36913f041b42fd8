"""What the doctor says of pushes."""

from datetime import timedelta
from pathlib import Path

import pytest

from service import settings as machine
from service.cli.checks import pushes
from service.store.sources import add_source
from tests.pushes.town import NOW

CLIENT = {"AFTERWORD_GOOGLE_CLIENT_ID": "x", "AFTERWORD_GOOGLE_CLIENT_SECRET": "y"}


def said(store, base_url, *, client=True, now=NOW):
    asked = {"AFTERWORD_HOME": f"{Path.home()}", "AFTERWORD_BASE_URL": base_url}
    here = machine.from_environment(asked | (CLIENT if client else {}))
    return [(one.level, one.says) for one in pushes.check(here, store, now=now)]


@pytest.mark.parametrize("base_url", ["http://127.0.0.1:8000", "https://nas.local"])
def test_where_google_cannot_reach_us_it_is_asked_and_the_doctor_says_so(town, base_url):
    ((level, says),) = said(town.store, base_url)
    assert level == "well"
    assert "asked every 5 minutes" in says


def test_it_says_whether_all_calendars_tell(watched):
    now = watched.clock()
    assert said(watched.store, "https://x.example", now=now)[0][0] == "well"
    with watched.store.write() as tx:
        how = {"name": "B", "host": "google", "kind": "google", "grant": watched.grant}
        add_source(tx, watched.person, "b@gmail.com", now=now, **how)
    ((level, says),) = said(watched.store, "https://x.example", now=now)
    assert (level, "in 1 of 2 calendars" in says) == ("warning", True)
    later = now + timedelta(days=8)
    assert "in 0 of 2" in said(watched.store, "https://x.example", now=later)[0][1]


def test_without_a_client_there_is_nothing_to_say(town):
    assert said(town.store, "https://x.example", client=False) == []
