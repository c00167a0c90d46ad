"""Who is credited is asked once per span of days, and every day is credited as it was."""

from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from merit.catalogue.kpi import Credit, CreditBy
from merit.engines.credit_tables import credit_tables
from merit.engines.cube.bridges import Bridges, Credited
from merit.engines.cube.engine import CubeEngine
from merit.engines.cube.node_codes import NodeCodes
from tests.engines.tiny_company import company, share, snapshot_of, spell

BY_SHOP = Credit(CreditBy.SUBJECT, "shop", "shop")
PEOPLE = [spell("ann", "north", end="2026-03-10"), spell("ann", "south", start="2026-03-10"), spell("bob", "north")]
CREDITS = (share("s1", "ann", "0.6"), share("s1", "bob", "0.4", end="2026-03-05"))


def days(*of_march: int) -> np.ndarray:
    return np.array([(date(2026, 3, day) - date(1970, 1, 1)).days for day in of_march])


@pytest.fixture
def engine(tmp_path: Path) -> CubeEngine:
    return CubeEngine(snapshot_of(tmp_path, {}), {}, ())


def shares(bridges: Bridges, space: str, credited: tuple[int, ...], on: tuple[int, ...]) -> list[tuple[int, str, int]]:
    nodes = NodeCodes()
    groups = Credited(["s1"], np.zeros(len(on), np.int64), days(*credited), days(*on))
    found = bridges.pairs(BY_SHOP, space, groups, nodes)
    names = [nodes.listed[node][1] for node in found.nodes]
    return sorted(zip(found.groups.tolist(), names, found.parts.tolist(), strict=True))


def test_shares_are_those_of_the_credit_day_and_teams_those_of_the_day(engine: CubeEngine) -> None:
    here = company((), PEOPLE, CREDITS)
    bridges = Bridges(engine, credit_tables(engine, here.organisation, here.credits))
    first = [(0, "ann", 6000), (0, "bob", 4000), (1, "ann", 6000), (1, "unassigned", 4000)]
    assert shares(bridges, "person", (4, 5), (4, 5)) == first
    assert shares(bridges, "person", (4, 5), (4, 20)) == first, "a refund of a later day follows its order"
    moved = [each for each in shares(bridges, "any_team", (6, 6), (9, 10)) if each[1] in ("north", "south")]
    assert moved == [(0, "north", 6000), (1, "south", 6000)]


def test_days_between_two_changes_are_asked_together_and_once(
    engine: CubeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = company((), PEOPLE, CREDITS)
    bridges = Bridges(engine, credit_tables(engine, here.organisation, here.credits))
    asked: list[int] = []
    put = engine.put

    def noted(name: str, rows: pa.Table) -> object:
        asked.append(rows.num_rows)
        return put(name, rows)

    monkeypatch.setattr(engine, "put", noted)
    shares(bridges, "person", (1, 2, 3, 4), (1, 2, 3, 4))
    shares(bridges, "person", (2, 3, 5, 8), (2, 3, 5, 8))
    shares(bridges, "person", (7, 9), (7, 9))
    assert asked == [1, 1]
