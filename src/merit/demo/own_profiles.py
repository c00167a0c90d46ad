"""The company's own mapping profiles: the shipped ones, with what its goods list and its ERP know besides."""

from importlib.resources import files
from pathlib import Path

import yaml

from merit.demo.goods import goods

EXTENDED = {
    "taobao_orders": "qinghe_taobao_orders",
    "taobao_items": "qinghe_taobao_items",
    "douyin_orders": "qinghe_douyin_orders",
}
_HEADING = """\
# 内置模板 {shipped}，加上平台导出里没有的：按商家编码对照的类目和成本，ERP 写在订单备注里的发货时间。
# The shipped profile {shipped} with what the platform does not export: category and cost by merchant code, and the
# time of shipping, which the ERP writes into 订单备注.
"""


def write_own_profiles(folder: Path) -> None:
    """profiles/*.yaml: the shipped profiles with category and cost of lines, and the ship time of 淘宝 orders."""
    categories = dict(zip(goods().sku, goods().category, strict=True))
    costs = {sku: f"{fen / 100:.2f}" for sku, fen in zip(goods().sku, goods().cost.tolist(), strict=True)}
    for shipped, own in EXTENDED.items():
        profile = yaml.safe_load(files("merit.sources").joinpath("profiles", f"{shipped}.yaml").read_text("utf-8"))
        profile["profile"] = own
        for table in profile["tables"]:
            if table["table"] == "order_lines":
                table["columns"]["category"] = {"from": "商家编码", "map": categories}
                table["columns"]["unit_cost"] = {"from": "商家编码", "map": costs}
            elif shipped == "taobao_orders":
                table["columns"]["shipped_at"] = {"from": "订单备注", "regex": "ERP发货 (.+)"}
        path = folder / "profiles" / f"{own}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        written = yaml.safe_dump(profile, allow_unicode=True, sort_keys=False, width=110)
        path.write_text(_HEADING.format(shipped=shipped) + written, encoding="utf-8", newline="\n")
