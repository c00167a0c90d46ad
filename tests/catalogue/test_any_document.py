"""Whatever stands in a file, reading it ends in KPIs and Problems, never in an exception."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from merit.catalogue.parse_expression import parse_formula, parse_row_expression
from merit.catalogue.read import read_kpis
from merit.catalogue.read_kpi import FIELDS
from merit.catalogue.read_measure import MEASURE_FIELDS
from merit.catalogue.relations import RELATIONS
from merit.kernel.document import Document

WORDS = st.sampled_from(["a", "b", "paid_at", "shop", "sum", "a + b", "previous(a)", "valid", "", "名", *RELATIONS])
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 5), st.decimals(allow_nan=False), WORDS, st.text(max_size=5)
)
KEYS = st.one_of(st.sampled_from([*FIELDS, *MEASURE_FIELDS, "part", "whole", "credit_of", "kind", "column", "orders"]))
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.one_of(KEYS, SCALARS), inner, max_size=5)),
    max_leaves=12,
)
DATA: st.SearchStrategy[dict[str, Any]] = st.dictionaries(KEYS, ANYTHING, max_size=7)


@settings(max_examples=300, deadline=None)
@given(st.lists(DATA, max_size=4))
def test_no_document_makes_reading_fail(drawn: list[dict[str, Any]]) -> None:
    catalogue, problems = read_kpis([Document(f"catalogue/{at % 2}.yaml", data) for at, data in enumerate(drawn)])
    assert catalogue.kpis or problems or not drawn or all("credit_of" in data for data in drawn)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab_1.,'\"()[]+-*/<>=!~:{}@ \n#\\名“”", max_size=40))
def test_no_text_makes_parsing_fail(text: str) -> None:
    for parse in (parse_row_expression, parse_formula):
        expression, problems = parse(text)
        assert (expression is None) == bool(problems)
