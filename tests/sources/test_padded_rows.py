"""Empty cells beyond the header: on all rows of a file they are its habit, on a single one two rows run together."""

import pytest

from tests.sources.fact_files import read, write

HEADER = "shop,order_id,ordered_at,status,paid_amount,discount_platform"
ROWS = [f"s1,A{number},2026-10-21 09:30,paid,100.50,5" for number in (1, 2, 3)]


@pytest.mark.parametrize("padding", [",", ",,,"])
@pytest.mark.parametrize("header_too", [True, False])
def test_rows_that_all_end_in_the_same_empty_cells_are_read(tmp_path, padding, header_too):
    header = HEADER + (padding if header_too else "")
    write(tmp_path, "facts/orders.csv", "\n".join([header, *(row + padding for row in ROWS)]))
    result = read(tmp_path)
    assert result.column("order_id") == ["A1", "A2", "A3"]
    assert result.column("discount_platform") == [50_000, 50_000, 50_000]
    assert result.rejected == []


def test_a_single_row_may_end_in_one_separator(tmp_path):
    write(tmp_path, "facts/orders.csv", f"{HEADER}\n{ROWS[0]},\n")
    assert read(tmp_path).column("discount_platform") == [50_000]


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_row_cut_off_before_its_last_amount_and_run_together_with_an_empty_one_is_rejected(tmp_path, at):
    run_together = [f"s1,A{number},2026-10-21 09:30,paid,100.50" for number in (1, 2, 3)]
    rows = [f"{run_together[at]},,,,," if number == at else row for number, row in enumerate(ROWS)]
    write(tmp_path, "facts/orders.csv", "\n".join([HEADER, *rows]))
    result = read(tmp_path)
    assert len(result.column("order_id")) == 2
    assert [(row.line, row.problems[0].code) for row in result.rejected] == [(at + 2, "sources.ragged")]
    assert result.rejected[0].problems[0].params == {"found": 10, "expected": 6}


def test_a_row_that_ends_short_loses_no_amount_in_silence(tmp_path):
    short = ROWS[1].removesuffix(",5")
    write(tmp_path, "facts/orders.csv", "\n".join([HEADER, ROWS[0], short, ROWS[2]]))
    result = read(tmp_path)
    assert result.column("order_id") == ["A1", "A3"]
    assert [(row.line, row.problems[0].code) for row in result.rejected] == [(3, "sources.ragged")]
