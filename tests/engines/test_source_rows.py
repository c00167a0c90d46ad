"""From a KPI value down to the lines of files, over tiny facts."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from merit.catalogue.expression import Call, Literal, Name, Operation
from merit.catalogue.kpi import Aggregate, Credit, CreditBy, Entered, Formula, Measure, Measured, RatioOf
from merit.company import ManualValue
from merit.engines.embedded import EmbeddedEngine
from merit.engines.figures import open_engine
from merit.engines.source_rows import RowsAsked, SourceRow, source_rows
from merit.kernel.explain import LineRef
from merit.kernel.node import COMPANY, Node, NodeKind, person_node
from merit.kernel.period import Period
from tests.engines.tiny_company import company, kpi, share, snapshot_of, spell

OCTOBER = Period.parse("2026-10")
BY_SHOP = Credit(CreditBy.SUBJECT, "shop", "shop")
BY_WAREHOUSE = Credit(CreditBy.SUBJECT, "warehouse", "warehouse")
IN_SEARCH = Operation("==", (Name("channel"), Literal("search")))
SPEND = Measure("ads", Aggregate.SUM, "day", Name("spend"), IN_SEARCH, BY_SHOP)
CLICKS = Measure("ads", Aggregate.SUM, "day", Name("clicks"), credit=BY_SHOP)
STOCK = Measure("stock", Aggregate.LAST, "day", Name("on_hand"), credit=BY_WAREHOUSE)
ENTERED = ManualValue(
    "audit", COMPANY, OCTOBER, Fraction(88), "ann", "bob", "minutes.pdf", LineRef("manual_values.csv", 2)
)
ACME = company(
    (
        kpi("spend", Measured(SPEND)),
        kpi("clicks", Measured(CLICKS)),
        kpi("cpc", RatioOf("spend", "clicks")),
        kpi("growth", Formula(Operation("-", (Name("spend"), Call("previous", (Name("spend"),)))))),
        kpi("on_hand", Measured(STOCK)),
        kpi("audit", Entered()),
    ),
    (spell("ann", "north"), spell("bob", "south")),
    (share("s1", "ann", "0.6"), share("s1", "bob", "0.4")),
    manual_values=(ENTERED,),
)
ADS = (
    {"day": "2026-10-20", "shop": "s1", "campaign": "a", "channel": "search", "clicks": 20, "spend": "50"},
    {"day": "2026-09-30", "shop": "s1", "campaign": "z", "channel": "search", "clicks": 1, "spend": "8"},
    {"day": "2026-10-01", "shop": "s1", "campaign": "a", "channel": "search", "clicks": 10, "spend": "100.5"},
    {"day": "2026-10-20", "shop": "s1", "campaign": "b", "channel": "feed", "clicks": 0, "spend": "7.5"},
    {"day": "2026-10-21", "shop": "s2", "campaign": "a", "channel": "search", "clicks": 5, "spend": "30"},
)
STOCKS = (
    {"day": "2026-10-30", "warehouse": "w", "sku": "x", "on_hand": "5"},
    {"day": "2026-10-31", "warehouse": "w", "sku": "x", "on_hand": "4"},
)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[EmbeddedEngine]:
    opened = open_engine(ACME, snapshot_of(tmp_path, {"ads": ADS, "stock": STOCKS}))
    yield opened
    opened.close()


def test_a_persons_figure_ends_at_file_and_line_with_the_share_of_each_row(engine: EmbeddedEngine) -> None:
    (found,) = source_rows(ACME, engine, RowsAsked("spend", person_node("ann"), OCTOBER))
    first = {"channel": "search", "day": "2026-10-20", "shop": "s1", "spend": "50"}
    second = {"channel": "search", "day": "2026-10-01", "shop": "s1", "spend": "100.5"}
    assert found.total == 2
    assert found.rows == (
        SourceRow("facts/ads.csv", 2, first, Fraction("0.6"), True),
        SourceRow("facts/ads.csv", 4, second, Fraction("0.6"), True),
    )
    assert "SUM" in found.sql


def test_rows_that_did_not_count_are_shown_when_asked_for(engine: EmbeddedEngine) -> None:
    shop = Node(NodeKind.SHOP, "s1")
    (found,) = source_rows(ACME, engine, RowsAsked("spend", shop, OCTOBER, left_out_too=True))
    assert [(row.line, row.counted) for row in found.rows] == [(2, True), (4, True), (5, False)]
    assert found.total == 2


def test_only_the_first_rows_are_shown_but_all_are_counted(engine: EmbeddedEngine) -> None:
    (found,) = source_rows(ACME, engine, RowsAsked("spend", COMPANY, OCTOBER, shown=1))
    assert (found.total, [row.line for row in found.rows]) == (3, [2])


def test_both_parts_of_a_ratio_and_both_periods_of_a_growth_are_shown(engine: EmbeddedEngine) -> None:
    of_ratio = source_rows(ACME, engine, RowsAsked("cpc", COMPANY, OCTOBER))
    assert [(each.kpi, each.total) for each in of_ratio] == [("spend", 3), ("clicks", 4)]
    of_growth = source_rows(ACME, engine, RowsAsked("growth", COMPANY, OCTOBER))
    assert [(str(each.period), each.total) for each in of_growth] == [("2026-10", 3), ("2026-09", 1)]


def test_a_stock_shows_the_rows_of_the_last_day(engine: EmbeddedEngine) -> None:
    (found,) = source_rows(ACME, engine, RowsAsked("on_hand", COMPANY, OCTOBER))
    assert [(row.line, row.fields["on_hand"]) for row in found.rows] == [(3, "4")]


def test_an_entered_value_ends_at_the_line_it_was_entered_on(engine: EmbeddedEngine) -> None:
    (found,) = source_rows(ACME, engine, RowsAsked("audit", COMPANY, OCTOBER))
    assert [(row.file, row.line, row.fields["value"]) for row in found.rows] == [("manual_values.csv", 2, "88")]
