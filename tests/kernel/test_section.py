"""Parts of a document: what is wrong is said with its line, and reading goes on."""

from decimal import Decimal
from fractions import Fraction

import pytest

from merit.kernel.breakpoints import read_breakpoints
from merit.kernel.document import Document
from merit.kernel.section import Section, document_section, number_in


def section(**data: object) -> Section:
    lines = {(key,): number for number, key in enumerate(data, 1)}
    return document_section(Document("plans/a.yaml", data, lines), [])


def said(read: Section) -> list[tuple[str, int]]:
    return [(problem.code, problem.place.line) for problem in read.problems]


@pytest.mark.parametrize(
    ("written", "number"),
    [("0.1", Fraction("0.1")), (0.1, Fraction("0.1")), (Decimal("2.5"), Fraction("2.5")), (1e-05, Fraction("0.00001"))],
)  # fmt: skip
def test_a_number_is_read_by_its_digits(written, number) -> None:
    assert number_in(written) == number


@pytest.mark.parametrize("written", ["1/3", "1e5", "1,000", "nan", "", True, None, [1], Decimal("NaN")])
def test_what_is_no_plain_number_is_none(written) -> None:
    assert number_in(written) is None


def test_a_number_outside_its_limits_is_said_and_left_out() -> None:
    read = section(share=Fraction(3, 2), floor=-1, edge=1)
    assert (read.share("share"), read.number("floor", low=0), read.share("edge")) == (None, None, 1)
    assert said(read) == [("documents.too_high", 1), ("documents.too_low", 2)]


def test_a_missing_part_reads_as_empty_and_another_shape_is_said() -> None:
    read = section(rates=[1])
    assert (read.part("draw"), dict(read.inner("draw").data), read.part("rates")) == (None, {}, None)
    assert said(read) == [("documents.not_a_mapping", 1)]


def test_the_bare_key_on_is_a_word() -> None:
    assert document_section(Document("a.yaml", {True: "attainment"}), []).text("on") == "attainment"


def test_bands_join_up_or_say_where_they_do_not() -> None:
    assert read_breakpoints(section(bands=[[0, 5, 1], [5, None, 2]]), "bands") == ((0, 1), (5, 2))
    for bands, code in (
        ([[0, 1], [0, 2]], "documents.bands_overlap"),
        ([[5, 1], [0, 2]], "documents.bands_unsorted"),
        ([[0, 5, 1], [8, None, 2]], "documents.bands_gap"),
        ([[0, -1]], "documents.too_low"),
        ([], "documents.no_breakpoints"),
    ):
        read = section(bands=bands)
        assert (read_breakpoints(read, "bands", 0), said(read)) == ((), [(code, 1)])
