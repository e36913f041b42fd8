from dataclasses import FrozenInstanceError
from ipaddress import ip_network
from pathlib import Path

import pytest

from service.settings import GoogleSettings, Settings, SettingsError, from_environment
from service.variables import VARIABLES, markdown

ROOT = Path(__file__).parents[2]
KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
OTHER = "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE="
ANYWHERE = "0.0.0.0"  # noqa: S104 - only read
SECRET = "hunter2-and-more"
POSTGRES = f"postgresql://afterword:{SECRET}@db/afterword"
GOOD = {
    "AFTERWORD_HOME": "/srv/afterword",
    "AFTERWORD_DATABASE_URL": "sqlite:////srv/other/house.db",
    "AFTERWORD_KEY": f"{KEY},{OTHER}",
    "AFTERWORD_HOST": ANYWHERE,
    "AFTERWORD_PORT": "9000",
    "AFTERWORD_BASE_URL": "https://Example.org/afterword/",
    "AFTERWORD_TRUSTED_PROXIES": "127.0.0.1, fd00::/8",
    "AFTERWORD_ALLOW_HOSTS": "nas.local:8443, [fd00::1]:80",
    "AFTERWORD_CONTACT": "mailto:me@example.org",
    "AFTERWORD_LOG": "json",
    "AFTERWORD_METRICS_TOKEN": "0123456789abcdef",
    "AFTERWORD_WORKER_METRICS_PORT": "9101",
    "AFTERWORD_SMTP_URL": f"smtps://me%40example.org:{SECRET}@mail.example.org",
    "AFTERWORD_GOOGLE_CLIENT_ID": "1234.apps.googleusercontent.com",
    "AFTERWORD_GOOGLE_CLIENT_SECRET": "GOCSPX-secret",
    "AFTERWORD_GOOGLE_API_URL": "http://127.0.0.1:9/calendar/v3/",
    "AFTERWORD_GOOGLE_AUTH_URL": "http://[::1]:9/auth",
    "AFTERWORD_GOOGLE_TOKEN_URL": "http://localhost:9/token",
    "AFTERWORD_GOOGLE_REVOKE_URL": "https://stand-in.example/revoke",
    "AFTERWORD_GOOGLE_CERTS_URL": "https://stand-in.example/certs",
}


def refused(environment):
    with pytest.raises(SettingsError) as error:
        from_environment(environment)
    return error.value.problems


def test_nothing_set_is_a_whole_service_on_this_machine(monkeypatch):
    monkeypatch.setenv("HOME", "/home/alex")
    home = Path("/home/alex/.local/share/afterword")
    assert from_environment({}) == Settings(
        home=home,
        database_url=f"sqlite:///{home}/afterword.db",
        keys=(),
        key_file=home / "afterword.key",
        host="127.0.0.1",
        port=8000,
        base_url="http://127.0.0.1:8000",
        trusted_proxies=(),
        allow_hosts=frozenset(),
        contact="",
        log=None,
        metrics_token="",
        worker_metrics_port=None,
    )


def test_everything_set_is_as_it_was_written():
    assert from_environment(GOOD) == Settings(
        home=Path("/srv/afterword"),
        database_url="sqlite:////srv/other/house.db",
        keys=(KEY, OTHER),
        key_file=Path("/srv/other/afterword.key"),
        host=ANYWHERE,
        port=9000,
        base_url="https://example.org/afterword",
        trusted_proxies=(ip_network("127.0.0.1"), ip_network("fd00::/8")),
        allow_hosts=frozenset({("nas.local", 8443), ("fd00::1", 80)}),
        contact="mailto:me@example.org",
        log="json",
        metrics_token="0123456789abcdef",
        worker_metrics_port=9101,
        smtp_url=f"smtps://me%40example.org:{SECRET}@mail.example.org",
        google=GoogleSettings(
            client_id="1234.apps.googleusercontent.com",
            client_secret="GOCSPX-secret",
            urls={
                "api": "http://127.0.0.1:9/calendar/v3/",
                "auth": "http://[::1]:9/auth",
                "token": "http://localhost:9/token",
                "revoke": "https://stand-in.example/revoke",
                "certs": "https://stand-in.example/certs",
            },
        ),
    )


