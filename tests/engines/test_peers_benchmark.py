"""The comparison with other tools (`benchmarks/peers.py`) on a small company: it must not rot between its long runs."""

import sys
from argparse import Namespace
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import duckdb
import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
sys.path.append(str(BENCHMARKS))

import peers  # noqa: E402
from peers_processes import KINDS, PeerFailedError, PeerKind, python_of  # noqa: E402
from peers_questions import ASKED, Question, question_of, questions  # noqa: E402
from peers_report import report  # noqa: E402
from star_schema import write_star_schema  # noqa: E402

LINES = 600
IN_PROJECT = {"cube": "merit", "queries": "merit", "handwritten": "duckdb", "pandas": "pandas", "polars": "polars"}
"""Peers that run in the tests' own environment where that has what they need."""


def peers_here(*names: str) -> list[PeerKind]:
    return [replace(each, needs=()) for each in KINDS if each.name in names and find_spec(IN_PROJECT[each.name])]


def by_month(*kpis: str) -> list[Question]:
    return [each for each in questions(kpis) if each.grain == "month" and each.level in ("company", "team", "shop")]


def run(folder: Path, kinds: list[PeerKind], asked: list[Question]) -> dict[str, peers.Run]:
    given = Namespace(folder=folder, environments=None, memory=4)
    return peers.side_by_side(LINES, given, kinds, asked)


def test_the_cube_and_handwritten_sql_give_equal_cells(tmp_path: Path) -> None:
    asked = by_month("goods_per_order")
    runs = run(tmp_path, peers_here("cube", "handwritten"), asked)
    cube, handwritten = runs["cube"], runs["handwritten"]
    assert (cube.failed, handwritten.failed) == ("", "")
    assert list(handwritten.again) == asked != []
    assert cube.equal == handwritten.equal > 100
    assert "handwritten SQL (DuckDB)" in report(runs)


@pytest.mark.long
def test_every_peer_at_hand_gives_equal_cells_to_every_question(tmp_path: Path) -> None:
    runs = run(tmp_path, peers_here(*IN_PROJECT), questions())
    assert {name: each.failed for name, each in runs.items() if each.failed} == {}
    assert len({each.equal for each in runs.values()}) == 1
    assert all(len(each.again) == len(questions()) for each in runs.values())


def test_one_cell_that_differs_stops_the_run() -> None:
    question = question_of("line_sales shop month")
    with pytest.raises(peers.DifferenceError, match="shop1"):
        peers.compared(question, {("shop1", "2026-01-01"): 100_001}, {("shop1", "2026-01-01"): 100_000}, "a peer")
    with pytest.raises(peers.DifferenceError, match="None"):
        peers.compared(question, {}, {("shop1", "2026-01-01"): 0}, "a peer")


def test_only_the_last_digit_of_a_quotient_may_differ_and_is_counted() -> None:
    cell = ("company", "2026-01-01")
    quotient, whole = question_of("cvr_session company month"), question_of("orders_paid company month")
    assert peers.compared(quotient, {cell: 0.1}, {cell: 0.1 + 2**-56}, "a peer") == 1
    with pytest.raises(peers.DifferenceError):
        peers.compared(quotient, {cell: 0.1}, {cell: 0.1 + 2**-40}, "a peer")
    with pytest.raises(peers.DifferenceError):
        peers.compared(whole, {cell: 2.0**60 + 2**8}, {cell: 2.0**60}, "a peer")


def test_a_peer_whose_process_ends_is_left_out_loudly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = PeerKind("broken", "a broken peer", "no_such_script.py")
    settings = {"folder": str(tmp_path), "environments": str(tmp_path), "memory": peers.GIB}
    found = peers.run_peer(broken, settings, by_month("line_sales"), {})
    assert "no_such_script.py" in found.failed
    assert "LEFT OUT: a broken peer" in capsys.readouterr().err


def test_an_environment_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "odd").write_text("a file where the environment should be", "utf-8")
    with pytest.raises(PeerFailedError):
        python_of(PeerKind("odd", "an odd peer", "peers_polars.py", ("polars",)), tmp_path)


def test_the_disk_is_looked_at_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="GiB are free"):
        peers.room_for(10**15, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_facts_written_in_pieces_are_the_same_rows(tmp_path: Path) -> None:
    whole, pieces = (write_star_schema(tmp_path / str(each), LINES, each) for each in (1, 3))
    for table in ("order_lines", "refunds", "ads"):
        rows = [
            duckdb.sql(
                f"SELECT count(*), sum(hash(t)) FROM read_parquet('{each.folder}/{table}/*/*.parquet') t"
            ).fetchall()
            for each in (whole, pieces)
        ]
        assert rows[0] == rows[1] != [(0, None)]
    assert len(pieces.files("order_lines")) > len(whole.files("order_lines"))


def test_every_question_is_told_to_a_worker_and_read_again() -> None:
    assert [question_of(each.as_text) for each in questions()] == questions()
    assert {each.asked for each in questions()} == set(ASKED)
