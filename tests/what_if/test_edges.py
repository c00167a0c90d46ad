"""Where floats go wrong: totals at exactly x.xx5, on a grade's edge, money at half a fen; and sliders out of reach."""

import pickle
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from merit.company import Company, Profile
from merit.insight.simulation import Drafts, simulate
from merit.kernel.calendar import WorkCalendar
from merit.kernel.period import Grain
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.people.organisation import Organisation, Spell, SpellStatus
from merit.rewards.plan.reward_plan import BonusTerms, PoolTerms, RewardPlan
from merit.scores.plan.audience import Audience
from merit.scores.plan.curves import Curve
from merit.scores.plan.score_plan import Indicator, IndicatorKind, ScorePlan
from merit.what_if.changes import Changes
from merit.what_if.outcome import Outcome
from merit.what_if.what_if import WhatIf
from tests.scores.fake_figures import FakeFigures
from tests.what_if.random_company import HERE, KPIS, PERIODS, TEAMS, changes_of, company_of, paid_so_far

OCTOBER = PERIODS[1:]
AS_IT_IS = Curve(((Fraction(0), Fraction(0)), (Fraction(150), Fraction(150))), cap=Fraction(150))
EDGES = (("S", Fraction("95.005")), ("A", Fraction(90)), ("B", Fraction(0)))
COEFFICIENTS = (("S", Fraction("1.5")), ("A", Fraction("1.05")), ("B", Fraction("0.5")))


def company(base: str = "333.30", pool: str = "100") -> Company:
    """Three people with a base each, two indicators of half the weight whose points are their actual."""
    spells = tuple(
        Spell(name, name, "sales", "north", (), date(2026, 1, 1), None, SpellStatus.REGULAR, Fraction(base), None, HERE)
        for name in ("ann", "bob", "cat")
    )
    indicators = tuple(
        Indicator(kpi, IndicatorKind.MEASURED, kpi, Fraction(50), HERE, curve=AS_IT_IS) for kpi in ("csat", "net_sales")
    )
    audience = Audience(posts=("sales",))
    plan = ScorePlan("sales", 1, {}, audience, Grain.MONTH, date(2026, 1, 1), indicators, HERE, grades=EDGES)
    rewards = (
        RewardPlan("bonus", 1, audience, BonusTerms(COEFFICIENTS), HERE),
        RewardPlan("pool", 1, audience, PoolTerms(Fraction(pool)), HERE),
    )
    people = Organisation(spells, TEAMS)
    return Company(Profile("店", "CNY", "UTC"), WorkCalendar(), people, (), (), KPIS, (plan,), rewards, ())


def figures(**points: tuple[str, str]) -> FakeFigures:
    found = FakeFigures({"csat", "net_sales"})
    for person, (csat, net_sales) in points.items():
        found.put("csat", person, csat).put("net_sales", person, net_sales)
    return found


def outcome(changes: Changes | None = None, base: str = "333.30", **points: tuple[str, str]) -> Outcome:
    stands = dict.fromkeys(("ann", "bob", "cat"), ("90", "90")) | points
    ready = WhatIf.of(company(base), figures(**stands), OCTOBER, paid_so_far)
    return ready.under(changes or Changes())


def of_ann(found: Outcome) -> tuple[str, str, str]:
    (cell,) = found.person("ann")
    return f"{float(cell.total_draft or 0):.2f}", cell.grade_draft, str(cell.pay_draft)


def test_a_total_at_exactly_half_a_hundredth_is_rounded_up() -> None:
    """(90.01 + 90.00) ÷ 2 = 90.005 → 90.01, A; 333.30 × 1.05 = 349.965 → 349.97; a third of 100.00 to ann: 33.34."""
    found = outcome(ann=("90.01", "90"))
    assert of_ann(found) == ("90.01", "A", "383.31")
    assert found.exactly_by_engine == 4, "ann's total, and three bonuses at half a fen"


def test_a_total_just_below_half_is_rounded_down() -> None:
    assert of_ann(outcome(ann=("90.009999999", "90")))[0] == "90.00"


def test_weights_move_a_total_onto_the_half() -> None:
    """Weights 1 and 3: (88.02 + 3 × 88.00) ÷ 4 = 88.005 → 88.01, B; 333.30 × 0.5 = 166.65, and 33.34."""
    weights = {("sales", "csat"): Fraction(1), ("sales", "net_sales"): Fraction(3)}
    assert of_ann(outcome(Changes(weights=weights), ann=("88.02", "88"))) == ("88.01", "B", "199.99")


