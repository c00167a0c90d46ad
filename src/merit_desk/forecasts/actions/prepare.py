"""Preparing the forecasts of all targets that are not over, with the library's model, after the facts have changed."""

from collections import defaultdict
from collections.abc import Callable

from django.db import transaction

from merit.company import Company
from merit.forecast.kpi_forecast import KpiForecast
from merit.forecast.node_forecast import node_forecasts, peers_of
from merit.kernel.node import Node, NodeKind
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.accounts.viewer import NOBODY
from merit_desk.forecasts.models import Prepared
from merit_desk.forecasts.queries.kept import told_of
from merit_desk.forecasts.queries.outlook import Wanted, facts_of, forecast_facts
from merit_desk.jobs.actions import start
from merit_desk.jobs.models import Job
from merit_desk.jobs.states import JobState
from merit_desk.results.queries.now import at_present, present_day
from merit_desk.results.queries.open_company import declared_company

KIND = "forecasts.prepare"
_Alike = list[Wanted]


def prepare_in_background() -> Job | None:
    """Ask for it as nobody's work, of whose end nobody is told; None where it waits already or no target runs."""
    if Job.objects.filter(kind=KIND, state=JobState.WAITING).exists() or not running_targets():
        return None
    return start(NOBODY, KIND)


def running_targets() -> list[Wanted]:
    """Of every target whose period is not over on the last day with facts, once, in the order of the file."""
    day, company = present_day(), declared_company()
    found = (
        Wanted(each.kpi, str(each.node_kind), each.node, each.period)
        for each in company.targets
        if day is not None and each.period.last > day and each.kpi in company.catalogue
    )
    return list(dict.fromkeys(found))


def prepare(progress: Callable[[int, int], None]) -> int:
    """Work out and keep what is not kept already; how many. What cannot be forecast is left out."""
    company, done = declared_company(), 0
    groups = _groups(company, [each for each in running_targets() if not _is_kept(each)])
    for at, alike in enumerate(groups):
        progress(at, len(groups))
        done += _keep(alike)
    Prepared.objects.exclude(facts__in={facts_of(kpi) for kpi in company.catalogue.kpis}).delete()
    return done


def _is_kept(wanted: Wanted) -> bool:
    where = {"kpi": wanted.kpi, "node_kind": wanted.kind, "node": wanted.node, "period": str(wanted.period)}
    return Prepared.objects.filter(**where, facts=facts_of(wanted.kpi)).exists()


def _groups(company: Company, wanted: list[Wanted]) -> list[_Alike]:
    """Those that learn from the same peers are worked out together."""
    found: dict[object, _Alike] = defaultdict(list)
    for each in wanted:
        try:
            peers = frozenset(peers_of(company, each.whose, each.period))
        except NotFoundRefusal:
            continue
        found[each.kpi, each.kind, each.period, peers].append(each)
    return list(found.values())


def _keep(alike: _Alike) -> int:
    forecasts, first = _forecasts(alike[0]), alike[0]
    nodes = {Node(NodeKind(each.kind), each.node): each for each in alike}
    facts = facts_of(first.kpi)
    with transaction.atomic():
        for node in nodes.keys() & forecasts.keys():
            Prepared.objects.update_or_create(
                kpi=first.kpi,
                node_kind=str(node.kind),
                node=node.id,
                period=str(first.period),
                defaults={"facts": facts, "told": told_of(forecasts[node])},
            )
    return len(nodes.keys() & forecasts.keys())


def _forecasts(wanted: Wanted) -> dict[Node, KpiForecast]:
    with at_present() as workspace:
        try:
            facts = forecast_facts(workspace, wanted.period)
            return node_forecasts(facts, wanted.kpi, wanted.whose, wanted.period)
        except (ConflictRefusal, NotFoundRefusal):
            return {}
