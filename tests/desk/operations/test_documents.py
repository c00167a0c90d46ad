"""Every setting that the code reads is in the page on operations, and what is deployed can be read by its tool."""

import re
import shutil
import subprocess
from configparser import RawConfigParser
from pathlib import Path

import pytest
import yaml

from merit_desk.environment import https_settings, trusted_proxies

ROOT = Path(__file__).parents[3]
DEPLOY = ROOT / "deploy"
PAGE = (ROOT / "docs" / "operations.md").read_text("utf-8")
READ = re.compile(r"""environ(?:ment)?(?:\.get\(|\[|\.setdefault\()\s*["'](MERIT_[A-Z_]+)""")
UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")])


def test_every_setting_that_is_read_is_on_the_page():
    read = {name for file in (ROOT / "src").rglob("*.py") for name in READ.findall(file.read_text("utf-8"))}
    assert len(read) > 15
    assert {name for name in read if f"`{name}`" not in PAGE} == set()


def test_every_setting_on_the_page_is_read_somewhere():
    text = "".join(file.read_text("utf-8") for file in (ROOT / "src").rglob("*.py"))
    named = set(re.findall(r"`(MERIT_[A-Z_]+)`", PAGE))
    built = {name for name in named if re.match(r"MERIT_(OIDC|WECOM|DINGTALK|FEISHU)_", name)}
    assert {name for name in named - built if not re.search(rf"\b{name}\b", text)} == set()


def test_the_settings_of_the_examples_are_on_the_page_or_of_the_files_themselves():
    written = set()
    for file in DEPLOY.iterdir():
        written |= set(re.findall(r"\bMERIT_[A-Z_]+", file.read_text("utf-8")))
    own = {"MERIT_FOLDER", "MERIT_PORT", "MERIT_BACKUPS"}
    assert {name for name in written - own if f"`{name}`" not in PAGE} == set()


def test_compose_names_what_it_uses():
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    assert set(compose["services"]) == {"web", "worker", "database"}
    for service in compose["services"].values():
        volumes = {each.split(":")[0] for each in service["volumes"]}
        assert volumes <= set(compose["volumes"])
        assert set(service.get("depends_on", {})) <= set(compose["services"])
    web, worker = compose["services"]["web"], compose["services"]["worker"]
    assert web["ports"] == ["127.0.0.1:8000:8000"]
    assert web["command"][0] == "serve"
    assert "--no-worker" in web["command"]
    assert worker["command"][0] == "work"
    for name in re.findall(r"\$\{(\w+)", (DEPLOY / "compose.yaml").read_text("utf-8")):
        assert f"{name}=" in (DEPLOY / "compose.env.example").read_text("utf-8")


def test_compose_is_read_by_docker_where_there_is_one(tmp_path):
    asked = ["docker", "compose", "version"]
    if not shutil.which("docker") or subprocess.run(asked, check=False, capture_output=True).returncode:
        pytest.skip("no docker compose on this machine")
    environment = tmp_path / "env"
    environment.write_text("POSTGRES_PASSWORD=x\n")
    command = ["docker", "compose", "--env-file", environment, "-f", DEPLOY / "compose.yaml", "config", "--quiet"]
    assert subprocess.run(command, capture_output=True, text=True, check=False).stderr == ""


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_says_what_it_is_and_a_service_may_write_nowhere_else(unit):
    parsed = RawConfigParser(strict=False, delimiters=("=",), comment_prefixes=("#",))
    parsed.optionxform = str
    parsed.read(unit)
    assert parsed["Unit"]["Description"]
    if unit.suffix == ".service":
        service = parsed["Service"]
        assert (service["User"], service["ProtectSystem"], service["NoNewPrivileges"]) == ("merit", "strict", "yes")
        assert service["ExecStart"].split()[0].endswith("/bin/merit")


def test_systemd_reads_the_units_where_there_is_one():
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd on this machine")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *UNITS], capture_output=True, text=True, check=False
    )
    wrong = [line for line in done.stderr.splitlines() if "merit" in line and "is not executable" not in line]
    assert [line for line in wrong if "Unknown" in line or "Failed to parse" in line] == []


def test_https_makes_cookies_secure_and_is_asked_for():
    assert https_settings({}) == {}
    secure = https_settings({"MERIT_HTTPS": "1", "MERIT_PROXY": "10.0.0.1", "MERIT_HSTS": "60"})
    assert secure["SESSION_COOKIE_SECURE"]
    assert secure["CSRF_COOKIE_SECURE"]
    assert secure["SECURE_HSTS_SECONDS"] == 60
    assert secure["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")
    assert https_settings({"MERIT_TLS_CERT": "/etc/merit/cert.pem"})["SECURE_SSL_REDIRECT"]
    assert trusted_proxies({"MERIT_PROXY": "10.0.0.1, 172.16.0.0/12"}) == ["10.0.0.1", "172.16.0.0/12"]
