"""After a load the cube is brought up to date from the one before, and equals one built anew."""

import random
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from merit.catalogue.kpi import Measure
from merit.catalogue.read import read_kpis
from merit.company import Company
from merit.engines.cube import figures
from merit.engines.cube.build import Gathering, MeasureColumns, running_sums
from merit.engines.cube.cube import Cube, cube_of
from merit.engines.cube.figures import build_cube, ready_cube, refresh_cube
from merit.engines.cube.files import open_cube
from merit.engines.cube.node_codes import NodeCodes
from merit.engines.cube.refresh import _Part, _patched, _Turned
from merit.facts.tables import TABLES
from merit.kernel.node import Node, NodeKind
from merit.kernel.period import Grain, Period
from merit.metrics.components import family_of, measures_of
from merit.metrics.rollup import Cells
from merit.sources.company_folder.definitions import shipped_kpi_documents
from merit.store.fact_store import FactStore
from tests.engines.test_cube import small_company
from tests.engines.tiny_company import company, share, spell
from tests.engines.two_loads import DAYS, FIRST, changed_facts, put, some_facts

CATALOGUE = read_kpis(list(shipped_kpi_documents()))[0]
ALL = measures_of(CATALOGUE)
ORDERS = frozenset({"orders", "order_lines", "refunds", "shipments", "fees"})


def some_measures() -> frozenset[Measure]:
    """One of each way of adding up of every relation."""
    return frozenset({(each.relation, each.aggregate): each for each in sorted(ALL, key=repr)}.values())


def the_company(measures: frozenset[Measure] | None) -> Company:
    """Two agents, two shops; its catalogue holds KPIs of those measures (None: all that are shipped)."""
    here = small_company()
    kept = [
        each for each in CATALOGUE.kpis.values() if measures is None or getattr(each.body, "measure", None) in measures
    ]
    credited = (
        share("s0", "ann", "0.6"), share("s0", "bob", "0.3333"), share("s1", "eve", start="2026-01-01"),
        share("a0", "ann", kind="agent", end="2025-12-20"), share("a0", "eve", kind="agent", start="2025-12-20"),
        share("a1", "bob", kind="agent"), share("w1", "bob", kind="warehouse"), share("p1", "bob", kind="packer"),
    )  # fmt: skip
    return company(kept, here.organisation.spells, credited)


def nodes() -> list[Node]:
    people = [Node(NodeKind.PERSON, name) for name in ("ann", "bob", "eve", "unassigned")]
    teams = [Node(NodeKind.TEAM, name) for name in ("all", "north")]
    return [Node(NodeKind.COMPANY, "company"), *people, *teams, *(Node(NodeKind.SHOP, name) for name in ("s0", "s1"))]


def differing(one: Cube, other: Cube) -> list[str]:
    whole = Period(FIRST - timedelta(days=3), FIRST + timedelta(days=DAYS + 3))
    grains = (Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER, Grain.YEAR)
    periods = [each for grain in grains for each in whole.split(grain)[:: 4 if grain is Grain.DAY else 1]]
    assert set(one.gathered) == set(other.gathered)
    return [
        f"{measure.relation} {measure.aggregate} {measure.at} {node} {period}"
        for measure in other.gathered
        for node in nodes()
        for period in periods
        if one.number(measure, node, period) != other.number(measure, node, period)
    ]


def both_ways(here: Company, store: FactStore, folder: Path) -> tuple[Cube, Cube]:
    """The cube brought up to date, which must be possible, and one built anew."""
    measures = measures_of(here.catalogue)
    assert refresh_cube(here, store.snapshot(), folder / "cube", "again")
    build_cube(here, store.snapshot(), folder / "anew", "anew")
    again, anew = open_cube(folder / "cube", "again", measures), open_cube(folder / "anew", "anew", measures)
    assert again is not None
    assert anew is not None
    return again, anew


@pytest.mark.parametrize(
    ("seed", "tables"), [(1, frozenset(TABLES)), (2, ORDERS), (3, frozenset({"conversations", "messages"}))]
)
def test_a_refreshed_cube_says_what_a_new_one_says(seed: int, tables: frozenset[str], tmp_path: Path) -> None:
    _compare(the_company(some_measures()), seed, tables, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10, 16))
def test_every_measure_of_the_catalogue_is_brought_up_to_date(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)  # noqa: S311
    _compare(the_company(None), seed, frozenset(chance.sample(sorted(TABLES), 8)) | {"orders"}, tmp_path)


def _compare(here: Company, seed: int, tables: frozenset[str], tmp_path: Path) -> None:
    chance = random.Random(seed)  # noqa: S311
    store = FactStore(tmp_path / "facts")
    before = some_facts(chance, 60)
    put(store, 1, before)
    old = ready_cube(here, store.snapshot(), tmp_path / "cube")
    put(store, 2, changed_facts(before, chance, tables))
    again, anew = both_ways(here, store, tmp_path)
    assert differing(again, anew) == []
    assert differing(old, anew) != [], "something has changed"


def test_parcels_that_name_no_shop_are_one_order_after_a_load_too(tmp_path: Path) -> None:
    def parcel(name: str, delivered: str | None) -> dict[str, object]:
        return {"shipment_id": name, "order_id": "o1", "delivered_at": delivered, "promised_at": "2025-12-09T08:00:00"}

    here = the_company(frozenset(each for each in ALL if each.relation == "order_deliveries"))
    store = FactStore(tmp_path / "facts")
    put(store, 1, {"shipments": [parcel("p1", "2025-12-08T08:00:00"), parcel("p2", "2025-12-02T08:00:00")]})
    ready_cube(here, store.snapshot(), tmp_path / "cube")
    put(store, 2, {"shipments": [parcel("p2", "2025-12-05T08:00:00")]})
    assert differing(*both_ways(here, store, tmp_path)) == []


