"""What is asked of the explorer: read from an address and written back to one, so that a view can be sent."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict

from merit.insight.comparison import Comparison
from merit.kernel.node import NodeKind
from merit.kernel.period import Grain

KINDS = (*(kind.value for kind in NodeKind), "category", "sku", "region", "campaign")
"""What rows can be: nodes, for which every figure is kept ready, and dimensions of the business, which are queried."""
CUTS = frozenset(KINDS) - frozenset(NodeKind)
GRAINS = ("day", "week", "month", "quarter", "year", "whole")
RANGES = ("30_days", "13_weeks", "12_months", "8_quarters", "this_month", "last_month", "this_year", "last_year", "own")
MOST_KPIS = 6
_LINE_KINDS = ("line", "bar")


@dataclass(frozen=True, slots=True)
class Asked:
    """One view of the explorer. Words that are not understood are left out on reading, never refused."""

    kpis: tuple[str, ...] = ()
    kind: str = "company"
    node: str = ""
    """One node alone, whose periods are then the rows; empty for all of the kind."""
    grain: str = "month"
    span: str = "12_months"
    first: str = ""
    last: str = ""
    """The days of the span `own`, as dates or periods."""
    comparison: Comparison | None = None
    team: str = ""
    """Only people and teams of this one."""
    shop: str = ""
    """Only what happened in this shop."""
    words: str = ""
    sort: str = ""
    page: int = 1
    chart: str = "line"

    @property
    def is_trend(self) -> bool:
        """One node, with its periods as rows."""
        return self.kind == NodeKind.COMPANY or bool(self.node)

    @property
    def is_cut(self) -> bool:
        """Asked by query, since the figures are not kept ready."""
        return self.kind in CUTS or bool(self.shop)

    @property
    def where(self) -> tuple[tuple[str, str], ...]:
        """The conditions beside the rows' own dimension."""
        return (("shop", self.shop),) if self.shop and self.kind != NodeKind.SHOP else ()

    def address(self, **changes: object) -> str:
        """The query of the address of this view with something changed; the page begins anew unless it is given."""
        changed = replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]
        return urlencode(list(_pairs(changed)))


def asked_of(query: QueryDict | Mapping[str, str]) -> Asked:
    """Read an address."""
    kpis = query.getlist("kpi") if isinstance(query, QueryDict) else [query.get("kpi", "")]
    listed = tuple(dict.fromkeys(each for part in kpis for each in part.split(",") if each))[:MOST_KPIS]
    kind = _one_of(KINDS, query.get("by"), "company")
    return Asked(
        kpis=listed,
        kind=kind,
        node="" if kind == NodeKind.COMPANY else _text(query.get("node")),
        grain=_one_of(GRAINS, query.get("grain"), "month"),
        span=_one_of(RANGES, query.get("span"), "own" if query.get("from") else "12_months"),
        first=_text(query.get("from")),
        last=_text(query.get("to")),
        comparison=_comparison(query.get("with")),
        team=_text(query.get("team")),
        shop=_text(query.get("shop")),
        words=_text(query.get("q")),
        sort=_text(query.get("sort")),
        page=_number(query.get("page")),
        chart=_one_of(_LINE_KINDS, query.get("chart"), "line"),
    )


def _pairs(asked: Asked) -> list[tuple[str, str]]:
    named = (
        *(("kpi", kpi) for kpi in asked.kpis),
        *(("by", asked.kind), ("node", asked.node), ("grain", asked.grain), ("span", asked.span)),
        *(("from", asked.first), ("to", asked.last), ("with", asked.comparison or "")),
        *(("team", asked.team), ("shop", asked.shop), ("q", asked.words), ("sort", asked.sort)),
        *(
            ("page", "" if asked.page == 1 else str(asked.page)),
            ("chart", "" if asked.chart == "line" else asked.chart),
        ),
    )
    return [(name, str(value)) for name, value in named if value]


def _one_of(known: tuple[str, ...], text: str | None, otherwise: str) -> str:
    return text if text in known else otherwise


def _text(text: str | None) -> str:
    return (text or "").strip()[:80]


def _number(text: str | None) -> int:
    return (
        min(int(text), 10_000) if text and text.isascii() and text.isdigit() and 0 < len(text) < 6 and int(text) else 1
    )


def _comparison(text: str | None) -> Comparison | None:
    return Comparison(text) if text in set(Comparison) else None


def grain_of(asked: Asked) -> Grain | None:
    """The grain of the periods; None where the whole span is one."""
    return None if asked.grain == "whole" else Grain(asked.grain)
