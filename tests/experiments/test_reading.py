"""How an experiment is read: the split first, then the effect, then what a manager should do about it."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from merit.experiments.arm_numbers import ArmNumbers
from merit.experiments.decision_text import advice_told, chance_text, money_told, reason_told
from merit.experiments.evidence import SegmentEvidence
from merit.experiments.experiment import Margin, Metric, MetricKind, MetricRole, ReadingRule
from merit.experiments.reading import read_experiment
from merit.experiments.verdict import Advice, GuardrailState, Reason, guarded, verdict
from merit.wording.sentences import sentence
from tests.experiments.cases import PAID, REFUNDED, an_experiment, evidence, rate

MIDWAY = date(2026, 10, 10)


def read(experiment, *arms, through=MIDWAY, **others):
    return read_experiment(experiment, evidence(experiment, through, paid=arms, **others))


def test_a_half_split_gone_55_to_45_is_flagged_and_no_effect_is_shown_at_all() -> None:
    # 5,500 to 4,500 of 10,000: chi-square 100, p about 1e-23; the new page would look better by three points
    found = read(an_experiment(), rate("old", 550, 5500), rate("new", 585, 4500))
    assert found.split.broken
    assert (found.metrics, found.days, found.beliefs, found.segments) == ((), (), (), ())
    assert verdict(found).advice is Advice.MEND
    told = sentence(*reason_told(found, verdict(found), "zh"), "zh")
    assert "50% : 50%" in told
    assert "5500 : 4500" in told


def test_a_split_that_chance_explains_does_not_stop_the_reading() -> None:
    # 5,050 to 4,950: chi-square 1, p = 0.3173
    found = read(an_experiment(), rate("old", 500, 5050), rate("new", 500, 4950))
    assert found.split.p == pytest.approx(0.31731, abs=5e-6)
    assert found.primary is not None


def test_an_uneven_split_that_was_declared_is_no_fault() -> None:
    assert not read(an_experiment(90, 10), rate("old", 900, 9000), rate("new", 100, 1000)).split.broken


def test_a_better_arm_is_adopted_and_the_money_is_that_of_a_month_of_all_traffic() -> None:
    # ten days, 20,000 visitors: 2,000 a day, 60,873.75 a month; 3 points more at 40 each: 73,048.5
    found = read(an_experiment(), rate("old", 1000, 10000), rate("new", 1300, 10000))
    said = verdict(found)
    assert (said.advice, said.reason, said.arm) == (Advice.ADOPT, Reason.BETTER, "new")
    assert said.money.each_month == pytest.approx(73_048.5)
    assert 0 < said.money.low < said.money.each_month < said.money.high
    assert sentence(*advice_told(found, said, "zh"), "zh") == "采用“new”。"
    assert "+3.00%" in sentence(*reason_told(found, said, "zh"), "zh")
    assert "73,048" in sentence(*money_told(said.money, "CNY"), "en")


def test_an_effect_that_a_single_look_would_call_proved_keeps_running_while_one_may_look_every_day() -> None:
    # 500 of 5,000 against 565 of 5,000: p = 0.034 if this were the only look
    found = read(an_experiment(), rate("old", 500, 5000), rate("new", 565, 5000))
    effect = found.primary.effects[0]
    assert effect.p < 0.05 < effect.always_p
    assert effect.once.above_zero
    assert verdict(found).reason is Reason.STILL_OPEN


def test_an_experiment_to_be_read_once_says_nothing_before_its_end_and_decides_after_it() -> None:
    once = an_experiment(rule=ReadingRule.ONCE)
    arms = (rate("old", 500, 5000), rate("new", 565, 5000))
    assert verdict(read(once, *arms)).reason is Reason.NOT_OVER
    assert verdict(read(once, *arms, through=date(2026, 10, 28))).advice is Advice.ADOPT


def test_a_worse_arm_stops_and_its_money_is_lost() -> None:
    said = verdict(read(an_experiment(), rate("old", 1300, 10000), rate("new", 1000, 10000)))
    assert (said.advice, said.reason) == (Advice.STOP, Reason.WORSE)
    assert said.money.high < 0


def test_where_less_is_better_a_fall_is_adopted() -> None:
    less = replace(PAID, lower_is_better=True)
    said = verdict(read(an_experiment(metrics=(less,)), rate("old", 1300, 10000), rate("new", 1000, 10000)))
    assert (said.advice, said.money.low > 0) == (Advice.ADOPT, True)


def test_a_difference_smaller_than_the_one_worth_having_is_none_that_matters() -> None:
    # worth having: one point. 30,000 of 300,000 each: the interval reaches about a quarter of a point
    said = verdict(read(an_experiment(), rate("old", 30_000, 300_000), rate("new", 30_050, 300_000)))
    assert (said.advice, said.reason) == (Advice.NO_DIFFERENCE, Reason.TOO_SMALL)


def test_over_and_not_proved_stops() -> None:
    found = read(an_experiment(), rate("old", 500, 5000), rate("new", 530, 5000), through=date(2026, 10, 28))
    assert (verdict(found).advice, verdict(found).reason) == (Advice.STOP, Reason.NOT_SHOWN)


@pytest.mark.parametrize(("units", "successes"), [(99, 40), (2000, 9)])
def test_few_units_or_few_successes_say_nothing_yet(units: int, successes: int) -> None:
    found = read(an_experiment(), rate("old", successes, units), rate("new", successes + 1, units))
    assert found.primary.effects[0].always is None
    assert (verdict(found).advice, verdict(found).reason) == (Advice.KEEP_RUNNING, Reason.TOO_FEW_UNITS)


def test_without_anything_counted_it_keeps_running() -> None:
    nothing = (ArmNumbers("old", 0, 0, 0), ArmNumbers("new", 0, 0, 0))
    assert verdict(read(an_experiment(), *nothing)).reason is Reason.TOO_FEW_UNITS


GUARDED = an_experiment(metrics=(PAID, REFUNDED))
BETTER = (rate("old", 1000, 10000), rate("new", 1300, 10000))


@pytest.mark.parametrize(
    ("refunded", "state", "advice", "reason"),
    [
        # harmless is up to two points more
        (500, GuardrailState.SAFE, Advice.ADOPT, Reason.BETTER),
        (640, GuardrailState.OPEN, Advice.KEEP_RUNNING, Reason.GUARDRAIL_OPEN),
        (1000, GuardrailState.HARMED, Advice.STOP, Reason.GUARDRAIL_HARMED),
    ],
)
def test_a_guardrail_must_be_shown_harmless(refunded: int, state, advice, reason) -> None:
    found = read(GUARDED, *BETTER, refunded=(rate("old", 500, 10000), rate("new", refunded, 10000)))
    assert [each.state for each in guarded(found)] == [state]
    said = verdict(found)
    assert (said.advice, said.reason) == (advice, reason)
    if reason is not Reason.BETTER:
        assert said.guardrail == "refunded"
        assert "refunded" in sentence(*reason_told(found, said, "en"), "en")


def test_harm_to_a_guardrail_stops_even_what_is_to_be_read_once() -> None:
    once = replace(GUARDED, rule=ReadingRule.ONCE)
    found = read(once, *BETTER, refunded=(rate("old", 500, 10000), rate("new", 1000, 10000)))
    assert verdict(found).reason is Reason.GUARDRAIL_HARMED


def test_of_several_arms_the_best_whose_guardrails_hold_is_named() -> None:
    three = an_experiment(34, 33, 33, metrics=(PAID, REFUNDED))
    paid = (rate("old", 1000, 10200), rate("new", 1400, 9900), rate("other", 1300, 9900))
    refunds = (rate("old", 500, 10200), rate("new", 1200, 9900), rate("other", 480, 9900))
    said = verdict(read(three, *paid, refunded=refunds))
    assert (said.advice, said.arm) == (Advice.ADOPT, "other")


def test_three_arms_share_alpha_so_each_interval_is_wider_than_with_two() -> None:
    two = read(an_experiment(), rate("old", 500, 5000), rate("new", 560, 5000)).primary.effects[0]
    third = Fraction(1, 3)
    arms = tuple(replace(each, share=third) for each in an_experiment(33, 33, 33).arms)
    three = read(an_experiment(arms=arms), *(rate(arm, n, 5000) for arm, n in zip(("old", "new", "other"), (500, 560, 510), strict=True)))  # fmt: skip # noqa: E501
    wider = three.primary.effects[0]
    assert wider.once.high - wider.once.low > two.once.high - two.once.low
    # Holm over two arms: the smaller p twice, the larger once
    ps = [each.p for each in three.primary.effects]
    assert three.primary.corrected_ps == pytest.approx((min(1, 2 * ps[0]), max(2 * ps[0], ps[1])))


def test_secondary_metrics_are_corrected_together_by_benjamini_and_hochberg() -> None:
    others = tuple(Metric(name, MetricKind.BINARY, MetricRole.SECONDARY, "x") for name in ("carts", "calls"))
    found = read(
        an_experiment(metrics=(PAID, *others)),
        *BETTER,
        carts=(rate("old", 500, 10000), rate("new", 560, 10000)),
        calls=(rate("old", 500, 10000), rate("new", 505, 10000)),
    )
    small, large = (each.effects[0].p for each in found.metrics[1:])
    assert [each.corrected_ps[0] for each in found.metrics[1:]] == pytest.approx([min(2 * small, large), large])


def test_segments_named_before_the_start_are_held_to_less_than_those_looked_for_afterwards() -> None:
    experiment = an_experiment()
    parts = [
        SegmentEvidence("device", "phone", True, (rate("old", 300, 3000), rate("new", 380, 3000))),
        SegmentEvidence("device", "desktop", True, (rate("old", 200, 2000), rate("new", 205, 2000))),
        SegmentEvidence("region", "north", False, (rate("old", 300, 3000), rate("new", 360, 3000))),
        SegmentEvidence("region", "south", False, (rate("old", 200, 2000), rate("new", 225, 2000))),
    ]
    given = replace(evidence(experiment, MIDWAY, paid=(rate("old", 500, 5000), rate("new", 585, 5000))), segments=tuple(parts))  # fmt: skip # noqa: E501
    found = read_experiment(experiment, given)
    phone, desktop, north, south = found.segments
    assert phone.corrected_p == pytest.approx(2 * phone.effect.p)
    assert desktop.corrected_p == pytest.approx(desktop.effect.p)
    assert north.corrected_p == pytest.approx(min(2 * north.effect.p, south.effect.p))
    assert [(each.segment, each.declared) for each in found.interactions] == [("device", True), ("region", False)]


def test_parts_of_a_segment_that_differ_by_chance_alone_show_no_interaction() -> None:
    same = (rate("old", 300, 3000), rate("new", 360, 3000))
    parts = tuple(SegmentEvidence("device", name, True, same) for name in ("phone", "desktop"))
    experiment = an_experiment()
    given = replace(evidence(experiment, MIDWAY, paid=BETTER), segments=parts)
    assert read_experiment(experiment, given).interactions[0].p == pytest.approx(1)


def test_a_relative_margin_is_a_part_of_the_control() -> None:
    assert Margin(Fraction(5, 100), relative=True).of(-0.2) == pytest.approx(0.01)
    assert Margin(Fraction(5, 100), relative=False).of(0.2) == pytest.approx(0.05)


@pytest.mark.parametrize(
    ("p", "told"), [(0.46194, "0.4619"), (0.0001, "0.0001"), (0.00004, "<0.0001"), (0.0, "<0.0001")]
)
def test_no_chance_is_told_as_nought(p, told) -> None:
    assert chance_text(p) == told
