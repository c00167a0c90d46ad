"""Whatever is done to a file: reading ends, and an order either comes in as it was or is told to be damaged.

Each example is a file with one damage; `make test` tries some, the long run thousands.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sources.damaged import (
    IDS,
    TEXT_DAMAGE,
    Spot,
    cut_row,
    damaged_json,
    damaged_workbook,
    drop_row,
    text_of,
    whole,
)
from tests.sources.fact_files import Read, read, write
from tests.sources.platform_company import EXPORTS

Known = dict[tuple[str, ...], tuple[Any, ...]]
COLUMNS = {
    "orders": (("order_id",), ("paid_amount", "freight", "discount_platform")),
    "order_lines": (("order_id", "line_id"), ("paid_amount", "unit_price", "quantity")),
    "refunds": (("refund_id",), ("amount",)),
}
SPOTS = st.builds(Spot, st.integers(0, 10_000), st.integers(0, 10_000), st.integers(0, 1_000_000))
FEW = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
MANY = settings(max_examples=1_200, deadline=None, suppress_health_check=list(HealthCheck))


@contextmanager
def folder() -> Iterator[Path]:
    """A folder of its own for each example."""
    place = Path(tempfile.mkdtemp())
    try:
        yield place
    finally:
        shutil.rmtree(place)


def read_bytes(name: str, profile: str, content: bytes) -> Read:
    """The file through the profile that it is known to need."""
    with folder() as place:
        write(place, "sources.yaml", f"sources:\n  - {{files: raw/*, profile: {profile}, shop: s1}}\n")
        write(place, f"raw/{name}", content)
        return read(place)


def known(result: Read) -> Known:
    """Every id with its amounts, as they came in.

    An order of 抖店 has no amount of its own in the file: it is the sum of its lines that came in.
    """
    lines_only = any(row["order_id"].startswith("6923") for row in result.tables.get("order_lines", []))
    return {
        (table, *(str(row[key]) for key in keys)): tuple(row[value] for value in values)
        for table, (keys, values) in COLUMNS.items()
        for row in result.tables.get(table, [])
        if not (lines_only and table == "orders")
    }


@cache
def truth(layout: str) -> Known:
    """What the whole file says."""
    return known(read_bytes("a.csv", layout, text_of(whole(layout)).encode()))


def never_silent(result: Read, true: Known, may_lack: bool = False) -> None:
    """Nothing came in that the whole file does not say, and what did not come in is told."""
    found = known(result)
    wrong = {key: (values, true.get(key)) for key, values in found.items() if true.get(key) != values}
    assert wrong == {}
    if not may_lack and found != true:
        assert result.rejected or [code for code in result.codes if code != "sources.rows_skipped"]


def lines_of_orders(known_rows: Known) -> dict[str, int]:
    """How many lines each order has."""
    counts: dict[str, int] = {}
    for key in known_rows:
        if key[0] == "order_lines":
            counts[key[1]] = counts.get(key[1], 0) + 1
    return counts


def try_text(layout: str, damage: Any, spot: Spot) -> None:
    """One damaged text file."""
    result = read_bytes("a.csv", layout, damage(whole(layout), layout, spot))
    never_silent(result, truth(layout), may_lack=damage in (drop_row, cut_row))
    if layout in ("jd_orders", "shopify_orders"):
        whole_orders = lines_of_orders(truth(layout))
        assert all(count == whole_orders[order] for order, count in lines_of_orders(known(result)).items())


def try_workbook(layout: str, spot: Spot) -> None:
    """One damaged workbook."""
    never_silent(read_bytes("a.xlsx", layout, damaged_workbook(layout, spot)), truth(layout))


def try_json(spot: Spot) -> None:
    """One damaged answer of an interface."""
    data = (EXPORTS / "woocommerce_orders.json").read_bytes()
    true = known(read_bytes("a.json", "woocommerce_orders", data))
    never_silent(read_bytes("a.json", "woocommerce_orders", damaged_json(data, spot)), true)


LAYOUTS = st.sampled_from(sorted(IDS))


@pytest.mark.parametrize("damage", TEXT_DAMAGE, ids=lambda each: each.__name__)
@FEW
@given(LAYOUTS, SPOTS)
def test_a_damaged_text_file_never_passes_as_whole(damage, layout, spot):
    try_text(layout, damage, spot)


@FEW
@given(LAYOUTS, SPOTS)
def test_a_damaged_workbook_never_passes_as_whole(layout, spot):
    try_workbook(layout, spot)


@FEW
@given(SPOTS)
def test_a_damaged_answer_never_passes_as_whole(spot):
    try_json(spot)


@pytest.mark.long
@pytest.mark.parametrize("damage", TEXT_DAMAGE, ids=lambda each: each.__name__)
@MANY
@given(LAYOUTS, SPOTS)
def test_thousands_of_damaged_text_files_never_pass_as_whole(damage, layout, spot):
    try_text(layout, damage, spot)


@pytest.mark.long
@MANY
@given(LAYOUTS, SPOTS)
def test_thousands_of_damaged_workbooks_never_pass_as_whole(layout, spot):
    try_workbook(layout, spot)


@pytest.mark.long
@MANY
@given(SPOTS)
def test_thousands_of_damaged_answers_never_pass_as_whole(spot):
    try_json(spot)
