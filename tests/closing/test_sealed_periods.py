"""Sealing, verifying, and what late facts do to a sealed period."""

import json
from pathlib import Path

import pytest

from merit.cli.explain_tree import references
from merit.closing.compute import computed_period
from merit.closing.paid_before import sealed_lines
from merit.closing.seal import seal_period
from merit.closing.verify import verify_period
from merit.kernel.explain import Explained, as_data
from merit.kernel.refusals import NotFoundRefusal, PeriodClosedRefusal
from merit.workspace import open_workspace
from tests.loaded_company import LATER_LOAD, OCTOBER, SEPTEMBER, company_with_september_sealed, load, loaded_company


def test_a_sealed_period_recomputes_to_the_same_bytes(tmp_path: Path) -> None:
    verification = verify_period(company_with_september_sealed(tmp_path), SEPTEMBER)
    assert verification.holds
    assert verification.files == 6


def test_a_sealed_period_is_not_sealed_again(tmp_path: Path) -> None:
    folder = company_with_september_sealed(tmp_path)
    with pytest.raises(PeriodClosedRefusal):
        seal_period(open_workspace(folder), SEPTEMBER)


def test_an_open_period_cannot_be_verified(tmp_path: Path) -> None:
    with pytest.raises(NotFoundRefusal):
        verify_period(loaded_company(tmp_path), OCTOBER)


@pytest.mark.parametrize("file", ["payouts.csv", "explain.jsonl"])
def test_one_changed_figure_in_a_sealed_file_is_found(tmp_path: Path, file: str) -> None:
    folder = company_with_september_sealed(tmp_path)
    result = folder / "sealed" / "2026-09" / "results" / file
    result.write_text(result.read_text("utf-8").replace("36", "37", 1), "utf-8")
    found = verify_period(folder, SEPTEMBER)
    assert not found.holds
    assert any(difference.startswith(f"{file}:") for difference in found.differences)


def test_changed_definitions_of_a_sealed_period_are_found(tmp_path: Path) -> None:
    folder = company_with_september_sealed(tmp_path)
    rules = next((folder / "sealed" / "2026-09" / "definitions" / "rewards").glob("*.yaml"))
    rules.write_text(rules.read_text("utf-8") + "\n# another hand\n", "utf-8")
    assert "definitions" in verify_period(folder, SEPTEMBER).differences


def test_a_plan_changed_after_sealing_changes_nothing_that_is_sealed(tmp_path: Path) -> None:
    folder = company_with_september_sealed(tmp_path)
    for plan in (folder / "plans").glob("*.yaml"):
        plan.write_text(plan.read_text("utf-8").replace("weight: 50", "weight: 50.0"), "utf-8")
    assert verify_period(folder, SEPTEMBER).holds


def test_october_claws_back_what_september_paid_for_a_refunded_order(tmp_path: Path) -> None:
    folder = company_with_september_sealed(tmp_path)
    workspace = open_workspace(folder)
    lines = computed_period(workspace, OCTOBER).pay_lines
    for_september = {line.person: str(line.amount.value) for line in lines if line.concerns == SEPTEMBER}
    assert for_september == {"ann": "-3.00", "bob": "-2.00"}
    totals = {
        person: sum(line.amount.value.fen for line in lines if line.person == person)
        for person in ("ann", "bob", "cat")
    }
    assert totals == {"ann": 3_600, "bob": 2_200, "cat": 370_440}


def test_a_clawback_names_the_rows_of_the_refunds_it_takes_back(tmp_path: Path) -> None:
    workspace = open_workspace(company_with_september_sealed(tmp_path))
    lines = computed_period(workspace, OCTOBER).pay_lines
    taken = [line for line in lines if line.person == "bob" and line.line == "clawback"]
    rows = {str(line.concerns): _rows_cited(line.amount) for line in taken}
    assert rows == {"2026-09": {"facts/refunds.csv:2"}, "2026-10": {"facts/refunds.csv:3", "facts/refunds.csv:4"}}


def _rows_cited(figure: Explained[object]) -> set[str]:
    data = json.dumps(as_data(figure))
    return {f"{ref['file']}:{ref['line']}" for ref in references(json.loads(data)) if ref["ref"] == "line"}


def test_a_sale_that_arrives_late_is_paid_as_an_adjustment_and_the_seal_still_holds(tmp_path: Path) -> None:
    folder = company_with_september_sealed(tmp_path)
    _add_a_late_september_sale(folder)
    load(folder, LATER_LOAD)
    assert verify_period(folder, SEPTEMBER).holds
    lines = computed_period(open_workspace(folder), OCTOBER).pay_lines
    late = {line.person: str(line.amount.value) for line in lines if line.line == "adjustment"}
    assert late == {"ann": "6.00", "bob": "4.00"}
    paid = {line.person: str(line.amount) for line in sealed_lines(folder, SEPTEMBER) if line.line == "commission"}
    assert paid == {"ann": "36.00", "bob": "64.00"}


def _add_a_late_september_sale(folder: Path) -> None:
    """1,000 more in shop s1, paid on 20 September: 60 % ann, 40 % bob, at 1 %."""
    for table, row in {
        "orders": {"order_id": "A99", "buyer": "b9", "status": "paid", "paid_amount": "1000"},
        "order_lines": {"order_id": "A99", "line_id": "1", "sku": "P1", "quantity": "1", "unit_price": "1000",
                        "paid_amount": "1000"},
    }.items():  # fmt: skip
        file = folder / "facts" / f"{table}.csv"
        heading = file.read_text("utf-8").splitlines()[0].split(",")
        known = {"shop": "s1", "ordered_at": "2026-09-20 10:00:00", "paid_at": "2026-09-20 10:05:00", **row}
        with file.open("a", encoding="utf-8") as more:
            more.write(",".join(known.get(name, "") for name in heading) + "\n")