@pytest.mark.parametrize("half", ["AFTERWORD_GOOGLE_CLIENT_ID", "AFTERWORD_GOOGLE_CLIENT_SECRET"])
def test_half_a_client_of_google_is_refused(half):
    other = {name: GOOD[name] for name in GOOD if name.startswith("AFTERWORD_GOOGLE_CLIENT")}
    del other[half]
    (problem,) = refused(other)
    assert problem.where == half
    assert from_environment({"AFTERWORD_GOOGLE_API_URL": "https://x"}).google is None


def test_the_database_of_a_home_lies_in_it():
    settings = from_environment({"AFTERWORD_HOME": "/srv/a"})
    assert settings.database_url == "sqlite:////srv/a/afterword.db"
    assert settings.key_file == Path("/srv/a/afterword.key")


@pytest.mark.parametrize(
    ("xdg", "folder"), [("/x", "/x"), ("rel", "/h/.local/share"), ("", "/h/.local/share")]
)
def test_the_folder_of_the_desktop_specification_counts_if_it_is_whole(xdg, folder, monkeypatch):
    monkeypatch.setenv("HOME", "/h")
    assert from_environment({"XDG_DATA_HOME": xdg}).home == Path(folder) / "afterword"


@pytest.mark.parametrize(
    ("host", "base_url"),
    [
        (ANYWHERE, "http://127.0.0.1:81"),
        ("::", "http://127.0.0.1:81"),
        ("fd00::2", "http://[fd00::2]:81"),
        ("box.lan", "http://box.lan:81"),
    ],
)
def test_the_address_follows_from_host_and_port(host, base_url):
    found = from_environment({"AFTERWORD_HOST": host, "AFTERWORD_PORT": "81"})
    assert found.base_url == base_url


@pytest.mark.parametrize("name", GOOD)
def test_every_variable_may_stand_in_a_file(name, tmp_path):
    file = tmp_path / "secret"
    file.write_text(GOOD[name] + "\n")
    named = {**GOOD, f"{name}_FILE": str(file)}
    del named[name]
    assert from_environment(named) == from_environment(GOOD)


def test_keys_in_a_file_may_stand_on_lines_of_their_own(tmp_path):
    (tmp_path / "keys").write_text(f"{KEY}\n{OTHER}\n")
    assert from_environment({"AFTERWORD_KEY_FILE": str(tmp_path / "keys")}).keys == (KEY, OTHER)


@pytest.mark.parametrize("name", [name for name in GOOD if "_GOOGLE_CLIENT_" not in name])
def test_an_empty_variable_is_not_set(name):
    environment = {**GOOD, name: " "}
    without = {key: value for key, value in GOOD.items() if key != name}
    assert from_environment(environment) == from_environment(without)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AFTERWORD_HOME", "relative"),
        ("AFTERWORD_HOME", "~nobody-of-this-name/x"),
        ("AFTERWORD_DATABASE_URL", f"mysql://me:{SECRET}@db/x"),
        ("AFTERWORD_DATABASE_URL", "sqlite://"),
        ("AFTERWORD_DATABASE_URL", "sqlite:///:memory:"),
        ("AFTERWORD_DATABASE_URL", SECRET),
        ("AFTERWORD_KEY", SECRET),
        ("AFTERWORD_KEY", f"{KEY},{SECRET}"),
        ("AFTERWORD_KEY", KEY[:-4]),
        ("AFTERWORD_HOST", f"http://{SECRET}"),
        ("AFTERWORD_PORT", "0"),
        ("AFTERWORD_PORT", "65536"),
        ("AFTERWORD_PORT", "tcp://10.0.0.1:80"),
        ("AFTERWORD_BASE_URL", "example.org"),
        ("AFTERWORD_BASE_URL", "ftp://example.org"),
        ("AFTERWORD_BASE_URL", "http://example.org:port"),
        ("AFTERWORD_BASE_URL", f"https://me:{SECRET}@example.org"),
        ("AFTERWORD_BASE_URL", "https://example.org/?x"),
        ("AFTERWORD_ALLOW_HOSTS", f"https://nas/{SECRET}"),
        ("AFTERWORD_ALLOW_HOSTS", "nas"),
        ("AFTERWORD_ALLOW_HOSTS", "nas:70000"),
        ("AFTERWORD_CONTACT", "me\nX-Header: 1"),
        ("AFTERWORD_GOOGLE_CLIENT_ID", f"two {SECRET}"),
        ("AFTERWORD_GOOGLE_CLIENT_SECRET", f"two {SECRET}"),
        ("AFTERWORD_GOOGLE_TOKEN_URL", f"http://google.example/{SECRET}"),
        ("AFTERWORD_GOOGLE_AUTH_URL", "https://"),
        ("AFTERWORD_GOOGLE_CERTS_URL", "https://[x"),
        ("AFTERWORD_LOG", SECRET),
        ("AFTERWORD_METRICS_TOKEN", "fifteen-letters"),
        ("AFTERWORD_METRICS_TOKEN", f"{SECRET} {SECRET}"),
        ("AFTERWORD_WORKER_METRICS_PORT", "0"),
    ],
)
@pytest.mark.parametrize("as_file", [False, True])
def test_what_cannot_be_read_is_refused_by_name_and_never_repeated(name, value, as_file, tmp_path):
    (tmp_path / "it").write_text(value)
    where = f"{name}_FILE" if as_file else name
    (problem,) = refused({where: str(tmp_path / "it") if as_file else value})
    assert problem.where == where
    assert problem.what.endswith(".")
    assert problem.next_step.startswith("Write ")
    assert SECRET not in f"{problem}"


