"""`merit forecast` on the tiny company, whose data are two months long."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from merit.cli.main import app
from merit.forecast import library_models
from merit.kernel.refusals import Refusal
from tests.loaded_company import loaded_company


@pytest.fixture(autouse=True)
def without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its import takes seconds."""
    monkeypatch.setattr(library_models, "FEWEST_BLOCKS", 1000)
    monkeypatch.setenv("MERIT_LANG", "zh")


def forecast(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["forecast", str(folder), "--kpi", "paid_sales", *arguments])


def test_the_expected_sum_its_interval_and_the_chance_are_told_in_both_languages(tmp_path: Path) -> None:
    told = forecast(loaded_company(tmp_path), "--period", "2026-11", "--target", "12,000").output
    assert "微店的支付金额：2026-11 预计" in told
    assert "达到 12000 的可能性约" in told
    assert "The chance of reaching 12000 is about" in told
    assert "建议：承诺" in told


def test_machines_get_the_working_of_each_suggestion(tmp_path: Path) -> None:
    """October's 11,000 in a market that grows by a fifth: 13,200, but 12,000 is all that can be carried."""
    growing = ("--market-growth", "20%", "--capacity", "12000", "--json")
    found = json.loads(forecast(loaded_company(tmp_path), "--period", "2026-11", *growing).output)[0]
    stretch = found["suggested"][2]
    assert stretch["working"]["rule"] == "forecast.within_capacity"
    assert stretch["target"] == "12000"
    assert found["p10"] <= found["p50"] <= found["p90"]


def test_shops_are_listed_one_by_one(tmp_path: Path) -> None:
    told = forecast(loaded_company(tmp_path), "--period", "2026-11", "--each", "shop").output
    assert "一号店" in told
    assert "二号店" in told


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--kpi", "buyers"), "forecast.days_do_not_add_up"),
        (("--each", "planet"), "forecast.unknown_kind"),
        (("--target", "much"), "forecast.no_number"),
        (("--market-growth", "lots"), "forecast.no_percent"),
        (("--spend", "10%"), "forecast.both_spend_and_elasticity"),
        (("--today", "2020-01-01"), "forecast.before_the_data"),
        (("--shop", "s9"), "metrics.no_such_node"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_its_reason(
    tmp_path: Path, arguments: tuple[str, ...], code: str
) -> None:
    refused = forecast(loaded_company(tmp_path), "--period", "2026-11", *arguments).exception
    assert isinstance(refused, Refusal)
    assert refused.code == code
