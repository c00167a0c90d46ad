"""A whole period of the tiny company, from its files to pay, equals what was worked out by hand in its docstring."""

from datetime import UTC, datetime

import pytest

from merit.closing.paid_before import paid_before, paid_in_replay
from merit.kernel.exact import exact, fixed
from merit.kernel.node import COMPANY, Node, NodeKind
from merit.kernel.period import Period
from merit.run import broken_steps, score_and_pay
from merit.sources.company_folder import read_company
from merit.sources.load_facts import load_facts
from merit.workspace import open_workspace
from tests.tiny_company import write_tiny_company

SEPTEMBER, OCTOBER = Period.parse("2026-09"), Period.parse("2026-10")
PEOPLE = ("ann", "bob", "cat", "leader", "owner", "unassigned")
NODES = {
    "company": COMPANY,
    "trade": Node(NodeKind.DEPARTMENT, "trade"),
    **{team: Node(NodeKind.TEAM, team) for team in ("north", "south")},
    **{person: Node(NodeKind.PERSON, person) for person in PEOPLE},
    **{shop: Node(NodeKind.SHOP, shop) for shop in ("s1", "s2")},
    "search": Node(NodeKind.CHANNEL, "search"),
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tiny")
    write_tiny_company(folder)
    company, problems = read_company(folder)
    assert problems == []
    report = load_facts(company, folder, datetime(2026, 11, 2, tzinfo=UTC))
    assert {table.table: table.loaded for table in report.tables} == {
        "conversations": 12,
        "leave": 1,
        "order_lines": 25,
        "orders": 20,
        "refunds": 3,
        "tasks": 6,
    }
    return open_workspace(folder)


@pytest.mark.parametrize(
    ("kpi", "period", "expected"),
    [
        ("paid_sales", SEPTEMBER, "company 10000 s1 6000 s2 4000 ann 3600 bob 6400 north 3600 south 6400 trade 10000"),
        ("paid_sales", OCTOBER, "company 11000 s1 7000 s2 4000 ann 4200 bob 3600 unassigned 3200 search 7000"),
        ("paid_sales", OCTOBER, "north 1800 south 6000 trade 7800"),
        ("line_sales", OCTOBER, "company 11000"),
        ("gmv_placed", OCTOBER, "company 12000"),
        ("orders_placed", SEPTEMBER, "company 8"),
        ("orders_placed", OCTOBER, "company 11"),
        ("orders_paid", OCTOBER, "company 10 ann 3.6 bob 3.6 unassigned 2.8"),
        ("units", SEPTEMBER, "company 13"),
        ("units", OCTOBER, "company 20 s1 13 s2 7"),
        ("buyers", SEPTEMBER, "company 4"),
        ("buyers", OCTOBER, "company 5 s1 4 s2 3"),
        ("new_customers", OCTOBER, "company 2"),
        ("refund_amt", OCTOBER, "company 2000 s1 1000 s2 1000"),
        ("net_sales", SEPTEMBER, "company 10000"),
        ("net_sales", OCTOBER, "company 9000 ann 3600 bob 2200 unassigned 3200 north 1500 south 4300 trade 5800"),
        ("shipped_sales", OCTOBER, "company 13000"),
        ("signed_line_sales", OCTOBER, "company 13500"),
        ("cogs_paid", OCTOBER, "company 6600"),
        ("cogs", OCTOBER, "company 7800"),
        ("aov", OCTOBER, "company 1100"),
        ("spend_per_buyer", OCTOBER, "company 2200"),
        ("asp", OCTOBER, "company 550"),
        ("upt", OCTOBER, "company 2"),
        ("reply_3min", SEPTEMBER, "company 1 cat 1"),
        ("reply_3min", OCTOBER, "company 0.9 cat 0.9"),
        ("frt_p50", OCTOBER, "company 30 cat 30"),
        ("csat", OCTOBER, "company 0.8 cat 0.8"),
        ("task_on_time", OCTOBER, "company 0.6 cat 0.5 ann 0.5 leader 1"),
    ],
)
def test_a_kpi_has_the_value_that_was_worked_out_by_hand(workspace, kpi, period, expected):
    words = expected.split()
    by_hand = {node: exact(value) for node, value in zip(words[::2], words[1::2], strict=True)}
    assert {node: workspace.figures.value(kpi, NODES[node], period).value for node in by_hand} == by_hand


@pytest.mark.parametrize("kpi", ["paid_sales", "net_sales", "orders_paid", "units", "refund_amt", "gmv_placed"])
@pytest.mark.parametrize("period", [SEPTEMBER, OCTOBER], ids=str)
def test_people_and_the_unassigned_make_the_company(workspace, kpi, period):
    values = [workspace.figures.value(kpi, NODES[person], period).value or 0 for person in PEOPLE]
    assert sum(values) == (workspace.figures.value(kpi, COMPANY, period).value or 0)


def totals(result):
    return {card.person: (fixed(card.total.value, 2), card.grade.value) for card in result.scorecards}


def pay(result):
    return [(line.person, line.line, str(line.amount.value)) for line in result.pay_lines]


def test_a_paid_month_and_the_one_after_it_are_scored_and_paid_as_worked_out_by_hand(workspace):
    september = score_and_pay(workspace.company, workspace.figures, SEPTEMBER, paid_before(workspace, SEPTEMBER))
    assert pay(september) == [
        *[("ann", "commission", "36.00"), ("bob", "commission", "64.00"), ("cat", "bonus", "3704.40")],
    ]
    paid = paid_in_replay(workspace, OCTOBER, [september])
    october = score_and_pay(workspace.company, workspace.figures, OCTOBER, paid)
    assert [*september.problems, *october.problems] == []
    assert totals(october) == {
        "ann": ("86.67", "B"),
        "bob": ("120.00", "S"),
        "cat": ("97.00", "A"),
        "leader": ("97.00", "A"),
        "owner": ("110.00", "S"),
    }
    assert pay(october) == [
        *[("ann", "commission", "42.00"), ("ann", "clawback", "-3.00"), ("ann", "clawback", "-3.00")],
        *[("bob", "commission", "36.00"), ("bob", "clawback", "-2.00"), ("bob", "clawback", "-12.00")],
        ("cat", "bonus", "3704.40"),
    ]
    assert broken_steps(september) + broken_steps(october) == []
