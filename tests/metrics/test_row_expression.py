"""Row expressions as exact columns: results of small tables against figures worked by hand."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from merit.catalogue.parse_expression import parse_row_expression
from merit.engines.embedded import EmbeddedEngine
from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.metrics.row_expression import Rows, Sort, column_of
from tests.engines.tiny_company import snapshot_of

LINES = (
    {
        "shop": "s1",
        "order_id": "1",
        "line_id": "1",
        "sku": "x",
        "quantity": "2.5",
        "unit_price": "19.9999",
        "paid_amount": "50",
        "ordered_at": "2026-10-01T10:00:00",
    },
    {
        "shop": "s2",
        "order_id": "2",
        "line_id": "1",
        "sku": "",
        "quantity": "-1",
        "unit_price": "0.3",
        "paid_amount": "-0.3",
    },
)
TALKS = (
    {
        "conversation_id": "1",
        "shop": "s1",
        "agent": "a",
        "buyer": "b",
        "started_at": "2026-10-01T10:15:20.500000",
        "first_reply_at": "2026-10-01T10:18:10.250001",
        "presale": True,
        "rounds": 3,
    },
    {"conversation_id": "2", "shop": "s1", "agent": "a", "buyer": "b", "started_at": "2026-10-02T23:59:00"},
)


@pytest.fixture
def engine(tmp_path: Path) -> EmbeddedEngine:
    return EmbeddedEngine(snapshot_of(tmp_path, {"order_lines": LINES, "conversations": TALKS}), {})


def results(engine: EmbeddedEngine, relation: str, text: str, period: str = "") -> list[object]:
    """The expression on each row: exact numbers, texts, yes or no, or None."""
    expression, problems = parse_row_expression(text)
    assert expression is not None, problems
    table = engine.relation(relation)
    found = column_of(expression, Rows(table, relation, Period.parse(period) if period else None))
    rows = engine.run(table.select("source_line", result=found.column).order_by("source_line"))["result"].to_pylist()
    if found.sort is not Sort.NUMBER:
        return rows
    return [None if each is None else int(each) * found.unit for each in rows]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("paid_amount", [50, Fraction("-0.3")]),
        ("paid_amount + 0.00005", [Fraction("50.00005"), Fraction("-0.29995")]),
        ("1 - paid_amount", [-49, Fraction("1.3")]),
        ("quantity * unit_price", [Fraction("49.99975"), Fraction("-0.3")]),
        ("quantity * unit_price * unit_price", [Fraction("2.5") * Fraction("19.9999") ** 2, Fraction("-0.09")]),
        ("quantity * unit_price - paid_amount", [Fraction("-0.00025"), 0]),
        ("paid_amount / 3", [Fraction(50, 3), Fraction("-0.1")]),
        ("-paid_amount * 0.5", [-25, Fraction("0.15")]),
        ("paid_amount * -2", [-100, Fraction("0.6")]),
        ("abs(paid_amount)", [50, Fraction("0.3")]),
        ("paid_amount * 0", [0, 0]),
        ("when(quantity < 0, 0, unit_price)", [Fraction("19.9999"), 0]),
        ("coalesce(unit_cost, 1.5)", [Fraction("1.5"), Fraction("1.5")]),
        ("unit_cost", [None, None]),
        ("unit_cost + 1", [None, None]),
        ("(quantity > 0) + 1", [2, 1]),
        ("2 * 3 + 1", [7, 7]),
    ],
)
def test_numbers_are_exact(engine: EmbeddedEngine, text: str, expected: list[object]) -> None:
    assert results(engine, "order_lines", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("quantity == 2.5", [True, False]),
        ("quantity >= 2.50001", [False, False]),
        ("paid_amount > -1/3", [True, True]),
        ("paid_amount < -1/4", [False, True]),
        ("sku == 'x'", [True, False]),
        ("has(sku)", [True, False]),
        ("has(ordered_at)", [True, False]),
        ("unit_cost == none", [True, True]),
        ("sku != none", [True, True]),
        ("shop in ('s1', 's3')", [True, False]),
        ("shop not in ('s1', 's3')", [False, True]),
        ("quantity in (2.5, 7)", [True, False]),
        ("unit_cost > 1", [None, None]),
        ("not has(unit_cost)", [True, True]),
        ("shop == 's1' and quantity > 2 or sku == ''", [True, True]),
        ("0 < quantity <= 2.5", [True, False]),
        ("ordered_at_day == '2026-10-01'", [True, None]),
    ],
)
def test_conditions_follow_the_missing_values(engine: EmbeddedEngine, text: str, expected: list[object]) -> None:
    assert results(engine, "order_lines", text) == expected


def test_moments_and_days(engine: EmbeddedEngine) -> None:
    assert results(engine, "conversations", "seconds(started_at, first_reply_at)") == [Fraction("169.750001"), None]
    assert results(engine, "conversations", "seconds(started_at, first_reply_at) / 3600") == [
        Fraction("169.750001") / 3600,
        None,
    ]
    assert results(engine, "conversations", "days(started_at_day, first_reply_at_day)") == [0, None]
    assert results(engine, "conversations", "minute_of(started_at)") == [615, 1439]
    assert results(engine, "conversations", "started_at < first_reply_at") == [True, None]
    assert results(engine, "conversations", "started_at_day") == [date(2026, 10, 1), date(2026, 10, 2)]


def test_the_asked_period_and_the_one_before(engine: EmbeddedEngine) -> None:
    assert results(engine, "conversations", "in_period(started_at_day)", "2026-10-02") == [False, True]
    assert results(engine, "conversations", "in_period_before(started_at_day)", "2026-10-02") == [True, False]
    with pytest.raises(ConflictRefusal, match=r"metrics\.no_period"):
        results(engine, "conversations", "in_period(started_at_day)")


def test_counts_are_not_scaled(engine: EmbeddedEngine) -> None:
    assert results(engine, "conversations", "rounds + 0.5") == [Fraction("3.5"), None]
    assert results(engine, "conversations", "when(presale, rounds, 0)") == [3, 0]


def test_a_division_by_a_column_has_no_exact_result(engine: EmbeddedEngine) -> None:
    with pytest.raises(ConflictRefusal, match=r"metrics\.not_exact"):
        results(engine, "order_lines", "paid_amount / quantity")
    with pytest.raises(ConflictRefusal, match=r"metrics\.not_exact"):
        results(engine, "order_lines", "paid_amount / 0")


def test_unknown_columns_and_arithmetic_on_text_are_refused(engine: EmbeddedEngine) -> None:
    with pytest.raises(NotFoundRefusal, match=r"metrics\.unknown_column"):
        results(engine, "order_lines", "nonsense + 1")
    with pytest.raises(ConflictRefusal, match=r"metrics\.not_a_number"):
        results(engine, "order_lines", "sku + 1")
