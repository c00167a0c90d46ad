"""The ids that the KPI dictionary promises; where it lists alternatives, each is an id of its own."""

from pathlib import Path

import pytest

from merit.catalogue.kpi import Aggregate, Dialect, Entered, Measured
from tests.metrics.hand_made import shipped

PROMISED = {
    "sales and money": """
        gmv_placed paid_sales jd_deal_amount gross_sales discounts refund_amt refund_amt_cohort net_sales
        net_sales_shopify woo_net_revenue woo_gross_sales total_sales signed_sales orders_placed orders_paid
        units buyers aov aov_net spend_per_buyer orders_per_buyer upt units_per_buyer asp discount_rate
        refund_rate_amt_event refund_rate_amt_cohort refund_rate_orders refund_rate_orders_event
        refund_rate_orders_unshipped refund_rate_orders_shipped refund_rate_orders_return return_rate_units
        return_rate_units_event quality_refund_rate quality_refund_rate_event cogs cogs_paid cost_coverage
        gross_profit gross_margin cm1 cm2 cm3 contribution_margin contribution_margin_1
        contribution_margin_2 net_profit_margin selling_cost_ratio sales_growth sales_growth_prev
        sales_growth_yoy target_attainment target_attainment_down pace
    """,
    "traffic": """
        visitors pageviews sessions cvr_session orders_per_session cvr_visitor atc_rate atc_rate_visitor
        fav_cart_rate checkout_abandon cart_abandon order_pay_rate order_pay_rate_buyers bounce_rate
        bounce_rate_single_page time_on_page pages_per_session pv_per_uv uv_value funnel_step_rate_cart
        funnel_step_rate_checkout funnel_step_rate_purchase
    """,
    "customers": """
        new_customers new_customers_365 customer_growth repurchase_A repurchase_A_30d repurchase_B
        repurchase_B_30d repurchase_B_90d repurchase_C_30 repurchase_C_60 repurchase_C_90 repurchase_C_180
        repeat_order_share returning_customer_rate retention_1 retention_2 retention_3 retention_6
        retention_12 retention_1_unbounded retention_3_unbounded retention_6_unbounded churn churn_180
        churn_month cac_paid cac_paid_attributed cac_blended ltv_hist_30 ltv_hist_90 ltv_hist_180
        ltv_hist_365 ltv_cac
    """,
    "advertising": """
        impressions clicks spend ctr cpc cpm ad_cvr cpa roas roas_by_order_date roas_net roi_profit acos
        tacos ad_cost_ratio ad_cost_ratio_net mer incremental_roas attribution_overlap
    """,
    "content": """
        social_er_reach social_er_views follower_net live_gpm seo_avg_position seo_top10_share
        seo_organic_sessions brand_exposure brand_search
    """,
    "service": """
        frt_p50 frt_p90 frt_p50_business frt_p90_business unanswered_rate art reply_3min reply_3min_30d
        reply_3min_people reply_rate reply_rate_people resolution_first_p50 resolution_first_p90
        resolution_full_p50 resolution_full_p90 fcr csat csat_talk csat_response_rate nps complaint_rate
        complaint_rate_cohort complaint_24h inq_conv_d0 inq_conv_d1 inq_conv_final cs_sales cs_sales_net
        silent_sales answer_ratio concurrency concurrency_p99 handle_load
    """,
    "supply": """
        inv_turnover inv_turnover_daily doi doi_daily doi_forward stockout_rate stockout_rate_daily
        demand_lost_rate sell_through sku_active_rate dead_stock dead_stock_180 gmroi gmroi_daily fill_rate
        supplier_otd supplier_otif ship_on_time delivery_lead_time delivery_lead_time_p50
        delivery_lead_time_p90 pickup_lead_time_p50 pickup_lead_time_p90 transit_time_p50 transit_time_p90
        otif perfect_order perfect_order_apqc order_accuracy forecast_wape bias purchase_price_var
    """,
    "website": """
        availability availability_requests lcp_p75 lcp_p75_mobile lcp_p75_desktop lcp_p75_28d inp_p75
        inp_p75_mobile inp_p75_desktop inp_p75_28d cls_p75 cls_p75_mobile cls_p75_desktop cls_p75_28d
        cwv_pass_rate page_load_p75 js_error_rate http_5xx_rate mobile_adapt mobile_to_desktop
        checkout_error_rate
    """,
    "finance": """
        expense_ratio budget_dev budget_dev_flex cost_control cost_control_flex flexed_budget
        unit_cost_reduction cash_cycle settlement_lag_days payable_days settlement_gap
    """,
    "work and people": """
        task_on_time task_completion rework_rate first_pass_yield task_quality cycle_time_p50 cycle_time_p85
        orders_handled_per_day stocktake_accuracy stocktake_accuracy_value talent_development staff_turnover
        staff_turnover_voluntary market_share versus_benchmark
    """,
    "platforms": """
        taobao_quality taobao_bad_review_rate taobao_good_review_rate taobao_pickup_48h taobao_satisfaction
        taobao_refund_hours taobao_help_rate jd_deal_conversion douyin_net_deal douyin_quality_return_rate
        douyin_logistics_return_rate douyin_delivery_on_time douyin_next_day_pickup douyin_reply_seconds
        pdd_ship_hours pdd_help_rate wechat_quality_return_rate wechat_next_day_pickup dsr_description
        dsr_service dsr_logistics experience_score
    """,
}
SHOWN = sorted(kpi.id for kpi in shipped().kpis.values() if not kpi.hidden)
TESTS = Path(__file__).parents[1]


@pytest.mark.parametrize("chapter", PROMISED)
def test_every_id_of_the_dictionary_is_shipped(chapter: str) -> None:
    assert sorted(set(PROMISED[chapter].split()) - set(SHOWN)) == []


def test_every_shipped_kpi_has_its_figure_in_some_test() -> None:
    files = [file for folder in ("metrics", "engines") for file in (TESTS / folder).glob("test_*.py")]
    written = "\n".join(file.read_text("utf-8") for file in files)
    worked_out = [name for name in SHOWN if not isinstance(shipped()[name].body, Entered)]
    assert [name for name in worked_out if f'"{name}"' not in written] == []


def test_a_platform_s_own_rule_is_marked_as_such_and_plain_kpis_are_not() -> None:
    catalogue = shipped()
    platforms = [each.value for each in Dialect if each]
    assert {catalogue[name].dialect for name in ("paid_sales", "aov", "quality_refund_rate")} == {Dialect.NONE}
    named = [name for name in SHOWN if name.split("_")[0] in platforms and name != "jd_deal_amount"]
    assert named
    assert [name for name in named if catalogue[name].dialect != name.split("_")[0]] == []


def test_page_experience_is_ranked_at_the_75th_percentile_and_never_averaged() -> None:
    for name in PROMISED["website"].split():
        body = shipped()[name].body
        if "_p75" in name:
            assert isinstance(body, Measured)
            assert body.measure.aggregate is Aggregate.QUANTILE
            assert float(body.measure.quantile or 0) == 0.75
