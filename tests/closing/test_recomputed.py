"""What was paid and what is still to adjust equal a computation that knows no seal, to the fen."""

from pathlib import Path

from merit.closing.recomputed import recomputed_from_scratch
from merit.closing.seal import seal_period
from merit.workspace import open_workspace
from tests.loaded_company import LATER_LOAD, OCTOBER, company_with_september_sealed, load


def _ledger(folder: Path):
    found = recomputed_from_scratch(open_workspace(folder))
    return found, {each.person: (each.paid, each.open, each.recomputed) for each in found.people}


def _late_sale(folder: Path) -> None:
    """1,000.00 of shop s1 paid in September, known only later: 1 % of it is 6.00 for ann and 4.00 for bob."""
    at = "2026-09-20T12:00:00"
    with (folder / "facts" / "orders.csv").open("a", encoding="utf-8") as orders:
        orders.write(f"\ns1,A98,b9,east,{at},{at},,,,paid,1000,0,0,0,0,search,,,\n")
    with (folder / "facts" / "order_lines.csv").open("a", encoding="utf-8") as lines:
        lines.write(f"\ns1,A98,1,{at},P1,dear,1,1000,1000,600,\n")
    load(folder, LATER_LOAD)


def test_without_late_facts_paid_is_recomputed(tmp_path: Path) -> None:
    found, people = _ledger(company_with_september_sealed(tmp_path))
    assert found.holds
    assert people["ann"] == (3_600, 0, 3_600)
    assert people["bob"] == (6_400, 0, 6_400)


def test_a_late_sale_is_open_until_the_next_period_pays_it(tmp_path: Path) -> None:
    folder = company_with_september_sealed(tmp_path)
    _late_sale(folder)
    found, people = _ledger(folder)
    assert found.holds
    assert people["ann"] == (3_600, 600, 4_200)
    assert people["bob"] == (6_400, 400, 6_800)


def test_once_it_is_paid_nothing_is_open(tmp_path: Path) -> None:
    folder = company_with_september_sealed(tmp_path)
    _late_sale(folder)
    seal_period(open_workspace(folder), OCTOBER)
    found, people = _ledger(folder)
    assert found.holds
    assert people["ann"] == (3_600 + 600 + 3_600, 0, 7_800)
    assert {each.open for each in found.people} == {0}


def test_a_company_that_never_paid_has_an_empty_ledger(tmp_path: Path) -> None:
    from tests.loaded_company import loaded_company

    found = recomputed_from_scratch(open_workspace(loaded_company(tmp_path)))
    assert found.holds
    assert found.people == ()
