"""The 抖店 shop as the platform exports it: 订单 (line level, 65 columns) and 结算单 (with a second header row)."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from merit.demo.arrow_columns import Column, joined, money, numbered, pick
from merit.demo.goods import goods
from merit.demo.order_ids import buyer_ids, same
from merit.demo.platform_money import line_fees, settled_at
from merit.demo.raw_files import Export, Spoiled, layout, local_text, write_export
from merit.demo.sales_tables import Sales, status_of
from merit.demo.setting import DAY, NEVER, Flags, Ints, Setting, world

SHOP = 3
_STATUS = ("待支付", "待发货", "已发货", "已完成", "已关闭")
_NOTHING = "-"
_CREATORS = ("青禾家居官方直播间", "阿禾爱生活", "厨房小课堂", "好物研究员")

ORDERS = Export(
    "douyin/orders{quarter}.csv",
    "douyin_orders",
    "utf-8-sig",
    (
        Spoiled("子订单编号 as 6.92E+18", {"主订单编号": "6.92E+18", "子订单编号": "6.92E+18"}),
        Spoiled(
            "订单提交时间 on 31 September",
            {"子订单编号": "\t6949000000000000001", "订单提交时间": "2026-09-31 20:00:00"},
        ),
        Spoiled("the row breaks off", {"子订单编号": "\t6949000000000000002"}, breaks_off=True),
    ),
)
SETTLEMENT = Export(
    "douyin/settlement{quarter}.csv",
    "douyin_settlement",
    "utf-8-sig",
    (
        Spoiled("结算金额 is 待结算", {"结算金额": "待结算"}),
        Spoiled("结算时间 on 31 September", {"结算时间": "2026-09-31 03:00:00"}),
    ),
    second_header=",".join(
        f'"{formula}"'
        for formula in (
            "",
            "",
            "",
            "收入合计+支出合计",
            "",
            "",
            "",
            "",
            "用户实付+平台补贴",
            "平台服务费+达人佣金",
            "",
            "",
        )
    ),
)


def write_douyin(folder: Path, setting: Setting, sales: Sales) -> list[str]:
    """Both files of every quarter; tells where the spoiled rows stand."""
    kept = np.flatnonzero(sales.orders.shop[sales.lines.order] == SHOP)
    return [
        *write_export(folder, setting, ORDERS, (sales.orders.ordered[sales.lines.order[kept]], _orders(sales, kept))),
        *write_export(folder, setting, SETTLEMENT, _settlements(setting, sales)),
    ]


def _guarded(ids: Column) -> Column:
    return joined("\t", ids)


def _text(fen: Ints) -> Column:
    return money(fen).cast(pa.string())


def _orders(sales: Sales, kept: Ints) -> dict[str, Column]:
    orders, lines = sales.orders, sales.lines
    order = lines.order[kept]
    unset = {name: same(_NOTHING, kept) for name in layout("douyin_orders")}
    return unset | _goods(sales, kept) | _amounts(sales, kept) | _people(sales, order) | {
        "主订单编号": _guarded(sales.order_id.take(pa.array(order))),
        "子订单编号": _guarded(sales.line_id.take(pa.array(kept))),
        "订单提交时间": local_text(orders.ordered[order]),
        "支付完成时间": local_text(orders.paid[order], _NOTHING),
        "发货时间": local_text(orders.picked_up[order], _NOTHING),
        "订单完成时间": local_text(orders.signed[order], _NOTHING),
        "承诺发货时间": local_text(np.where(orders.paid[order] >= 0, orders.paid[order] + 2 * DAY, NEVER), _NOTHING),
        "订单状态": pick(_STATUS, status_of(orders)[order]),
        "售后状态": _after_sale(sales, kept),
        "支付方式": same("支付宝", kept),
        "APP渠道": same("抖音", kept),
        "流量来源": pick(("鲁班广告", "精选联盟", "小店自卖"), orders.channel[order] % 3),
        "订单类型": same("普通订单", kept),
        "流量体裁": pick(("商品卡", "商品卡", "商品卡", "直播", "短视频", "其他"), orders.channel[order]),
        "流量渠道": pick(("搜索", "推荐feed", "千川PC", "直播间", "短视频", "个人主页"), orders.channel[order]),
        "达人昵称": _creators(sales, order),
    }  # fmt: skip


def _creators(sales: Sales, order: Ints) -> Column:
    """Who showed the goods, of orders from live streams and videos."""
    shown = sales.orders.channel[order] >= 3
    return pick(_CREATORS, np.where(shown, sales.orders.number[order] % 4, -1)).fill_null(_NOTHING)


def _goods(sales: Sales, kept: Ints) -> dict[str, Column]:
    sku = sales.lines.sku[kept]
    return {
        "选购商品": pick(goods().title, sku),
        "商品规格": joined("规格:", pick(goods().variant, sku)),
        "商品数量": numbered("", sales.lines.quantity[kept]),
        "商品ID": _guarded(numbered("", 3_600_000_000_000_000_000 + sku)),
        "商家编码": pick(goods().sku, sku),
        "商品单价": _text(sales.lines.unit_price[kept]),
    }


def _amounts(sales: Sales, kept: Ints) -> dict[str, Column]:
    """Freight stands on the first line of an order."""
    lines = sales.lines
    zero = same("0.00", kept)
    discount = _text(lines.discount[kept])
    freight = np.where(lines.number[kept] == 0, sales.orders.freight[lines.order[kept]], 0)
    return {
        "订单应付金额": _text(lines.payable[kept] + freight),
        "运费": _text(freight),
        "优惠总金额": discount,
        "平台优惠": zero,
        "商家优惠": discount,
        "达人优惠": zero,
        "商家改价": zero,
        "支付优惠": zero,
        "红包抵扣": zero,
        "手续费": zero,
        "降价类优惠": zero,
        "平台实际承担优惠金额": zero,
        "商家实际承担优惠金额": discount,
        "达人实际承担优惠金额": zero,
    }


def _people(sales: Sales, order: Ints) -> dict[str, Column]:
    buyer = sales.orders.buyer[order]
    surname = pick(list(world()["surnames"]), buyer % len(world()["surnames"]))
    return {
        "收件人": joined(surname, "**"),
        "收件人手机号": buyer_ids(sales.orders.shop[order], buyer),
        "省": pick(world()["regions"], sales.orders.region[order]),
        "市": same("**市", order),
        "区": same("**区", order),
        "街道": same("**街道", order),
        "详细地址": same("##****", order),
        "是否修改过地址": same("否", order),
    }


def _after_sale(sales: Sales, kept: Ints) -> Column:
    touched = np.zeros(len(sales.lines.order), np.int64)
    done = sales.refunds.refunded >= 0
    touched[sales.refunds.line[done]] = 1
    return pick((_NOTHING, "退款成功"), touched[kept])


def _settlements(setting: Setting, sales: Sales) -> tuple[Ints, dict[str, Column]]:
    """Every order is settled after it is closed; a later refund is a negative row of its own."""
    line, back, moments = _settled_lines(setting, sales)
    platform, creator = (np.where(back, 0, each) for each in line_fees(sales, line))
    gross = sales.lines.payable[line] + np.where(
        sales.lines.number[line] == 0, sales.orders.freight[_order(sales, line)], 0
    )
    refunded = np.zeros(len(sales.lines.order), np.int64)
    refunded[sales.refunds.line] = sales.refunds.amount
    gross = np.where(back, -refunded[line], gross)
    return moments, {
        "结算时间": local_text(moments),
        "订单号": _guarded(sales.order_id.take(pa.array(_order(sales, line)))),
        "子订单号": _guarded(sales.line_id.take(pa.array(line))),
        "结算金额": _text(gross - platform - creator),
        "结算账户": same("合众支付", line),
        "结算单类型": pc.if_else(pa.array(back), "结算后退款-非原路退回", "已结算"),
        "有结算前退款": same("否", line),
        "下单时间": local_text(sales.orders.ordered[_order(sales, line)]),
        "收入合计": _text(gross),
        "支出合计": _text(-platform - creator),
        "平台服务费": _text(-platform),
        "达人佣金": _text(-creator),
    }


def _order(sales: Sales, line: Ints) -> Ints:
    return sales.lines.order[line]


def _settled_lines(setting: Setting, sales: Sales) -> tuple[Ints, Flags, Ints]:
    """Lines that are settled and lines whose refund is taken back, by time: line, whether taken back, moment."""
    at, refunds = settled_at(setting, sales), sales.refunds
    order = sales.lines.order
    paid_out = np.flatnonzero((sales.orders.shop[order] == SHOP) & (at[order] >= 0))
    of_settled = (sales.orders.shop[order[refunds.line]] == SHOP) & (at[order[refunds.line]] >= 0)
    given_back = np.flatnonzero(of_settled & (refunds.refunded >= 0))
    line = np.concatenate([paid_out, refunds.line[given_back]])
    back = np.repeat([False, True], [len(paid_out), len(given_back)])
    moments = np.concatenate([at[order[paid_out]], refunds.refunded[given_back]])
    by_time = np.argsort(moments, kind="stable")
    return line[by_time], back[by_time], moments[by_time]
