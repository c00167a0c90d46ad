"""`merit allocate`: what is said of too little data, and of options that cannot be."""

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from merit.cli.main import app
from merit.kernel.refusals import Refusal
from tests.loaded_company import loaded_company


@pytest.fixture(autouse=True)
def in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MERIT_LANG", "zh")


def allocate(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["allocate", str(folder), *arguments])


def test_hours_of_service_are_told_by_team_with_what_it_is_not_about(tmp_path: Path) -> None:
    told = allocate(loaded_company(tmp_path), "--of", "people", "--work-seconds", "120").output
    assert "north" in told
    assert "也不影响得分和工资" in told
    assert "judges nobody" in told


def test_machines_get_every_hour_with_its_need(tmp_path: Path) -> None:
    folder = loaded_company(tmp_path)
    (team,) = json.loads(allocate(folder, "--of", "people", "--work-seconds", "120", "--json").output)
    assert [each["hour"] for each in team["hours"]] == list(range(24))
    assert sum(each["enquiries_a_day"]["middle"] for each in team["hours"]) > 0
    rows = list(csv.reader(io.StringIO(allocate(folder, "--of", "people", "--work-seconds", "120", "--csv").output)))
    assert (len(rows), rows[1][:2]) == (25, ["north", "00:00"])


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), "allocation.no_ads"),
        (("--of", "people", "--share", "180%"), "allocation.not_a_number"),
        (("--of", "people", "--within", "0"), "allocation.not_a_number"),
        (("--margin", "much"), "allocation.not_a_number"),
        (("--days", "3"), "allocation.not_a_number"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_write(tmp_path: Path, arguments: tuple[str, ...], code: str) -> None:
    found = allocate(loaded_company(tmp_path), *arguments)
    assert isinstance(found.exception, Refusal)
    assert found.exception.code == code
