"""What a column of a relation is made of, down to the fact tables."""

from merit.catalogue.expression import Name, Operation
from merit.catalogue.kpi import Aggregate, Credit, CreditBy, Measure
from merit.catalogue.relations import RELATIONS
from merit.facts.tables import TABLES
from merit.metrics.column_origins import columns_read, origins


def test_a_column_taken_from_the_order_leads_to_the_order() -> None:
    assert origins("order_lines", "buyer") == {("orders", "buyer")}
    assert origins("refunds", "agent") == {("order_lines", "agent")}


def test_a_column_that_is_worked_out_leads_to_all_it_is_made_of() -> None:
    assert origins("stock", "available") == {("stock", "on_hand"), ("stock", "reserved")}
    assert origins("orders", "valid") == {("orders", "invalid_reason")}


def test_the_day_of_an_instant_leads_to_the_instant() -> None:
    assert origins("order_lines", "paid_at_day") == {("orders", "paid_at")}


def test_every_column_that_is_not_counted_leads_to_a_column_that_there_is() -> None:
    for name, relation in RELATIONS.items():
        for column in relation.columns:
            for table, origin in origins(name, column):
                known = table not in TABLES or TABLES[table].column(origin) is not None
                assert known or origin in ("source_file", "source_line"), (name, column, table, origin)


def test_a_measure_reads_what_it_sums_filters_dates_and_credits_by() -> None:
    measure = Measure(
        relation="order_lines",
        aggregate=Aggregate.SUM,
        at="paid_at",
        value=Operation("*", (Name("unit_cost"), Name("quantity"))),
        where=Name("valid"),
        credit=Credit(CreditBy.SUBJECT, "shop", "shop"),
    )
    assert columns_read(measure) == {
        *(("order_lines", each) for each in ("unit_cost", "quantity", "shop")),
        *(("orders", each) for each in ("paid_at", "invalid_reason")),
    }
