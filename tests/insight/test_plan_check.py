"""One test per known mistake of plans: the tiny company with one thing written differently, and hand-made figures."""

from merit.insight.plan_check.findings import plan_findings
from merit.kernel.period import Period
from merit.kernel.problems import Problem
from tests.insight.hand_made import CURVE, MONTHS, SALES, Figures, Written, found, history, indicators, monthly, of_plan
from tests.tiny_company import FILES


def test_more_than_five_kpis_is_told(written: Written) -> None:
    kpis = ("paid_sales", "net_sales", "orders_paid", "aov", "gross_margin", "new_customers")
    lines = [
        f"{{kpi: {kpi}, weight: {weight}, target: 1, {CURVE}}}"
        for kpi, weight in zip(kpis, (20,) * 5 + (0.1,), strict=True)
    ]
    lines[0], lines[5] = lines[0].replace("20", "15"), lines[5].replace("0.1", "5")
    company = written(sales=indicators(*lines))
    assert of_plan(found(company, "too_many_kpis"))[0].params["count"] == 6


def test_a_single_indicator_is_told(written: Written) -> None:
    assert {each.params["plan"] for each in found(written(), "single_indicator")} == {"sales", "boss"}


def test_a_plan_in_which_nothing_is_measured_is_told(written: Written) -> None:
    rated = "{rated: attitude, weight: 100, scale: [1, 5], raters: {manager: 100}, missing: reweight}"
    assert of_plan(found(written(sales=rated), "nothing_measured"))


def test_volume_without_its_pair_is_told_and_a_pair_or_a_gate_is_enough(written: Written) -> None:
    assert of_plan(found(written(), "volume_alone"))[0].params["pair"] == "gross_margin"
    paired = indicators(SALES.replace("100", "60"), f"{{kpi: gross_margin, weight: 40, target: 0.2, {CURVE}}}")
    assert not of_plan(found(written(sales=paired), "volume_alone"))
    gated = SALES + "\nmodifiers:\n  - {gate: {kpi: gross_margin, below: 0.1, cap_total: 80}}"
    assert not of_plan(found(written(sales=gated), "volume_alone"))


def test_very_uneven_weights_are_told(written: Written) -> None:
    lines = indicators(SALES.replace("100", "97"), f"{{kpi: gross_margin, weight: 3, target: 0.2, {CURVE}}}")
    company = written(sales=lines)
    assert of_plan(found(company, "weights_uneven"))[0].params["most"] == "97"
    assert of_plan(found(company, "weight_too_small"))[0].params["weight"] == "3"


def test_results_without_any_process_are_told(written: Written) -> None:
    assert {each.params["plan"] for each in found(written(), "only_results")} == {"sales", "boss"}


def test_a_target_missing_for_the_cycle_is_told(written: Written) -> None:
    rows = FILES["targets.csv"].replace("paid_sales,person,bob,2026-10,9000,absolute,,\n", "")
    assert of_plan(found(written(targets=rows), "no_target"))[0].params["people"] == "bob"
    assert not found(written(targets=FILES["targets.csv"]), "no_target")


def test_a_target_that_everybody_hits_is_told(written: Written) -> None:
    figures = history(people={"ann": [100], "bob": [90]})
    problems = of_plan(found(written(targets=monthly(100, 80)), "hit_by_everybody", figures))
    assert (problems[0].params["count"], problems[0].params["periods"]) == (12, 6)


def test_a_target_that_nobody_hits_is_told(written: Written) -> None:
    figures = history(people={"ann": [100], "bob": [90]})
    company = written(targets=monthly(101, 91))
    assert of_plan(found(company, "hit_by_nobody", figures))
    assert not of_plan(found(written(targets=monthly(100, 91)), "hit_by_nobody", figures)), "ann hits hers"


def test_a_target_that_never_changed_is_told(written: Written) -> None:
    problems = found(written(targets=monthly(100, 80)), "never_revised")
    assert (problems[0].params["nodes"], problems[0].params["periods"]) == ("ann, bob", 6)


def test_a_target_in_the_plan_older_than_a_year_is_told(written: Written) -> None:
    company = written(sales=f"{{kpi: net_sales, weight: 100, target: 5, {CURVE}}}\n# ")
    assert not of_plan(found(company, "target_since"))
    aged = plan_findings(company, Figures(), Period.parse("2027-01"))
    assert [each.params["plan"] for each in aged if each.code == "insight.target_since"] == ["sales", "service"]


