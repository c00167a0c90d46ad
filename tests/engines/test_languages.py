"""What the query layer would put otherwise than the embedded engine works it out."""

import ibis

from merit.engines.languages import postgres_text, spark_text

SAID = ibis.table({"who": "string", "waited": "int64"}, name="said")


def test_a_condition_that_is_unknown_for_every_row_counts_nothing_rather_than_being_missing() -> None:
    counted = SAID.group_by("who").agg(soon=SAID.count(where=SAID.waited <= 3))
    assert "COUNT_IF" in spark_text(counted)
    assert "FILTER" in postgres_text(counted)
    assert "SUM(" not in spark_text(counted) + postgres_text(counted)
    assert "COUNT(*)" in spark_text(SAID.group_by("who").agg(all=SAID.count()))
