"""Folders of Parquet, Delta and Iceberg tables as sources: exact types, each version once, only the newer rows."""

from datetime import UTC, datetime
from decimal import Decimal
from importlib.util import find_spec

import deltalake
import pyarrow as pa
import pyarrow.parquet
import pytest

from merit.kernel.refusals import ConflictRefusal
from tests.sources.fact_files import read
from tests.sources.live.fetching import MISSING, NOW, declare, the_source

pytestmark = pytest.mark.skipif(find_spec("tenacity") is None, reason=MISSING.format("tenacity"))


def orders(*numbers):
    """Orders whose number is also the day on which they changed."""
    return pa.table(
        {
            "shop": ["s1"] * len(numbers),
            "order_id": [f"00{each}" for each in numbers],
            "ordered_at": pa.array([datetime(2026, 10, 1, tzinfo=UTC)] * len(numbers), pa.timestamp("us", "UTC")),
            "status": ["paid"] * len(numbers),
            "paid_amount": pa.array([Decimal("12.1003")] * len(numbers), pa.decimal128(14, 4)),
            "changed": pa.array([datetime(2026, 10, each, tzinfo=UTC) for each in numbers], pa.timestamp("us", "UTC")),
        }
    )


class ParquetFolder:
    """Plain files."""

    def __init__(self, folder):
        self.folder, self.files = folder, 0
        folder.mkdir(parents=True)

    def add(self, table):
        self.files += 1
        pa.parquet.write_table(table, self.folder / f"part-{self.files}.parquet")


class DeltaFolder:
    """A table of Delta Lake."""

    def __init__(self, folder):
        self.folder = folder

    def add(self, table):
        deltalake.write_deltalake(str(self.folder), table, mode="append")


class IcebergFolder:
    """A table of Apache Iceberg, whose catalogue is elsewhere."""

    def __init__(self, folder):
        pytest.importorskip("pyiceberg", reason=MISSING.format("pyiceberg"))
        from pyiceberg.catalog.sql import SqlCatalog

        folder.parent.mkdir(parents=True)
        where = folder.parent.parent.parent
        catalog = SqlCatalog("c", uri=f"sqlite:///{where}/catalog.sqlite3", warehouse=f"file://{where}/warehouse")
        catalog.create_namespace("erp")
        self.table = catalog.create_table("erp.orders", orders(1).schema, location=f"file://{folder}")

    def add(self, table):
        self.table.append(table)


@pytest.fixture(params=[ParquetFolder, DeltaFolder, IcebergFolder], ids=["parquet", "delta", "iceberg"])
def lake(request, tmp_path):
    company = tmp_path / "company"
    made = request.param(company / "lake" / "orders")
    kind = request.param.__name__.removesuffix("Folder").lower()
    made.add(orders(1, 2))
    declare(company, f"name: lake, from: {kind}, address: lake/orders, cursor: changed")
    return made, company


def fetched(company):
    """Fetch, and read what all raw files hold by now."""
    from merit.sources.live.fetch import fetch

    return fetch(the_source(company), company, NOW)


def test_rows_keep_their_types_and_come_into_the_tables(lake):
    _, company = lake
    done = fetched(company)
    assert done.rows == 2
    result = read(company)
    assert [each.code for each in result.problems if each.severity != "note"] == []
    assert (result.column("order_id"), result.column("paid_amount")) == (["001", "002"], [121_003, 121_003])


def test_the_same_version_is_read_once_and_a_new_one_from_the_cursor_on(lake):
    table, company = lake
    assert fetched(company).rows == 2
    assert fetched(company).files == ()
    table.add(orders(3))
    assert fetched(company).rows == 2
    assert read(company).column("order_id")[2:] in (["002", "003"], ["003", "002"])


def test_a_folder_that_is_no_such_table_is_said(tmp_path):
    (tmp_path / "lake").mkdir()
    for kind in ("parquet", "delta", *(["iceberg"] if find_spec("pyiceberg") else [])):
        declare(tmp_path, f"name: lake, from: {kind}, address: lake")
        with pytest.raises(ConflictRefusal) as told:
            fetched(tmp_path)
        assert told.value.code in ("sources.live_no_such_path", "sources.live_query_failed"), kind
