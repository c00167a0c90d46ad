"""The company's own mapping profiles: the shipped ones, with category and cost added from its list of goods."""

from importlib.resources import files
from pathlib import Path

import yaml

from merit.sources.demo.goods import goods

EXTENDED = {"taobao_items": "qinghe_taobao_items", "douyin_orders": "qinghe_douyin_orders"}
_HEADING = """\
# 内置模板 {shipped}，加上按商家编码对照的类目和成本（平台导出里没有）。
# The shipped profile {shipped} with category and cost by merchant code, which the platform does not export.
"""


def write_own_profiles(folder: Path) -> None:
    """profiles/*.yaml; only the order lines differ from the shipped profile."""
    categories = dict(zip(goods().sku, goods().category, strict=True))
    costs = {sku: f"{fen / 100:.2f}" for sku, fen in zip(goods().sku, goods().cost.tolist(), strict=True)}
    for shipped, own in EXTENDED.items():
        profile = yaml.safe_load(files("merit.sources").joinpath("profiles", f"{shipped}.yaml").read_text("utf-8"))
        profile["profile"] = own
        for table in profile["tables"]:
            if table["table"] == "order_lines":
                table["columns"]["category"] = {"from": "商家编码", "map": categories}
                table["columns"]["unit_cost"] = {"from": "商家编码", "map": costs}
        path = folder / "profiles" / f"{own}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        written = yaml.safe_dump(profile, allow_unicode=True, sort_keys=False, width=110)
        path.write_text(_HEADING.format(shipped=shipped) + written, encoding="utf-8", newline="\n")
