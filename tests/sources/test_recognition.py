"""A file finds its profile, also when the platform has changed its columns; and a mapping becomes a profile."""

from pathlib import Path

from merit.facts.tables import TABLES
from merit.sources.documents import documents_of
from merit.sources.feeds import shipped_profiles
from merit.sources.profile import MappingProfile
from merit.sources.profile_file import read_profile
from merit.sources.profile_text import (
    ColumnMapping,
    Data,
    MappedColumn,
    mapping_data,
    profile_yaml,
    with_columns,
    with_names,
)
from merit.sources.recognition import likely_table, match_profile, match_profiles, usual_headers
from tests.sources.fact_files import read_profile_file

TAOBAO = (
    "订单编号,买家会员名,买家应付货款,买家实际支付金额,订单状态,订单创建时间,订单付款时间 ,宝贝总数量,物流公司".split(
        ","
    )
)
SHIPPED = list(shipped_profiles().values())


def shipped_data(name: str) -> Data:
    path = Path(__file__).parent.parent.parent / "src/merit/sources/profiles" / f"{name}.yaml"
    return documents_of(path.read_text("utf-8"), name)[0][0].data


def profile_of(text: str) -> MappingProfile:
    documents, problems = documents_of(text, "profiles/mine.yaml")
    profile, found = read_profile(documents[0])
    assert (problems, found) == ([], [])
    assert profile is not None
    return profile


def test_an_export_is_recognised_and_none_of_its_usual_columns_is_new():
    best = match_profiles(TAOBAO, SHIPPED)[0]
    assert (best.profile.name, best.fits, best.new) == ("taobao_orders", True, ())


def test_a_column_that_the_platform_added_is_named():
    assert match_profiles([*TAOBAO, "直播间渠道"], SHIPPED)[0].new == ("直播间渠道",)


def test_a_renamed_column_makes_a_near_miss_that_says_which():
    renamed = [name if name != "买家实际支付金额" else "买家实际付款金额" for name in TAOBAO]
    best = match_profiles(renamed, SHIPPED)[0]
    assert (best.profile.name, best.fits) == ("taobao_orders", False)
    assert ("买家实际支付金额", "买家实际付款金额") in best.renamed


def test_a_file_of_another_kind_is_near_to_nothing():
    assert match_profiles(["姓名", "部门", "分数"], SHIPPED) == []


def test_personal_columns_are_never_told_as_new():
    assert match_profile([*TAOBAO, "收货人姓名", "联系手机"], shipped_profiles()["taobao_orders"]).new == ()


def test_the_likely_table_is_the_one_whose_needed_columns_are_there():
    assert likely_table(["日期", "店铺", "访客数"], SHIPPED).name in TABLES
    assert likely_table(["day", "team", "category", "amount", "expense_id"], SHIPPED).name == "expenses"
    assert usual_headers(TABLES["orders"], SHIPPED)["买家实际支付金额"] == "paid_amount"


def test_an_added_column_is_read_after_it_was_mapped(tmp_path):
    data = with_columns(shipped_data("taobao_orders"), {"orders": [MappedColumn("channel", "直播间渠道")]})
    text = profile_yaml(data, "taobao_orders_2", "千牛订单，带渠道")
    profile = profile_of(text)
    assert profile.title_in("en") == "千牛订单，带渠道"
    header = [name.strip() for name in TAOBAO] + ["直播间渠道"]
    assert match_profile(header, profile).new == ()
    row = "1,小明,5,5,交易成功,2026-10-21 09:30:00,2026-10-21 09:31:00,1,顺丰,live"
    shop = text.replace("  columns:\n", "  columns:\n    shop: {const: s1}\n", 1)
    assert read_profile_file(tmp_path, shop, ",".join(header) + "\n" + row).column("channel") == ["live"]


def test_a_renamed_column_is_read_under_both_names(tmp_path):
    data = with_names(shipped_data("taobao_orders"), {"买家实际支付金额": "买家实际付款金额", "订单状态": "状态"})
    text = profile_yaml(data).replace("  columns:\n", "  columns:\n    shop: {const: s1}\n", 1)
    header = "订单编号,买家应付货款,买家实际付款金额,状态,订单创建时间,宝贝总数量"
    result = read_profile_file(tmp_path, text, f"{header}\n1,5,4.50,交易成功,2026-10-21 09:30:00,1")
    assert (result.column("paid_amount"), result.column("status")) == ([45_000], ["signed"])
    old = header.replace("付款金额", "支付金额").replace(",状态", ",订单状态")
    again = read_profile_file(tmp_path, text, f"{old}\n1,5,4.50,交易成功,2026-10-21 09:30:00,1")
    assert again.column("paid_amount") == [45_000]


def test_conditions_and_parts_follow_a_renamed_column(tmp_path):
    data = with_names(shipped_data("taobao_item_refunds"), {"退款金额": "已退金额", "子订单编号": "子单号"})
    text = profile_yaml(data).replace("  columns:\n", "  columns:\n    shop: {const: s1}\n", 1)
    export = "子单号,主订单编号,退款状态,已退金额\n11,1,退款成功,3\n12,1,没有申请退款,0\n"
    assert read_profile_file(tmp_path, text, export).column("amount", "refunds") == [30_000]


def test_a_mapping_made_on_the_screen_reads_dates_money_signs_words_and_constants(tmp_path):
    mapping = ColumnMapping(
        name="erp_refunds",
        title="ERP 退款",
        table="refunds",
        columns=(
            MappedColumn("shop", const="s1"),
            MappedColumn("refund_id", "单号"),
            MappedColumn("amount", "金额: 元", negate=True),
            MappedColumn("refunded_at", "日期", format="%d.%m.%Y"),
            MappedColumn("status", "状态", words={"完成": "success", "是": "success"}, other="processing"),
        ),
        recognise=("单号", "金额: 元"),
        unused=("备注",),
    )
    text = profile_yaml(mapping_data(mapping))
    assert profile_of(text).unused == ("备注",)
    export = "月报\n单号,金额: 元,日期,状态,备注\nR1,-3.50,21.10.2026,完成,x\nR2,-1,22.10.2026,待审,\n"
    result = read_profile_file(tmp_path, text, export)
    assert result.column("amount", "refunds") == [35_000, 10_000]
    assert result.column("status", "refunds") == ["success", "processing"]
    assert [str(day) for day in result.column("refunded_at_day", "refunds")] == ["2026-10-21", "2026-10-22"]
