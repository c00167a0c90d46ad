"""Plan documents: the whole grammar is read, and everything wrong is said at once, with its line."""

from copy import deepcopy
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from merit.catalogue.expression import Literal, Name, Operation
from merit.kernel.document import Document
from merit.kernel.problems import Severity
from merit.scores.plan.plan_file import read_plan
from merit.scores.plan.score_plan import (
    Balance,
    Comparison,
    CostFactor,
    EventCount,
    Gate,
    IndicatorKind,
    KpiCondition,
    KpiCount,
    PointsChange,
    Policy,
    Veto,
)
from merit.wording.sentences import LANGUAGES, problem_sentence
from tests.scores.fake_company import HEAD, document

WHOLE = """\
plan: cs-agent
version: 2
title: {zh: 客服专员, en: Customer-service agent}
for: {post: [cs_agent, cs_lead], team: north}
cycle: month
valid_from: 2026-01-01
indicators:
  - {kpi: reply_3min, weight: 30, target: 0.90, curve: {proportional: {cap: 120}}, missing: block}
  - {kpi: csat, weight: 30, curve: {bands: [[0, 0], [0.9, 100]]}, min_n: 30, insufficient: reweight, missing: reweight}
  - {kpi: frt_p50, of: team, weight: 25, target: {growth_yoy: -0.1}, curve: {lower_is_better: {method: ratio}}}
  - {rated: collaboration, weight: 15, scale: [1, 5], raters: {manager: 60, peer: 40}, trim: 0.1, below_floor: merge}
modifiers:
  - {bonus_points: {event: praise, points: 2, limit: 10}}
  - {deduction: {event: missed_shift, points: 3, limit: 15}}
  - {bonus_points: {kpi: repurchase_C_90, at_least: 0.25, points: 5}}
  - {bonus_points: {count: new_customers, where: {first_order_amount: {at_least: 500}, region: north}, points: 10}}
  - {balance: {kpi: reply_3min, with: gross_margin, at_least: 0.18}}
  - {cost_factor: {kpi: selling_cost_ratio, above: 0.15, slope: 2}}
  - {gate: {kpi: returns, of: team, above: 0.005, cap_total: 100, cap_indicator: {csat: 80}, cap_grade: B, payout: 0.5}}
  - {veto: {event: red_line, grade: D, payout: 0, rewards: [sales-commission]}}
grades: [[S, 110], [A, 95], [B, 80], [C, 60], [D, 0]]
proration: seasonal
customer_weights: {key_account: 3, regular: 1}
distribution: {group: team, minimum: 10, quota: {A: 0.2, S: 0.1, B: 0.5, C: 0.15, D: 0.05}}
ramp: {2: 0.75, 1: 0.5}
total: {floor: 0, cap: 150}
"""


def codes(text: str) -> list[str]:
    found, problems = read_plan(document(text))
    if any(problem.severity is Severity.ERROR for problem in problems):
        assert found is None
    return [problem.code for problem in problems]


def of_one(indicator: str, rest: str = "") -> str:
    return f"{HEAD}indicators:\n  - {{{indicator}}}\n{rest}"


GOOD = "kpi: sales, weight: 100, target: 1, curve: {proportional: {}}"


def test_the_whole_grammar_is_read():
    plan, problems = read_plan(document(WHOLE))
    assert problems == []
    assert (plan.plan, plan.version, plan.title["zh"]) == ("cs-agent", 2, "客服专员")
    assert (plan.audience.posts, plan.audience.teams) == (("cs_agent", "cs_lead"), ("north",))
    reply, csat, frt, rated = plan.indicators
    assert (reply.target.value, reply.target.source.line) == (Fraction("0.9"), 8)
    assert (csat.min_n, csat.insufficient, csat.missing) == (30, Policy.REWEIGHT, Policy.REWEIGHT)
    assert (frt.of, frt.target.basis, frt.curve.reads) == ("team", "growth_yoy", "lower_ratio")
    assert (rated.kind, rated.scheme.relations, rated.scheme.trim) == (
        IndicatorKind.RATED,
        (("manager", 60), ("peer", 40)),
        Fraction("0.1"),
    )
    assert (plan.proration, plan.ramp) == ("seasonal", ((1, Fraction("0.5")), (2, Fraction("0.75"))))
    assert plan.distribution.quota[0] == ("S", Fraction("0.1"))
    assert (plan.floor, plan.cap, plan.customer_weights[0]) == (0, 150, ("key_account", 3))


def test_every_modifier_is_read():
    plan, _ = read_plan(document(WHOLE))
    praise, shift, repurchase, new, balance, cost, gate, veto = plan.modifiers
    assert praise == PointsChange(True, EventCount("praise"), Fraction(2), Fraction(10), praise.source)
    assert (shift.adds, shift.source.line) == (False, 14)
    assert repurchase.when == KpiCondition("repurchase_C_90", Comparison.AT_LEAST, Fraction("0.25"))
    amount = Operation(">=", (Name("first_order_amount"), Literal(Fraction(500))))
    north = Operation("==", (Name("region"), Literal("north")))
    assert new.when == KpiCount("new_customers", Operation("and", (amount, north)))
    assert isinstance(balance, Balance)
    assert isinstance(cost, CostFactor)
    assert isinstance(gate, Gate)
    assert (gate.cap_total, gate.cap_indicators, gate.cap_grade, gate.payout) == (
        100,
        (("csat", 80),),
        "B",
        Fraction(1, 2),
    )
    assert isinstance(veto, Veto)
    assert (veto.grade, veto.payout, veto.rewards) == ("D", 0, ("sales-commission",))