@pytest.mark.parametrize(("points", "grade"), [("95.00", "A"), ("95.01", "S"), ("90.00", "A"), ("89.99", "B")])
def test_a_grade_begins_exactly_at_its_edge(points: str, grade: str) -> None:
    """S from 95.005: the rounded total 95.01 reaches it, 95.00 does not."""
    assert of_ann(outcome(ann=(points, points)))[1] == grade


def test_an_edge_moves_onto_a_total() -> None:
    edges = {"sales": (("S", Fraction(95)), ("A", Fraction("90.01")), ("B", Fraction(0)))}
    assert of_ann(outcome(Changes(bands=edges), ann=("95", "95")))[1] == "S"
    assert of_ann(outcome(Changes(bands=edges), ann=("90", "90")))[1] == "B"


def test_a_base_and_a_pool_move_to_the_fen() -> None:
    """Base 100.01 × 0.5 × 1.05 = 52.50525 → 52.51; a pool of 100.01: 33.34, 33.34, 33.33."""
    changes = Changes(base_times={"bonus": Fraction(1, 2)}, pools={"pool": Fraction("100.01")})
    found = outcome(changes, base="100.01")
    assert [str(found.person(name)[0].pay_draft) for name in ("ann", "bob", "cat")] == ["85.85", "85.85", "85.84"]
    assert of_ann(outcome(Changes(bases={"bonus": Fraction("333.30")}), base="1"))[2] == "383.31"


def test_tables_add_up_to_the_cost() -> None:
    found = outcome(Changes(pools={"pool": Fraction(1000)}), bob=("99", "99"))
    assert str(found.cost_draft - found.cost_now) == "900.00"
    assert sum(draft.fen for _, _, draft in found.by_period()) == found.cost_draft.fen
    assert sum(draft.fen for _, draft in found.by_department().values()) == found.cost_draft.fen
    assert {name: str(draft) for name, (_, draft) in found.by_reward().items()}["pool"] == "1000.00"
    assert found.grade_counts() == {"S": (1, 1), "A": (2, 2), "B": (0, 0)}
    assert found.gain_lose_same() == (3, 0, 0)


def test_a_trial_of_drafts_says_what_a_simulation_says() -> None:
    for seed in range(5):
        now, measured = company_of(seed)
        other, _ = company_of(seed + 1000)
        drafts = Drafts(other.plans, tuple(replace(each, version=2) for each in other.rewards[:2]))
        found = WhatIf.of(now, measured, PERIODS, paid_so_far, drafts).under(Changes())
        simulated = simulate(now, drafts, measured, PERIODS, paid_so_far)
        assert (found.cost_now, found.cost_draft) == (simulated.cost_now, simulated.cost_draft)
        mine = {each.person: each for each in found.people_outcomes()}
        assert {each.person: each for each in simulated.people}.items() <= mine.items()


def test_a_compiled_company_can_be_kept() -> None:
    measured = company_of(5)
    ready = WhatIf.of(*measured, PERIODS, paid_so_far)
    changes = changes_of(6, measured[0])
    kept = pickle.loads(pickle.dumps(ready))  # noqa: S301
    assert kept.under(changes).draft.equals(ready.under(changes).draft)


@pytest.mark.parametrize(
    "changes",
    [
        Changes(weights={("sales", "csat"): Fraction(0)}),
        Changes(target_times={("sales", "csat"): Fraction(-1)}),
        Changes(bands={"sales": (("S", Fraction(90)), ("A", Fraction(90)), ("B", Fraction(0)))}),
        Changes(bands={"sales": (("A", Fraction(90)), ("B", Fraction(0)))}),
        Changes(bases={"bonus": Fraction(-1)}),
        Changes(pools={"pool": Fraction(-1)}),
        Changes(coefficients={"bonus": {"S": Fraction(-1)}}),
    ],
)
def test_a_value_that_no_plan_may_state_is_refused(changes: Changes) -> None:
    with pytest.raises(ConflictRefusal):
        outcome(changes)


@pytest.mark.parametrize(
    "changes",
    [
        Changes(weights={("sales", "other"): Fraction(1)}),
        Changes(bands={"other": EDGES}),
        Changes(coefficients={"bonus": {"Z": Fraction(1)}}),
        Changes(coefficients={"other": {"S": Fraction(1)}}),
        Changes(department_bands={"bonus": ((Fraction(0), Fraction(1)),)}),
        Changes(score_coefficients={"bonus": ((Fraction(0), Fraction(1)),)}),
        Changes(pool_shares={"pool": Fraction(1)}),
        Changes(pools={"bonus": Fraction(1)}),
    ],
)
def test_what_is_not_there_cannot_be_moved(changes: Changes) -> None:
    with pytest.raises(NotFoundRefusal):
        outcome(changes)
