"""Figures of people, teams, shops and the company over tiny facts, worked by hand."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from merit.catalogue.expression import Literal, Name, Operation
from merit.catalogue.kpi import Aggregate, Credit, CreditBy, Formula, Measure, Measured, RatioOf
from merit.engines.figures import figures_of, last_day, leave_of
from merit.kernel.node import COMPANY, UNASSIGNED, Node, NodeKind, person_node
from merit.kernel.period import Period
from merit.kernel.refusals import NotFoundRefusal
from merit.metrics.figures import KpiValue, Refinement, ValueStatus
from tests.engines.tiny_company import company, kpi, share, snapshot_of, spell

OCTOBER = Period.parse("2026-10")
BY_SHOP = Credit(CreditBy.SUBJECT, "shop", "shop")
SPEND = Measure("ads", Aggregate.SUM, "day", Name("spend"), credit=BY_SHOP)
CLICKS = Measure("ads", Aggregate.SUM, "day", Name("clicks"), credit=BY_SHOP)
ROWS = Measure("ads", Aggregate.COUNT, "day", credit=BY_SHOP)
CAMPAIGNS = Measure("ads", Aggregate.DISTINCT, "day", Name("campaign"), credit=BY_SHOP)
KPIS = (
    kpi("spend", Measured(SPEND)),
    kpi("clicks", Measured(CLICKS)),
    kpi("rows", Measured(ROWS)),
    kpi("campaigns", Measured(CAMPAIGNS)),
    kpi("cpc", RatioOf("spend", "clicks"), minimum_sample=3),
    kpi("spend_less_clicks", Formula(Operation("-", (Name("spend"), Name("clicks"))))),
)
ADS = (
    {"day": "2026-10-01", "shop": "s1", "campaign": "a", "clicks": 10, "spend": "100.0001"},
    {"day": "2026-10-20", "shop": "s1", "campaign": "a", "clicks": 20, "spend": "50"},
    {"day": "2026-10-20", "shop": "s1", "campaign": "b", "clicks": 0, "spend": "7.5"},
    {"day": "2026-10-21", "shop": "s2", "campaign": "a", "clicks": 5, "spend": "30"},
    {"day": "2026-09-30", "shop": "s2", "campaign": "z", "clicks": 1, "spend": "1000"},
)
SPELLS = (
    spell("ann", "north"),
    spell("bob", "north", end="2026-10-15"),
    spell("bob", "south", start="2026-10-15"),
    spell("eve", "south"),
)
CREDITS = (share("s1", "ann", "0.6"), share("s1", "bob", "0.3"))


def values(folder: Path, name: str, node: Node, period: Period = OCTOBER) -> KpiValue:
    return figures_of(company(KPIS, SPELLS, CREDITS), snapshot_of(folder, {"ads": ADS})).value(name, node, period)


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (COMPANY, "187.5001"),
        (person_node("ann"), "94.50006"),  # 0.6 of 157.5001
        (person_node("bob"), "47.25003"),  # 0.3 of 157.5001
        (person_node(UNASSIGNED), "45.75001"),  # 0.1 of 157.5001 and all 30 of shop s2
        (Node(NodeKind.TEAM, "north"), "124.50009"),  # 0.9 of 100.0001, then 0.6 of 57.5
        (Node(NodeKind.TEAM, "south"), "17.25"),  # bob's 0.3 of 57.5 after his transfer
        (Node(NodeKind.DEPARTMENT, "trade"), "141.75009"),  # 0.9 of 157.5001: what is unassigned has no team
        (Node(NodeKind.SHOP, "s2"), "30"),
    ],
)
def test_each_node_gets_its_share_of_october(tmp_path: Path, node: Node, expected: str) -> None:
    assert values(tmp_path, "spend", node).value == Fraction(expected)


def test_the_raw_count_of_a_team_counts_a_shared_row_once(tmp_path: Path) -> None:
    assert values(tmp_path, "rows", Node(NodeKind.TEAM, "north")).n == 3
    assert values(tmp_path, "rows", Node(NodeKind.DEPARTMENT, "trade")).n == 3
    assert values(tmp_path, "rows", Node(NodeKind.DEPARTMENT, "trade")).value == Fraction("2.7")


def test_a_distinct_count_takes_every_row_with_any_share_whole(tmp_path: Path) -> None:
    assert values(tmp_path, "campaigns", person_node("bob")).value == 2
    assert values(tmp_path, "campaigns", COMPANY).value == 2
    assert values(tmp_path, "campaigns", person_node(UNASSIGNED)).value == 2


def test_a_ratio_divides_sums_and_says_how_many_rows_stand_behind_the_denominator(tmp_path: Path) -> None:
    found = values(tmp_path, "cpc", person_node("ann"))
    assert found.value == Fraction("157.5001") / 30
    assert (found.numerator, found.denominator, found.n) == (Fraction("94.50006"), Fraction(18), 3)
    assert found.status is ValueStatus.OK


def test_too_few_rows_are_shown_and_marked(tmp_path: Path) -> None:
    found = values(tmp_path, "cpc", Node(NodeKind.SHOP, "s2"))
    assert (found.value, found.status) == (Fraction(6), ValueStatus.INSUFFICIENT)


def test_nothing_measured_is_empty_and_not_nought(tmp_path: Path) -> None:
    for name in ("spend", "cpc", "campaigns", "spend_less_clicks"):
        found = values(tmp_path, name, person_node("eve"))
        assert (found.value, found.n, found.status) == (None, 0, ValueStatus.EMPTY)


def test_a_formula_counts_the_rows_of_all_its_parts(tmp_path: Path) -> None:
    found = values(tmp_path, "spend_less_clicks", COMPANY)
    assert (found.value, found.n) == (Fraction("152.5001"), 8)


def test_any_run_of_days_is_a_period(tmp_path: Path) -> None:
    assert values(tmp_path, "spend", COMPANY, Period.parse("2026-10-20..2026-10-21")).value == Fraction("87.5")


def test_days_are_asked_for_together_and_each_has_its_own_value(tmp_path: Path) -> None:
    figures = figures_of(company(KPIS, SPELLS, CREDITS), snapshot_of(tmp_path, {"ads": ADS}))
    days = figures.daily("spend", COMPANY, OCTOBER)
    assert len(days) == 31
    assert days[Period.parse("2026-10-20")].value == Fraction("57.5")
    assert days[Period.parse("2026-10-02")].status is ValueStatus.EMPTY


def test_a_plan_may_narrow_a_kpi_to_some_rows(tmp_path: Path) -> None:
    figures = figures_of(company(KPIS, SPELLS, CREDITS), snapshot_of(tmp_path, {"ads": ADS}))
    only_a = Refinement(where=Operation("==", (Name("campaign"), Literal("a"))))
    assert figures.value("spend", COMPANY, OCTOBER, only_a).value == Fraction("180.0001")


def test_an_unknown_kpi_and_an_unknown_column_are_refused(tmp_path: Path) -> None:
    figures = figures_of(company(KPIS, SPELLS, CREDITS), snapshot_of(tmp_path, {"ads": ADS}))
    with pytest.raises(NotFoundRefusal, match=r"metrics\.unknown_kpi"):
        figures.value("nonsense", COMPANY, OCTOBER)
    wrong = Refinement(where=Operation("==", (Name("nonsense"), Literal("a"))))
    with pytest.raises(NotFoundRefusal, match=r"metrics\.unknown_column"):
        figures.value("spend", COMPANY, OCTOBER, wrong)


def test_absent_facts_are_empty_not_an_error(tmp_path: Path) -> None:
    figures = figures_of(company(KPIS, SPELLS, CREDITS), snapshot_of(tmp_path, {}))
    assert figures.value("spend", COMPANY, OCTOBER).status is ValueStatus.EMPTY


def test_the_last_day_is_that_of_what_happened_not_of_what_is_due(tmp_path: Path) -> None:
    facts = {"ads": ADS, "tasks": [{"task_id": "t", "owner": "ann", "due_at": "2027-01-01T00:00:00"}]}
    assert last_day(snapshot_of(tmp_path, facts)) == date(2026, 10, 21)


def test_leave_is_read_with_its_place(tmp_path: Path) -> None:
    facts = {"leave": [{"person": "ann", "from": "2026-10-01", "to": "2026-10-03", "kind": "sick"}]}
    (leave,) = leave_of(snapshot_of(tmp_path, facts))
    assert (leave.person, leave.first, leave.last, leave.kind) == ("ann", date(2026, 10, 1), date(2026, 10, 3), "sick")
    assert (leave.source.file, leave.source.line) == ("facts/leave.csv", 2)