@pytest.mark.parametrize(
    ("weights", "code", "params"),
    [
        ((50, 49), "scores.weights_short", {"total": "99", "missing": "1"}),
        (("33.33", "33.33"), "scores.weights_short", {"total": "66.66", "missing": "33.34"}),
        ((50, 51), "scores.weights_over", {"total": "101", "excess": "1"}),
    ],
)
def test_weights_that_are_not_100_say_the_total_and_what_is_missing(weights, code, params):
    rows = "".join(f"  - {{kpi: k{weight}, weight: {weight}, curve: {{proportional: {{}}}}}}\n" for weight in weights)
    rows = rows.replace("k33.33", "a", 1)
    _, problems = read_plan(document(f"{HEAD}indicators:\n{rows}"))
    assert [(problem.code, problem.params, problem.place.line) for problem in problems] == [(code, params, 6)]


@pytest.mark.parametrize(
    ("curve", "code"),
    [
        ("{bands: [[0, 0], [5, 60], [5, 80]]}", "documents.bands_overlap"),
        ("{bands: [[0, 10, 0], [8, null, 60]]}", "documents.bands_overlap"),
        ("{bands: [[0, 5, 0], [8, null, 60]]}", "documents.bands_gap"),
        ("{bands: [[5, 0], [0, 60]]}", "documents.bands_unsorted"),
        ("{interpolated: [[5, 0], [0, 60]]}", "documents.bands_unsorted"),
        ("{bands: []}", "documents.no_breakpoints"),
        ("{bands: [[1]]}", "documents.not_a_breakpoint"),
        ("{bands: [[a, b]]}", "documents.not_a_breakpoint"),
        ("{bands: 5}", "documents.not_a_list"),
        ("{bands: [[0, 0], [5, 130]]}", "scores.points_outside_limits"),
        ("{proportional: {cap: 0}}", "scores.floor_not_below_cap"),
        ("{proportional: {cap: many}}", "documents.not_a_number"),
        ("{proportional: {kap: 100}}", "documents.misspelt_key"),
        ("{proportional: 5}", "documents.not_a_mapping"),
        ("{range: {low: 2, high: 1, slope: 1}}", "scores.range_upside_down"),
        ("{range: {low: 2, high: 3, slope: 0}}", "documents.not_above_zero"),
        ("{range: {low: 2, high: 3}}", "documents.key_missing"),
        ("{per_occurrence: {each: 5, floor: 100}}", "scores.floor_not_below_cap"),
        ("{per_occurrence: {}}", "documents.key_missing"),
        ("{relative: {to: everybody, points: [[0, 1]]}}", "documents.not_a_choice"),
        ("{lower_is_better: {method: magic}}", "documents.not_a_choice"),
        ("{proportional: {}, bands: [[0, 0]]}", "documents.one_of"),
        ("{straight: {}}", "documents.one_of"),
    ],
)
def test_a_curve_that_cannot_be_is_a_problem_at_its_line(curve, code):
    _, problems = read_plan(document(of_one(f"kpi: sales, weight: 100, target: 1, curve: {curve}")))
    assert [(problem.code, problem.place.line) for problem in problems] == [(code, 7)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (of_one("kpi: sales, weight: 100"), "scores.no_curve"),
        (of_one("kpi: sales, weight: 100, target: 0, curve: {proportional: {}}"), "scores.target_not_positive"),
        (of_one("kpi: sales, weight: 100, target: {growth: 1}, curve: {proportional: {}}"), "documents.misspelt_key"),
        (of_one("weight: 100"), "documents.one_of"),
        (of_one("kpi: sales, curve: {proportional: {}}"), "scores.weights_short"),
        (of_one(GOOD + ", wieght: 3"), "documents.misspelt_key"),
        (of_one(GOOD + ", colour: red"), "documents.unknown_key"),
        (of_one(GOOD + ", missing: shrug"), "documents.not_a_choice"),
        (of_one(GOOD + ", min_n: 2.5"), "documents.not_whole"),
        (of_one("rated: care, weight: 100, raters: {manager: 100}"), "scores.no_scale"),
        (of_one("rated: care, weight: 100, scale: [5, 1], raters: {manager: 100}"), "scores.no_scale"),
        (of_one("rated: care, weight: 100, scale: [1, 5], raters: {manager: 60}"), "scores.rater_weights"),
        (of_one("rated: care, weight: 100, scale: [1, 5], trim: 0.5, raters: {peer: 100}"), "scores.trim_too_large"),
        (of_one(GOOD, "grades: [[A, 90], [B, 95], [C, 0]]\n"), "scores.grades_not_descending"),
        (of_one(GOOD, "grades: [[A, 90], [B, 60]]\n"), "scores.grades_not_descending"),
        (of_one(GOOD, "grades: [[A, 90], [A, 0]]\n"), "scores.grade_twice"),
        (of_one(GOOD, "grades: [A, B]\n"), "scores.not_a_grade"),
        (of_one(GOOD, "distribution: {quota: {A: 0.5, B: 0.4}}\n"), "scores.quota_total"),
        (of_one(GOOD, "grades: [[A, 0]]\ndistribution: {quota: {X: 1}}\n"), "scores.unknown_grade"),
        (of_one(GOOD, "ramp: {zero: 0.5}\n"), "scores.ramp_month"),
        (of_one(GOOD, "modifiers:\n  - {veto: {event: red, grade: Z}}\n"), "scores.unknown_grade"),
        (of_one(GOOD, "modifiers:\n  - {veto: {event: red}}\n"), "scores.no_effect"),
        (of_one(GOOD, "modifiers:\n  - {gate: {kpi: csat, below: 1}}\n"), "scores.no_effect"),
        (of_one(GOOD, "modifiers:\n  - {gate: {kpi: csat, cap_total: 1}}\n"), "documents.one_of"),
        (of_one(GOOD, "modifiers:\n  - {gate: {kpi: csat, below: 1, payout: 2}}\n"), "documents.too_high"),
        (of_one(GOOD, "modifiers:\n  - {cost_factor: {kpi: csat, above: 1}}\n"), "documents.key_missing"),
        (
            of_one(GOOD, "modifiers:\n  - {balance: {kpi: other, with: csat, at_least: 1}}\n"),
            "scores.unknown_indicator",
        ),
        (of_one(GOOD, "modifiers:\n  - {bonus_points: {event: praise}}\n"), "documents.key_missing"),
        (of_one(GOOD).replace("cycle: month", "cycle: day"), "documents.not_a_choice"),
        (of_one(GOOD).replace("valid_from: 2026-01-01", "valid_from: soon"), "documents.not_a_day"),
        (of_one(GOOD).replace("for: {post: clerk}", "for: {}"), "documents.for_nobody"),
        (of_one(GOOD).replace("for: {post: clerk}", "for: clerk"), "documents.not_a_mapping"),
        (
            f"{HEAD}indicators:\n  - {{{GOOD.replace('100', '50')}}}\n  - {{{GOOD.replace('100', '50')}}}\n",
            "scores.indicator_twice",
        ),
        ("plan: x\n", "documents.key_missing"),
    ],
)
def test_what_a_plan_gets_wrong_is_said(text, code):
    assert code in codes(text)


