"""Figures that `merit query` gives for exports of platforms, to the last digit, worked by hand."""

from tests.sources.platform_company import csv_text, figures, folder_with, header_of, loaded

SHOPIFY = header_of("shopify_orders")
TAOBAO_ORDERS, TAOBAO_ITEMS = header_of("taobao_orders"), header_of("taobao_items")
DOUYIN_ORDERS, DOUYIN_SETTLED = header_of("douyin_orders"), header_of("douyin_settlement") + ",实际平台补贴"
ALIPAY = header_of("alipay_ledger")

BEFORE_2019 = [name for name in SHOPIFY.split(",")[:51] if name != "Outstanding Balance"]
CUPS = {
    "Name": "#1001",
    "Email": "one@example.invalid",
    "Financial Status": "partially_refunded",
    "Paid at": "2026-10-05 09:30:00 -0400",
    "Currency": "USD",
    "Subtotal": "90.00",
    "Shipping": "8.00",
    "Taxes": "7.43",
    "Total": "105.43",
    "Discount Amount": "10.00",
    "Created at": "2026-10-05 09:29:00 -0400",
    "Lineitem quantity": "3",
    "Lineitem name": "Cup",
    "Lineitem price": "20.00",
    "Lineitem sku": "CUP",
    "Refunded Amount": "20.50",
    "Source": "web",
}
PLATE = {
    "Name": "#1001",
    "Lineitem quantity": "1",
    "Lineitem name": "Plate",
    "Lineitem price": "40.00",
    "Lineitem sku": "PLATE",
}
PENDING = CUPS | {
    "Name": "#1002",
    "Email": "two@example.invalid",
    "Financial Status": "pending",
    "Paid at": "",
    "Subtotal": "20.00",
    "Shipping": "0.00",
    "Taxes": "0.00",
    "Total": "20.00",
    "Discount Amount": "0.00",
    "Lineitem quantity": "1",
    "Refunded Amount": "0.00",
    "Created at": "2026-10-31 23:30:00 -0400",
}
THIRDS = CUPS | {
    "Name": "#1003",
    "Email": "one@example.invalid",
    "Financial Status": "paid",
    "Subtotal": "10.00",
    "Shipping": "0.00",
    "Taxes": "0.00",
    "Total": "10.00",
    "Discount Amount": "20.00",
    "Lineitem quantity": "1",
    "Lineitem price": "10.00",
    "Lineitem sku": "A",
    "Refunded Amount": "0.00",
}


def third(sku: str) -> dict[str, str]:
    return {
        "Name": "#1003",
        "Lineitem quantity": "1",
        "Lineitem price": "10.00",
        "Lineitem sku": sku,
        "Lineitem name": sku,
    }


def shopify_rows() -> list[dict[str, str]]:
    return [CUPS, PLATE, PENDING, THIRDS, third("B"), third("C")]


def test_a_shopify_export_gives_the_figures_worked_by_hand(tmp_path):
    """Three orders; what belongs to an order stands on its first row only.

    #1001: 3 cups at 20.00 and a plate at 40.00 are 100.00, less 10.00 for the order = 90.00 (Subtotal), freight 8.00,
    tax 7.43: 105.43. Goods are 105.43 − 8.00 − 7.43 = 90.00; by 60 : 40 the cups are 54.00 and the plate 36.00.
    20.50 were given back, nobody knows when.
    #1002: 20.00, never paid, placed on 31 October at 23:30 in New York, where it still is October.
    #1003: three things at 10.00, 20.00 off: 10.00 paid, by thirds 3.34 + 3.33 + 3.33.

    Paid: 105.43 + 10.00 = 115.43. Goods: 90.00 + 10.00 = 100.00. Placed: 100.00 + 20.00 + 30.00 = 150.00.
    Orders placed 3, paid 2, 1 buyer. Discounts 10.00 + 20.00 = 30.00. Order value 115.43 ÷ 2 = 57.715.
    Refunds by day of payment 20.50; by their own day none, since the file has none.
    """
    folder = folder_with(
        tmp_path, ["files: raw/shopify.csv, shop: web"], {"raw/shopify.csv": csv_text(SHOPIFY, shopify_rows())}
    )
    loaded(folder)
    kpis = "paid_sales,line_sales,gmv_placed,orders_placed,orders_paid,buyers,units,discounts,aov,refund_amt"
    kpis += ",refund_amt_cohort"
    assert figures(folder, kpis) == {
        "paid_sales": "115.43",
        "line_sales": "100",
        "gmv_placed": "150",
        "orders_placed": "3",
        "orders_paid": "2",
        "buyers": "1",
        "units": "7",
        "discounts": "30",
        "aov": "57.715",
        "refund_amt": "",
        "refund_amt_cohort": "20.5",
    }
    by_sku = figures(folder, "line_sales", "sku")
    assert by_sku == {
        "line_sales CUP": "54",
        "line_sales PLATE": "36",
        "line_sales A": "3.34",
        "line_sales B": "3.33",
        "line_sales C": "3.33",
    }


