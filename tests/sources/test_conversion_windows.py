"""An ad report that tells its spend once per conversion window counts it once, whichever window is chosen."""

import pytest

from tests.sources.fact_files import Read, read, write

PLANS = "日期,场景名字,计划ID,展现量,点击量,花费,总成交笔数,总成交金额,转化周期\n"
FIVE_WINDOWS = [
    f"2026-10-21,关键词推广,88001,1000,40,256.40,{orders},{sales},{days}天\n"
    for days, orders, sales in ((1, 2, "200.00"), (3, 3, "300.00"), (7, 5, "500.00"), (15, 8, "800.00"), (30, 9, "900"))
]


def report(tmp_path, text: str, entry: str, name: str = "raw/ads.csv") -> Read:
    """A report read through one entry of sources.yaml."""
    write(tmp_path, name, text)
    write(tmp_path, "sources.yaml", f"sources:\n  - {{files: raw/*, shop: s1, {entry}}}\n")
    return read(tmp_path)


def money(result: Read) -> list[tuple[object, ...]]:
    """Spend in ten-thousandths, orders and sales of every row of `ads`."""
    return [(row["spend"], row["orders"], row["sales"]) for row in result.tables.get("ads", [])]


def test_five_windows_of_one_plan_are_one_spend_with_the_conversions_of_15_days(tmp_path):
    """256.40 stands there five times (1,282.00 together) and was spent once; 15 days are the platform's usual ones."""
    result = report(tmp_path, PLANS + "".join(FIVE_WINDOWS), "profile: wanxiang_plans")
    assert money(result) == [(2_564_000, 8, 8_000_000)]
    (note,) = result.problems
    assert (note.code, dict(note.params)) == (
        "sources.windows_left_out",
        {"count": 4, "chosen": 15, "others": "1、3、7、30"},
    )
    assert result.rejected == []


def test_the_entry_chooses_another_window_and_the_spend_stays(tmp_path):
    result = report(tmp_path, PLANS + "".join(FIVE_WINDOWS), "profile: wanxiang_plans, window: 3")
    assert money(result) == [(2_564_000, 3, 3_000_000)]


def test_rows_that_a_plan_has_in_one_window_are_still_added_up(tmp_path):
    """Two units of a plan spent 100.00 each and one 56.40, in both windows: 256.40, sales 10 + 20 + 30 = 60."""
    units = [("100.00", 1, 10), ("100.00", 2, 20), ("56.40", 3, 30)]
    rows = [
        f"2026-10-21,关键词推广,88001,100,4,{spend},{orders},{sales * days},{days}天\n"
        for days in (1, 15)
        for spend, orders, sales in units
    ]
    result = report(tmp_path, PLANS + "".join(rows), "profile: wanxiang_plans, window: 1")
    assert money(result) == [(2_564_000, 6, 600_000)]
    assert (result.codes, result.rejected) == (["sources.windows_left_out"], [])


def test_spend_that_only_another_window_tells_is_set_aside_and_not_lost(tmp_path):
    """Plan 88002 has 30 days only: whoever reads 15 would lose its 40.00."""
    alone = "2026-10-21,关键词推广,88002,100,4,40.00,1,50.00,30天\n"
    result = report(tmp_path, PLANS + "".join(FIVE_WINDOWS) + alone, "profile: wanxiang_plans")
    assert money(result) == [(2_564_000, 8, 8_000_000)]
    (row,) = result.rejected
    (problem,) = row.problems
    assert (problem.code, problem.place.line) == ("sources.window_alone", 7)
    assert dict(problem.params) == {"found": 30, "chosen": 15}
    assert "88002" in row.cells


def test_a_file_of_one_unusual_window_is_read_with_a_warning_until_it_is_chosen(tmp_path):
    result = report(tmp_path, PLANS + FIVE_WINDOWS[2], "profile: wanxiang_plans")
    assert (money(result), result.codes) == ([(2_564_000, 5, 5_000_000)], ["sources.window_unusual"])
    chosen = report(tmp_path, PLANS + FIVE_WINDOWS[2], "profile: wanxiang_plans, window: 7")
    assert (money(chosen), chosen.codes) == ([(2_564_000, 5, 5_000_000)], [])


