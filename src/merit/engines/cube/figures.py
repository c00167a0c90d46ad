"""The figures of a company with its published cube behind them, and publishing it."""

from pathlib import Path

from merit.company import Company
from merit.engines.credit_tables import credit_tables
from merit.engines.cube.build import build
from merit.engines.cube.cube import Cube, CubeNumbers
from merit.engines.cube.engine import CubeEngine
from merit.engines.cube.files import cube_fingerprint, open_cube, publish
from merit.engines.cube.node_codes import NodeCodes
from merit.engines.figures import CompanyFigures, figures_from, open_engine
from merit.engines.pseudo_facts import put_pseudo_facts
from merit.engines.queried_numbers import QueriedNumbers
from merit.engines.query_engine import QueryEngine
from merit.metrics.components import measures_of
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
    """The published cube of the snapshot and the definitions; it is built and published first where there is none."""
    measures = measures_of(company.catalogue)
    fingerprint = cube_fingerprint(company, snapshot.fingerprint, measures)
    found = open_cube(folder, fingerprint, measures)
    if found is None:
        build_cube(company, snapshot, folder, fingerprint)
        found = open_cube(folder, fingerprint, measures)
    assert found is not None  # noqa: S101 - it was published just now
    return found


def build_cube(company: Company, snapshot: Snapshot, folder: Path, fingerprint: str) -> None:
    """Build the cube of the whole catalogue and publish it."""
    measures = measures_of(company.catalogue)
    engine = CubeEngine(snapshot, RELATIONS, measures)
    try:
        put_pseudo_facts(engine, company)
        credited = credit_tables(engine, company.organisation, company.credits)
        nodes = NodeCodes()
        gathered = build(engine, credited, measures, nodes)
    finally:
        engine.close()
    publish(folder, fingerprint, nodes, gathered.values())
