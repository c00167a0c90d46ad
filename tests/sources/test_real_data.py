"""The examples over real data: what reading gives equals the figures published beside the data."""

import importlib.util
import json
import shutil
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from merit.sources.company_folder import read_company
from merit.sources.read_facts import FactRows, RowsRead, read_facts

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"


@pytest.fixture
def example(tmp_path: Path) -> Callable[[str, str], Path]:
    def prepared(name: str, data: str) -> Path:
        if not (DATA / data).is_dir():
            pytest.skip(f"real data are not here: {DATA / data}")
        folder = tmp_path / name
        shutil.copytree(ROOT / "examples" / name, folder, ignore=shutil.ignore_patterns("raw", ".merit", "rejected"))
        spec = importlib.util.spec_from_file_location("prepare", folder / "prepare.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        module.prepare(DATA, folder)
        return folder

    return prepared


def truth(data: str) -> dict[str, object]:
    return {each["name"]: each["value"] for each in json.loads((DATA / data / "truth.json").read_text("utf-8"))}


def tables_of(folder: Path) -> tuple[dict[str, pa.Table], list[str]]:
    company, problems = read_company(folder)
    assert company is not None
    assert problems == []
    parts = list(read_facts(company, folder))
    chunks: dict[str, list[pa.Table]] = {}
    for part in parts:
        if isinstance(part, FactRows):
            chunks.setdefault(part.table.name, []).append(part.rows)
    told = [getattr(part, "code", "rejected") for part in parts if not isinstance(part, FactRows | RowsRead)]
    return {name: pa.concat_tables(found) for name, found in chunks.items()}, told


def by_month(rows: pa.Table, day: str, amount: str) -> Counter[str]:
    months = pc.strftime(rows[day], format="%Y-%m")
    sums = pa.table({"month": months, "amount": rows[amount]}).group_by("month").aggregate([("amount", "sum")])
    return Counter(dict(zip(sums["month"].to_pylist(), sums["amount_sum"].to_pylist(), strict=True)))


def units(stored: int) -> Fraction:
    return Fraction(stored, 10_000)


def test_online_retail_gives_the_published_sales_refunds_and_months(example):
    tables, told = tables_of(example("online-retail", "online_retail_uci"))
    known = truth("online_retail_uci")
    lines, refunds, orders = tables["order_lines"], tables["refunds"], tables["orders"]
    assert told == ["sources.rows_skipped"]
    assert len(lines) + len(refunds) + 2515 == known["rows"]
    gross = units(pc.sum(lines["paid_amount"]).as_py())
    assert gross == Fraction("10666684.544")
    adjusted = refunds.filter(pc.equal(refunds["kind"], "adjustment"))
    returned = refunds.filter(pc.equal(refunds["kind"], "return"))
    assert units(pc.sum(returned["amount"]).as_py()) == Fraction("896812.49")
    assert units(pc.sum(adjusted["amount"]).as_py()) == Fraction("22124.12")
    assert (len(orders), units(pc.sum(orders["paid_amount"]).as_py())) == (19_960, gross)
    assert round(float(gross / len(orders)), 6) == known["aov"]
    months = by_month(lines, "ordered_at_day", "paid_amount")
    months.subtract(by_month(refunds, "refunded_at_day", "amount"))
    assert {month: units(net) for month, net in months.items()} == {
        month: Fraction(str(net)) for month, net in known["net_by_month"].items()
    }
    assert len(lines.select(["order_id", "line_id"]).group_by(["order_id", "line_id"]).aggregate([])) == len(lines)


def test_suppliers_deliver_on_time_as_published(example):
    tables, told = tables_of(example("supplier-punctuality", "scms_usaid_deliveries"))
    lines = tables["purchases"]
    late = pc.sum(pc.greater(lines["received_at_day"], lines["promised_at_day"])).as_py()
    assert (told, len(lines), late) == ([], 10_324, 1_186)
    assert round(1 - late / len(lines), 6) == truth("scms_usaid_deliveries")["on_time_rate"]


def test_team_days_hit_their_targets_as_published(example):
    folder = example("team-productivity", "garment_team_productivity")
    company, problems = read_company(folder)
    assert company is not None
    assert problems == []
    targets = {(each.node, each.period): each.target for each in company.targets}
    hits = sum(value.value >= targets[value.node.id, value.period] for value in company.manual_values)
    assert len(company.manual_values) == 1_197
    assert round(hits / 1_197, 6) == truth("garment_team_productivity")["hit_rate"]
