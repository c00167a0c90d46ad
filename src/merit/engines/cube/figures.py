"""The figures of a company with its published cube behind them, and publishing it."""

from contextlib import ExitStack, closing
from functools import cache
from pathlib import Path

from merit.catalogue.kpi import Measure
from merit.company import Company
from merit.engines.chosen import open_database
from merit.engines.credit_tables import credit_tables
from merit.engines.cube.bridges import Bridges
from merit.engines.cube.build import Gathering, build, gatherings
from merit.engines.cube.cube import Cube
from merit.engines.cube.engine import CubeEngine
from merit.engines.cube.files import (
    Origin,
    cube_fingerprint,
    definitions_fingerprint,
    open_cube,
    publish,
    published_origins,
)
from merit.engines.cube.node_codes import NodeCodes
from merit.engines.cube.numbers import CubeNumbers
from merit.engines.cube.refresh import Renewal, refreshed
from merit.engines.cube.rows import Source
from merit.engines.cube.touched import ChangedFacts, ChangesSince, TouchedEngine
from merit.engines.cube.written import WrittenQueries
from merit.engines.figures import CompanyFigures, figures_from, open_engine
from merit.engines.pseudo_facts import put_pseudo_facts
from merit.engines.queried_numbers import QueriedNumbers
from merit.engines.query_engine import QueryEngine
from merit.metrics.components import Family, family_of, measures_of
from merit.metrics.relations import RELATIONS
from merit.store.fact_store import Snapshot


def fastest_figures(company: Company, engine: QueryEngine, snapshot: Snapshot, folder: Path) -> CompanyFigures:
    """Read from the cube where one is published for this snapshot and these definitions, else asked by queries.

    Both give the same figures; `folder` is where cubes are kept (`<company>/.merit/cube`).
    """
    measures = measures_of(company.catalogue)
    queried = QueriedNumbers(engine, credit_tables(engine, company.organisation, company.credits), measures)
    cube = open_cube(folder, cube_fingerprint(company, snapshot.fingerprint, measures), measures)
    return figures_from(company, engine, CubeNumbers(cube, queried) if cube else queried)


def cube_figures_of(company: Company, snapshot: Snapshot, folder: Path) -> CompanyFigures:
    """The figures from the cube, which is published first where there is none."""
    ready_cube(company, snapshot, folder)
    return fastest_figures(company, open_engine(company, snapshot), snapshot, folder)


def ready_cube(company: Company, snapshot: Snapshot, folder: Path) -> Cube:
    """The published cube of the snapshot and the definitions; where there is none it is made and published first.

    From a cube of an earlier load under the same definitions, only what changed since is worked out.
    """
    measures = measures_of(company.catalogue)
    fingerprint = cube_fingerprint(company, snapshot.fingerprint, measures)
    found = open_cube(folder, fingerprint, measures)
    if found is None:
        if not refresh_cube(company, snapshot, folder, fingerprint):
            build_cube(company, snapshot, folder, fingerprint)
        found = open_cube(folder, fingerprint, measures)
    assert found is not None  # noqa: S101 - it was published just now
    return found


def build_cube(company: Company, snapshot: Snapshot, folder: Path, fingerprint: str) -> None:
    """Build the cube of the whole catalogue by queries to the chosen engine, and publish it."""
    measures = measures_of(company.catalogue)
    with closing(CubeEngine(snapshot, RELATIONS, measures, open_database())) as engine:
        engine.written = WrittenQueries(folder)
        put_pseudo_facts(engine, company)
        credited = credit_tables(engine, company.organisation, company.credits)
        nodes = NodeCodes()
        gathered = build(engine, credited, measures, nodes)
        engine.written.keep()
    publish(folder, fingerprint, nodes, gathered.values(), _origin(company, snapshot, measures))


def refresh_cube(company: Company, snapshot: Snapshot, folder: Path, fingerprint: str) -> bool:
    """Publish the cube of the snapshot as the newest earlier one and what changed since; False where none fits."""
    measures = measures_of(company.catalogue)
    base = _newest_base(company, snapshot, folder)
    old = open_cube(folder, base[0], measures) if base else None
    if base is None or old is None:
        return False
    held = _by_family(old, measures)
    changes = ChangesSince(base[1].as_of, snapshot, snapshot.changed_since(base[1].as_of))
    with ExitStack() as opened:
        renewal = renewal_of(company, changes, measures, opened)
        renewal.engine.written = WrittenQueries(folder)
        gathered = refreshed(held, renewal, old.nodes)
        renewal.engine.written.keep()
    publish(folder, fingerprint, old.nodes, gathered.values(), _origin(company, snapshot, measures))
    return True


def _origin(company: Company, snapshot: Snapshot, measures: tuple[Measure, ...]) -> Origin | None:
    definitions = definitions_fingerprint(company, measures)
    return Origin(definitions, snapshot.fingerprint, snapshot.as_of) if snapshot.as_of else None


def _newest_base(company: Company, snapshot: Snapshot, folder: Path) -> tuple[str, Origin] | None:
    """The cube to begin from: of the same definitions, and of a content that this very store had at its moment."""
    definitions = definitions_fingerprint(company, measures_of(company.catalogue))
    fitting = [
        (name, origin)
        for name, origin in published_origins(folder).items()
        if origin.definitions == definitions
        and snapshot.as_of is not None
        and origin.as_of <= snapshot.as_of
        and snapshot.content_at(origin.as_of) == origin.content
    ]
    return max(fitting, key=lambda each: each[1].as_of, default=None)


def _by_family(cube: Cube, measures: tuple[Measure, ...]) -> dict[Family, Gathering]:
    """The cube's gatherings by family; measures that no gathering holds are left to queries, as before."""
    found: dict[Family, Gathering] = {}
    for family, together in gatherings(measures).items():
        held = [cube.gathered[each] for each in together if each in cube.gathered]
        if held:
            found[family] = held[0]
    return found


def renewal_of(company: Company, changes: ChangedFacts, measures: tuple[Measure, ...], opened: ExitStack) -> Renewal:
    """Engines for a refresh, open until the stack ends; those on all facts only when they are needed."""

    def source(engine: CubeEngine) -> Source:
        opened.callback(engine.close)
        put_pseudo_facts(engine, company)
        credited = credit_tables(engine, company.organisation, company.credits)
        return Source(engine, credited, Bridges(engine, credited), family_of(measures[0]))

    def alike(some: tuple[Measure, ...], work_out: bool) -> Source:
        engine = CubeEngine(changes.now, RELATIONS, some, work_out=work_out)
        engine.written = touched.written
        return source(engine)

    touched = TouchedEngine(changes, measures)
    return Renewal(
        touched,
        source(touched),
        cache(lambda some: alike(some, work_out=True)),
        cache(lambda: alike(measures, work_out=False)),
        cache(touched.reads),
        frozenset(changes.changed),
    )
