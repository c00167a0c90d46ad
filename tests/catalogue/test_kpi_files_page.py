"""The page on KPI files says what is so: its examples work, and its tables are the catalogue's."""

import re
from pathlib import Path

from merit.catalogue.kpi import Formula, Kpi, Measured, RatioOf
from merit.catalogue.read import read_kpis
from merit.catalogue.relations import RELATIONS
from merit.kernel.document import Document
from tests.metrics.hand_made import documents, shipped_documents

PAGE = (Path(__file__).parents[2] / "docs" / "kpi-files.md").read_text("utf-8")


def examples() -> list[Document]:
    blocks = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    return [document for at, block in enumerate(blocks) for document in documents(block, f"page/{at}.yaml")]


def test_every_example_of_the_page_is_read_without_a_problem() -> None:
    catalogue, problems = read_kpis([*shipped_documents(), *examples()])
    assert problems == []
    assert {"large_orders", "mobile_conversion", "orders_paid_live"} <= catalogue.kpis.keys()
    assert catalogue["quality_refund_rate"].version == 2
    assert catalogue.credit_of.keys() == {"orders", "purchases"}


def test_an_example_that_extends_keeps_the_rest_of_the_measure() -> None:
    catalogue, _ = read_kpis([*shipped_documents(), *examples()])
    kept, changed = (_measured(catalogue[name]) for name in ("orders_paid", "orders_paid_live"))
    assert (changed.measure.relation, changed.measure.at) == (kept.measure.relation, kept.measure.at)
    assert changed.measure.where != kept.measure.where


def _measured(kpi: Kpi) -> Measured:
    assert isinstance(kpi.body, Measured)
    return kpi.body


def test_the_page_lists_every_table_with_its_own_columns() -> None:
    listed = dict(re.findall(r"^\| `(\w+)` \|(.*)$", PAGE, re.MULTILINE))
    for name, relation in RELATIONS.items():
        assert name in listed
        assert f"| {relation.at} |" in listed[name]
    assert {"buyer_paid", "credit_day", "paid_by_next_day", "perfect"} <= set(re.findall(r"\w+", PAGE))


def test_every_way_to_compute_is_used_by_a_shipped_kpi() -> None:
    bodies = {type(kpi.body) for kpi in read_kpis(shipped_documents())[0].kpis.values()}
    assert {Measured, RatioOf, Formula} <= bodies
