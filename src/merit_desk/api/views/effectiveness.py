"""Does it work? Whether scores differ, raters agree, KPIs foretell and pay follows results."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from ninja import Router

from merit.insight.effect.score_spread import ScoreSpread
from merit_desk.accounts.access import Can
from merit_desk.accounts.queries.sight import visible_files
from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms.effectiveness import EffectivenessGiven, ForetellingGiven
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import operation
from merit_desk.effectiveness.queries.foretelling import foretold
from merit_desk.effectiveness.queries.period import effectiveness_of, measured

router = Router(tags=["effectiveness"])


@router.get("/periods/{period}/effectiveness", **operation("effectiveness", Scope.RESULTS, EffectivenessGiven))
def effectiveness(request: HttpRequest, period: str) -> dict[str, Any]:
    """What the period's results say about the system itself."""
    viewer = viewer_asking(request)
    viewer.require(Can.SEE_EFFECTIVENESS)
    found = effectiveness_of(viewer, measured(visible_files(viewer, period)))
    return {
        "period": period,
        "spread": _spread(found.spread),
        "agreement": asdict(found.agreement),
        "pay": asdict(found.pay),
        "raters": [asdict(each) for each in found.raters],
    }


@router.get(
    "/periods/{period}/effectiveness/kpis", **operation("foretelling_kpis", Scope.RESULTS, list[ForetellingGiven])
)
def foretelling_kpis(request: HttpRequest, period: str) -> list[dict[str, Any]]:
    """The rewarded KPIs, the surest first."""
    viewer_asking(request).require(Can.SEE_EFFECTIVENESS)
    return [{"kpi": each.kpi, "lag": each.lag, "relation": asdict(each.relation)} for each in foretold(period).found]


def _spread(found: ScoreSpread) -> dict[str, Any]:
    return {
        "people": found.people,
        "mean": _float(found.mean),
        "deviation": found.deviation,
        "lowest": _float(found.lowest),
        "highest": _float(found.highest),
        "grades": dict(found.grades),
        "word": found.word,
    }


def _float(value: Any) -> float | None:
    return None if value is None else float(value)
