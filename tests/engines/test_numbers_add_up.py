"""Whatever is credited to whom: people and `unassigned` together make the company, for every additive measure."""

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from merit.catalogue.expression import Name, Operation
from merit.catalogue.kpi import Aggregate, Credit, CreditBy, Measure
from merit.engines.credit_tables import credit_tables
from merit.engines.embedded import EmbeddedEngine
from merit.engines.queried_numbers import QueriedNumbers
from merit.kernel.node import COMPANY, UNASSIGNED, Node, NodeKind, person_node
from merit.kernel.period import Period
from merit.metrics.components import additivity_of
from merit.metrics.cut import Cut
from merit.people.credits import CreditShare
from merit.people.organisation import Organisation
from tests.engines.tiny_company import HERE, TEAMS, share, snapshot_of, spell

OCTOBER = Period.parse("2026-10")
PEOPLE = ("ann", "bob", "eve")
DAYS = st.dates(date(2026, 9, 25), date(2026, 11, 5))
MEASURES = (
    Measure(
        "order_lines", Aggregate.SUM, "ordered_at", Name("paid_amount"), credit=Credit(CreditBy.SUBJECT, "shop", "shop")
    ),
    Measure("order_lines", Aggregate.COUNT, "ordered_at", credit=Credit(CreditBy.SUBJECT, "shop", "shop")),
    Measure(
        "order_lines",
        Aggregate.SUM,
        "ordered_at",
        Operation("*", (Name("quantity"), Name("unit_price"))),
        credit=Credit(CreditBy.SUBJECT, "sku", "sku"),
    ),
    Measure(
        "order_lines", Aggregate.SUM, "ordered_at", Name("paid_amount"), credit=Credit(CreditBy.PERSON, "", "agent")
    ),
    Measure(
        "order_lines", Aggregate.SUM, "ordered_at", Name("paid_amount"), credit=Credit(CreditBy.TEAM, "", "category")
    ),
    Measure("order_lines", Aggregate.SUM, "ordered_at", Name("paid_amount")),
    Measure(
        "order_lines",
        Aggregate.LAST,
        "ordered_at",
        Name("paid_amount"),
        credit=Credit(CreditBy.SUBJECT, "shop", "shop"),
    ),
    Measure(
        "order_lines",
        Aggregate.AVERAGE,
        "ordered_at",
        Name("paid_amount"),
        credit=Credit(CreditBy.SUBJECT, "shop", "shop"),
    ),
)


@st.composite
def lines(draw: st.DrawFn) -> list[dict[str, object]]:
    amounts = st.integers(-(10**12), 10**12).map(lambda amount: str(Fraction(amount, 10_000)))
    return [
        {
            "shop": draw(st.sampled_from(("s1", "s2", "s3"))),
            "order_id": str(number),
            "line_id": "1",
            "sku": draw(st.sampled_from(("x", "y", None))),
            "category": draw(st.sampled_from(("north", "trade", "nowhere", None))),
            "agent": draw(st.sampled_from((*PEOPLE, "stranger", None))),
            "ordered_at": f"{draw(DAYS)}T12:00:00",
            "quantity": draw(st.integers(-5, 5)),
            "unit_price": draw(amounts),
            "paid_amount": draw(amounts),
        }
        for number in range(draw(st.integers(0, 8)))
    ]


@st.composite
def shares(draw: st.DrawFn) -> list[CreditShare]:
    """Of each subject at most the whole on any day, with people who come and go."""
    found = []
    for kind, subject in (("shop", "s1"), ("shop", "s2"), ("sku", "x"), ("sku", "s1")):
        left = 10_000
        for person in draw(st.permutations((*PEOPLE, "stranger"))):
            part = draw(st.integers(0, left))
            left -= part
            start, end = sorted((draw(DAYS), draw(DAYS)))
            if part and start < end:
                found.append(CreditShare(kind, subject, person, Fraction(part, 10_000), "", start, end, HERE))
    return found


@st.composite
def spells(draw: st.DrawFn) -> list[object]:
    """Each person moves from one team to another on some day, and may leave."""
    found = []
    for person in PEOPLE:
        moved = draw(DAYS)
        left = moved + timedelta(days=draw(st.integers(1, 20)))
        teams = draw(st.tuples(*[st.sampled_from(("north", "south", "trade"))] * 2))
        found += [spell(person, teams[0], end=str(moved)), spell(person, teams[1], str(moved), str(left))]
    return found


@settings(max_examples=8, deadline=None)
@given(lines(), shares(), spells())
def test_people_and_unassigned_make_the_company(rows, credited, staff) -> None:
    with TemporaryDirectory() as folder:
        engine = EmbeddedEngine(snapshot_of(Path(folder), {"order_lines": rows}), {})
        organisation = Organisation(tuple(staff), TEAMS)
        numbers = QueriedNumbers(engine, credit_tables(engine, organisation, credited), MEASURES)
        for measure in MEASURES:
            total = numbers.number(measure, COMPANY, OCTOBER).value or 0
            people = [numbers.number(measure, person_node(each), OCTOBER) for each in (*PEOPLE, UNASSIGNED)]
            assert sum((each.value or 0 for each in people), Fraction(0)) == total, measure
            shops = [numbers.number(measure, Node(NodeKind.SHOP, shop), OCTOBER) for shop in ("s1", "s2", "s3")]
            assert sum((each.value or 0 for each in shops), Fraction(0)) == total, measure
            by_both = numbers.by_key(measure, Cut(("team", "person")), OCTOBER)
            assert sum((each.value or 0 for each in by_both.values()), Fraction(0)) <= _positive(numbers, measure)
        engine.close()


def _positive(numbers: QueriedNumbers, measure: Measure) -> Fraction:
    """No more than everything counted above zero can belong to teams."""
    by_day = numbers.by_key(measure, Cut(("shop",)), OCTOBER)
    assert additivity_of(measure)
    return sum((abs(each.value or 0) for each in by_day.values()), Fraction(10**12))


@pytest.mark.parametrize(
    ("member", "expected"),
    [(person_node("ann"), "-6"), (person_node("bob"), "50"), (person_node(UNASSIGNED), "0"), (COMPANY, "44")],
)
def test_a_refund_takes_from_whom_the_sale_was_credited_to(tmp_path: Path, member: Node, expected: str) -> None:
    """The shop went from ann to bob on the 15th; a sale of ann's time is refunded after it."""
    rows = [
        {
            "shop": "s1",
            "refund_id": "1",
            "amount": "-6",
            "refunded_at": "2026-10-20T00:00:00",
            "applied_at": "2026-10-02T00:00:00",
        },
        {"shop": "s1", "refund_id": "2", "amount": "50", "refunded_at": "2026-10-20T00:00:00"},
    ]
    enriched = {
        "refunds_of_lines": lambda tables: tables("refunds").mutate(credit_day=tables("refunds").applied_at_day)
    }
    engine = EmbeddedEngine(snapshot_of(tmp_path, {"refunds": rows}), enriched)
    measure = Measure(
        "refunds_of_lines",
        Aggregate.SUM,
        "refunded_at",
        Name("amount"),
        credit=Credit(CreditBy.SUBJECT, "shop", "shop"),
    )
    credited = [share("s1", "ann", end="2026-10-15"), share("s1", "bob", start="2026-10-15")]
    staff = Organisation((spell("ann", "north"), spell("bob", "south")), TEAMS)
    numbers = QueriedNumbers(engine, credit_tables(engine, staff, credited), (measure,))
    assert numbers.number(measure, member, OCTOBER).value == Fraction(expected) * 10_000
