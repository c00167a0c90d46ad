"""Text to expression: what the language has, and that everything else is refused with its place."""

from fractions import Fraction

import pytest

from merit.catalogue.expression import Call, Expression, Literal, Name, Operation, names
from merit.catalogue.parse_expression import LONGEST, parse_formula, parse_row_expression
from merit.kernel.problems import Place

HERE = Place("catalogue/own.yaml", 7, "sum.where")


def row(text: str) -> Expression:
    expression, problems = parse_row_expression(text)
    assert problems == []
    assert expression is not None
    return expression


def formula(text: str) -> Expression:
    expression, problems = parse_formula(text)
    assert problems == []
    assert expression is not None
    return expression


def number(text: str) -> Literal:
    return Literal(Fraction(text))


def test_a_column_a_text_and_a_number_compare() -> None:
    assert row("kind == 'return'") == Operation("==", (Name("kind"), Literal("return")))
    assert row("amount >= 12.50") == Operation(">=", (Name("amount"), number("12.5")))


def test_a_decimal_is_read_exactly_as_written() -> None:
    assert row("0.1") == number("1/10")
    assert row("0.30000000000000000001") == Literal(Fraction(30000000000000000001, 10**20))


def test_a_negative_number_is_a_number() -> None:
    assert row("-100") == number("-100")
    assert row("-amount") == Operation("neg", (Name("amount"),))


def test_multiplication_binds_before_addition() -> None:
    product = Operation("*", (Name("b"), Name("c")))
    assert row("a + b * c") == Operation("+", (Name("a"), product))
    assert row("(a + b) / c") == Operation("/", (Operation("+", (Name("a"), Name("b"))), Name("c")))


def test_and_binds_before_or_and_not_before_both() -> None:
    both = Operation("and", (Name("b"), Operation("not", (Name("c"),))))
    assert row("a or b and not c") == Operation("or", (Name("a"), both))


def test_a_chained_comparison_is_its_links_joined_by_and() -> None:
    first = Operation("<=", (number("480"), Name("started_at_minute")))
    second = Operation("<", (Name("started_at_minute"), number("1380")))
    assert row("480 <= minute_of(started_at) < 1380") == Operation("and", (first, second))


def test_true_false_and_none_are_values_in_either_writing() -> None:
    assert [row(text) for text in ("true", "False", "none")] == [Literal(True), Literal(False), Literal(None)]
    assert row("paid_at == none") == Operation("==", (Name("paid_at"), Literal(None)))


def test_in_takes_one_choice_or_several() -> None:
    assert row("kind in ('a', 'b')") == Operation("in", (Name("kind"), Literal("a"), Literal("b")))
    assert row("kind in ('a')") == Operation("in", (Name("kind"), Literal("a")))
    assert row("kind not in ['a']") == Operation("not", (Operation("in", (Name("kind"), Literal("a"))),))


def test_functions_of_rows() -> None:
    assert row("has(buyer)") == Call("has", (Name("buyer"),))
    assert row("seconds(a, b)") == Call("seconds", (Name("a"), Name("b")))
    assert row("when(a, 1, 0)") == Call("when", (Name("a"), number("1"), number("0")))


def test_chinese_names_and_texts_are_fine() -> None:
    assert row("类别 == '鞋'") == Operation("==", (Name("类别"), Literal("鞋")))


def test_functions_of_formulas() -> None:
    grown = Operation("-", (Name("paid_sales"), Call("previous", (Name("paid_sales"),))))
    assert formula("paid_sales - previous(paid_sales)") == grown
    assert formula("cogs / calendar_days()") == Operation("/", (Name("cogs"), Call("calendar_days", ())))


def test_the_names_of_a_formula_leave_out_benchmarks() -> None:
    assert names(formula("a / benchmark(market) + max(b, previous(c))")) == {"a", "b", "c"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "catalogue.expression_unreadable"),
        ("a +", "catalogue.expression_unreadable"),
        ("a b", "catalogue.expression_unreadable"),
        ("a = 1", "catalogue.expression_unreadable"),
        ("a\x00", "catalogue.expression_unreadable"),
        ("“a” == 'x'", "catalogue.expression_unreadable"),
        ("a.b", "catalogue.expression_not_allowed"),
        ("a[0]", "catalogue.expression_not_allowed"),
        ("a ** 9", "catalogue.expression_not_allowed"),
        ("a // 2", "catalogue.expression_not_allowed"),
        ("a % 2", "catalogue.expression_not_allowed"),
        ("~a", "catalogue.expression_not_allowed"),
        ("lambda: 1", "catalogue.expression_not_allowed"),
        ("[x for x in y]", "catalogue.expression_not_allowed"),
        ("(a := 1)", "catalogue.expression_not_allowed"),
        ("a if b else c", "catalogue.expression_not_allowed"),
        ("f'{a}'", "catalogue.expression_not_allowed"),
        ("b'a'", "catalogue.expression_not_allowed"),
        ("1e5", "catalogue.expression_not_allowed"),
        ("0x10", "catalogue.expression_not_allowed"),
        ("1_000", "catalogue.expression_not_allowed"),
        ("2j", "catalogue.expression_not_allowed"),
        ("...", "catalogue.expression_not_allowed"),
        ("a is none", "catalogue.expression_not_allowed"),
        ("a in b", "catalogue.expression_not_allowed"),
        ("a in ()", "catalogue.expression_not_allowed"),
        ("has(x=1)", "catalogue.expression_not_allowed"),
        ("a.has(b)", "catalogue.expression_not_allowed"),
        ("__import__('os')", "catalogue.unknown_function"),
        ("eval('1')", "catalogue.unknown_function"),
        ("previous(a)", "catalogue.unknown_function"),
        ("has()", "catalogue.wrong_arguments"),
        ("seconds(a)", "catalogue.wrong_arguments"),
        ("when(a, b)", "catalogue.wrong_arguments"),
        ("minute_of(1)", "catalogue.wrong_arguments"),
        ("(" * 30 + "a" + ")" * 30 + " + 1" * 40, "catalogue.expression_too_deep"),
        ("a" * (LONGEST + 1), "catalogue.expression_too_long"),
        ("(" * 400 + "a" + ")" * 400, "catalogue.expression_unreadable"),
    ],
)
def test_what_is_not_in_the_row_language_is_refused_with_its_place(text: str, code: str) -> None:
    expression, problems = parse_row_expression(text, HERE)
    assert expression is None
    assert [(each.code, each.place) for each in problems] == [(code, HERE)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("'a'", "catalogue.expression_not_allowed"),
        ("True", "catalogue.expression_not_allowed"),
        ("a > 1", "catalogue.expression_not_allowed"),
        ("a and b", "catalogue.expression_not_allowed"),
        ("not a", "catalogue.expression_not_allowed"),
        ("a.part / b", "catalogue.expression_not_allowed"),
        ("has(a)", "catalogue.unknown_function"),
        ("calendar_days(1)", "catalogue.wrong_arguments"),
        ("previous()", "catalogue.wrong_arguments"),
        ("max(a)", "catalogue.wrong_arguments"),
    ],
)
def test_a_formula_has_numbers_and_kpis_only(text: str, code: str) -> None:
    expression, problems = parse_formula(text, HERE)
    assert expression is None
    assert [(each.code, each.place) for each in problems] == [(code, HERE)]


def test_a_problem_names_the_part_that_is_wrong() -> None:
    _, problems = parse_row_expression("a + b.c", HERE)
    assert problems[0].params == {"part": "b.c"}
