"""The files of deploy/, checked as far as they can be without a container engine or systemd."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path

import pytest
import yaml

from service.settings import from_environment
from service.variables import VARIABLES
from tests.serve.running import eventually, free_port

DEPLOY = Path(__file__).parents[2] / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
SERVICES = COMPOSE["services"]
OURS = ("alone", "web", "worker")
DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8")
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))


def tool(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path=str(Path(sys.executable).parent))
    if found is None:
        pytest.skip(f"NOT CHECKED: there is no `{name}` here")
    return found


def run(*command: object) -> subprocess.CompletedProcess[str]:
    words = [str(word) for word in command]
    return subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)


def test_the_example_of_the_environment_names_every_variable_and_no_other():
    text = (DEPLOY / "env.example").read_text("utf-8")
    named = re.findall(r"^#([A-Z_]+)=(.*)$", text, re.MULTILINE)
    assert [name for name, _ in named] == [*(one.name for one in VARIABLES), "DOMAIN"]
    assert not re.search(r"^[^#\n]", text, re.MULTILINE), "nothing is set until somebody sets it"
    values = {name: value.replace("PASSWORD", "x") for name, value in named if value}
    values |= {"AFTERWORD_KEY": "A" * 43 + "="}
    assert from_environment(values).base_url == "https://afterword.example"


@pytest.mark.parametrize("name", OURS)
def test_our_containers_may_do_as_little_as_possible(name):
    one = SERVICES[name]
    assert one["read_only"] is True
    assert one["cap_drop"] == ["ALL"]
    assert one["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in one
    assert one["image"] == "afterword"


def test_one_image_serves_or_works():
    assert SERVICES["web"]["command"] == ["serve", "--no-worker"]
    assert SERVICES["worker"]["command"] == ["worker"]
    assert "command" not in SERVICES["alone"]
    assert re.search(r'^CMD \["serve"\]$', DOCKERFILE, re.MULTILINE)


def test_the_two_profiles_are_apart_and_only_https_is_open_to_the_world():
    profiles = {name: one["profiles"] for name, one in SERVICES.items()}
    assert profiles.pop("alone") == ["alone"]
    assert set(map(tuple, profiles.values())) == {("server",)}
    assert SERVICES["alone"]["ports"] == ["127.0.0.1:8000:8000"]
    assert [name for name in SERVICES if SERVICES[name].get("ports")] == ["alone", "caddy"]
    assert COMPOSE["networks"]["back"]["internal"] is True
    assert SERVICES["database"]["networks"] == ["back"]
    assert "front" in SERVICES["worker"]["networks"], "calendars are outside"


@pytest.mark.parametrize("name", OURS)
def test_what_compose_sets_is_a_whole_environment(name, tmp_path):
    stated = SERVICES[name]["environment"].items()
    given = {key: re.sub(r"\$\{\w+:-(.*?)\}", r"\1", value) for key, value in stated}
    (tmp_path / "database_url").write_text("postgresql://afterword:x@database/afterword")
    (tmp_path / "key").write_text("A" * 43 + "=")
    given = {key: value.replace("/run/secrets", str(tmp_path)) for key, value in given.items()}
    settings = from_environment(given)
    assert settings.embedded == (name == "alone")
    assert settings.port == 8000
    if name == "web":
        (front,) = COMPOSE["networks"]["front"]["ipam"]["config"]
        assert [str(one) for one in settings.trusted_proxies] == [front["subnet"]]


def test_secrets_and_volumes_that_are_used_are_declared():
    secrets = {name for one in SERVICES.values() for name in one.get("secrets", ())}
    assert secrets == set(COMPOSE["secrets"])
    volumes = {
        volume.partition(":")[0] for one in SERVICES.values() for volume in one.get("volumes", ())
    }
    assert {one for one in volumes if not one.startswith(".")} == set(COMPOSE["volumes"])


def test_compose_is_valid_by_its_schema():
    check = run(tool("check-jsonschema"), "--builtin-schema", "vendor.compose-spec",
                DEPLOY / "compose.yaml")  # fmt: skip
    assert check.returncode == 0, check.stdout + check.stderr


def test_the_image_is_of_two_stages_and_nobody_is_root_in_it():
    assert len(re.findall(r"^FROM ", DOCKERFILE, re.MULTILINE)) == 2
    final = DOCKERFILE.rpartition("\nFROM ")[2]
    assert re.search(r"^USER 10001:10001$", final, re.MULTILINE)
    assert "HEALTHCHECK" in final
    assert "pip" not in final


def test_the_dockerfile_pleases_its_linter():
    check = run(tool("hadolint"), DEPLOY / "Dockerfile")
    assert check.returncode == 0, check.stdout


@pytest.fixture
def units(tmp_path):
    """The units, with a program that exists here in the place of ours."""
    for unit in UNITS:
        text = unit.read_text().replace("/opt/afterword/bin/afterword", "/bin/true")
        (tmp_path / unit.name).write_text(text)
    return sorted(tmp_path.glob("*.service"))


def test_the_units_are_understood_by_systemd(units):
    assert len(units) == 2
    check = run(tool("systemd-analyze"), "verify", "--man=no", *units)
    assert (check.returncode, check.stderr) == (0, "")


def test_the_units_are_shut_in(units):
    for unit in units:
        check = run(tool("systemd-analyze"), "security", "--offline=true", "--threshold=20", unit)
        assert check.returncode == 0, check.stdout[-300:]


def test_the_two_units_are_equally_shut_in():
    one, other = (unit.read_text().partition("User=")[2] for unit in UNITS)
    assert one == other


@pytest.fixture
def caddy(tmp_path):
    """Caddy by our file, on plain HTTP before a service that is not there; its log."""
    port, config = free_port(), tmp_path / "Caddyfile"
    text = (
        (DEPLOY / "Caddyfile").read_text().replace("{\n", "{\n\tauto_https off\n\tadmin off\n", 1)
    )
    config.write_text(text.replace("{$DOMAIN:localhost}", f":{port}"))
    log = tmp_path / "log"
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "UPSTREAM": "127.0.0.1:1"}
    with log.open("wb") as out:
        command = [tool("caddy"), "run", "--config", config, "--adapter", "caddyfile"]
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=out)
    yield port, log
    process.terminate()
    process.wait(20)


def test_caddy_takes_its_file_and_logs_no_secret_when_the_service_is_down(caddy):
    port, log = caddy

    def ask(path):
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", path, headers={"Cookie": "afterword=canary"})
            return connection.getresponse().status
        except OSError:
            return None
        finally:
            connection.close()

    assert eventually(lambda: ask("/cal/canary/followups.ics?canary")) == 502
    assert ask("/metrics") == 404
    assert eventually(lambda: "http.log.error" in log.read_text())
    assert "canary" not in log.read_text()


def test_nothing_here_names_where_packages_come_from():
    for file in DEPLOY.rglob("*"):
        if file.is_file():
            assert not re.search(r"pypi|index-url|docker\.io|ghcr", file.read_text(), re.IGNORECASE)
