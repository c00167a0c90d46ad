"""What `catalogue.relations` declares is what the queries have."""

import ibis
import pytest

from merit.catalogue.kpi import CreditBy
from merit.catalogue.relations import CREDIT_KINDS, DEFAULT_CREDIT
from merit.catalogue.relations import RELATIONS as DECLARED
from merit.facts.columns import ColumnKind
from merit.metrics.relations import RELATIONS
from tests.metrics.hand_made import HandMade

TYPES = {
    ColumnKind.ID: "is_string",
    ColumnKind.TEXT: "is_string",
    ColumnKind.AMOUNT: "is_int64",
    ColumnKind.NUMBER: "is_int64",
    ColumnKind.COUNT: "is_integer",
    ColumnKind.FLAG: "is_boolean",
    ColumnKind.DAY: "is_date",
    ColumnKind.INSTANT: "is_timestamp",
}


@pytest.fixture(scope="module")
def nothing() -> HandMade:
    return HandMade({})


def test_every_declared_relation_is_built_and_the_reverse() -> None:
    assert RELATIONS.keys() == DECLARED.keys()


@pytest.mark.parametrize("name", sorted(DECLARED))
def test_a_relation_has_the_declared_columns_of_the_declared_kind(name: str, nothing: HandMade) -> None:
    types = nothing.engine.relation(name).schema()
    for column, kind in DECLARED[name].columns.items():
        assert column in types, column
        assert getattr(types[column], TYPES[kind])(), f"{column} is {types[column]}"


@pytest.mark.parametrize("name", sorted(DECLARED))
def test_a_relation_runs_without_any_facts(name: str, nothing: HandMade) -> None:
    assert nothing.rows(name) == []


@pytest.mark.parametrize("name", sorted(DECLARED))
def test_the_default_credit_names_a_column_and_a_known_kind(name: str) -> None:
    credit = DEFAULT_CREDIT[name]
    if credit.by is not CreditBy.NOBODY:
        assert credit.column in DECLARED[name].columns
    if credit.by is CreditBy.SUBJECT:
        assert credit.kind in CREDIT_KINDS


@pytest.mark.parametrize("name", sorted(DECLARED))
def test_the_default_day_is_a_day(name: str) -> None:
    assert DECLARED[name].columns[DECLARED[name].day] is ColumnKind.DAY


@pytest.mark.parametrize("name", sorted(DECLARED))
def test_a_relation_is_written_for_spark_as_well(name: str, nothing: HandMade) -> None:
    assert "SELECT" in str(ibis.to_sql(RELATIONS[name](nothing.engine.table), dialect="pyspark"))
