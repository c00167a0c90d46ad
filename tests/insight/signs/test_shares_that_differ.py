"""Signs that compare shares: month-end spikes, chosen invitations, empty replies, self-purchase; figures by hand."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from merit.company import SignRules
from merit.insight.signs.chance import at_least, deviations, more_often, repeats_at_least
from merit.insight.signs.empty_replies import Replies, empty_reply_signs
from merit.insight.signs.invitations import Invited, invitation_signs
from merit.insight.signs.month_end_spike import DayOfOrders, month_end_signs
from merit.insight.signs.self_purchase import LedBuyer, LedOrders, OwnOrder, led_purchase_signs, self_purchase_signs
from merit.insight.signs.sign import Subject, SubjectKind
from merit.kernel.explain import LineRef
from merit.kernel.period import Period

SEPTEMBER = Period.parse("2026-09")
RULES = SignRules()
SHOP = Subject(SubjectKind.SHOP, "tb")
ANN, BOB, CAT = (Subject(SubjectKind.PERSON, name) for name in ("ann", "bob", "cat"))


def days(last: tuple[int, int], usual: tuple[int, int]) -> list[DayOfOrders]:
    """Orders and refunds of each of the last three days, and of each day before."""
    listed = SEPTEMBER.days()
    return [DayOfOrders(SHOP, day, *(last if day >= date(2026, 9, 28) else usual)) for day in listed]


def test_a_spike_that_is_sent_back_after_the_month_is_a_sign() -> None:
    (sign,) = month_end_signs(SEPTEMBER, days((60, 20), (20, 2)), {}, RULES)
    assert (sign.seen["a_day"], sign.seen["usual_a_day"], sign.seen["refunded"]) == (60, 20, 60)
    assert (sign.seen["share"], sign.seen["usual_share"]) == ("33.3%", "10.0%")


def test_a_festival_at_the_end_of_the_month_with_the_usual_refunds_is_none() -> None:
    assert list(month_end_signs(SEPTEMBER, days((60, 6), (20, 2)), {}, RULES)) == []


def test_more_refunds_without_a_spike_are_none() -> None:
    assert list(month_end_signs(SEPTEMBER, days((20, 8), (20, 2)), {}, RULES)) == []


def test_three_refunds_of_a_small_shop_are_none() -> None:
    assert list(month_end_signs(SEPTEMBER, days((6, 1), (2, 0)), {}, RULES)) == []


def invited(badly_invited: int, well_invited: int = 90, badly: int = 60) -> Invited:
    return Invited(well=300, well_invited=well_invited, badly=badly, badly_invited=badly_invited)


def test_who_asks_only_those_who_were_served_well_is_told() -> None:
    agents = {ANN: invited(0), BOB: invited(18), CAT: invited(20)}
    (sign,) = invitation_signs(SEPTEMBER, agents, {}, RULES)
    assert (sign.subject, sign.seen["badly_share"], sign.seen["others_share"]) == (ANN, "0.0%", "31.7%")


def test_who_hardly_invites_anybody_does_not_choose() -> None:
    agents = {ANN: invited(0, well_invited=2), BOB: invited(18), CAT: invited(20)}
    assert list(invitation_signs(SEPTEMBER, agents, {}, RULES)) == []


def test_a_tool_that_invites_nobody_after_a_complaint_is_no_sign_about_a_person() -> None:
    agents = {ANN: invited(0), BOB: invited(0), CAT: invited(0)}
    assert list(invitation_signs(SEPTEMBER, agents, {}, RULES)) == []


def test_five_conversations_that_went_badly_are_too_few() -> None:
    agents = {ANN: invited(0, badly=5), BOB: invited(18), CAT: invited(20)}
    assert list(invitation_signs(SEPTEMBER, agents, {}, RULES)) == []


def replies(subject: Subject, quick: int, unsettled: int, *, presale: bool = True) -> Replies:
    return Replies(subject, presale, answered=400, quick=quick, unsettled=unsettled, middle=7 if quick > 200 else 30)


def test_who_answers_in_seconds_and_settles_nothing_is_told() -> None:
    agents = [replies(ANN, 380, 100), replies(BOB, 60, 30), replies(CAT, 70, 40)]
    (sign,) = empty_reply_signs(SEPTEMBER, agents, {}, RULES)
    assert (sign.subject, sign.seen["seconds"], sign.seen["usual_seconds"]) == (ANN, "7", "30")
    assert (sign.seen["share"], sign.seen["usual_share"]) == ("25.0%", "8.8%")


@pytest.mark.parametrize(("quick", "unsettled"), [(380, 36), (70, 100)], ids=["fast and good", "slow and bad"])
def test_who_is_only_fast_or_only_bad_is_not(quick: int, unsettled: int) -> None:
    agents = [replies(ANN, quick, unsettled), replies(BOB, 60, 30), replies(CAT, 70, 40)]
    assert list(empty_reply_signs(SEPTEMBER, agents, {}, RULES)) == []


def test_work_after_the_sale_is_compared_with_work_after_the_sale() -> None:
    after = [replies(ANN, 380, 100, presale=False), replies(BOB, 380, 100, presale=False)]
    assert list(empty_reply_signs(SEPTEMBER, [*after, replies(CAT, 60, 30)], {}, RULES)) == []


def own(count: int) -> list[OwnOrder]:
    first = date(2026, 9, 3)
    return [
        OwnOrder("ann", "tb", str(at), first + timedelta(days=at), Fraction(50), at == 0, True, LineRef("o", at))
        for at in range(count)
    ]


def test_an_employee_who_buys_five_times_in_the_own_shop_is_told_with_what_counts_as_own_sales() -> None:
    (sign,) = self_purchase_signs(SEPTEMBER, own(5), 0.1, RULES)
    assert (sign.subject, sign.seen) == (ANN, {"orders": 5, "sum": "250", "refunded": 1, "credited": 5})


def test_one_purchase_for_oneself_is_nothing() -> None:
    assert list(self_purchase_signs(SEPTEMBER, own(2), 0.1, RULES)) == []


def test_the_chances_are_those_of_the_tests_worked_by_hand() -> None:
    assert at_least(2, 3, 0.5) == pytest.approx(4 / 8)
    assert more_often(3, 3, 0, 3) == pytest.approx(1 / 20)
    assert repeats_at_least(3, 1.0) == pytest.approx(1 / 4)
    assert deviations(9, [1, 2, 3, 4, 5]) == pytest.approx(6 / 1.4826)
    assert deviations(9, [3, 3, 3]) == 0


def asked(contented_invited: int, others_invited: int) -> Invited:
    """400 conversations, 120 of which were rated four stars or more."""
    badly_invited = others_invited // 5
    well_invited = contented_invited + others_invited - badly_invited
    return Invited(350, well_invited, 50, badly_invited, contented=120, contented_invited=contented_invited)


def test_who_invites_only_those_known_to_be_content_is_told_even_with_few_invitations() -> None:
    agents = {ANN: asked(22, 0), BOB: asked(8, 16), CAT: asked(7, 17)}
    (sign,) = invitation_signs(SEPTEMBER, agents, {}, RULES)
    assert (sign.subject, sign.seen["asked"], sign.seen["content"]) == (ANN, 22, 22)
    assert sign.seen["others_content"] == "31.2%"


def test_a_tool_that_invites_everybody_who_rated_well_is_no_sign_about_a_person() -> None:
    agents = {ANN: asked(22, 0), BOB: asked(24, 0), CAT: asked(20, 0)}
    assert list(invitation_signs(SEPTEMBER, agents, {}, RULES)) == []


USUAL = LedOrders({ANN: 500, BOB: 500, CAT: 500}, buyers=1300, mean_repeats=0.15)


def led(subject: Subject, times: int, by_all: int) -> LedBuyer:
    return LedBuyer(subject, f"x{by_all}", times, by_all, tuple(own(times)))


def test_accounts_that_buy_again_and_again_through_one_agent_only_are_told_together() -> None:
    (sign,) = led_purchase_signs(SEPTEMBER, [led(ANN, 7, 7), led(ANN, 8, 8)], USUAL, RULES)
    assert (sign.subject, sign.part) == (ANN, "led")
    assert (sign.seen["buyers"], sign.seen["orders"], sign.seen["led"], sign.seen["led_by_all"]) == (2, 15, 15, 15)


def test_a_regular_who_is_served_by_whoever_is_there_is_none() -> None:
    """Five orders led by Ann, two by each of the others: 1 in 3 of everybody's, 5 of 9 is nothing."""
    usual = LedOrders({ANN: 500, BOB: 500, CAT: 500}, buyers=1300, mean_repeats=1.0)
    assert list(led_purchase_signs(SEPTEMBER, [led(ANN, 5, 9)], usual, RULES)) == []


def test_four_orders_through_one_agent_are_too_few_and_one_agent_alone_cannot_be_compared() -> None:
    assert list(led_purchase_signs(SEPTEMBER, [led(ANN, 4, 4)], USUAL, RULES)) == []
    alone = LedOrders({ANN: 500}, buyers=450, mean_repeats=0.15)
    assert list(led_purchase_signs(SEPTEMBER, [led(ANN, 9, 9)], alone, RULES)) == []


def test_two_pushed_days_are_found_though_the_third_was_an_ordinary_one() -> None:
    listed = [DayOfOrders(SHOP, day, *((60, 20) if day >= date(2026, 9, 29) else (20, 2))) for day in SEPTEMBER.days()]
    (sign,) = month_end_signs(SEPTEMBER, listed, {}, RULES)
    assert (sign.seen["days"], sign.seen["orders"], sign.seen["refunded"]) == (2, 120, 40)
