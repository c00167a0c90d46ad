"""The tables that other tools read: a contract. A column is only ever added; docs/bi-schema.md lists every one."""

import pyarrow as pa

TYPES = {
    "text": pa.string(),
    "number": pa.float64(),
    "whole": pa.int64(),
    "day": pa.date32(),
    "moment": pa.timestamp("us", tz="UTC"),
    "money": pa.decimal128(18, 2),
    "yes_no": pa.bool_(),
}
_DECLARED = {
    "periods": "period:text first_day:day last_day:day as_of:moment sealed:yes_no",
    "kpis": "kpi:text version:whole title_zh:text title_en:text subject:text unit:text direction:text",
    "kpi_values": "period:text grain:text kpi:text version:whole node_kind:text node:text value:number "
    "numerator:number denominator:number n:whole status:text value_exact:text",
    "scores": "period:text person:text plan:text plan_version:whole segment:text indicator:text actual:number "
    "target:number attainment:number points:number weight:number weighted:number status:text",
    "totals": "period:text person:text plan:text plan_version:whole total:number grade:text on_duty:number status:text",
    "payouts": "period:text person:text reward:text reward_version:whole line:text amount:money currency:text "
    "concerns:text base:number",
    "people": "person:text name:text post:text team:text managers:text status:text first_day:day last_day:day",
    "teams": "team:text name:text parent:text leader:text kind:text first_day:day last_day:day",
    "targets": "kpi:text node_kind:text node:text period:text target:number basis:text first_day:day",
}
BI_TABLES: dict[str, dict[str, str]] = {
    table: {name: kind for name, _, kind in (each.partition(":") for each in columns.split())}
    for table, columns in _DECLARED.items()
}
"""Columns with their kind, in the order in which they are written."""

VIEWS = {
    "pay_by_person": "SELECT period, person, currency, sum(amount) AS amount FROM payouts GROUP BY ALL",
    "kpi_named": "SELECT v.*, k.title_zh, k.title_en, k.subject, k.unit FROM kpi_values v LEFT JOIN kpis k USING (kpi)",
    "person_now": "SELECT * FROM people WHERE last_day IS NULL OR last_day >= current_date",
}
"""In the DuckDB file only."""


def schema_of(table: str) -> pa.Schema:
    """For Parquet."""
    return pa.schema([(name, TYPES[kind]) for name, kind in BI_TABLES[table].items()])
