"""The cube and the queries give the same number in every cell."""

import random
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest

from merit.catalogue.expression import Literal, Name, Operation
from merit.catalogue.kpi import Aggregate, Credit, CreditBy, Measure
from merit.company import Company
from merit.engines.credit_tables import credit_tables
from merit.engines.cube.build import build
from merit.engines.cube.cube import Cube, cube_of
from merit.engines.cube.engine import CubeEngine
from merit.engines.cube.node_codes import NodeCodes
from merit.engines.cube.numbers import CubeNumbers
from merit.engines.queried_numbers import QueriedNumbers
from merit.kernel.node import COMPANY, UNASSIGNED, Node, NodeKind, person_node
from merit.kernel.period import Grain, Period
from merit.metrics.components import nothing_of
from tests.engines.tiny_company import company, share, snapshot_of, spell

BY_SHOP = Credit(CreditBy.SUBJECT, "shop", "shop")
BY_AGENT = Credit(CreditBy.SUBJECT, "agent", "agent")
BY_OWNER = Credit(CreditBy.PERSON, "", "owner")
BY_TEAM = Credit(CreditBy.TEAM, "", "team")
BY_SKU = Credit(CreditBy.SUBJECT, "sku", "sku")
FIRST = date(2025, 11, 20)
DAYS = 75

MEASURES = (
    Measure("ads", Aggregate.SUM, "day", Name("spend"), credit=BY_SHOP),
    Measure("ads", Aggregate.SUM, "day", Operation("*", (Name("spend"), Name("sales"))), credit=BY_SHOP),
    Measure("ads", Aggregate.COUNT, "day", None, Operation(">", (Name("clicks"), Literal(Fraction(3)))), BY_SHOP),
    Measure("ads", Aggregate.DISTINCT, "day", Name("campaign"), credit=BY_SHOP),
    Measure("ads", Aggregate.SUM, "day", Name("clicks")),
    Measure("conversations", Aggregate.QUANTILE, "started_at", Name("reply_seconds"), None, BY_AGENT, Fraction(1, 2)),
    Measure("conversations", Aggregate.QUANTILE, "started_at", Name("reply_seconds"), None, BY_AGENT, Fraction(9, 10)),
    Measure("conversations", Aggregate.DISTINCT, "started_at", Name("buyer"), credit=BY_AGENT),
    Measure("conversations", Aggregate.SUM, "resolved_at", Name("rounds"), credit=BY_AGENT),
    Measure("stock", Aggregate.LAST, "day", Name("on_hand"), credit=BY_SKU),
    Measure("stock", Aggregate.AVERAGE, "day", Name("on_hand"), credit=BY_SKU),
    Measure("tasks", Aggregate.COUNT, "due_at", credit=BY_OWNER),
    Measure("expenses", Aggregate.SUM, "day", Name("amount"), credit=BY_TEAM),
)
NODES = (
    COMPANY,
    *(person_node(name) for name in ("ann", "bob", "eve", UNASSIGNED, "nobody-knows")),
    *(Node(NodeKind.TEAM, name) for name in ("all", "north", "south")),
    Node(NodeKind.DEPARTMENT, "trade"),
    *(Node(NodeKind.SHOP, name) for name in ("s1", "s2", "s3", "")),
    *(Node(NodeKind.CHANNEL, name) for name in ("search", "live", "")),
)


def facts(chance: random.Random) -> dict[str, list[dict[str, object]]]:
    def day() -> date:
        return FIRST + timedelta(days=int(chance.triangular(0, DAYS)))

    def moment() -> str:
        return f"{day()}T{chance.randrange(24):02d}:15:00"

    def one_of(*choices: object) -> object:
        return chance.choice(choices)

    return {
        "ads": [
            {"day": str(day()), "shop": one_of("s1", "s2", "s3"), "campaign": one_of("a", "b", "c"), "spend": str(cost),
             "channel": one_of("search", "live", None), "clicks": one_of(1, 5, None), "sales": one_of("1.25", "9e0"[0])}
            for cost in range(1, 120)
        ],
        "conversations": [
            {"conversation_id": str(at), "shop": one_of("s1", "s2"), "agent": one_of("x", "y", "z"), "rounds": at % 4,
             "buyer": one_of("p", "q", "r", "s", None), "started_at": moment(), "resolved_at": one_of(moment(), None),
             "reply_seconds": one_of("1", "2.5", "7", "30", None)}
            for at in range(150)
        ],
        "stock": [
            {"day": str(FIRST + timedelta(days=at)), "warehouse": "w", "sku": sku, "on_hand": str(at * 7 % 13)}
            for at in range(0, DAYS, 3) for sku in ("k1", "k2") if (at, sku) != (0, "k2")
        ],
        "tasks": [{"task_id": str(at), "owner": one_of("ann", "eve", "left"), "due_at": moment()} for at in range(40)],
        "expenses": [
            {"expense_id": str(at), "day": str(day()), "team": one_of("north", "south", "gone"), "category": "rent",
             "amount": f"{at}.5"} for at in range(40)
        ],
    }  # fmt: skip


