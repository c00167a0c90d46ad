"""A published cube says the same as the one it was written from, and a reader never sees half of one."""

import random
from itertools import product
from pathlib import Path

import pytest

from merit.engines.credit_tables import credit_tables
from merit.engines.cube import files as cube_files
from merit.engines.cube.build import Gathering, build
from merit.engines.cube.cube import cube_of
from merit.engines.cube.engine import CubeEngine
from merit.engines.cube.files import cube_fingerprint, current_cube, open_cube, publish
from merit.engines.cube.node_codes import NodeCodes
from merit.kernel.node import COMPANY
from merit.kernel.period import Grain, Period
from merit.workspace import open_workspace, publish_figures
from tests.engines.test_cube import FIRST, MEASURES, NODES, facts, small_company
from tests.engines.tiny_company import snapshot_of


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[NodeCodes, list[Gathering]]:
    snapshot = snapshot_of(tmp_path_factory.mktemp("facts"), facts(random.Random(3)))  # noqa: S311
    here = small_company()
    engine = CubeEngine(snapshot, {}, MEASURES)
    nodes = NodeCodes()
    credited = credit_tables(engine, here.organisation, here.credits)
    return nodes, list(build(engine, credited, MEASURES, nodes).values())


def test_a_published_cube_says_the_same_as_the_one_in_memory(
    built: tuple[NodeCodes, list[Gathering]], tmp_path: Path
) -> None:
    publish(tmp_path, "one", *built)
    read, held = open_cube(tmp_path, "one", MEASURES), cube_of(*built)
    assert read is not None
    asked = [
        each
        for grain in (Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.YEAR)
        for each in Period(FIRST, FIRST.replace(month=12)).split(grain)
    ]
    for measure, node, period in product(MEASURES, NODES, asked):
        assert read.number(measure, node, period) == held.number(measure, node, period)


def test_the_cube_published_last_is_the_current_one(built: tuple[NodeCodes, list[Gathering]], tmp_path: Path) -> None:
    assert current_cube(tmp_path) is None
    publish(tmp_path, "one", *built)
    publish(tmp_path, "two", *built)
    assert current_cube(tmp_path) == "two"
    assert open_cube(tmp_path, "one", MEASURES) is not None, "readers of the one before go on"


def test_a_cube_that_could_not_be_written_is_not_there(
    built: tuple[NodeCodes, list[Gathering]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path, "one", *built)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(cube_files.json, "dumps", full)
    with pytest.raises(OSError, match="No space"):
        publish(tmp_path, "two", *built)
    assert current_cube(tmp_path) == "one"
    assert open_cube(tmp_path, "two", MEASURES) is None
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".new")] == []


def test_other_facts_or_other_definitions_are_another_cube() -> None:
    here = small_company()
    names = {
        cube_fingerprint(here, "facts", MEASURES),
        cube_fingerprint(here, "other facts", MEASURES),
        cube_fingerprint(here, "facts", MEASURES[:3]),
    }
    assert len(names) == 3


def test_a_company_without_any_fact_publishes_and_opens_an_empty_cube(tmp_path: Path) -> None:
    (tmp_path / "company.yaml").write_text("name: 空\ncurrency: CNY\ntime_zone: Asia/Shanghai\n", "utf-8")
    publish_figures(tmp_path)
    paid = open_workspace(tmp_path).figures.value("paid_sales", COMPANY, Period.parse("2026-10"))
    assert paid.value is None
