"""The tour names only files and functions that exist, and its figures are those of the tiny company."""

import ast
import re
from fractions import Fraction
from pathlib import Path

import pytest
from typer.testing import CliRunner

from merit.cli.main import app
from merit.closing.compute import computed_period
from merit.workspace import open_workspace
from tests.loaded_company import OCTOBER, company_with_september_sealed
from tests.tiny_company import write_tiny_company

ROOT = Path(__file__).parent.parent
TOUR = ROOT / "docs" / "tour.md"
QUOTED = re.compile(r"`((?:src|tests|docs)/[\w./*-]+)(?::([\w.]+))?`")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def named() -> list[tuple[str, str]]:
    """Every path with the name behind its colon, empty where there is none."""
    return sorted(set(QUOTED.findall(TOUR.read_text("utf-8"))))


def defined(tree: ast.Module | ast.ClassDef, names: list[str]) -> bool:
    """True when the module or class defines the dotted name: a function, a class, a method, or a constant."""
    first, *rest = names
    for node in tree.body:
        match node:
            case ast.ClassDef() if node.name == first:
                return not rest or defined(node, rest)
            case ast.FunctionDef() if node.name == first:
                return not rest
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)) if name == first:
                return not rest
            case _:
                continue
    return False


def test_the_tour_has_ten_stops_each_with_a_chinese_line_below_its_title():
    stops = re.findall(r"^## (\d+)\. .+\n\n(.+)$", TOUR.read_text("utf-8"), re.MULTILINE)
    assert [int(number) for number, _ in stops] == list(range(1, 11))
    assert all(CHINESE.search(line) for _, line in stops)


def test_the_tour_names_at_least_three_places_per_stop():
    assert len(named()) >= 30


@pytest.mark.parametrize(("path", "name"), named(), ids=lambda each: each or "-")
def test_every_path_and_function_of_the_tour_exists(path: str, name: str):
    file = ROOT / path
    assert file.exists(), path
    if name:
        assert defined(ast.parse(file.read_text("utf-8")), name.split(".")), f"{path} has no {name}"


def test_the_line_that_the_tour_follows_stands_where_it_says(tmp_path: Path):
    write_tiny_company(tmp_path)
    lines = (tmp_path / "facts" / "order_lines.csv").read_text("utf-8").splitlines()
    assert lines[13] in TOUR.read_text("utf-8")
    assert lines[13].startswith("s1,A12,2,")


def test_the_tree_of_the_ninth_stop_is_what_the_command_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MERIT_LANG", "en")
    folder = str(company_with_september_sealed(tmp_path))
    october = ["--period", "2026-10"]
    assert CliRunner().invoke(app, ["run", folder, *october]).exit_code == 0
    asked = ["explain", folder, *october, "--person", "ann", "--line", "commission", "--rows"]
    shown = {line.strip(" │├└─") for line in CliRunner().invoke(app, asked).output.splitlines()}
    (block,) = [each for each in re.findall(r"```\n(.*?)```", TOUR.read_text("utf-8"), re.DOTALL) if "Marginal" in each]
    told = [line.strip(" │├└─") for line in block.splitlines()[1:] if "…" not in line]
    assert len(told) > 8
    assert [line for line in told if line not in shown] == []


def test_the_figures_of_the_last_stops_are_those_of_the_tiny_company(tmp_path: Path):
    result = computed_period(open_workspace(company_with_september_sealed(tmp_path)), OCTOBER)
    paid = {(line.person, line.line, str(line.concerns or "")): str(line.amount.value) for line in result.pay_lines}
    assert paid["ann", "commission", ""] == "42.00"
    assert paid["ann", "clawback", "2026-10"] == "-3.00"
    assert paid["cat", "bonus", ""] == "3704.40"
    totals = {card.person: card.total.value for card in result.scorecards if card.total}
    assert totals["ann"] == Fraction("86.67")
    text = TOUR.read_text("utf-8")
    assert all(figure in text for figure in ("42.00", "−3.00", "3,704.40", "86.67"))
