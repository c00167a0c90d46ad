"""Experiments whose effect is proven: adopted by who may decide, with an interval on the better side of zero."""

from merit_desk.accounts.viewer import Viewer
from merit_desk.experiments.models import Decision
from merit_desk.experiments.queries.known import experiments_known_to
from merit_desk.results.queries.names import titled


def proven_to(viewer: Viewer) -> list[tuple[str, dict[str, object]]]:
    """Titles and what was proved, of those the viewer may know of; the latest decision of each counts."""
    known = {each.experiment: each for each in experiments_known_to(viewer)}
    latest = {each.experiment: each for each in Decision.objects.filter(experiment__in=list(known)).order_by("pk")}
    found: list[tuple[str, dict[str, object]]] = []
    for name, decision in latest.items():
        one = known[name]
        ends = [each for each in (decision.low, decision.high) if each is not None]
        if decision.decided != "adopt" or not ends or min(each * one.primary.sign for each in ends) <= 0:
            continue
        told = {"experiment": name, "decision": decision.pk, "arm": decision.arm, "each_month": decision.each_month}
        figures = {"difference": decision.difference, "low": decision.low, "high": decision.high}
        found.append((titled(dict(one.title), name), {**told, **figures}))
    return found
