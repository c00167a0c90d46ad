"""Why a KPI moved by what its rows are about, on the tiny company, whose sales by product are worked out by hand.

P1 sells at 1,000 and P2 at 250. September: 13 units for 10,000, so 9 of P1 and 4 of P2. October: 20 for 11,000, so 8
and 12.
"""

from fractions import Fraction

import pytest

from merit.engines.reasons import Reasons, WhyAsked
from merit.insight.decomposition import Change, Decomposition
from merit.insight.decomposition_parts import DividedBy
from merit.insight.decomposition_search import lead_of
from merit.kernel.node import COMPANY, Node, NodeKind, person_node
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.workspace import open_workspace
from tests.loaded_company import OCTOBER, SEPTEMBER, loaded_company

S1 = Node(NodeKind.SHOP, "s1")


@pytest.fixture(scope="module")
def reasons(tmp_path_factory) -> Reasons:
    workspace = open_workspace(loaded_company(tmp_path_factory.mktemp("why")))
    return Reasons(workspace.company, workspace.engine, workspace.figures)


def moved(kpi: str, node: Node = COMPANY, *within: tuple[str, str]) -> Change:
    return Change(kpi, node, OCTOBER, SEPTEMBER, within)


def divided(reasons: Reasons, change: Change, by: DividedBy, driver: str = "", level: str = "") -> Decomposition:
    found = reasons.reason(WhyAsked(change, by, driver, level)).found
    whole = found.through.amount if found.through else found.now - found.before
    assert sum(each.amount for each in found.contributions) == whole
    return found


def amounts(found: Decomposition) -> dict[str, Fraction]:
    return {each.part: each.amount for each in found.contributions}


def test_products_make_the_change_of_sales(reasons: Reasons) -> None:
    found = divided(reasons, moved("line_sales"), DividedBy.SKU)
    assert amounts(found) == {"P2": 2000, "P1": -1000}


def test_a_shop_is_divided_by_its_products_and_a_product_by_its_shops(reasons: Reasons) -> None:
    of_shop = divided(reasons, moved("line_sales", S1), DividedBy.SKU)
    within = divided(reasons, moved("line_sales", COMPANY, ("sku", "P1")), DividedBy.SHOP)
    assert of_shop.difference == 1000
    assert (within.before, within.now) == (9000, 8000)
    assert amounts(within)["s1"] == amounts(of_shop)["P1"]


def test_what_a_person_is_credited_for_is_divided_by_products(reasons: Reasons) -> None:
    assert divided(reasons, moved("line_sales", person_node("ann")), DividedBy.SKU).difference == 600


def test_the_price_of_a_unit_falls_because_more_of_the_cheap_product_is_sold(reasons: Reasons) -> None:
    """Prices stand still: all is mix. P1: weight 9/13 → 8/20, at 1,000 against the mean of 10,000/13 and 550."""
    found = divided(reasons, moved("asp"), DividedBy.SKU)
    middle = (Fraction(10000, 13) + 550) / 2
    assert [each.rate for each in found.contributions] == [0, 0]
    assert amounts(found)["P1"] == (Fraction(8, 20) - Fraction(9, 13)) * (1000 - middle)


def test_a_driver_is_divided_by_products_in_the_proportion_in_which_they_moved_it(reasons: Reasons) -> None:
    """Units of P1 fall by 1 and of P2 rise by 8, of 7 together: −1/7 and 8/7 of what units do to the price."""
    outer = divided(reasons, moved("asp"), DividedBy.DRIVERS)
    found = divided(reasons, moved("asp"), DividedBy.SKU, driver="units")
    share = amounts(outer)["units"]
    assert amounts(found) == {"P1": -share / 7, "P2": share * 8 / 7}


def test_a_driver_that_there_is_none_of_is_refused_with_those_there_are(reasons: Reasons) -> None:
    with pytest.raises(NotFoundRefusal) as refused:
        divided(reasons, moved("asp"), DividedBy.SKU, driver="visitors")
    assert refused.value.params["known"] == "paid_sales, units"


def test_of_a_quantile_the_share_of_slower_replies_is_divided(reasons: Reasons) -> None:
    found = reasons.reason(WhyAsked(moved("frt_p50"), DividedBy.AGENT))
    assert found.above is not None
    assert sum(amounts(found.found).values()) == found.found.difference
    assert found.found.change.kpi == "frt_p50.above"


def test_a_dimension_that_the_rows_do_not_have_is_refused_with_those_they_have(reasons: Reasons) -> None:
    with pytest.raises(ConflictRefusal) as refused:
        divided(reasons, moved("line_sales"), DividedBy.SUPPLIER)
    assert "sku" in str(refused.value.params["known"])
    assert DividedBy.SKU not in reasons.divisions(moved("line_sales", COMPANY, ("sku", "P1")))


def test_a_ratio_is_held_against_a_level_and_a_sum_is_not(reasons: Reasons) -> None:
    """550 a unit against 600: 8 of 20 units at 400 more, 12 of 20 at 350 less."""
    found = divided(reasons, moved("asp"), DividedBy.SKU, level="600")
    assert amounts(found) == {"P1": 160, "P2": -210}
    with pytest.raises(ConflictRefusal):
        divided(reasons, moved("line_sales"), DividedBy.SKU, level="600")


def test_usual_is_the_median_part(reasons: Reasons) -> None:
    assert divided(reasons, moved("asp"), DividedBy.SKU, level="usual").before == 625


def test_people_are_not_named_by_a_search(reasons: Reasons) -> None:
    found = reasons.leads(moved("line_sales"))
    assert {lead.found.by for lead in found} <= set(reasons.divisions(moved("line_sales"))) - {DividedBy.PERSON}


def test_a_product_that_moves_the_other_way_than_its_size_leads(reasons: Reasons) -> None:
    """All of the rise is P2's, which had a tenth of the sales."""
    lead = lead_of(divided(reasons, moved("line_sales"), DividedBy.SKU))
    assert lead is not None
    assert [each.part for each in lead.parts] == ["P2"]
    assert (lead.of_change, lead.of_whole) == (1, Fraction(1, 10))
