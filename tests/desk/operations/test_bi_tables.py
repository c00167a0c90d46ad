"""What BI tools read is a documented contract, and holds the worked example's figures without names."""

import re
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from merit.kernel.refusals import ConflictRefusal
from merit_desk.operations.actions.export_bi import export_bi
from merit_desk.operations.queries.bi_columns import BI_TABLES, VIEWS

PAGE = (Path(__file__).parents[3] / "docs" / "bi-schema.md").read_text("utf-8")
KINDS = {
    "text": "VARCHAR",
    "number": "DOUBLE",
    "whole": "BIGINT",
    "day": "DATE",
    "moment": "TIMESTAMP WITH TIME ZONE",
    "money": "DECIMAL(18,2)",
    "yes_no": "BOOLEAN",
}


@pytest.fixture(scope="module")
def exported(used_folder, tmp_path_factory):
    place = tmp_path_factory.mktemp("bi") / "out"
    return place, export_bi(used_folder, place)


@pytest.fixture
def database(exported):
    with duckdb.connect(str(exported[0] / "merit.duckdb"), read_only=True) as opened:
        yield opened


@pytest.mark.parametrize("table", BI_TABLES)
def test_the_page_names_every_column_with_its_type_and_no_other(table):
    section = PAGE.split(f"## {table}\n", 1)[1].split("\n## ", 1)[0]
    told = re.findall(r"^\| `(\w+)` \| ([^|]+) \|", section, re.MULTILINE)
    assert told == [(name, KINDS[kind]) for name, kind in BI_TABLES[table].items()]


@pytest.mark.parametrize("table", BI_TABLES)
def test_parquet_and_duckdb_have_the_columns_of_the_page(exported, database, table):
    place, counts = exported
    assert pq.read_schema(place / f"{table}.parquet").names == list(BI_TABLES[table])
    found = database.execute(f"DESCRIBE {table}").fetchall()
    assert [(row[0], row[1]) for row in found] == [(name, KINDS[kind]) for name, kind in BI_TABLES[table].items()]
    assert database.execute(f"SELECT count(*) FROM {table}").fetchone() == (counts[table],)


def test_the_page_names_every_view(database):
    for view in VIEWS:
        assert f"| `{view}` |" in PAGE
        database.execute(f"SELECT * FROM {view} LIMIT 1")


def test_the_figures_are_those_of_the_worked_example(database):
    sales = (
        "SELECT value, value_exact FROM kpi_values WHERE kpi = 'paid_sales' AND node = 'company' AND period = '2026-10'"
    )
    assert database.execute(sales).fetchone() == (11_000.0, "11000")
    total = "SELECT total, grade FROM totals WHERE person = 'cat' AND period = '2026-10'"
    assert database.execute(total).fetchone() == (97.0, "A")


def test_names_are_written_only_where_asked_for_and_wages_never(used_folder, exported, database, tmp_path):
    assert database.execute("SELECT count(*) FROM people WHERE name IS NOT NULL").fetchone() == (0,)
    export_bi(used_folder, tmp_path / "named", names=True)
    assert None not in pq.read_table(tmp_path / "named" / "people.parquet")["name"].to_pylist()
    assert not {"wage", "bonus_base"} & {name for table in BI_TABLES.values() for name in table}


def test_an_earlier_export_is_replaced_and_other_files_are_not_touched(used_folder, exported, tmp_path):
    place = tmp_path / "out"
    assert export_bi(used_folder, place) == export_bi(used_folder, place)
    (place / "mine.txt").touch()
    with pytest.raises(ConflictRefusal) as refused:
        export_bi(used_folder, place)
    assert refused.value.code == "operations.bi_place_taken"
    assert list(tmp_path.glob(".out*")) == []
