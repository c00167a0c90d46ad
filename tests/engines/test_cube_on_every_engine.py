"""The cube made by queries to PostgreSQL or Spark holds the numbers that it holds when made in this process."""

from contextlib import closing
from itertools import product

import pytest

from merit.catalogue.kpi import Measure
from merit.engines.chosen import EMBEDDED, open_database
from merit.engines.credit_tables import credit_tables
from merit.engines.cube.build import build
from merit.engines.cube.cube import cube_of
from merit.engines.cube.engine import CubeEngine
from merit.engines.cube.node_codes import NodeCodes
from merit.engines.pseudo_facts import put_pseudo_facts
from merit.metrics.components import Number, family_of, measures_of
from merit.metrics.relations import RELATIONS
from tests.engines.elsewhere import COMPANY_, NODES
from tests.engines.test_same_on_every_engine import EARLIER, FEW, MONTH, WEEK
from tests.engines.tiny_company import TinySnapshot


def test_a_cube_made_of_postgresql_answers_is_the_same(postgresql: str, snapshot: TinySnapshot) -> None:
    some = tuple(each for each in measures_of(COMPANY_.catalogue, FEW) if not family_of(each).needs_period)
    assert cube_numbers(postgresql, snapshot, some) == cube_numbers(EMBEDDED, snapshot, some)


@pytest.mark.long
@pytest.mark.parametrize("engine", ["postgresql", "spark"])
def test_a_cube_of_the_whole_catalogue_is_the_same(
    engine: str, snapshot: TinySnapshot, request: pytest.FixtureRequest
) -> None:
    everything = tuple(each for each in measures_of(COMPANY_.catalogue) if not family_of(each).needs_period)
    theirs = cube_numbers(request.getfixturevalue(engine), snapshot, everything)
    assert theirs == cube_numbers(EMBEDDED, snapshot, everything)


def cube_numbers(address: str, snapshot: TinySnapshot, measures: tuple[Measure, ...]) -> dict[object, Number]:
    with closing(CubeEngine(snapshot, RELATIONS, measures, open_database(address=address))) as engine:
        put_pseudo_facts(engine, COMPANY_)
        nodes = NodeCodes()
        credited = credit_tables(engine, COMPANY_.organisation, COMPANY_.credits)
        cube = cube_of(nodes, build(engine, credited, measures, nodes).values())
    asked = product(measures, NODES, (MONTH, WEEK, EARLIER))
    return {
        (measure, node, period): cube.number(measure, node, period)
        for measure, node, period in asked
        if cube.holds(measure, period)
    }
