"""The 淘宝 shop as 千牛 exports it: 订单报表 (order level, 54 columns) and 销售明细 (line level), in GB18030."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from merit.demo.arrow_columns import Column, joined, money, numbered, pick
from merit.demo.goods import goods
from merit.demo.order_ids import buyer_ids, same
from merit.demo.raw_files import Export, Spoiled, local_text, write_export
from merit.demo.sales_tables import Sales, status_of
from merit.demo.setting import Ints, Setting, world

SHOP = 0
_STATUS = ("等待买家付款", "买家已付款，等待卖家发货", "卖家已发货，等待买家确认", "交易成功", "交易关闭")
_NO_SUCH_DAY = "2026-02-30 10:15:00"

ORDERS = Export(
    "taobao/ExportOrderList{quarter}.csv",
    "taobao_orders",
    "gb18030",
    (
        Spoiled("订单编号 as 2.14E+18: damaged by a spreadsheet", {"订单编号": "2.14E+18"}),
        Spoiled("订单创建时间 on 30 February", {"订单编号": "2149000000000000001", "订单创建时间": _NO_SUCH_DAY}),
        Spoiled("买家实际支付金额 is 0元", {"订单编号": "2149000000000000002", "买家实际支付金额": "0元"}),
        Spoiled("the row breaks off", {"订单编号": "2149000000000000003"}, breaks_off=True),
    ),
)
ITEMS = Export(
    "taobao/ExportItemList{quarter}.csv",
    "taobao_items",
    "gb18030",
    (
        Spoiled("子订单编号 as 2.14E+18", {"子订单编号": "2.14E+18", "主订单编号": "2.14E+18"}),
        Spoiled("购买数量 is 两件", {"子订单编号": "2149000000000000011", "购买数量": "两件"}),
        Spoiled("the row breaks off", {"子订单编号": "2149000000000000012"}, breaks_off=True),
    ),
)


def write_taobao(folder: Path, setting: Setting, sales: Sales) -> list[str]:
    """Both files of every quarter; tells where the spoiled rows stand."""
    kept = np.flatnonzero(sales.orders.shop == SHOP)
    lines = np.flatnonzero(sales.orders.shop[sales.lines.order] == SHOP)
    return [
        *write_export(folder, setting, ORDERS, (sales.orders.ordered[kept], _orders(sales, kept))),
        *write_export(folder, setting, ITEMS, (sales.orders.ordered[sales.lines.order[lines]], _items(sales, lines))),
    ]


def _status(sales: Sales) -> Column:
    return pick(_STATUS, status_of(sales.orders))


_ALWAYS = {
    "买家支付宝账号": "**",
    "买家支付积分": "0",
    "返点积分": "0",
    "买家实际支付积分": "0",
    "运送方式": "快递",
    "联系手机": "'1**********",
    "店铺Id": "0",
    "店铺名称": world()["shops"][SHOP]["name"],
    "卖家服务费": "0",
    "买家服务费": "0元",
    "是否手机订单": "手机订单",
    "是否代付": "否",
    "定金排名": "0",
    "天猫卡券抵扣": "0",
    "集分宝抵扣": "0",
}


def _orders(sales: Sales, kept: Ints) -> dict[str, Column]:
    orders, chosen = sales.orders, pa.array(kept)
    refunded = _refunded(sales)[kept]
    goods_fen, freight = sales.payable[kept], orders.freight[kept]
    paid = np.where(orders.paid[kept] >= 0, goods_fen + freight, 0)
    status = _status(sales).take(chosen)
    always = {name: same(written, kept) for name, written in _ALWAYS.items()}
    return always | _contents(sales, kept) | _parcels(sales, kept) | {
        "订单编号": sales.order_id.take(chosen),
        "买家会员名": buyer_ids(orders.shop[kept], orders.buyer[kept]),
        "买家应付货款": _text(goods_fen),
        "买家应付邮费": _text(freight),
        "总金额": _text(goods_fen + freight),
        "买家实际支付金额": _text(paid),
        "订单状态": status,
        "订单创建时间": local_text(orders.ordered[kept]),
        "订单付款时间 ": local_text(orders.paid[kept]),
        "订单关闭原因": pc.if_else(pc.equal(status, _STATUS[4]), "买家申请退款", "订单未关闭"),
        "退款金额": _text(refunded),
        "确认收货时间": local_text(orders.signed[kept]),
        "打款商家金额": joined(_text(np.maximum(paid - refunded, 0)), "元"),
    }  # fmt: skip


def _contents(sales: Sales, kept: Ints) -> dict[str, Column]:
    """What was bought: the first title, how many kinds and pieces."""
    size = len(sales.orders)
    kinds = np.bincount(sales.lines.order, minlength=size)
    pieces = np.bincount(sales.lines.order, sales.lines.quantity, size).astype(np.int64)
    first = (np.cumsum(kinds) - kinds)[kept]
    title = pick(goods().title, sales.lines.sku[first])
    return {
        "宝贝标题 ": joined(title, pa.array(np.where(kinds[kept] > 1, "，等多件", ""))),
        "宝贝种类 ": numbered("", kinds[kept]),
        "宝贝总数量": numbered("", pieces[kept]),
    }


def _parcels(sales: Sales, kept: Ints) -> dict[str, Column]:
    """Where to and how; names and addresses are masked, and the ERP notes when the parcel left."""
    orders = sales.orders
    sent = pa.array(orders.picked_up[kept] >= 0)
    surname = pick(list(world()["surnames"]), orders.buyer[kept] % len(world()["surnames"]))
    return {
        "收货人姓名": joined(surname, "**"),
        "收货地址 ": joined(pick(world()["regions"], orders.region[kept]), " **市 **区 **街道 ****"),
        "物流单号 ": pc.if_else(sent, numbered("SF", kept + 1_000_000_000), ""),
        "物流公司": pc.if_else(sent, "顺丰速运", ""),
        "订单备注": pc.if_else(sent, joined("ERP发货 ", local_text(orders.picked_up[kept])), ""),
    }


def _refunded(sales: Sales) -> Ints:
    """Fen given back, by order."""
    found = np.zeros(len(sales.orders), np.int64)
    done = sales.refunds.refunded >= 0
    np.add.at(found, sales.lines.order[sales.refunds.line[done]], sales.refunds.amount[done])
    return found


def _text(fen: Ints) -> Column:
    return money(fen).cast(pa.string())


def _items(sales: Sales, kept: Ints) -> dict[str, Column]:
    lines, order = sales.lines, sales.lines.order[kept]
    refunded = np.zeros(len(lines.order), np.int64)
    done = sales.refunds.refunded >= 0
    refunded[sales.refunds.line[done]] = sales.refunds.amount[done]
    refunded = refunded[kept]
    sku = pick(goods().sku, lines.sku[kept])
    paid = np.where(sales.orders.paid[order] >= 0, lines.payable[kept], 0)
    return {
        "子订单编号": sales.line_id.take(pa.array(kept)),
        "主订单编号": sales.order_id.take(pa.array(order)),
        "标题": pick(goods().title, lines.sku[kept]),
        "价格": _text(lines.unit_price[kept]),
        "购买数量": numbered("", lines.quantity[kept]),
        "外部系统编号": sku,
        "商品属性": joined("规格：", pick(goods().variant, lines.sku[kept])),
        "订单状态": _status(sales).take(pa.array(order)),
        "商家编码": sku,
        "支付单号": numbered("", 2_026_000_000_000_000_000 + order),
        "买家应付货款": _text(lines.payable[kept]),
        "买家实际支付金额": _text(paid),
        "退款状态": pc.if_else(pa.array(refunded > 0), "退款成功", "没有申请退款"),
        "退款金额": pc.if_else(pa.array(refunded > 0), _text(refunded), "无退款申请"),
        "订单创建时间": local_text(sales.orders.ordered[order]),
        "订单付款时间": local_text(sales.orders.paid[order]),
    }
