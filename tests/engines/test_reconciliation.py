"""Own figures beside the platform's: what is too far apart does not score until somebody answers for it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from merit.catalogue.expression import Name
from merit.catalogue.kpi import Aggregate, Measure, Measured
from merit.company import PlatformFigure, Profile, ReconciliationRelease, ReconciliationRules
from merit.engines.figures import figures_of
from merit.kernel.explain import LineRef
from merit.kernel.node import COMPANY, Node, NodeKind
from merit.kernel.period import Period
from merit.metrics.figures import ValueStatus
from tests.engines.tiny_company import company, kpi, snapshot_of

OCTOBER = Period.parse("2026-10")
SHOP = Node(NodeKind.SHOP, "s1")
SPEND = kpi("spend", Measured(Measure("ads", Aggregate.SUM, "day", Name("spend"))))
ROWS = [
    {"day": "2026-10-01", "shop": "s1", "campaign": "a", "spend": "110"},
    {"day": "2026-10-02", "shop": "s1", "campaign": "a", "spend": "90"},
]
REPORTED = tuple(
    PlatformFigure(date(2026, 10, day), "s1", "spend", Fraction(100), LineRef("p.csv", day)) for day in (1, 2)
)


def released(first: int, last: int) -> ReconciliationRelease:
    days = Period(date(2026, 10, first), date(2026, 10, last + 1))
    at = datetime(2026, 11, 3, 2, tzinfo=UTC)
    return ReconciliationRelease("spend", "s1", days, "平台补发了账单", "P082", at, LineRef("r.csv", 2))


def figures(folder: Path, rules: ReconciliationRules, *releases: ReconciliationRelease):
    profile = Profile("Acme", "CNY", "Asia/Shanghai", reconciliation=rules)
    acme = company((SPEND,), platform_figures=REPORTED, reconciliation_releases=releases)
    return figures_of(replace(acme, profile=profile), snapshot_of(folder, {"ads": ROWS}))


def test_days_that_differ_both_ways_agree_together_and_not_each_alone(tmp_path: Path) -> None:
    together = figures(tmp_path, ReconciliationRules())  # 200 against 200
    assert together.value("spend", SHOP, OCTOBER).status is ValueStatus.OK
    alone = figures(tmp_path, ReconciliationRules(day_tolerance=Fraction(5, 100)))  # 110 and 90 against 100: 10 % each
    assert alone.value("spend", SHOP, OCTOBER).status is ValueStatus.UNRECONCILED
    assert alone.value("spend", COMPANY, OCTOBER).status is ValueStatus.UNRECONCILED


def test_a_day_of_exactly_the_tolerance_is_let_pass(tmp_path: Path) -> None:
    figure = figures(tmp_path, ReconciliationRules(day_tolerance=Fraction(10, 100)))
    assert figure.value("spend", SHOP, OCTOBER).status is ValueStatus.OK


@pytest.mark.parametrize(
    ("first", "last", "status"),
    [(1, 2, ValueStatus.OK), (1, 1, ValueStatus.UNRECONCILED), (2, 2, ValueStatus.UNRECONCILED)],
)
def test_a_release_frees_its_own_days_and_no_others(tmp_path: Path, first, last, status) -> None:
    rules = ReconciliationRules(day_tolerance=Fraction(5, 100))
    assert figures(tmp_path, rules, released(first, last)).value("spend", SHOP, OCTOBER).status is status


def test_a_kpi_may_have_a_tolerance_of_its_own(tmp_path: Path) -> None:
    day = Period.parse("2026-10-01")
    wide = ReconciliationRules(kpis=(("spend", Fraction(1, 10)),))
    assert figures(tmp_path, wide).value("spend", SHOP, day).status is ValueStatus.OK  # 110 against 100
    narrow = ReconciliationRules(kpis=(("other", Fraction(1, 10)),))
    assert figures(tmp_path, narrow).value("spend", SHOP, day).status is ValueStatus.UNRECONCILED


def test_every_reported_day_is_shown_with_both_figures_and_who_let_it_pass(tmp_path: Path) -> None:
    found = figures(tmp_path, ReconciliationRules(), released(2, 2))
    first, second = found.reconciliation.days("spend", "s1", OCTOBER, found.plain_sum)
    assert (first.ours, first.reported.value, first.gap, first.release) == (110, 100, 10, None)
    assert (second.gap, second.release.released_by) == (-10, "P082")
    assert found.reconciliation.reported(OCTOBER) == [("spend", "s1")]
