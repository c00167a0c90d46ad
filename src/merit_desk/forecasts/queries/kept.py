"""A forecast as it is kept, and back."""

from datetime import date
from fractions import Fraction
from typing import Any

from merit.forecast.distribution import Distribution
from merit.forecast.kpi_forecast import KpiForecast
from merit.kernel.node import Node, NodeKind
from merit.kernel.period import Period


def told_of(forecast: KpiForecast) -> dict[str, Any]:
    """Plain data; what is exact stays exact."""
    return {
        "today": str(forecast.today),
        "already": str(forecast.already),
        "levels": list(forecast.distribution.levels),
        "values": list(forecast.distribution.values),
        "daily": list(forecast.daily),
        "days": forecast.days_of_history,
        "borrowed": [[str(each.kind), each.id] for each in forecast.borrowed_from],
        "unseen": list(forecast.unseen),
    }


def forecast_of(kpi: str, node: Node, period: Period, told: dict[str, Any]) -> KpiForecast:
    """The forecast that was told."""
    return KpiForecast(
        kpi=kpi,
        node=node,
        period=period,
        today=date.fromisoformat(told["today"]),
        already=Fraction(told["already"]),
        distribution=Distribution(tuple(told["levels"]), tuple(told["values"])),
        daily=tuple(told["daily"]),
        days_of_history=told["days"],
        borrowed_from=tuple(Node(NodeKind(kind), each) for kind, each in told["borrowed"]),
        unseen=tuple(told["unseen"]),
    )
