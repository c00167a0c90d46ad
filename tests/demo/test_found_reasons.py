"""Why a figure moved names the planted place first, with at most one false place for each planted story."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from merit.demo.setting import Setting
from merit.demo.write import write_setting
from merit.engines.answers import Question, answer
from merit.engines.reasons import USUAL, Reasons, WhyAsked
from merit.insight.decomposition import Change
from merit.insight.decomposition_parts import DividedBy
from merit.insight.decomposition_search import Lead
from merit.kernel.node import COMPANY
from merit.kernel.period import Grain, Period
from merit.kernel.refusals import Refusal
from merit.workspace import Workspace, open_workspace
from tests.demo.reading import END
from tests.loaded_company import LATER_LOAD, load

pytestmark = pytest.mark.long

ASKED = {
    "burning_campaign": ("roas", "spend", "ad_cost_ratio"),
    "late_supplier": ("supplier_otd", "supplier_otif"),
    "stock_out": ("stockout_rate", "demand_lost_rate", "units"),
    "slow_pages": ("lcp_p75", "cwv_pass_rate", "cvr_session_mobile", "bounce_rate_platform"),
}
"""The KPIs that the stories say will move, and the share of good page loads."""
NAMED_FIRST = {
    "burning_campaign": {"roas", "spend", "ad_cost_ratio"},
    "late_supplier": {"supplier_otd", "supplier_otif"},
    "stock_out": {"stockout_rate", "units"},
    "slow_pages": {"cwv_pass_rate"},
}
"""By these the place is named first; by the others too little stands out, or there is no value for those days."""


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("reasons")
    write_setting(folder, Setting(seed=7, end=END, months=13, orders=160_000))
    load(folder, LATER_LOAD)
    return open_workspace(folder)


def stories(folder: Path) -> dict[str, dict[str, Any]]:
    listed = yaml.safe_load((folder / "stories.yaml").read_text("utf-8"))["stories"]
    return {each["story"]: each for each in listed}


def change_of(name: str, story: dict[str, Any], kpi: str) -> tuple[Change, str]:
    """What somebody asks who saw the KPI: the month in which it began; days against as many before; a level."""
    days = Period(story["from"], story["to"] + timedelta(days=1))
    if name == "late_supplier":
        month = Period.containing(story["to"], Grain.MONTH)
        return Change(kpi, COMPANY, month, month), USUAL
    if name == "burning_campaign":
        month = Period.containing(days.start, Grain.MONTH)
        return Change(kpi, COMPANY, month, month.previous()), ""
    before = Period(days.start - timedelta(days=days.length), days.start)
    return Change(kpi, COMPANY, days, before), ""


def places(opened: Workspace, story: dict[str, Any]) -> set[str]:
    """The ids that the story names: the campaign and its shop, the supplier, the variants and their category, pages."""
    found = {str(value) for one in story["who"] for value in one.values()}
    found |= {sku for rows in story["rows"] for sku in rows.get("skus", ())}
    found |= {rows["device"] for rows in story["rows"] if "device" in rows}
    skus = [sku for rows in story["rows"] for sku in rows.get("skus", ())]
    question = Question(("units",), ("category",), where=(("sku", skus[0]),)) if skus else None
    answers = answer(opened.company, opened.engine, question) if question else []
    return found | {each.dimensions[0][1] for each in answers}


def told(opened: Workspace) -> Iterator[tuple[str, str, list[Lead]]]:
    """Story, KPI and what is told of it."""
    reasons, planted = Reasons(opened.company, opened.engine, opened.figures), stories(opened.folder)
    for name, kpis in ASKED.items():
        for kpi in kpis:
            try:
                yield name, kpi, reasons.leads(*change_of(name, planted[name], kpi))
            except Refusal:
                yield name, kpi, []


@pytest.fixture(scope="module")
def answers(opened: Workspace) -> list[tuple[str, str, list[Lead]]]:
    return list(told(opened))


def ids(lead: Lead) -> set[str]:
    return {each.part for each in lead.parts}


def test_the_place_of_every_story_is_named_first(opened: Workspace, answers) -> None:
    planted = stories(opened.folder)
    assert {name for name, each in planted.items() if "why" in each["found_by"]} == set(ASKED)
    first: dict[str, set[str]] = {name: set() for name in ASKED}
    for name, kpi, leads in answers:
        if leads and ids(leads[0]) <= places(opened, planted[name]):
            first[name].add(kpi)
    assert {name: kpis - first[name] for name, kpis in NAMED_FIRST.items() if kpis - first[name]} == {}


def test_the_page_that_became_slow_is_the_first_row_of_the_slowest_quarter(opened: Workspace) -> None:
    story = stories(opened.folder)["slow_pages"]
    change, _ = change_of("slow_pages", story, "lcp_p75")
    reasons = Reasons(opened.company, opened.engine, opened.figures)
    rows = reasons.reason(WhyAsked(change, DividedBy.PAGE)).found.contributions
    assert rows[0].part in places(opened, story)


def test_there_is_at_most_one_false_place_for_each_story(opened: Workspace, answers) -> None:
    planted = stories(opened.folder)
    false = [
        f"{name}: {kpi} by {lead.found.by}: {', '.join(sorted(ids(lead)))}"
        for name, kpi, leads in answers
        for lead in leads
        if not ids(lead) <= places(opened, planted[name])
    ]
    assert len(false) <= len(ASKED), false
