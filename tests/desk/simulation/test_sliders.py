"""Sliders re-score and re-pay everybody, and mean the same to the fast figures, the replay and the editors.

The tiny company in October: cat 100 × 50 % + 90 × 50 % + 2 = 97.00, A; 3,000.00 × 1.2 × 1.05 × 0.98 = 3,704.40. Nothing
was sealed, so ann's commission is 42.00 and bob's 36.00, and only October's refunds of October's sales are taken back:
ann 3.00 (R2), bob 2.00 and 10.00 → 39.00 and 24.00. Nobody else is paid; in all 3,767.40.
"""

from decimal import Decimal

import pytest

from merit.kernel.refusals import ConflictRefusal
from merit_desk.documents.actions.drafts import draft_of
from merit_desk.results.queries.open_company import declared_company
from merit_desk.simulation.actions.adopt import save_as_drafts
from merit_desk.simulation.actions.simulations import keep_sliders
from merit_desk.simulation.queries.asked import asking
from merit_desk.simulation.queries.sensitivity import tornado
from tests.desk.conftest import viewer_as
from tests.desk.simulation.conftest import ready


def paid(tried, **sliders):
    ready(tried)
    named = {name.replace("__", ":"): value for name, value in sliders.items()}
    board = asking(declared_company(), tried, named).board()
    return {each.person: (each.now, each.draft) for each in board.people}


def test_nothing_moved_is_what_the_engine_pays_now(tried):
    now = {person: both for person, both in paid(tried).items() if any(both)}
    assert now == {"ann": (3900, 3900), "bob": (2400, 2400), "cat": (370440, 370440)}


def test_a_higher_coefficient_of_a_grade_pays_whoever_has_it(tried):
    """3,000 × 1.3 × 1.05 × 0.98 = 4,013.10."""
    assert paid(tried, k__A="1.3")["cat"] == (370440, 401310)


def test_weights_move_the_score_and_through_it_the_grade_and_the_pay(tried):
    """csat 100 %: reply counts 1, csat 99: 100 × 1 % + 90 × 99 % + 2 = 92.10, B: 3,000 × 1.0 × 1.05 × 0.98 = 3,087."""
    moved = paid(tried, **{"w:service:reply_3min": "1", "w:service:csat": "99"})
    assert moved["cat"] == (370440, 308700)


def test_a_lower_edge_lets_somebody_reach_the_better_grade(tried):
    """97.00 reaches an S from 97 on: 3,000 × 1.5 × 1.05 × 0.98 = 4,630.50."""
    assert paid(tried, **{"b:service:S": "97"})["cat"] == (370440, 463050)


def test_the_floor_of_the_company_coefficient_lifts_those_below_it(tried):
    """At 1.1 of the target the table gives 0.98; a floor moved from 0.8 to 1 lifts it: 3,000 × 1.2 × 1.05 = 3,780."""
    assert paid(tried, f="1")["cat"] == (370440, 378000)


def test_harder_targets_lower_the_score(tried):
    """reply 0.9 ÷ (0.9 × 1.1) = 90.91 points, csat has no target: 45.45 + 45 + 2 = 92.45, B → 3,087.00."""
    assert paid(tried, t="10")["cat"] == (370440, 308700)


def test_weights_that_do_not_total_a_hundred_are_refused_in_words(tried):
    ready(tried)
    with pytest.raises(ConflictRefusal) as refused:
        asking(declared_company(), tried, {"w:service:csat": "45"}).board()
    assert (refused.value.code, refused.value.params["short"]) == ("simulation.weights_short", "5")


def test_a_slider_that_nothing_declares_or_that_leaves_its_range_is_left_out(tried):
    sliders = {"w:nobody:csat": "10", "k:A": "9", "f": "x", "k:B": "1.1"}
    assert asking(declared_company(), tried, sliders).sliders == {"k:B": "1.1"}


def test_the_strongest_slider_of_the_tornado_comes_first(tried):
    bars = tornado(ready(tried), {}, "service")
    assert [bar.reach for bar in bars] == sorted((bar.reach for bar in bars), reverse=True)
    moved = next(bar for bar in bars if bar.more_at == "1.32")
    assert (moved.less_at, moved.less, moved.more) == ("1.08", -37044, 37044)  # a tenth of cat's bonus


def test_drafts_in_the_editors_say_what_the_sliders_did(own_folder, tried):
    viewer = viewer_as("hr")
    sliders = {"w:service:reply_3min": "60", "w:service:csat": "40", "k:A": "1.25", "f": "0.85", "t": "10"}
    keep_sliders(viewer, tried.pk, tried.version, sliders)
    made = save_as_drafts(viewer, tried.pk)
    assert ("plan", "service") in made
    assert ("reward", "service-bonus") in made
    plan, reward = draft_of(viewer, "plan:service"), draft_of(viewer, "reward:service-bonus")
    assert "weight: 60" in plan.content["text"]
    assert "target: 0.99" in plan.content["text"]
    assert "A: 1.25" in reward.content["text"]
    assert "0.85" in reward.content["text"]
    assert (plan.based_on, reward.based_on) == ("1", "1")


def test_a_board_says_cost_share_and_who_gains(tried):
    ready(tried)
    board = asking(declared_company(), tried, {"k:A": "1.3"}).board()
    assert board.draft - board.now == 30870
    assert [each.person for each in board.gain] == ["cat"]
    assert board.lose == []
    assert board.share(board.now) == Decimal(board.now) / 100 / Decimal(int(board.profit)) * 100