@pytest.fixture
def loaded(tmp_path: Path) -> tuple[Company, FactStore, Path]:
    """A small company with a published cube of its first load."""
    few = frozenset(each for each in some_measures() if each.relation in ("refunds", "visits", "tasks"))
    here, store = the_company(few), FactStore(tmp_path / "facts")
    put(store, 1, some_facts(random.Random(7), 40))  # noqa: S311
    ready_cube(here, store.snapshot(), tmp_path / "cube")
    return here, store, tmp_path / "cube"


def never(*_: object) -> None:
    pytest.fail("a whole cube was built")


def test_a_load_leads_to_a_refresh_and_not_to_a_rebuild(
    loaded: tuple[Company, FactStore, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, store, folder = loaded
    put(store, 2, {"refunds": some_facts(random.Random(8), 4)["refunds"]})  # noqa: S311
    monkeypatch.setattr(figures, "build_cube", never)
    monkeypatch.setattr("merit.engines.cube.refresh._ranked_again", lambda held, turned, *_: only_refunds(held, turned))
    ready_cube(here, store.snapshot(), folder)


def only_refunds(held: Gathering, turned: _Turned) -> Gathering:
    assert turned.part.family.relation == "refunds", "nothing else was touched"
    return held


def test_other_definitions_or_another_store_mean_a_rebuild(
    loaded: tuple[Company, FactStore, Path], tmp_path: Path
) -> None:
    here, store, folder = loaded
    put(store, 2, {"refunds": some_facts(random.Random(8), 4)["refunds"]})  # noqa: S311
    moved = company(here.catalogue.kpis.values(), [spell("ann", "south")], here.credits)
    assert not refresh_cube(moved, store.snapshot(), folder, "other people")
    other = FactStore(tmp_path / "other")
    put(other, 1, {"visits": some_facts(random.Random(9), 9)["visits"]})  # noqa: S311
    put(other, 3, {"visits": some_facts(random.Random(10), 9)["visits"]})  # noqa: S311
    assert not refresh_cube(here, other.snapshot(), folder, "other facts")


def test_an_older_moment_is_not_made_from_a_newer_cube(loaded: tuple[Company, FactStore, Path]) -> None:
    here, store, folder = loaded
    first = store.snapshot().as_of
    put(store, 2, {"refunds": some_facts(random.Random(8), 4)["refunds"]})  # noqa: S311
    ready_cube(here, store.snapshot(), folder)
    refreshed_names = {path.name for path in folder.iterdir()}
    assert first is not None
    ready_cube(here, store.snapshot(first), folder)
    assert {path.name for path in folder.iterdir()} == refreshed_names, "the cube of that moment is still there"


def test_a_reader_of_an_old_cube_goes_on_when_it_is_removed(loaded: tuple[Company, FactStore, Path]) -> None:
    here, store, folder = loaded
    held = ready_cube(here, store.snapshot(), folder)
    for path in folder.iterdir():
        if path.is_dir():
            for each in path.iterdir():
                each.unlink()
            path.rmdir()
    asked = Period(FIRST, FIRST + timedelta(days=DAYS))
    assert sum(held.number(each, nodes()[0], asked).n for each in held.gathered if held.holds(each, asked)) > 0


MONEY = ALL[0]
HERE = Node(NodeKind.COMPANY, "company")
DAY = date(1970, 1, 1) + timedelta(days=20000)


def gathering(amount: int, unit: Fraction) -> Gathering:
    cells = Cells(np.array([20000]), np.array([0]), [np.array([1]), np.array([amount])])
    sums = running_sums([([0, 1], cells)], 2)
    return Gathering({MONEY: MeasureColumns(0, 1, unit)}, sums, np.array([20000]), {}, np.array([1]))


@pytest.mark.parametrize(("amount", "unit", "expected"), [(2000, Fraction(1, 10), 900), (3, Fraction(300), 1600)])
def test_a_factor_that_was_taken_out_of_all_numbers_does_not_part_old_from_new(
    amount: int, unit: Fraction, expected: int
) -> None:
    again = _patched(gathering(7, Fraction(100)), turned_to(gathering(amount, unit)))
    assert again is not None
    assert (
        cube_of(NodeCodes([("company", "company")]), [again])
        .number(MONEY, HERE, Period.containing(DAY, Grain.DAY))
        .value
        == expected
    )


@pytest.mark.parametrize(("amount", "unit"), [(1999, Fraction(1, 10)), (2**62, Fraction(100)), (2**60, Fraction(1000))])
def test_what_is_not_whole_or_too_large_in_the_old_units_is_worked_out_anew(amount: int, unit: Fraction) -> None:
    assert _patched(gathering(7, Fraction(100)), turned_to(gathering(amount, unit))) is None


def turned_to(now: Gathering) -> _Turned:
    """Nothing before, and that now."""
    nothing = Gathering({MONEY: MeasureColumns(0, 0, Fraction(1))}, {}, np.empty(0, np.int64), {})
    return _Turned(_Part(family_of(MONEY), (MONEY,), dates=True), nothing, now)