def small_company() -> Company:
    spells = (
        spell("ann", "north", start="2025-01-01"),
        spell("bob", "north", start="2025-01-01", end="2025-12-15"),
        spell("bob", "south", start="2025-12-15"),
        spell("eve", "south", start="2026-01-05"),
    )
    credited = (
        share("s1", "ann", "0.6"),
        share("s1", "bob", "0.3333"),
        share("s2", "eve", start="2026-01-01"),
        share("x", "ann", kind="agent", end="2025-12-20"),
        share("x", "eve", kind="agent", start="2025-12-20"),
        share("y", "bob", "0.5", kind="agent"),
        share("y", "ann", "0.5", kind="agent"),
        share("k1", "bob", kind="sku"),
    )
    return company((), spells, credited)


@pytest.fixture(scope="module", params=[1, 2])
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Cube, QueriedNumbers]:
    folder: Path = tmp_path_factory.mktemp("facts")
    snapshot = snapshot_of(folder, facts(random.Random(request.param)))  # noqa: S311
    engine = CubeEngine(snapshot, {}, MEASURES)
    here = small_company()
    credited = credit_tables(engine, here.organisation, here.credits)
    nodes = NodeCodes()
    cube = cube_of(nodes, build(engine, credited, MEASURES, nodes).values())
    return cube, QueriedNumbers(engine, credited, MEASURES)


def periods(grain: Grain) -> list[Period]:
    if grain is Grain.SPAN:
        return [Period(FIRST + timedelta(days=4), FIRST + timedelta(days=66)), Period(date(2020, 1, 1), FIRST)]
    return Period(FIRST - timedelta(days=1), FIRST + timedelta(days=DAYS)).split(grain)


@pytest.mark.parametrize("measure", MEASURES, ids=lambda each: f"{each.relation}-{each.aggregate}-{each.at}")
def test_the_cube_says_what_a_query_says(both: tuple[Cube, QueriedNumbers], measure: Measure) -> None:
    cube, queries = both
    asked = [each for grain in Grain if grain is not Grain.HALF for each in periods(grain)[:12]]
    asked = [each for each in asked if cube.holds(measure, each)]
    for kind in set(NodeKind) - _lacking(measure):
        queries.prepare([measure], kind, asked)
    for node, period in product(NODES, asked):
        if node.kind not in _lacking(measure):
            assert cube.number(measure, node, period) == queries.number(measure, node, period), f"{node} {period}"


@pytest.mark.parametrize("measure", MEASURES, ids=lambda each: f"{each.relation}-{each.aggregate}-{each.at}")
def test_a_node_that_the_relation_does_not_know_has_nothing(
    both: tuple[Cube, QueriedNumbers], measure: Measure
) -> None:
    cube, _ = both
    for kind in _lacking(measure):
        assert cube.number(measure, Node(kind, "s1"), Period.parse("2025-12")) == nothing_of(measure)


def test_only_what_does_not_add_up_over_days_is_left_to_queries(both: tuple[Cube, QueriedNumbers]) -> None:
    cube, _ = both
    (span, *_) = periods(Grain.SPAN)
    left = {measure.aggregate for measure in MEASURES if not cube.holds(measure, span)}
    assert left == {Aggregate.DISTINCT, Aggregate.QUANTILE}
    assert all(cube.holds(measure, Period.parse("2025-12")) for measure in MEASURES)


@pytest.mark.parametrize("measure", MEASURES, ids=lambda each: f"{each.relation}-{each.aggregate}-{each.at}")
def test_what_was_prepared_is_what_the_cube_says_of_each_node_alone(
    both: tuple[Cube, QueriedNumbers], measure: Measure
) -> None:
    cube, queries = both
    numbers = CubeNumbers(cube, queries)
    asked = [each for grain in Grain if grain is not Grain.HALF for each in periods(grain)[:12]]
    asked = [each for each in asked if cube.holds(measure, each)]
    for kind in NodeKind:
        numbers.prepare([measure], kind, asked)
    alone = {(node, period): cube.number(measure, node, period) for node, period in product(NODES, asked)}
    assert {where: numbers.number(measure, *where) for where in alone} == alone


def test_prepared_numbers_beyond_what_is_kept_are_read_one_by_one(
    both: tuple[Cube, QueriedNumbers], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("merit.engines.cube.numbers._MOST", 20)
    cube, queries = both
    numbers, spend = CubeNumbers(cube, queries), MEASURES[0]
    november, december = Period.parse("2025-11"), Period.parse("2025-12")
    for kind, month in product(NodeKind, (november, december)):
        numbers.prepare([spend], kind, [month])
    for node, month in product(NODES, (november, december)):
        assert numbers.number(spend, node, month) == cube.number(spend, node, month)


def _lacking(measure: Measure) -> set[NodeKind]:
    has = {"ads": set(), "conversations": {NodeKind.CHANNEL}}
    return has.get(measure.relation, {NodeKind.SHOP, NodeKind.CHANNEL})
