"""An expression written out is the same expression when it is read again."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merit.catalogue.expression import Call, Expression, Literal, Name, Operation
from merit.catalogue.expression_text import decimal_text, expression_text
from merit.catalogue.parse_expression import parse_row_expression

LEAVES = st.one_of(
    st.sampled_from(["paid", "valid", "渠道"]).map(Name),
    st.sampled_from(["0", "2.5", "-3", "0.00000001"]).map(lambda text: Literal(Fraction(text))),
    st.sampled_from(["live", "it's", 'a "b"', "\\"]).map(Literal),
)


def made_of(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    pairs = st.tuples(inner, inner)
    return st.one_of(
        st.builds(Operation, st.sampled_from(["+", "-", "*", "/", "==", "<", "and", "or"]), pairs),
        st.builds(lambda one: Operation("not", (one,)), inner),
        st.builds(lambda pair: Call("coalesce", pair), pairs),
        st.builds(lambda one: Operation("in", (one, Literal("a"), Literal("b"))), inner),
    )


@given(st.recursive(LEAVES, made_of, max_leaves=8))
def test_what_is_written_is_read_again_the_same(expression: Expression) -> None:
    assert parse_row_expression(expression_text(expression)) == (expression, [])


@pytest.mark.parametrize(
    "text", ["(a - b) / c", "a - (b - c)", "a / (b / c)", "-(a + b)", "not (a and b)", "(a or b) and c", "a + b * c"]
)
def test_brackets_stand_where_they_are_needed_and_nowhere_else(text: str) -> None:
    expression, _ = parse_row_expression(text)
    assert expression is not None
    assert expression_text(expression) == text


def test_a_number_keeps_all_its_digits_and_a_third_has_none() -> None:
    assert decimal_text(Fraction("-0.000000001")) == "-0.000000001"
    with pytest.raises(ValueError, match="no decimal"):
        decimal_text(Fraction(1, 3))