def test_an_older_shopify_export_in_another_order_and_spelling_gives_the_same(tmp_path):
    """The same three orders in fewer columns, turned round, with names as the help pages spell them."""
    names = list(reversed(BEFORE_2019))
    spelled = {"Lineitem sku": "Lineitem SKU", "Cancelled at": "Canceled at", "Created at": " Created At "}
    header = ",".join(spelled.get(name, name) for name in names)
    kept = [
        {spelled.get(name, name).strip(): cell for name, cell in row.items() if name in names} for row in shopify_rows()
    ]
    folder = folder_with(tmp_path, ["files: raw/shopify.csv, shop: web"], {"raw/shopify.csv": csv_text(header, kept)})
    loaded(folder)
    assert figures(folder, "paid_sales,line_sales,refund_amt_cohort") == {
        "paid_sales": "115.43",
        "line_sales": "100",
        "refund_amt_cohort": "20.5",
    }


T1 = "2149000000000000001"
WAITING = "等待买家付款"


def taobao_files() -> dict[str, bytes]:
    orders = [
        {
            "订单编号": f'="{T1}"',
            "买家会员名": "买家甲",
            "买家应付货款": "145.50",
            "买家应付邮费": "8.00",
            "总金额": "153.50",
            "买家实际支付金额": "153.50",
            "订单状态": "交易成功",
            "收货地址": "浙江省 杭州市 某区",
            "订单创建时间": "2026-10-21 09:30:00",
            "订单付款时间": "2026-10-21 09:31:00",
            "宝贝总数量": "3",
            "天猫卡券抵扣": "5.00",
            "退款金额": "20.00",
            "确认收货时间": "2026-10-25 10:00:00",
        },
        {
            "订单编号": '="2149000000000000002"',
            "买家会员名": "买家乙",
            "买家应付货款": "60.00",
            "买家应付邮费": "0.00",
            "总金额": "60.00",
            "买家实际支付金额": "0.00",
            "订单状态": WAITING,
            "订单创建时间": "2026-10-22 00:10:00",
            "宝贝总数量": "1",
        },
    ]
    items = [
        ("11", T1, "60.00", "2", "CUP", "100.00", "没有申请退款", "无退款申请"),
        ("12", T1, "50.00", "1", "PLATE", "45.50", "退款成功", "20.00"),
        ("21", "2149000000000000002", "60.00", "1", "CUP", "0.00", "没有申请退款", "无退款申请"),
    ]
    names = ("子订单编号", "主订单编号", "价格", "购买数量", "商家编码", "买家实际支付金额", "退款状态", "退款金额")
    lines = [{**dict(zip(names, each, strict=True)), "订单创建时间": "2026-10-21 09:30:00"} for each in items]
    lines[2]["订单创建时间"] = "2026-10-22 00:10:00"
    ledger = [
        ("B1", f"T200P{T1}", "2026-10-25 10:00:05", "153.50", "", "交易付款"),
        ("B2", f"T200P{T1}", "2026-10-25 10:00:06", "", "-3.07", "天猫佣金"),
        ("B3", f"T200P{T1}", "2026-10-27 12:00:00", "", "20.00", "交易退款"),
        ("B4", "", "2026-10-28 08:00:00", "", "-100.00", "提现"),
    ]
    moved = ("业务流水号", "商户订单号", "入账时间", "收入（+元）", "支出（-元）", "业务类型")
    money = [dict(zip(moved, each, strict=True)) for each in ledger]
    return {
        "raw/tb/ExportOrderList1.csv": csv_text(TAOBAO_ORDERS, orders).encode("gb18030"),
        "raw/tb/ExportItemList1.csv": csv_text(TAOBAO_ITEMS, lines).encode("gb18030"),
        "raw/tb/alipay.csv": ("支付宝账务明细\n账号,t@example.invalid\n" + csv_text(ALIPAY, money)).encode("gb18030"),
    }


def test_a_taobao_export_gives_the_figures_worked_by_hand(tmp_path):
    """Order …01: 2 cups at 60.00 for 100.00, a plate at 50.00 for 45.50, freight 8.00: 153.50 paid, 5.00 more by the
    platform's coupon. 20.00 of the plate went back. Order …02: 60.00, waits for payment.

    Paid 153.50; goods 100.00 + 45.50 = 145.50; placed 120.00 + 50.00 + 60.00 = 230.00. One order of two is paid.
    With freight shared out by goods (8.00 × 100.00 ÷ 145.50 = 5.498…, so 5.50 and 2.50): cups 105.50, plate 48.00.
    The ledger: 153.50 − 3.07 − 20.00 = 130.43 arrived. Own books: 153.50 − 20.00 refunded − 3.07 fees = 130.43: no gap.
    The 100.00 that the shop drew out are no settlement.
    """
    entries = [
        "files: raw/tb/*, shop: tb",
        "files: raw/tb/ExportItemList1.csv, profile: taobao_item_refunds, shop: tb",
    ]
    folder = folder_with(tmp_path, entries, taobao_files())
    loaded(folder)
    kpis = (
        "paid_sales,line_sales,gmv_placed,orders_placed,orders_paid,refund_amt_cohort,platform_fees,settled_sales,"
        "settled_ledger,settlement_gap"
    )
    assert figures(folder, kpis) == {
        "paid_sales": "153.5",
        "line_sales": "145.5",
        "gmv_placed": "230",
        "orders_placed": "2",
        "orders_paid": "1",
        "refund_amt_cohort": "20",
        "platform_fees": "3.07",
        "settled_sales": "130.43",
        "settled_ledger": "130.43",
        "settlement_gap": "0",
    }
    assert figures(folder, "paid_sales", "sku") == {"paid_sales CUP": "105.5", "paid_sales PLATE": "48"}


