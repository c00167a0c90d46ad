"""Why a KPI moved, on the tiny company: September 10,000, October 11,000 of paid sales."""

from fractions import Fraction

import pytest
import typer
from typer.testing import CliRunner

from merit.cli import why_command
from merit.insight.decomposition import Change, Decomposition, why, why_by_drivers
from merit.insight.decomposition_drivers import chains_of
from merit.insight.decomposition_parts import DividedBy
from merit.kernel.node import COMPANY, Node, NodeKind, person_node
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.workspace import Workspace, open_workspace
from tests.loaded_company import OCTOBER, SEPTEMBER, loaded_company


@pytest.fixture(scope="module")
def workspace(tmp_path_factory) -> Workspace:
    return open_workspace(loaded_company(tmp_path_factory.mktemp("why")))


def broken_down(workspace: Workspace, kpi: str, by: DividedBy, node: Node = COMPANY) -> Decomposition:
    change = Change(kpi, node, OCTOBER, SEPTEMBER)
    found = why(workspace.company, workspace.figures, change, by, ("search", "live"))
    assert sum(each.amount for each in found.contributions) == found.now - found.before
    return found


def amounts(found: Decomposition) -> dict[str, Fraction]:
    return {each.part: each.amount for each in found.contributions}


def test_people_and_what_nobody_is_credited_for_make_the_change(workspace: Workspace) -> None:
    found = broken_down(workspace, "paid_sales", DividedBy.PERSON)
    assert amounts(found) == {"unassigned": 3200, "bob": -2800, "ann": 600}


def test_teams_leave_a_rest_that_is_nobodys(workspace: Workspace) -> None:
    assert amounts(broken_down(workspace, "paid_sales", DividedBy.TEAM)) == {
        "north": -1800,
        "south": -400,
        "rest": 3200,
    }


def test_a_person_who_moved_counts_in_a_team_only_for_the_days_there(workspace: Workspace) -> None:
    south = Node(NodeKind.TEAM, "south")
    assert amounts(broken_down(workspace, "paid_sales", DividedBy.PERSON, south)) == {"bob": -2800, "ann": 2400}


def test_shops_and_channels(workspace: Workspace) -> None:
    assert amounts(broken_down(workspace, "net_sales", DividedBy.SHOP)) == {"s2": -1000, "s1": 0}
    assert amounts(broken_down(workspace, "paid_sales", DividedBy.CHANNEL)) == {"search": 1000, "live": 0}


def test_a_ratio_is_told_by_mix_and_rate(workspace: Workspace) -> None:
    """Average order value 1,250 → 1,100; shop 1: 4 orders of 8 at 1,500, then 6 of 10 at 1,166.67; shop 2 at 1,000."""
    found = broken_down(workspace, "aov", DividedBy.SHOP)
    first = next(each for each in found.contributions if each.part == "s1")
    assert first.rate == Fraction(-1000, 3) * Fraction(11, 20)
    assert first.mix == Fraction(1, 10) * (Fraction(4000, 3) - 1175)


def test_drivers_multiply_to_the_kpi(workspace: Workspace) -> None:
    """8 orders of 1,250 → 10 of 1,100: +2 × 1,175 and −150 × 9."""
    found = broken_down(workspace, "paid_sales", DividedBy.DRIVERS)
    assert amounts(found) == {"orders_paid": 2350, "aov": -1350}


def test_a_formula_is_told_by_its_terms(workspace: Workspace) -> None:
    found = amounts(broken_down(workspace, "net_sales", DividedBy.DRIVERS))
    assert (found["line_sales"], found["refund_amt"]) == (1000, -2000)


def test_a_chain_of_factors_of_ones_own_must_cancel_out(workspace: Workspace) -> None:
    change = Change("paid_sales", COMPANY, OCTOBER, SEPTEMBER)
    found = why_by_drivers(workspace.company, workspace.figures, change, ("buyers", "spend_per_buyer"))
    assert sum(each.amount for each in found.contributions) == 1000
    with pytest.raises(ConflictRefusal):
        why_by_drivers(workspace.company, workspace.figures, change, ("buyers", "aov"))


def test_paid_sales_are_visitors_times_conversion_times_spend(workspace: Workspace) -> None:
    first = next(chains_of(workspace.company.catalogue, "paid_sales"))
    assert first == ("visitors", "cvr_visitor", "spend_per_buyer")


def test_what_cannot_be_divided_is_refused(workspace: Workspace) -> None:
    with pytest.raises(ConflictRefusal):
        broken_down(workspace, "frt_p50", DividedBy.TEAM)
    with pytest.raises(ConflictRefusal):
        broken_down(workspace, "paid_sales", DividedBy.SHOP, person_node("ann"))
    with pytest.raises(NotFoundRefusal):
        broken_down(workspace, "no_such_kpi", DividedBy.SHOP)


def test_the_command_says_it_in_a_sentence_and_a_table_that_adds_up(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("MERIT_LANG", "zh")
    app = typer.Typer()
    why_command.register(app)
    arguments = [str(loaded_company(tmp_path)), "--kpi", "paid_sales", "--period", "2026-10", "--by", "shop"]
    result = CliRunner().invoke(app, arguments)
    assert (
        "微店的支付金额：2026-10 为 11,000.00，2026-09 为 10,000.00，增加 1,000.00。主要来自：一号店 +1,000.00。"
        in result.output
    )
    assert "Paid sales of 微店: 11,000.00 in 2026-10" in result.output
    assert result.output.splitlines()[-1].split() == ["合计", "10000.0000", "11000.0000", "1000.0000"]
