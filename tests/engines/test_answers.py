"""Questions cut by any dimensions and one time grain, over tiny facts, worked by hand."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from merit.catalogue.expression import Call, Name, Operation
from merit.catalogue.kpi import Aggregate, Credit, CreditBy, Formula, Measure, Measured, RatioOf
from merit.engines.answers import Question, answer
from merit.engines.embedded import EmbeddedEngine
from merit.engines.figures import open_engine
from merit.kernel.node import NodeKind
from merit.kernel.period import Grain, Period
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from tests.engines.tiny_company import company, kpi, share, snapshot_of, spell

BY_SHOP = Credit(CreditBy.SUBJECT, "shop", "shop")
SPEND = Measure("ads", Aggregate.SUM, "day", Name("spend"), credit=BY_SHOP)
CLICKS = Measure("ads", Aggregate.SUM, "day", Name("clicks"), credit=BY_SHOP)
CAMPAIGNS = Measure("ads", Aggregate.DISTINCT, "day", Name("campaign"), credit=BY_SHOP)
MEDIAN = Measure("ads", Aggregate.QUANTILE, "day", Name("spend"), credit=BY_SHOP, quantile=Fraction(1, 2))
ACME = company(
    (
        kpi("spend", Measured(SPEND)),
        kpi("clicks", Measured(CLICKS)),
        kpi("campaigns", Measured(CAMPAIGNS)),
        kpi("median", Measured(MEDIAN)),
        kpi("cpc", RatioOf("spend", "clicks")),
        kpi("growth", Formula(Operation("/", (Name("spend"), Call("previous", (Name("spend"),)))))),
        kpi("shops_only", Measured(SPEND), nodes=(NodeKind.SHOP,)),
    ),
    (spell("ann", "north"), spell("bob", "south")),
    (share("s1", "ann", "0.6"), share("s1", "bob", "0.4")),
)
ADS = (
    {"day": "2026-09-30", "shop": "s1", "campaign": "z", "channel": "search", "clicks": 1, "spend": "50"},
    {"day": "2026-10-01", "shop": "s1", "campaign": "a", "channel": "search", "clicks": 10, "spend": "100"},
    {"day": "2026-10-20", "shop": "s1", "campaign": "a", "clicks": 20, "spend": "50"},
    {"day": "2026-10-20", "shop": "s1", "campaign": "b", "channel": "feed", "clicks": 0, "spend": "7.5"},
    {"day": "2026-10-21", "shop": "s2", "campaign": "a", "channel": "feed", "clicks": 5, "spend": "30"},
)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[EmbeddedEngine]:
    opened = open_engine(ACME, snapshot_of(tmp_path, {"ads": ADS}))
    yield opened
    opened.close()


def told(engine: EmbeddedEngine, question: Question) -> list[tuple[object, ...]]:
    """Dimension values, period and value of each answer."""
    return [
        (*(value for _, value in each.dimensions), str(each.period), each.value.value)
        for each in answer(ACME, engine, question)
    ]


def test_without_a_span_all_calendar_periods_that_have_data_are_answered(engine: EmbeddedEngine) -> None:
    asked = Question(("spend",), ("company",), Grain.MONTH)
    assert told(engine, asked) == [("company", "2026-09", 50), ("company", "2026-10", Fraction("187.5"))]
    assert told(engine, Question(("spend",))) == [("2026-09-30..2026-10-21", Fraction("237.5"))]


def test_a_span_cuts_the_periods_at_its_edges(engine: EmbeddedEngine) -> None:
    asked = Question(("spend",), (), Grain.MONTH, Period.parse("2026-09-01..2026-10-20"))
    assert told(engine, asked) == [("2026-09", 50), ("2026-10-01..2026-10-20", Fraction("157.5"))]


def test_people_and_columns_cut_together(engine: EmbeddedEngine) -> None:
    asked = Question(("spend",), ("person", "channel"), span=Period.parse("2026-10"))
    assert told(engine, asked) == [
        ("ann", "", "2026-10", 30),
        ("ann", "feed", "2026-10", Fraction("4.5")),
        ("ann", "search", "2026-10", 60),
        ("bob", "", "2026-10", 20),
        ("bob", "feed", "2026-10", 3),
        ("bob", "search", "2026-10", 40),
        ("unassigned", "feed", "2026-10", 30),
    ]


def test_a_ratio_is_divided_anew_at_each_grain(engine: EmbeddedEngine) -> None:
    days = Question(("cpc",), grain=Grain.DAY, span=Period.parse("2026-10-20..2026-10-21"))
    assert [each[-1] for each in told(engine, days)] == [Fraction("57.5") / 20, 6]
    both = Question(("cpc",), span=Period.parse("2026-10-20..2026-10-21"))
    assert told(engine, both)[0][-1] == Fraction("87.5") / 25


def test_distinct_counts_and_percentiles_are_made_anew_and_never_added(engine: EmbeddedEngine) -> None:
    october = Period.parse("2026-10")
    assert told(engine, Question(("campaigns",), ("shop",), span=october)) == [
        ("s1", "2026-10", 2),
        ("s2", "2026-10", 1),
    ]
    assert told(engine, Question(("campaigns",), span=october)) == [("2026-10", 2)]
    assert told(engine, Question(("median",), span=october)) == [("2026-10", 30)]  # 7.5 30 50 100
    assert told(engine, Question(("median",), ("shop",), span=october))[0] == ("s1", "2026-10", 50)


def test_a_filter_takes_only_rows_and_shares_of_that_value(engine: EmbeddedEngine) -> None:
    october = Period.parse("2026-10")
    assert told(engine, Question(("spend",), span=october, where=(("shop", "s2"),))) == [("2026-10", 30)]
    assert told(engine, Question(("spend",), span=october, where=(("team", "south"),))) == [("2026-10", 63)]
    by_shop = Question(("spend",), ("shop",), span=october, where=(("person", "ann"), ("channel", "search")))
    assert told(engine, by_shop) == [("s1", "2026-10", 60)]


def test_a_formula_looks_back_from_every_period(engine: EmbeddedEngine) -> None:
    asked = Question(("growth",), ("shop",), Grain.MONTH, Period.parse("2026-Q4"))
    assert told(engine, asked)[0] == ("s1", "2026-10", Fraction("157.5") / 50)
    assert told(engine, asked)[1] == ("s2", "2026-10", None)


def test_what_cannot_be_answered_is_refused_by_name(engine: EmbeddedEngine) -> None:
    with pytest.raises(NotFoundRefusal, match=r"metrics\.no_such_dimension"):
        answer(ACME, engine, Question(("spend",), ("region",)))
    with pytest.raises(NotFoundRefusal, match=r"metrics\.unknown_dimension"):
        answer(ACME, engine, Question(("spend",), ("planet",)))
    with pytest.raises(NotFoundRefusal, match=r"metrics\.unknown_kpi"):
        answer(ACME, engine, Question(("nonsense",)))
    with pytest.raises(ConflictRefusal, match=r"metrics\.not_for_such_nodes"):
        answer(ACME, engine, Question(("shops_only",), ("person",)))
