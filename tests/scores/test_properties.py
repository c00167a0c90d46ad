"""What holds of every plan and every figure."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from merit.kernel.explain import replays, steps
from merit.metrics.figures import ValueStatus
from merit.scores.score_people import score_people
from merit.scores.scorecard import IndicatorStatus
from tests.scores.fake_company import OCTOBER, company, event
from tests.scores.fake_figures import FakeFigures

KPIS = ("volume", "sales", "profit", "csat", "margin")
CURVES = (
    "{proportional: {cap: 130}}",
    "{bands: [[0, 0], [5, 60], [9, 100]]}",
    "{interpolated: [[0, 10], [7, 100]]}",
)
numbers = st.fractions(min_value=0, max_value=12, max_denominator=7)
weights = st.lists(st.integers(1, 60), min_size=5, max_size=5).filter(lambda each: sum(each[:4]) < 100)


@st.composite
def plans(draw):
    """Five indicator rows whose weights total 100, with a curve and policies each."""
    first = draw(weights)[:4]
    rows = []
    for kpi, weight in zip(KPIS, (*first, 100 - sum(first)), strict=True):
        curve, missing = draw(st.sampled_from(CURVES)), draw(st.sampled_from(["reweight", "zero", "neutral"]))
        rows.append(f"  - {{kpi: {kpi}, weight: {weight}, target: 8, curve: {curve}, missing: {missing}}}\n")
    return rows


MODIFIERS = (
    "  - {bonus_points: {event: praise, points: 4, limit: 9}}\n",
    "  - {deduction: {event: slip, points: 3}}\n",
    "  - {balance: {kpi: sales, with: margin, at_least: 6}}\n",
    "  - {cost_factor: {kpi: cost_ratio, above: 0.1, slope: 2}}\n",
    "  - {gate: {kpi: complaint_rate, above: 0.005, cap_total: 90, cap_indicator: {csat: 50}, cap_grade: B}}\n",
    "  - {gate: {kpi: margin, below: 3, cap_indicator: {sales: 70}, payout: 0.5}}\n",
    "  - {veto: {event: slip, grade: C}}\n",
)
GRADES = "grades: [[A, 95], [B, 80], [C, 60], [D, 0]]\n"
EVENTS = (event("praise", "ann", 9, 2), event("slip", "ann", 12))


@st.composite
def figures(draw):
    made = FakeFigures(set(KPIS))
    for kpi in KPIS:
        value = draw(st.none() | numbers)
        made.values[kpi, "ann", ""] = (value, 9, ValueStatus.EMPTY if value is None else ValueStatus.OK)
    made.put("cost_ratio", "ann", draw(st.sampled_from(["0.05", "0.3"])))
    return made.put("complaint_rate", "ann", draw(st.sampled_from(["0.001", "0.01"])))


def scored(rows, modifiers, made):
    text = "indicators:\n" + "".join(rows) + "modifiers:\n" + "".join(modifiers) + GRADES
    cards, _ = score_people(company(text, events=EVENTS), made, OCTOBER)
    return cards[0]


@settings(deadline=None, max_examples=40)
@given(plans(), figures(), st.permutations(range(5)), st.permutations(MODIFIERS))
def test_the_order_of_indicators_and_modifiers_in_the_file_changes_nothing(rows, made, order, modifiers):
    card = scored(rows, MODIFIERS, made)
    other = scored([rows[number] for number in order], modifiers, made)
    assert card.status is other.status
    assert [each and each.value for each in (card.total, card.grade, card.payout)] == [
        each and each.value for each in (other.total, other.grade, other.payout)
    ]


@settings(deadline=None, max_examples=40)
@given(plans(), figures())
def test_weights_in_effect_total_100_and_every_step_replays(rows, made):
    card = scored(rows, MODIFIERS, made)
    if any(line.status is not IndicatorStatus.REWEIGHTED for line in card.indicators):
        assert sum(line.weight for line in card.indicators) == 100
    if card.total is not None:
        assert all(replays(step) for step in (*steps(card.total), *steps(card.grade)))
        assert (card.total.value * 100).denominator == 1


@settings(deadline=None, max_examples=40)
@given(plans(), figures(), st.sampled_from(KPIS), numbers, numbers)
def test_a_better_actual_never_scores_less(rows, made, kpi, one, other):
    worse, better = sorted([one, other])
    quiet = [each for each in MODIFIERS if "gate" not in each or kpi != "margin"]
    totals = []
    for value in (worse, better):
        made.values[kpi, "ann", ""] = (value, 9, ValueStatus.OK)
        totals.append(scored(rows, quiet, made).total.value)
    assert totals[0] <= totals[1]


@settings(deadline=None, max_examples=30)
@given(st.lists(numbers, min_size=1, max_size=4), st.fractions(min_value=0, max_value=1, max_denominator=5))
def test_equal_segments_total_as_the_whole(actuals, more):
    """A total is a mean of its segments: it lies between the worst and the best of them."""
    from merit.scores.total.total import segment_mean

    parts = tuple({"total": actual, "days_on_duty": number + 1} for number, actual in enumerate(actuals))
    mean = segment_mean(segments=parts).value
    assert min(actuals) <= mean <= max(actuals)
    raised = ({**parts[0], "total": parts[0]["total"] + more}, *parts[1:])
    assert segment_mean(segments=raised).value >= mean
    assert isinstance(mean, Fraction)
