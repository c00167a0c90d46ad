"""A cube brought up to date equals one built anew."""

import random
from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from merit.engines.credit_tables import credit_tables
from merit.engines.cube.build import Gathering, MeasureColumns, build, running_sums
from merit.engines.cube.cube import Cube, cube_of
from merit.engines.cube.engine import CubeEngine
from merit.engines.cube.node_codes import NodeCodes
from merit.engines.cube.refresh import _patched, _steps, refreshed
from merit.engines.cube.rows import Source
from merit.kernel.node import Node, NodeKind
from merit.kernel.period import Grain, Period
from merit.metrics.components import Family
from merit.metrics.rollup import Cells
from tests.engines.test_cube import DAYS, FIRST, MEASURES, NODES, facts, small_company
from tests.engines.tiny_company import snapshot_of

Facts = dict[str, list[dict[str, object]]]


def opened(folder: Path, rows: Facts, nodes: NodeCodes) -> tuple[Source, dict[Family, Gathering]]:
    folder.mkdir()
    here = small_company()
    engine = CubeEngine(snapshot_of(folder, rows), {}, MEASURES)
    credited = credit_tables(engine, here.organisation, here.credits)
    built = build(engine, credited, MEASURES, nodes)
    return Source(engine, credited, next(iter(built))), built


def days_of(rows: Facts, family: Family, chosen: Iterable[int]) -> set[date]:
    listed = rows[family.relation]
    values = [listed[at].get(family.at) for at in chosen if at < len(listed)]
    return {date.fromisoformat(str(value)[:10]) for value in values if value}


def changed(rows: Facts, chance: random.Random) -> tuple[Facts, dict[str, list[int]]]:
    """Some rows go, some move to another day, some get other numbers."""
    after: Facts = {}
    where: dict[str, list[int]] = {}
    for name, listed in rows.items():
        where[name] = sorted(chance.sample(range(len(listed)), 5))
        after[name] = [dict(row) for row in listed]
        for at in where[name]:
            row = after[name][at]
            row["clicks" if name == "ads" else "rounds"] = 2
            for column in ("started_at", "due_at"):
                if row.get(column):
                    row[column] = f"{FIRST + timedelta(days=chance.randrange(DAYS))}T05:00:00"
    return after, where


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_refreshed_cube_says_what_a_new_one_says(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)  # noqa: S311
    before = facts(chance)
    after, where = changed(before, chance)
    nodes = NodeCodes()
    _, old = opened(tmp_path / "before", before, nodes)
    source, new = opened(tmp_path / "after", after, nodes)
    touched = {
        family: days_of(before, family, where[family.relation]) | days_of(after, family, where[family.relation])
        for family in old
    }
    again = cube_of(nodes, refreshed(old, source, {key: days for key, days in touched.items() if days}, nodes).values())
    assert differing(again, cube_of(nodes, new.values())) == []
    assert differing(cube_of(nodes, old.values()), cube_of(nodes, new.values())) != [], "something has changed"


def test_a_family_named_without_days_is_read_anew(tmp_path: Path) -> None:
    before = facts(random.Random(4))  # noqa: S311
    after, _ = changed(before, random.Random(5))  # noqa: S311
    nodes = NodeCodes()
    _, old = opened(tmp_path / "before", before, nodes)
    source, new = opened(tmp_path / "after", after, nodes)
    again = refreshed(old, source, dict.fromkeys(old, ()), nodes)
    assert differing(cube_of(nodes, again.values()), cube_of(nodes, new.values())) == []


def differing(one: Cube, other: Cube) -> list[str]:
    whole = Period(FIRST - timedelta(days=10), FIRST + timedelta(days=DAYS + 10))
    grains = (Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR)
    periods = [each for grain in grains for each in whole.split(grain)[:: 3 if grain is Grain.DAY else 1]]
    return [
        f"{measure.relation} {measure.aggregate} {node} {period}"
        for measure in MEASURES
        for node in NODES
        if node.kind is not NodeKind.CHANNEL
        for period in periods
        if one.number(measure, node, period) != other.number(measure, node, period)
    ]


def test_days_with_nothing_left_are_empty(tmp_path: Path) -> None:
    before = facts(random.Random(6))  # noqa: S311
    after = before | {"tasks": before["tasks"][:20]}
    nodes = NodeCodes()
    _, old = opened(tmp_path / "before", before, nodes)
    source, new = opened(tmp_path / "after", after, nodes)
    touched = {family: days_of(before, family, range(20, 40)) for family in old if family.relation == "tasks"}
    again = refreshed(old, source, touched, nodes)
    assert differing(cube_of(nodes, again.values()), cube_of(nodes, new.values())) == []
    assert np.all(next(iter(again.values())).days >= 0)


def test_a_factor_that_was_taken_out_of_all_numbers_does_not_part_old_from_new() -> None:
    measure = MEASURES[0]

    def gathering(amount: int, unit: Fraction) -> Gathering:
        cells = Cells(np.array([20000]), np.array([0]), [np.array([1]), np.array([amount])])
        sums = running_sums([([0, 1], cells)], 2)
        return Gathering({measure: MeasureColumns(0, 1, unit)}, sums, np.array([20000]), {})

    here = Node(NodeKind.COMPANY, "company")
    nodes = NodeCodes([("company", "company")])
    day = date(1970, 1, 1) + timedelta(days=20000)
    step = _steps((measure,), (day,))[0]
    old = gathering(7, Fraction(100))
    for amount, unit, expected in ((2000, Fraction(1, 10), 200), (3, Fraction(300), 900)):
        again = _patched(old, gathering(amount, unit), step)
        assert again is not None
        assert cube_of(nodes, [again]).number(measure, here, Period.containing(day, Grain.DAY)).value == expected
    assert _patched(old, gathering(1999, Fraction(1, 10)), step) is None
