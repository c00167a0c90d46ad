"""Every planted story that signs or the plan check should find is found, with at most one false sign for each."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from merit.cli.insight_commands import plan_problems
from merit.demo.setting import Setting
from merit.demo.write import write_setting
from merit.engines.signs.look import signs_of
from merit.insight.signs.sign import Sign
from merit.kernel.period import Period
from merit.workspace import Workspace, open_workspace
from tests.demo.reading import END
from tests.loaded_company import LATER_LOAD, load

pytestmark = pytest.mark.long

KIND = {
    "fast_agent": "empty_replies",
    "brushing": "brushing",
    "own_purchases": "self_purchase",
    "refunds_after_month_end": "month_end_spike",
    "chosen_ratings": "chosen_invitations",
    "stock_moved": "stock_moved",
    "sandbagged_target": "sandbagged",
}


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("told")
    write_setting(folder, Setting(seed=7, end=END, months=13, orders=160_000))
    load(folder, LATER_LOAD)
    return open_workspace(folder)


@pytest.fixture(scope="module")
def told(opened: Workspace) -> list[Sign]:
    company, engine, figures = opened.company, opened.engine, opened.figures
    months = [Period.parse("2026-09"), Period.parse("2026-10")]
    return [sign for month in months for sign in signs_of(company, engine, figures, month).signs]


def stories(folder: Path) -> dict[str, dict[str, Any]]:
    listed = yaml.safe_load((folder / "stories.yaml").read_text("utf-8"))["stories"]
    return {each["story"]: each for each in listed}


def is_it(sign: Sign, name: str, story: dict[str, Any]) -> bool:
    subjects = {value for one in story["who"] for value in one.values()}
    return sign.kind == KIND[name] and sign.subject.id in subjects


def test_every_story_meant_for_signs_is_found(opened: Workspace, told: list[Sign]) -> None:
    planted = stories(opened.folder)
    assert {name for name, each in planted.items() if "sign" in each["found_by"]} == set(KIND)
    missed = [name for name in KIND if not any(is_it(sign, name, planted[name]) for sign in told)]
    assert missed == []


def test_there_is_at_most_one_false_sign_for_each_planted_story(opened: Workspace, told: list[Sign]) -> None:
    planted = stories(opened.folder)
    false = [sign.name for sign in told if not any(is_it(sign, name, planted[name]) for name in KIND)]
    assert len(false) <= len(KIND), false


def test_the_plan_check_finds_the_target_that_everybody_hits_and_the_kpis_that_measure_the_same(
    opened: Workspace,
) -> None:
    found = plan_problems(opened, Period.parse("2026-10"))
    said = {(each.code, str(each.params.get("plan"))) for each in found}
    assert ("insight.hit_by_everybody", "warehouse_lead") in said
    assert {("insight.same_source", "operations_manager"), ("insight.move_together", "operations_manager")} & said