def test_a_chosen_window_that_the_file_lacks_reads_nothing(tmp_path):
    result = report(tmp_path, PLANS + FIVE_WINDOWS[2], "profile: wanxiang_plans, window: 30")
    assert (money(result), set(result.codes)) == ([], {"sources.window_alone", "sources.no_rows"} & set(result.codes))
    assert "sources.window_alone" in result.codes


def test_a_window_that_says_no_days_is_told_with_its_line(tmp_path):
    result = report(
        tmp_path, PLANS + FIVE_WINDOWS[3] + FIVE_WINDOWS[0].replace("1天", "全部"), "profile: wanxiang_plans"
    )
    assert money(result) == [(2_564_000, 8, 8_000_000)]
    assert [(row.line, row.problems[0].code) for row in result.rejected] == [(3, "sources.window_unread")]


def test_the_goods_report_counts_each_product_once(tmp_path):
    head = "统计日期,商品ID,计划名称,推广方式,消耗,总成交金额,归因周期\n"
    rows = [f"2026-10-21,700000000001,杯子,关键词推广,20.00,{sales},{days}\n" for days, sales in ((1, 30), (15, 90))]
    result = report(tmp_path, head + "".join(rows), "profile: wanxiang_goods")
    (row,) = result.tables["platform_daily"]
    assert (row["ad_spend"], row["ad_sales"]) == (200_000, 900_000)


def test_jd_counts_a_plan_once_with_the_conversions_of_15_days(tmp_path):
    """180.40 in each of 1, 7 and 15 days; 7 order lines worth 540.00 within 15 days."""
    head = "日期,产品线,计划ID,推广计划,展现数,点击数,总费用,总订单行,总订单金额,转化周期\n"
    rows = [
        f"2026-10-21,京东快车,55001,杯子,8000,240,180.40,{lines},{sales},{days}\n"
        for days, lines, sales in (("当天", 2, "150.00"), ("7天", 5, "400.00"), ("1-15累计", 7, "540.00"))
    ]
    assert money(report(tmp_path, head + "".join(rows), "profile: jd_ads")) == [(1_804_000, 7, 5_400_000)]


PDD = "日期,成交花费(元),交易额(元),成交笔数,曝光量,点击量,归因周期\n"
QIANCHUAN = "日期,素材ID,整体消耗,整体成交金额,净成交金额,整体成交订单数,归因周期\n"


@pytest.mark.parametrize(
    ("profile", "head", "row", "spend"),
    [
        ("pdd_ads_all", PDD, "2026-10-21,120.30,{sales},31,20000,700,{days}天\n", 1_203_000),
        ("qianchuan_materials", QIANCHUAN, "2026-10-21,74001,310.25,{sales},0,25,{days}天\n", 3_102_500),
    ],
)
def test_where_a_platform_has_no_usual_window_a_mix_is_refused_until_one_is_chosen(tmp_path, profile, head, row, spend):
    text = head + row.format(sales=96, days=1) + row.format(sales=960, days=7)
    refused = report(tmp_path, text, f"profile: {profile}")
    assert (money(refused), len(refused.rejected)) == ([], 2)
    assert {problem.code for each in refused.rejected for problem in each.problems} == {"sources.windows_mixed"}
    chosen = report(tmp_path, text, f"profile: {profile}, window: 7")
    assert [(each[0], each[2]) for each in money(chosen)] == [(spend, 9_600_000)]
    assert chosen.rejected == []


def test_a_report_without_windows_is_read_as_before(tmp_path):
    head, row = PLANS.replace(",转化周期", ""), FIVE_WINDOWS[0].replace(",1天", "")
    result = report(tmp_path, head + row + row, "profile: wanxiang_plans")
    assert (money(result), result.codes) == ([(5_128_000, 4, 4_000_000)], [])


@pytest.mark.parametrize("window", ["many", "0", "400"])
def test_a_window_that_is_no_number_of_days_is_told(tmp_path, window):
    result = report(tmp_path, PLANS + FIVE_WINDOWS[3], f"profile: wanxiang_plans, window: {window}")
    assert result.codes == ["sources.window_days_wrong"]


def test_a_window_for_a_report_that_has_none_is_told(tmp_path):
    head, row = (
        "订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码\n",
        "1,杯,1,1,,,,,交易成功,A\n",
    )
    result = report(tmp_path, head + row, "profile: taobao_item_list, window: 7")
    assert "sources.window_not_known" in result.codes
