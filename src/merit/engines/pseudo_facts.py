"""Entered values as a table beside the facts, each with the target of its period: measures can speak of them."""

import pyarrow as pa

from merit.company import Company
from merit.engines.query_engine import QueryEngine
from merit.kernel.exact import STORED_SCALE

_SCHEMA = {
    "kpi": pa.string(),
    "node_kind": pa.string(),
    "node": pa.string(),
    "day": pa.date32(),
    "value": pa.int64(),
    "target": pa.int64(),
    "source_file": pa.string(),
    "source_line": pa.int64(),
}


def put_pseudo_facts(engine: QueryEngine, company: Company) -> None:
    """Only values confirmed by somebody else than their enterer; dated by the first day of their period."""
    targets = {(each.kpi, each.node_kind, each.node, each.period): each for each in company.targets}
    rows = []
    for each in company.manual_values:
        if each.confirmed_by and each.confirmed_by != each.entered_by:
            target = targets.get((each.kpi, str(each.node.kind), each.node.id, each.period))
            wanted = None if target is None else int(target.target * STORED_SCALE)
            value = int(each.value * STORED_SCALE)
            where = (each.source.file, each.source.line)
            rows.append((each.kpi, str(each.node.kind), each.node.id, each.period.start, value, wanted, *where))
    columns = list(zip(*rows, strict=True)) or [()] * len(_SCHEMA)
    arrays = [pa.array(list(column), kind) for column, kind in zip(columns, _SCHEMA.values(), strict=True)]
    engine.put("manual_values", pa.table(arrays, names=list(_SCHEMA)))
