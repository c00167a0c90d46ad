"""Addresses that change one thing of a view: how it is sorted, drawn and filtered."""

from typing import Any

from merit_desk.explorer.queries.asked import Asked
from merit_desk.explorer.queries.explored import Explored
from merit_desk.explorer.queries.grid import Head
from merit_desk.shell.sentences import say

Sort = tuple[str, str]
"""The address that sorts by the column, and how it is sorted now (as aria-sort says it)."""


def links(shown: Explored) -> dict[str, Any]:
    """What the templates put into links."""
    asked, grid = shown.asked, shown.grid
    return {
        "as_line": asked.address(chart="line"),
        "as_bar": asked.address(chart="bar"),
        "row_label": say(f"kind.{asked.kind}"),
        "row_sort": _sort(asked, "name"),
        "sorts": [(head, *_of_head(asked, head)) for head in grid.heads],
        "several_kpis": len({head.kpi for head in grid.heads}) > 1,
        "several_periods": len(shown.days.periods) > 1,
    }


def form_links(asked: Asked) -> dict[str, str]:
    """What the form puts into links."""
    return {
        "without_filters": asked.address(words="", team="", shop=""),
        "all_nodes": asked.address(node=""),
    }


def _of_head(asked: Asked, head: Head) -> Sort:
    return _sort(asked, head.key)


def _sort(asked: Asked, key: str) -> Sort:
    """The first click on a figure sorts down, on the name up; the second turns it round."""
    down = asked.sort == f"-{key}"
    up = asked.sort == key
    way = "descending" if down else "ascending" if up else "none"
    turned = key if down or (key == "name" and not up) else f"-{key}"
    return f"?{asked.address(sort=turned)}", way
