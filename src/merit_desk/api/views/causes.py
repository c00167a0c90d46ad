"""Why a figure moved: the parts of a change, and where to look first."""

from fractions import Fraction
from typing import Annotated, Any

from django.http import HttpRequest, QueryDict
from ninja import Query, Router

from merit.insight.decomposition_sentence import total
from merit.kernel.exact import plain
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms.cause import CauseAsked, CauseGiven, CauseLeadGiven
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import operation
from merit_desk.explorer.queries.cause import AskingCause, leads_of, reason_of, settled_cause
from merit_desk.explorer.queries.cause_asked import asked_cause, is_period
from merit_desk.explorer.queries.cause_rows import CauseRow, cause_of, lead_words
from merit_desk.explorer.queries.visible import Visible

router = Router(tags=["kpis"])


@router.get("/values/why", **operation("why_it_moved", Scope.KPIS, CauseGiven))
def why_it_moved(request: HttpRequest, asked: Annotated[CauseAsked, Query()]) -> dict[str, Any]:
    """The change of one figure divided into parts that add up to it."""
    asking = _asking(request, asked)
    cause = cause_of(asking, reason_of(asking))
    found = cause.reason.found
    return {
        "kpi": found.change.kpi,
        "node_kind": str(found.change.node.kind),
        "node": found.change.node.id,
        "period": str(found.change.period),
        "versus": asking.asked.level or str(found.change.versus),
        "by": str(found.by),
        "by_known": [str(each) for each in asking.divisions],
        "before": plain(found.before),
        "now": plain(found.now),
        "difference": plain(total(found)),
        "said": list(cause.sentences),
        "parts": [_part(row) for row in cause.rows],
    }


@router.get("/values/why/leads", **operation("where_to_look", Scope.KPIS, list[CauseLeadGiven]))
def where_to_look(request: HttpRequest, asked: Annotated[CauseAsked, Query()]) -> list[dict[str, Any]]:
    """What stands out, most first; nothing where nothing does."""
    asking = _asking(request, asked)
    return [
        {
            "by": str(lead.found.by),
            "parts": [each.part for each in lead.parts],
            "of_change": plain(lead.of_change),
            "alike": plain(lead.of_whole),
            "said": lead_words(asking, lead)[0],
        }
        for lead in leads_of(asking)
    ]


def _asking(request: HttpRequest, asked: CauseAsked) -> AskingCause:
    """Raises NotFoundRefusal where the asker sees no such figure, ConflictRefusal for no period."""
    if not is_period(asked.period):
        raise ConflictRefusal("cli.not_a_period", text=asked.period)
    query = QueryDict(mutable=True)
    query.update({"kpi": asked.kpi, "node": f"{asked.node_kind}:{asked.node}", "period": asked.period})
    query.update({"versus": asked.versus, "by": str(asked.by or ""), "driver": asked.driver})
    query.setlist("within", asked.within)
    asking = settled_cause(Visible(viewer_asking(request)), asked_cause(query))
    if asking.change is None:
        raise NotFoundRefusal("refusal.no_such_figure")
    return asking


def _part(row: CauseRow) -> dict[str, Any]:
    raw = row.raw
    exact = {key: _text(getattr(raw, key)) for key in ("before", "now", "amount", "mix", "rate")}
    return {"part": raw.part, "name": row.name, **exact}


def _text(value: Fraction | None) -> str | None:
    return None if value is None else plain(value)
