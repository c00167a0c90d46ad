"""Queries that were put into words once are the same queries in the next process; those of other code are not read."""

import json
from pathlib import Path

import ibis
import pyarrow as pa
import pytest

from merit.catalogue.read import read_kpis
from merit.engines.cube import written
from merit.engines.cube.engine import CubeEngine
from merit.engines.cube.written import WrittenQueries
from merit.kernel.refusals import NotFoundRefusal
from merit.metrics.components import measures_of
from merit.metrics.relations import RELATIONS
from merit.sources.company_folder.definitions import shipped_kpi_documents
from tests.engines.tiny_company import snapshot_of

ALL = measures_of(read_kpis(list(shipped_kpi_documents()))[0])


@pytest.fixture(autouse=True)
def _another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(written, "_KNOWN", {})


def never() -> str:
    pytest.fail("it was written again")


def test_a_text_is_read_by_the_next_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = WrittenQueries(tmp_path / "cube")
    assert first.text(("state", "orders"), lambda: "SELECT 1") == "SELECT 1"
    first.keep()
    monkeypatch.setattr(written, "_KNOWN", {})
    assert WrittenQueries(tmp_path / "cube").text(("state", "orders"), never) == "SELECT 1"
    assert WrittenQueries(tmp_path / "cube").text(("state", "refunds"), lambda: "SELECT 2") == "SELECT 2"


@pytest.mark.parametrize("content", ["", "[]", '{"code": "of before", "texts": {}}', '{"texts": 1}'])
def test_texts_of_other_code_and_damaged_files_are_not_read(tmp_path: Path, content: str) -> None:
    (tmp_path / "queries.json").write_text(content, "utf-8")
    queries = WrittenQueries(tmp_path)
    assert queries.text(("state",), lambda: "SELECT 3") == "SELECT 3"
    queries.keep()
    assert len(json.loads((tmp_path / "queries.json").read_text("utf-8"))["texts"]) == 1


def test_the_columns_of_every_relation_are_the_same_after_being_written_down(tmp_path: Path) -> None:
    engine = CubeEngine(snapshot_of(tmp_path, {}), RELATIONS, ALL)
    engine.put("manual_values", ENTERED)
    for name, build in RELATIONS.items():
        rows = build(engine.table)
        mine = engine.relation(name)
        assert mine.schema() == ibis.schema({each: rows.schema()[each] for each in mine.columns}), name
    engine.close()


ENTERED = pa.table(
    {name: pa.array([], pa.int64()) for name in ("value", "target")} | {"kpi": pa.array([], pa.string())}
)


def test_a_relation_of_entered_values_is_written_for_the_columns_they_have(tmp_path: Path) -> None:
    engine = CubeEngine(snapshot_of(tmp_path, {}), RELATIONS, ())
    with pytest.raises(NotFoundRefusal):
        engine.relation("standings")
    engine.put("manual_values", ENTERED)
    assert engine.relation("standings").columns == ("value", "target", "kpi", "reached")
    engine.close()
    other = CubeEngine(snapshot_of(tmp_path / "other", {}), RELATIONS, ())
    other.put("manual_values", ENTERED.append_column("day", pa.array([], pa.date32())))
    assert other.relation("standings").columns == ("value", "target", "kpi", "day", "reached")
    other.close()