D1 = "6923000000000000017"


def douyin_files() -> dict[str, str]:
    when = {"订单提交时间": "2026-10-21 20:00:00", "支付完成时间": "2026-10-21 20:01:00", "订单状态": "已完成"}
    first = {"子订单编号": "\t6923000000000000018", "商品数量": "2", "商家编码": "CUP", "商品单价": "78.90"}
    first |= {"订单应付金额": "150.80", "运费": "8.00", "商家实际承担优惠金额": "10.00", "平台实际承担优惠金额": "5.00"}
    second = {"子订单编号": "\t6923000000000000019", "商品数量": "1", "商家编码": "PLATE", "商品单价": "20.00"}
    second |= {"订单应付金额": "20.00", "运费": "0.00", "商家实际承担优惠金额": "-", "平台实际承担优惠金额": "-"}
    orders = [{"主订单编号": f"\t{D1}", **when, **each} for each in (first, second)]
    of_first = {"子订单号": "\t6923000000000000018", "结算时间": "2026-10-28 03:00:00", "结算单类型": "已结算"}
    of_first |= {"结算金额": "132.43", "收入合计": "155.80", "支出合计": "-23.37", "平台服务费": "-7.79"}
    of_first |= {"达人佣金": "-15.58", "实际平台补贴": "5.00"}
    of_second = {"子订单号": "\t6923000000000000019", "结算时间": "2026-10-28 03:00:00", "结算单类型": "已结算"}
    of_second |= {"结算金额": "19.00", "收入合计": "20.00", "支出合计": "-1.00", "平台服务费": "-1.00"}
    of_second |= {"达人佣金": "0.00", "实际平台补贴": "0.00"}
    back = {"子订单号": "\t6923000000000000019", "结算时间": "2026-10-30 03:00:00"}
    back |= {"结算单类型": "结算后退款-非原路退回", "结算金额": "-20.00", "收入合计": "-20.00", "支出合计": "0.00"}
    settled = [{"订单号": f"\t{D1}", **each} for each in (of_first, of_second, back)]
    header, _, rows = csv_text(DOUYIN_SETTLED, settled).partition("\n")
    refunds = "shop,refund_id,order_id,line_id,amount,refunded_at,status\n"
    refunds += f"dy,R1,{D1},6923000000000000019,20.00,2026-10-29 11:00:00,success\n"
    return {
        "raw/dy/orders.csv": csv_text(DOUYIN_ORDERS, orders),
        "raw/dy/settled.csv": f"{header}\n,,,收入合计+支出合计,,,,,,,,,\n{rows}",
        "facts/refunds.csv": refunds,
    }


def test_a_douyin_settlement_agrees_with_its_orders_to_the_last_fen(tmp_path):
    """2 cups at 78.90 = 157.80, 10.00 off by the shop and 5.00 by the platform, freight 8.00: 150.80. A plate 20.00.

    Paid 170.80, goods 170.80 − 8.00 = 162.80, the shop's discount 10.00. The plate went back: net 142.80.
    Settled: cups 150.80 + 5.00 from the platform − 7.79 − 15.58 = 132.43; plate 20.00 − 1.00 = 19.00; then −20.00:
    131.43 in all. Fees 7.79 + 15.58 + 1.00 = 24.37.
    Own books: 170.80 paid − 20.00 refunded − 24.37 fees + 5.00 from the platform = 131.43: no gap.
    """
    entries = [
        "files: raw/dy/*, shop: dy",
        "files: raw/dy/settled.csv, profile: douyin_settlement_fees, shop: dy",
    ]
    folder = folder_with(tmp_path, entries, douyin_files())
    loaded(folder)
    kpis = (
        "paid_sales,line_sales,net_sales,refund_amt,discounts,platform_fees,settled_sales,settled_ledger,settlement_gap"
    )
    assert figures(folder, kpis) == {
        "paid_sales": "170.8",
        "line_sales": "162.8",
        "net_sales": "142.8",
        "refund_amt": "20",
        "discounts": "10",
        "platform_fees": "24.37",
        "settled_sales": "131.43",
        "settled_ledger": "131.43",
        "settlement_gap": "0",
    }
