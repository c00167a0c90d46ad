"""Result files are read by place: the same rows and workings as by reading everything, however ids are written."""

import json
import shutil

from merit_desk.results.queries.lazy_files import NodeTable, RowsByKey, Workings

COLUMNS = ("kpi", "node_kind", "node", "value")
TABLE = 'kpi,version,node_kind,node,value\na,1,shop,"s,1",\na,1,team,"t\n""2""",3\nb,1,shop,"s,1",4\n'


def test_rows_of_a_node_come_in_file_order_as_text(tmp_path):
    file = tmp_path / "kpis.csv"
    file.write_text(TABLE, "utf-8")
    rows = NodeTable(file, lambda row: (row["kpi"], row["value"]), COLUMNS)
    assert rows["shop", "s,1"] == (("a", ""), ("b", "4"))
    assert rows["team", 't\n"2"'] == (("a", "3"),)
    assert list(rows) == [("shop", "s,1"), ("team", 't\n"2"')]
    assert (("shop", "s2") in rows, rows.get(("shop", "s2")), len(rows)) == (False, None, 2)


def test_a_file_with_a_heading_alone_has_no_nodes(tmp_path):
    file = tmp_path / "kpis.csv"
    file.write_text("kpi,version,node_kind,node,value\n", "utf-8")
    assert dict(NodeTable(file, lambda row: row, COLUMNS)) == {}


def test_rows_are_made_once_and_only_for_who_is_asked_about():
    made = []
    rows = RowsByKey([{"person": "ann"}, {"person": "bob"}, {"person": "ann"}], "person", made.append)
    assert ("ann" in rows, len(rows), list(rows), made) == (True, 2, ["ann", "bob"], [])
    assert rows["ann"] is rows["ann"]
    assert made == [{"person": "ann"}] * 2


def written(file, *lines):
    file.write_text(
        "".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines), "utf-8"
    )


def line_about(person, value, **more):
    return {"person": person, "kind": "pay", "of": "提成", "line": "bonus", **more, "working": {"value": value}}


def test_workings_of_the_same_line_come_in_file_order(tmp_path):
    file = tmp_path / "explain.jsonl"
    odd = 'x","working":{'
    written(
        file, line_about("安", "1"), line_about(odd, "2"), line_about("安", "3"), line_about("安", "4", segment="s")
    )
    found = Workings(file)
    assert [each["value"] for each in found["pay", "安", "提成", "bonus"]] == ["1", "3"]
    assert found["pay", odd, "提成", "bonus"] == ({"value": "2"},)
    assert found["pay", "安", "提成", "bonus", "s"] == ({"value": "4"},)
    assert len(found) == 3


def test_a_reader_of_replaced_results_still_reads_its_own(tmp_path):
    place = tmp_path / "2026-10"
    place.mkdir()
    written(place / "explain.jsonl", line_about("ann", "1"))
    before = Workings(place / "explain.jsonl")
    shutil.rmtree(place)
    place.mkdir()
    written(place / "explain.jsonl", line_about("bob", "2"), line_about("ann", "3"))
    assert before["pay", "ann", "提成", "bonus"] == ({"value": "1"},)
