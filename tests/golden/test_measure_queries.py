"""The text of a few queries is kept, and each gives what a query written by hand gives."""

import random
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import duckdb
import pytest

from merit.engines.credit_tables import credit_tables
from merit.engines.embedded import EmbeddedEngine, sql_of
from merit.people.organisation import Organisation
from tests.engines.tiny_company import TEAMS, TinySnapshot, share, snapshot_of, spell
from tests.golden.measure_queries import CASES, FOLDER, NoFiles, query

HELD = """
    held as (
        select person, share, a.* from asked a join shares s on a.shop = s.shop and a.day >= s.first and a.day < s.past
        union all
        select 'unassigned', 10000 - coalesce((select sum(share) from shares s
            where a.shop = s.shop and a.day >= s.first and a.day < s.past), 0), a.* from asked a
    ), owned as (select * from held where share > 0)"""
ASKED = """
    with asked as (
        select *, ordered_at_day as day from '{order_lines}'
        where ordered_at_day between date '2026-10-01' and date '2026-10-31'
    ), shares (shop, person, first, past, share) as (
        values ('s1', 'ann', date '2026-10-01', date '2026-10-16', 6000),
        ('s1', 'bob', date '2026-01-01', date '2027-01-01', 2500)
    )"""
COUNTED = "where unit_cost is not null and category not in ('gift', 'sample')"
BY_HAND = {
    "cost_of_the_company": ASKED + "select 0, sum(quantity * unit_cost) * 10000, count(*) from asked " + COUNTED,
    "cost_by_shop_and_category": ASKED
    + "select shop, coalesce(category, ''), 0,"
    + f"coalesce(sum(quantity * unit_cost) filter ({COUNTED}), 0) * 10000, count(*) filter ({COUNTED})"
    + "from asked group by all",
    "cost_by_person": ASKED
    + f",{HELD} select person, 0, coalesce(sum(quantity * unit_cost * share) filter ({COUNTED}), 0),"
    + f"count(*) filter ({COUNTED}) from owned group by all",
    "cost_by_team_in_one_shop": ASKED
    + f",{HELD} select case when person = 'ann' or day < '2026-10-10' then 'north' else 'south' end as team, 0,"
    + f"coalesce(sum(quantity * unit_cost * share) filter ({COUNTED}), 0),"
    + f"count(distinct order_id) filter ({COUNTED}) from owned"
    + " where person <> 'unassigned' and shop = 's1' group by all",
    "distinct_products_by_person": ASKED
    + f",{HELD} select person, 0, count(distinct sku), count(sku) from owned group by all",
    "price_p90_by_shop": ASKED + "select shop, 0, quantile_disc(unit_price, 0.9), count(*) from asked group by all",
    "conversations_by_person": "select case when agent in ('ann', 'bob') then agent else 'unassigned' end as person, 0,"
    "count(*) filter (presale) * 10000, count(*) filter (presale) from '{conversations}' group by all",
}


@pytest.mark.parametrize("name", CASES)
def test_the_text_of_a_query_changes_only_on_purpose(name: str) -> None:
    kept = (FOLDER / f"{name}.sql").read_text("utf-8").strip()
    assert sql_of(query(EmbeddedEngine(NoFiles(), {}), name)) == kept


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> TinySnapshot:
    drawn = random.Random(7)  # noqa: S311 - the same rows every time
    lines = [
        {
            "shop": drawn.choice(("s1", "s2")),
            "order_id": str(at),
            "line_id": "1",
            "sku": drawn.choice(("x", "y", "z", None)),
            "category": drawn.choice(("shoes", "gift", "hats", None)),
            "ordered_at": f"2026-{drawn.choice((9, 10, 10, 10, 11)):02d}-{drawn.randint(1, 30):02d}T08:00:00",
            "quantity": Fraction(drawn.randint(-20, 90), 4),
            "unit_price": Fraction(drawn.randint(0, 10**7), 10**4),
            "paid_amount": 1,
            "unit_cost": drawn.choice((None, Fraction(drawn.randint(0, 10**7), 10**4))),
        }
        for at in range(300)
    ]
    talks = [
        {"conversation_id": str(at), "shop": "s1", "buyer": "b", "started_at": f"2026-10-{at % 30 + 1:02d}T08:00:00"}
        | {"agent": drawn.choice(("ann", "bob", "robot")), "presale": drawn.choice((True, False, None))}
        for at in range(100)
    ]
    return snapshot_of(tmp_path_factory.mktemp("facts"), {"order_lines": lines, "conversations": talks})


@pytest.fixture(scope="module")
def engine(snapshot: TinySnapshot) -> Iterator[EmbeddedEngine]:
    opened = EmbeddedEngine(snapshot, {})
    yield opened
    opened.close()


@pytest.mark.parametrize("name", CASES)
def test_a_query_gives_what_one_written_by_hand_gives(
    name: str, engine: EmbeddedEngine, snapshot: TinySnapshot
) -> None:
    staff = (spell("ann", "north"), spell("bob", "north", end="2026-10-10"), spell("bob", "south", start="2026-10-10"))
    credited = (
        share("s1", "ann", "0.6", start="2026-10-01", end="2026-10-16"),
        share("s1", "bob", "0.25", start="2026-01-01", end="2027-01-01"),
    )
    tables = credit_tables(engine, Organisation(staff, TEAMS), credited)
    ours = engine.run(query(engine, name, tables))
    files: dict[str, Path] = {table: snapshot.files(table)[0] for table in ("order_lines", "conversations")}
    theirs = duckdb.sql(BY_HAND[name].format(**files)).fetchall()
    found = [tuple(row.values()) for row in ours.to_pylist()]
    assert sorted(found) == sorted(theirs)
