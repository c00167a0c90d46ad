"""What `merit query` gives for an export of 京东, worked by hand."""

from tests.sources.platform_company import csv_text, figures, folder_with, header_of, loaded

JD = header_of("jd_orders")


def test_the_amount_that_a_jd_order_repeats_on_each_line_counts_once(tmp_path):
    """One order of 500.00 on two lines, 300.00 and 2 × 100.00; the shop gives 20.00, the platform 30.00; freight 6.00.

    To pay 500.00 − 20.00 − 30.00 + 6.00 = 456.00, of which 56.00 from the balance. Goods 450.00: 270.00 and 180.00.
    """
    of_order = {"订单号": "57700000000001", "下单时间": "2026-10-21 09:00:00", "付款确认时间": "2026-10-21 09:02:00"}
    of_order |= {
        "订单金额": "500.00",
        "结算金额": "480.00",
        "余额支付": "56.00",
        "应付金额": "400.00",
        "运费金额": "6.00",
    }
    of_order |= {"订单状态": "完成", "下单帐号": "jd_a"}
    lines = [
        of_order | {"商品ID": "1001", "订购数量": "1", "京东价": "300.00", "货号": "POT"},
        of_order | {"商品ID": "1002", "订购数量": "2", "京东价": "100.00", "货号": "LID"},
    ]
    content = csv_text(JD, lines).encode("gb18030")
    folder = folder_with(tmp_path, ["files: raw/*, shop: jd"], {"raw/jd.csv": content})
    loaded(folder)
    assert figures(folder, "paid_sales,line_sales,gmv_placed,orders_paid,discounts,aov") == {
        "paid_sales": "456",
        "line_sales": "450",
        "gmv_placed": "500",
        "orders_paid": "1",
        "discounts": "20",
        "aov": "456",
    }
    assert figures(folder, "line_sales", "sku") == {"line_sales POT": "270", "line_sales LID": "180"}
