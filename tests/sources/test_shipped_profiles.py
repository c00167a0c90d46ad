"""The exports of 淘宝 and 抖店 as the platforms write them, through the shipped profiles."""

from datetime import UTC, datetime

from merit.demo.raw_files import layout
from merit.sources.feeds import shipped_profiles
from tests.sources.fact_files import Read, read, write


def export(
    tmp_path, profile: str, rows: list[dict[str, str]], encoding: str = "gb18030", second_header: str = ""
) -> Read:
    """Rows in the platform's own columns; what is not given is empty."""
    names = layout(profile)
    lines = [",".join(names), *([second_header] if second_header else [])]
    lines += [",".join(f'"{row.get(name.strip(), "")}"' for name in names) for row in rows]
    write(tmp_path, "raw/export.csv", "\n".join(lines) + "\n", encoding)
    write(tmp_path, "sources.yaml", f"sources:\n  - {{files: raw/*, profile: {profile}, shop: s1}}\n")
    return read(tmp_path)


ORDER = {
    "订单编号": '=""2149000000000000001""',
    "买家会员名": "小**明",
    "买家应付邮费": "8.00",
    "买家实际支付金额": "1,208.00",
    "订单状态": "买家已付款，等待卖家发货",
    "收货人姓名": "王**",
    "收货地址": "浙江省 杭州市 西湖区",
    "订单创建时间": "2026-10-21 09:30:00",
    "订单付款时间": "2026-10-21 09:31:00",
    "天猫卡券抵扣": "5",
    "宝贝总数量": "2",
}


def test_a_taobao_order_is_read_from_its_54_columns(tmp_path):
    assert len(layout("taobao_orders")) == 54
    result = export(tmp_path, "taobao_orders", [ORDER])
    assert (result.problems, result.rejected) == ([], [])
    (row,) = result.tables["orders"]
    assert (row["shop"], row["order_id"], row["status"], row["region"]) == (
        "s1",
        "2149000000000000001",
        "paid",
        "浙江省",
    )
    assert (row["paid_amount"], row["freight"], row["discount_platform"]) == (12_080_000, 80_000, 50_000)
    assert row["paid_at"] == datetime(2026, 10, 21, 1, 31, tzinfo=UTC)
    assert "明" not in str(row["buyer"])


def test_names_phones_and_addresses_do_not_reach_the_rejected_rows(tmp_path):
    result = export(tmp_path, "taobao_orders", [ORDER | {"订单编号": "2.14E+18", "联系手机": "'13912345678"}])
    (row,) = result.rejected
    assert row.problems[0].code == "sources.damaged_id"
    assert not any(secret in str(row.cells) for secret in ("王", "小**明", "西湖", "13912345678"))
    assert "2.14E+18" in row.cells


def test_a_taobao_line_names_its_order_and_its_article(tmp_path):
    line = {
        "子订单编号": "'11",
        "主订单编号": "'10",
        "标题": "杯子",
        "价格": "6.00",
        "购买数量": "2",
        "商家编码": "",
        "外部系统编号": "CUP",
        "买家实际支付金额": "11.00",
        "退款状态": "退款成功",
        "退款金额": "3.00",
        "订单创建时间": "2026-10-21 09:30:00",
    }
    (row,) = export(tmp_path, "taobao_items", [line]).tables["order_lines"]
    assert [row[name] for name in ("order_id", "line_id", "sku")] == ["10", "11", "CUP"]
    assert [row[name] for name in ("quantity", "unit_price", "paid_amount")] == [20_000, 60_000, 110_000]
    write(tmp_path, "sources.yaml", "sources:\n  - {files: raw/*, profile: taobao_item_refunds, shop: s1}\n")
    (refund,) = read(tmp_path).tables["refunds"]
    assert (refund["refund_id"], refund["amount"], refund["status"]) == ("11", 30_000, "success")


LINE = {
    "主订单编号": "\t6923",
    "子订单编号": "\t6924",
    "商品数量": "2",
    "商家编码": "CJ03",
    "商品单价": "78.90",
    "订单应付金额": "165.80",
    "运费": "8.00",
    "商家实际承担优惠金额": "10",
    "平台实际承担优惠金额": "5",
    "收件人手机号": "##abc",
    "省": "浙江省",
    "订单提交时间": "2026-10-21 20:00:00",
    "支付完成时间": "2026-10-21 20:01:00",
    "发货时间": "-",
    "订单状态": "待发货",
    "流量渠道": "直播间",
}