@pytest.mark.parametrize("path", ["/there/is/no/such/file", "/", "a\0b"])
def test_a_file_that_cannot_be_read_is_refused(path):
    (problem,) = refused({"AFTERWORD_KEY_FILE": path})
    assert problem.where == "AFTERWORD_KEY_FILE"


def test_a_file_without_end_is_refused():
    (problem,) = refused({"AFTERWORD_KEY_FILE": "/dev/zero"})
    assert problem.where == "AFTERWORD_KEY_FILE"


def test_both_spellings_at_once_are_refused(tmp_path):
    (tmp_path / "key").write_text(KEY)
    (problem,) = refused({"AFTERWORD_KEY": KEY, "AFTERWORD_KEY_FILE": str(tmp_path / "key")})
    assert "Both" in problem.what


def test_all_that_is_wrong_is_told_at_once():
    told = refused({"AFTERWORD_PORT": "x", "AFTERWORD_BASE_URL": "x", "AFTERWORD_HOTS": "x"})
    assert [problem.where for problem in told] == [
        "AFTERWORD_HOTS",
        "AFTERWORD_PORT",
        "AFTERWORD_BASE_URL",
    ]
    assert "AFTERWORD_HOST?" in told[0].next_step


def test_what_kubernetes_sets_for_a_service_of_our_name_is_no_slip():
    strangers = ("AFTERWORD_SERVICE_HOST", "AFTERWORD_SERVICE_PORT", "AFTERWORD_PORT_8000_TCP_ADDR")
    assert from_environment(dict.fromkeys(strangers, "x")).port == 8000


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_needs_a_key_that_its_machines_share(scheme):
    url = POSTGRES.replace("postgresql", scheme, 1)
    (problem,) = refused({"AFTERWORD_DATABASE_URL": url})
    assert problem.where == "AFTERWORD_KEY"
    settings = from_environment({"AFTERWORD_DATABASE_URL": url, "AFTERWORD_KEY": KEY})
    assert settings.database_url == POSTGRES
    assert not settings.embedded


def test_secrets_stay_out_of_sight():
    settings = from_environment({"AFTERWORD_DATABASE_URL": POSTGRES, "AFTERWORD_KEY": KEY})
    settings = from_environment({**GOOD, "AFTERWORD_METRICS_TOKEN": f"{SECRET}1"})
    assert SECRET not in f"{settings}"
    assert KEY not in f"{settings}"
    assert GOOD["AFTERWORD_GOOGLE_CLIENT_SECRET"] not in f"{settings}"


def test_settings_are_frozen():
    with pytest.raises(FrozenInstanceError):
        from_environment({}).port = 1


def test_the_page_in_the_docs_is_the_one_the_program_writes():
    anew = 'python -c "from service.variables import markdown; print(markdown(), end=str())"'
    page = (ROOT / "docs" / "environment.md").read_text("utf-8")
    assert page == markdown(), f"run: {anew} > docs/environment.md"


def test_every_variable_is_on_the_page_and_in_these_tests():
    assert {variable.name for variable in VARIABLES} == set(GOOD)
