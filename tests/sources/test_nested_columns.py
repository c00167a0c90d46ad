"""GA4's BigQuery export as Parquet gives the same visits as its JSON: records and lists of keys and values inside."""

import json

import pyarrow as pa
import pyarrow.parquet
import pytest

from tests.sources.fact_files import read, write
from tests.sources.platform_company import EXPORTS

JSON = EXPORTS / "ga4_events.jsonl"
VALUE = pa.struct(
    [
        ("string_value", pa.string()),
        ("int_value", pa.int64()),
        ("float_value", pa.float64()),
        ("double_value", pa.float64()),
    ]
)
PARAMS = pa.list_(pa.struct([("key", pa.string()), ("value", VALUE)]))


def events() -> list[dict]:
    """The invented events with the types that BigQuery gives its columns."""
    found = [json.loads(line) for line in JSON.read_text("utf-8").splitlines() if line.strip()]
    for event in found:
        event["event_timestamp"] = int(event["event_timestamp"])
        for param in event.get("event_params", []):
            if param["value"].get("int_value") is not None:
                param["value"]["int_value"] = int(param["value"]["int_value"])
    return found


def as_parquet(path, made=None):
    """A table as BigQuery writes it; rows in groups of two."""
    rows = made or events()
    table = pa.Table.from_pylist(rows)
    params = pa.array([each.get("event_params") for each in rows], PARAMS)
    table = table.set_column(table.schema.get_field_index("event_params"), "event_params", params)
    path.parent.mkdir(parents=True, exist_ok=True)
    pyarrow.parquet.write_table(table, path, row_group_size=2)


def visits(folder):
    """What came in, without where it came from."""
    result = read(folder)
    assert [each.code for each in result.problems if each.severity != "note"] == []
    rows = [
        {name: cell for name, cell in row.items() if not name.startswith("source_")} for row in result.tables["visits"]
    ]
    return sorted(rows, key=lambda row: row["visit_id"])


@pytest.mark.parametrize("entry", ["shop: s1", "profile: ga4_events, shop: s1"])
def test_parquet_gives_the_same_visits_as_json(tmp_path, entry):
    for kind in ("json", "parquet"):
        write(tmp_path / kind, "sources.yaml", f"sources:\n  - {{files: raw/*, {entry}}}\n")
        write(tmp_path / kind, ".merit/salt", "a" * 64)
    write(tmp_path / "json", "raw/events.jsonl", JSON.read_bytes())
    as_parquet(tmp_path / "parquet/raw/events.parquet")
    assert visits(tmp_path / "parquet") == visits(tmp_path / "json") != []


def test_a_key_that_comes_late_in_the_file_is_a_column_too(tmp_path):
    late = events()
    late[0]["event_params"] = [each for each in late[0]["event_params"] if each["key"] != "session_engaged"]
    write(tmp_path, "sources.yaml", "sources:\n  - {files: raw/*, profile: ga4_events, shop: s1}\n")
    as_parquet(tmp_path / "raw/events.parquet", late)
    assert any(row["engaged"] for row in visits(tmp_path))