def test_douyin_lines_make_one_order_with_summed_amounts(tmp_path):
    assert len(layout("douyin_orders")) == 65
    second = LINE | {"子订单编号": "\t6925", "订单应付金额": "20.00", "运费": "0.00", "平台实际承担优惠金额": "-"}
    result = export(tmp_path, "douyin_orders", [LINE, second], "utf-8-sig")
    assert (result.problems, result.rejected) == ([], [])
    (order,) = result.tables["orders"]
    assert (order["order_id"], order["paid_amount"], order["freight"]) == ("6923", 1_858_000, 80_000)
    assert (order["discount_merchant"], order["discount_platform"]) == (200_000, 50_000)
    assert (order["status"], order["channel"], order["shipped_at"]) == ("paid", "live", None)
    assert result.column("line_id", "order_lines") == ["6924", "6925"]
    assert result.column("paid_amount", "order_lines") == [1_578_000, 200_000]


def test_douyin_lines_merged_into_one_row_are_refused(tmp_path):
    result = export(tmp_path, "douyin_orders", [LINE | {"子订单编号": "6924;6925"}], "utf-8-sig")
    assert result.tables == {}
    assert [row.problems[0].code for row in result.rejected] == ["sources.refused_by_profile"]


SETTLED = {
    "结算时间": "2026-10-25 03:00:00",
    "订单号": "\t6923",
    "子订单号": "\t6924",
    "结算金额": "151.00",
    "结算单类型": "已结算",
}


def test_a_second_header_row_is_no_data_and_a_missing_one_costs_no_row(tmp_path):
    back = SETTLED | {"结算金额": "-20", "结算单类型": "结算后退款-非原路退回"}
    for second_header in ('"","","",收入合计+支出合计' + "," * 8, ""):
        result = export(tmp_path, "douyin_settlement", [SETTLED, back], "utf-8-sig", second_header)
        assert (result.problems, result.rejected) == ([], [])
        assert result.column("amount", "settlements") == [1_510_000, -200_000]
        assert len(set(result.column("settlement_id", "settlements"))) == 2


def test_an_export_does_not_say_whose_shop_it_is(tmp_path):
    export(tmp_path, "taobao_orders", [ORDER])
    write(tmp_path, "sources.yaml", "sources:\n  - {files: raw/*}\n")
    assert read(tmp_path).codes == ["sources.shop_not_set"]


PDD = (
    "订单成交时间,商品,订单号,订单状态,商品总价(元),邮费(元),店铺优惠折扣(元),平台优惠折扣(元),多多支付立减金额(元)"
    ",用户实付金额(元),商家实收金额(元),商品数量(件),发货时间,确认收货时间,商品id"
)


def test_a_pdd_order_is_one_order_with_one_line_dated_by_its_number_if_need_be(tmp_path):
    first = (
        "2026-05-17 10:00:00,杯,260517-1,已发货，待收货,30.00,5.00,2.00,1.00,0.50,31.50,32.50,3,2026-05-18 09:00:00,,99"
    )
    second = ",杯,260518-2,待支付,30.00,0.00,0,0,0,0.00,0,3,,,99"
    write(tmp_path, "raw/pdd.csv", f"{PDD}\n{first}\n{second}" + "\n")
    write(tmp_path, "sources.yaml", "sources:\n  - {files: raw/*, shop: s1}\n")
    result = read(tmp_path)
    assert (result.problems, result.rejected) == ([], [])
    assert result.column("status") == ["shipped", "unpaid"]
    assert result.column("discount_platform") == [15_000, 0]
    assert result.column("ordered_at")[1] == datetime(2026, 5, 17, 16, tzinfo=UTC)
    assert result.column("paid_at")[1] is None
    assert result.column("unit_price", "order_lines") == [100_000, 100_000]
    assert result.column("paid_amount", "order_lines") == [265_000, 0]


def test_every_shipped_profile_is_understood():
    assert {"taobao_orders", "taobao_items", "taobao_item_refunds", "douyin_orders", "douyin_settlement"} <= set(
        shipped_profiles()
    )
