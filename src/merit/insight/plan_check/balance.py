"""KPIs that are pushed, and what pays for it unless it is looked at too: sales and margin, speed and satisfaction."""

from collections.abc import Iterator

from merit.catalogue.kpi import Catalogue
from merit.insight.plan_check.subject import READS_KPI, note
from merit.kernel.problems import Problem
from merit.scores.plan.score_plan import Balance, CostFactor, KpiCondition, ScorePlan

_SALES = (
    *("gross_margin", "gross_profit", "contribution_margin", "cm1", "cm2", "cm3", "net_profit_margin", "gmroi"),
    *("refund_rate", "return_rate", "refund_amt", "ad_cost_ratio", "tacos", "selling_cost_ratio", "expense_ratio"),
    *("discount_rate", "budget_dev", "net_sales", "signed_sales", "settled_sales", "repurchase_C"),
)
_SERVICE = ("csat", "nps", "fcr", "complaint", "bad_review_rate", "reopen_rate", "taobao_satisfaction")
BALANCES: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("paid_sales", "gmv_placed", "line_sales", "gross_sales", "jd_deal_amount", "shipped_sales"), _SALES),
    (("net_sales", "signed_sales", "avg_daily_sales"), tuple(each for each in _SALES if each != "net_sales")),
    (("orders_paid", "orders_placed", "units", "buyers"), ("aov", "asp", "spend_per_buyer", *_SALES)),
    (("cs_sales", "inq_conv"), ("refund_rate", "return_rate", *_SERVICE)),
    (("new_customers",), ("repurchase", "retention", "cac", "ltv", "churn", "roas", "ad_cost_ratio", *_SALES[:6])),
    (("spend", "impressions", "clicks", "ad_sales", "brand_exposure"), ("roas", "roi", "cpa", "acos", "mer", "cac")),
    (("visitors", "pageviews", "sessions"), ("cvr", "uv_value", "bounce", "funnel", "atc_rate", "spend_per_buyer")),
    (("content_views", "posts_published", "follower_net"), ("social_er", "live_gpm", "brand_search", "first_pass")),
    (("frt_p", "art", "reply_", "conversations", "resolution_", "unanswered"), (*_SERVICE, "task_quality")),
    (("orders_handled",), ("order_accuracy", "perfect_order", "otif", "rework_rate", "stocktake_accuracy")),
    (("inv_turnover", "dead_stock"), ("stockout_rate", "fill_rate", "otif", "demand_lost", "ship_on_time")),
    (("stockout_rate", "fill_rate"), ("inv_turnover", "dead_stock", "doi", "gmroi", "inventory_value")),
    (
        ("cost_control", "unit_cost_reduction", "purchase_price_var", "cogs"),
        ("supplier_ot", "quality_refund", "return_rate", "product_rating", "stockout_rate", "task_quality"),
    ),
    (("task_completion", "cycle_time"), ("task_quality", "rework_rate", "first_pass_yield")),
)
"""KPI that is pushed, by how its id begins → what balances it, likewise; the first is suggested where it is known."""


def balance_of(kpi: str) -> tuple[str, ...]:
    """How the ids of what balances the KPI begin; nothing for a KPI that costs nothing else."""
    return next((beside for pushed, beside in BALANCES if kpi.startswith(pushed)), ())


def balance_findings(plan: ScorePlan, catalogue: Catalogue) -> Iterator[Problem]:
    """Each pushed KPI for which nothing of its balance stands in the plan, as indicator, gate, factor or points."""
    looked_at = {each.subject for each in plan.indicators if each.kind in READS_KPI} | set(_kpis_of(plan))
    for each in plan.indicators:
        beside = balance_of(each.subject) if each.kind in READS_KPI else ()
        if beside and not any(kpi.startswith(beside) for kpi in looked_at - {each.subject}):
            named = _known(beside, catalogue)
            yield note("insight.pair_missing", each.source, plan=plan.plan, indicator=each.id, pairs=", ".join(named))


def _kpis_of(plan: ScorePlan) -> Iterator[str]:
    for each in plan.modifiers:
        if isinstance(each, Balance):
            yield each.holds.kpi
        elif isinstance(each, CostFactor):
            yield each.kpi
        else:
            when = each.when
            if isinstance(when, KpiCondition):
                yield when.kpi


def _known(beginnings: tuple[str, ...], catalogue: Catalogue, most: int = 3) -> list[str]:
    found = (
        min(
            (kpi.id for kpi in catalogue.kpis.values() if kpi.id.startswith(each) and not kpi.hidden),
            default="",
            key=len,
        )
        for each in beginnings
    )
    return [each for each in dict.fromkeys(found) if each][:most]
