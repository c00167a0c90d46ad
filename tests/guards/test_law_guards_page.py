"""The page on law guards: its tables parse, its figures come out, and it says what it is not."""

import re
from datetime import date
from pathlib import Path

from merit.guards.guard_findings import GuardedPay
from merit.guards.law_tables import TaxKind
from merit.guards.laws import GUARDS
from merit.guards.year_end_bonus import blind_zones
from merit.sources.guard_tables import guard_tables, shipped_tables

PAGE = (Path(__file__).parents[2] / "docs" / "law-guards.md").read_text("utf-8")


def test_the_companys_own_tables_of_the_page_are_read(tmp_path) -> None:
    (block,) = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    (tmp_path / "guards.yaml").write_text(block, "utf-8")
    tables, problems = guard_tables(tmp_path)
    assert problems == []
    assert not tables.minimum_wage("上海", date(2026, 10, 1)).sample


def test_the_page_lists_every_blind_zone() -> None:
    brackets = shipped_tables().tax(TaxKind.YEAR_END, date(2026, 12, 31)).brackets
    for zone in blind_zones(brackets):
        assert f"| {zone.edge.fen // 100:,} | {float(zone.last.units):,.2f} |" in PAGE


def test_the_page_names_every_law_with_its_article() -> None:
    for guard in GUARDS.values():
        assert guard.law.title in PAGE
        assert not guard.law.article or f"第 {guard.law.article} 条" in PAGE


def test_the_page_says_that_guards_are_evidence_and_not_legal_advice() -> None:
    assert "不是法律意见" in PAGE
    assert "not legal advice" in PAGE


def test_what_the_page_says_may_be_left_out_can_be_left_out() -> None:
    optional = {"payroll", "contracts", "plans", "notices"}
    assert all(f"`{name}`" in PAGE for name in optional)
    assert optional <= set(GuardedPay.__slots__)