def test_a_target_out_of_ones_own_reach_and_one_always_reached_are_told(written: Written) -> None:
    """ann reached 50 in every month, bob never reached 500; both have full October only while ann and bob stay."""
    stay = (
        FILES["people.csv"]
        .replace("2026-10-14", "")
        .replace("ann,安安,sales,north,,2026-01-01,2026-10-11,regular,2000,8000\n", "")
        .replace("ann,安安,sales,south,,2026-10-12", "ann,安安,sales,south,,2026-01-01")
    )
    company = written(people=stay, targets=monthly(50, 500))
    figures = history(people={"ann": [100], "bob": [90]})
    assert of_plan(found(company, "out_of_reach", figures))[0].params["people"] == "bob 0/9"
    assert of_plan(found(company, "reached_anyway", figures))[0].params["people"] == "ann 9/9"


def test_a_kpi_that_nobody_of_the_post_moves_is_told(written: Written) -> None:
    assert of_plan(found(written(), "nobody_moves_it", history()))
    assert not of_plan(found(written(), "nobody_moves_it", history(people={"ann": [5]})))
    assert of_plan(found(written(), "no_data_for_it"))


def test_a_kpi_often_empty_must_not_block(written: Written) -> None:
    figures = history(people={"ann": [5, None], "bob": [5]})
    assert of_plan(found(written(), "often_empty", figures))[0].params["empty"] == 3
    reweight = SALES.replace("block", "reweight")
    assert not of_plan(found(written(sales=reweight), "often_empty", figures))


def test_two_kpis_of_the_same_measures_are_told_but_not_profit_and_margin(written: Written) -> None:
    def twice(one: str, other: str) -> list[Problem]:
        lines = indicators(*(f"{{kpi: {kpi}, weight: 50, target: 1, {CURVE}}}" for kpi in (one, other)))
        return of_plan(found(written(sales=lines), "same_source"))

    assert twice("paid_sales", "avg_daily_sales")
    assert not twice("aov", "orders_paid")
    assert not twice("gross_profit", "gross_margin")


def test_two_kpis_that_always_move_together_are_told(written: Written) -> None:
    lines = indicators(*(f"{{kpi: {kpi}, weight: 50, target: 1, {CURVE}}}" for kpi in ("paid_sales", "orders_paid")))
    figures = history(people={"ann": [10, 20, 30], "bob": [7, 6, 9]})
    for at, month in enumerate(MONTHS):
        figures.put("orders_paid", "company", 1, period=month)
        figures.put("orders_paid", "ann", [1, 2, 3][at % 3], period=month)
        figures.put("orders_paid", "bob", [70, 60, 90][at % 3], period=month)
    told = of_plan(found(written(sales=lines), "move_together", figures))[0].params
    assert (told["likeness"], told["count"], told["nodes"]) == ("1.00", 18, 2)
    for month in MONTHS[::2]:
        figures.put("orders_paid", "ann", 9, period=month)
    assert not of_plan(found(written(sales=lines), "move_together", figures))


def test_people_without_a_plan_and_plans_for_nobody_are_told(written: Written) -> None:
    extra = FILES["people.csv"] + "dan,丹,packer,north,,2026-01-01,,regular,,5000\n"
    problem = found(written(people=extra), "no_plan_for")[0]
    assert (problem.params["people"], problem.place.line) == ("dan", 8)
    gone = FILES["people.csv"].replace(
        "cat,凯特,cs_agent,north,,2026-01-01,", "cat,凯特,cs_agent,north,,2026-01-01,2026-08-31"
    )
    assert [each.params["plan"] for each in found(written(people=gone), "plan_for_nobody")] == ["service"]


def test_a_bonus_whose_coefficients_hardly_differ_is_told(written: Written) -> None:
    flat = FILES["rewards/rewards.yaml"].replace(
        "{S: 1.5, A: 1.2, B: 1.0, C: 0.6, D: 0}", "{S: 1.05, A: 1, B: 1, C: 1, D: 0.95}"
    )
    assert found(written(rewards=flat), "flat_reward")[0].params["low"] == "0.95"
    assert not found(written(rewards=FILES["rewards/rewards.yaml"]), "flat_reward")


def test_a_target_that_nothing_reads_is_told(written: Written) -> None:
    rows = FILES["targets.csv"] + "nps,company,company,2026-10,50,absolute,,\n"
    assert [each.params["kpi"] for each in found(written(targets=rows), "idle_target")] == ["nps"]