def test_a_misspelt_key_names_the_nearest_known_one():
    _, problems = read_plan(document(of_one(GOOD, "grads: [[A, 0]]\n")))
    assert [(problem.code, problem.params["nearest"]) for problem in problems] == [("documents.misspelt_key", "grades")]


def test_all_problems_come_at_once():
    found = codes(
        of_one(
            "kpi: sales, weight: 90, curve: {bands: [[5, 0], [0, 60]]}, missing: shrug",
            "grades: [[A, 1]]\ncycel: month\nmodifiers:\n  - {veto: {event: red}}\n",
        )
    )
    assert set(found) == {
        "scores.weights_short",
        "documents.bands_unsorted",
        "documents.misspelt_key",
        "scores.grades_not_descending",
        "scores.no_effect",
    }


def test_a_floating_number_is_read_by_its_digits():
    plan, _ = read_plan(
        document(
            of_one(
                "kpi: a, weight: 0.1, curve: {proportional: {}}}\n  - {kpi: b, weight: 99.9, curve: {proportional: {}}"
            )
        )
    )
    assert plan.indicators[0].weight == Fraction(1, 10)


JUNK = st.sampled_from(
    [
        None,
        True,
        -1,
        0,
        Decimal("0.5"),
        10**30,
        "",
        "word",
        "1/0",
        "nan",
        "1e5",
        [],
        [[]],
        [None, 1],
        {},
        {"a": 1},
        {1: 2},
    ]
)


def parts(data, path=()):
    """Every path inside a document."""
    yield path
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inner:
        yield from parts(value, (*path, key))


def put(data, path, junk):
    """Put junk there, unless an earlier change has taken the place away."""
    *way, last = path
    for key in way:
        data = data[key] if has(data, key) else None
    if has(data, last):
        data[last] = junk


def has(data, key):
    return (
        key in data if isinstance(data, dict) else isinstance(data, list) and isinstance(key, int) and key < len(data)
    )


PATHS = [path for path in parts(document(WHOLE).data) if path]


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(st.sampled_from(PATHS), JUNK), min_size=1, max_size=3))
def test_whatever_stands_in_a_document_it_is_read_or_said_and_never_breaks(changes):
    data = deepcopy(document(WHOLE).data)
    for path, junk in changes:
        put(data, path, junk)
    plan, problems = read_plan(Document("plans/plan.yaml", data))
    assert (plan is None) == any(problem.severity is Severity.ERROR for problem in problems)
    for problem in problems:
        for language in LANGUAGES:
            assert problem_sentence(problem, language)
