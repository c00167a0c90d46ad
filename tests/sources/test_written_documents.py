"""A definition that is written reads back as it was."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from merit.sources.company_folder.definitions import shipped_kpi_documents
from merit.sources.documents import documents_of
from merit.sources.written_documents import written_document

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=40).filter(lambda text: "\0" not in text)
numbers = st.integers(-(10**12), 10**12) | st.decimals(-(10**9), 10**9, places=4)
leaves = words | numbers | st.booleans() | st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1))
keys = words | st.integers(0, 99)


def parts(inner):
    return st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4)


documents = st.dictionaries(words, st.recursive(leaves, parts, max_leaves=12), min_size=1, max_size=5)


def read(text):
    found, problems = documents_of(text, "x.yaml")
    assert problems == []
    [document] = found
    return document.data


@given(documents)
def test_whatever_is_written_reads_back_equal(data):
    assert read(written_document(data)) == data


@pytest.mark.parametrize("document", shipped_kpi_documents(), ids=lambda each: str(each.data.get("kpi")))
def test_every_shipped_kpi_survives_being_written(document):
    assert read(written_document(document.data)) == document.data


def test_a_plan_is_written_in_the_documented_form():
    data = {
        "plan": "cs",
        "title": {"zh": "客服", "en": "Service"},
        "valid_from": date(2026, 1, 1),
        "indicators": [{"kpi": "csat", "weight": 100, "curve": {"bands": [[0, 0], [Decimal("0.80"), 60]]}}],
        "grades": [["A", 90], ["B", 0]],
    }
    assert written_document(data) == (
        "plan: cs\n"
        "title: {zh: 客服, en: Service}\n"
        "valid_from: 2026-01-01\n"
        "indicators:\n"
        "  - {kpi: csat, weight: 100, curve: {bands: [[0, 0], [0.80, 60]]}}\n"
        "grades: [[A, 90], [B, 0]]\n"
    )


def test_words_that_could_be_read_as_something_else_stand_in_quotes():
    assert written_document({"a": "true", "b": "2026-01-01", "c": "12", "d": "x: y"}) == (
        'a: "true"\nb: "2026-01-01"\nc: "12"\nd: "x: y"\n'
    )
