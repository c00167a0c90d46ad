"""A plan beside the figures: its grounds as they were, its aims as the last result has them, its supports."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.urls import reverse

from merit.catalogue.kpi import Direction
from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.queries.sight import visible_files
from merit_desk.accounts.viewer import Viewer
from merit_desk.growth.models import GrowthPlan, Support
from merit_desk.growth.queries.reach import parties_about
from merit_desk.results.queries.names import kpi_direction, kpi_unit, node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import periods_run
from merit_desk.shell.formats import figure, period_name
from merit_desk.shell.sentences import say
from merit_desk.training.queries.results import SubjectRow, kinds_of, subject_rows, subject_title


@dataclass(frozen=True, slots=True)
class GroundLine:
    """Why: a figure that opens, or words."""

    title: str
    text: str
    period: str
    target: str
    address: str


@dataclass(frozen=True, slots=True)
class AimLine:
    """What is to be reached, and where the last result stands; `met` is None where nothing was measured since."""

    text: str
    indicator: str
    target: str
    now: str
    period: str
    address: str
    met: bool | None


@dataclass(frozen=True, slots=True)
class SupportLine:
    """What the company does; `open` where the viewer may note it as given."""

    support: Support
    kind: str
    who: str
    open: bool


def ground_lines(viewer: Viewer, plan: GrowthPlan) -> Iterator[GroundLine]:
    """As they were written; a figure opens where the viewer may still see that result."""
    for each in plan.grounds:
        if each["ground"] != "measure":
            yield GroundLine(say(f"growth.ground.{each['ground']}"), each.get("text", ""), "", "", "")
            continue
        place = [each["period"], plan.person, each["segment"], each["indicator"]]
        address = reverse("explain:indicator", args=place) if _sees(viewer, each["period"], plan.person) else ""
        yield GroundLine(each["title"], each["actual"], period_name(each["period"]), each["target"], address)


def aim_lines(viewer: Viewer, plan: GrowthPlan) -> list[AimLine]:
    """With the latest result that the viewer may see and that ends within the plan's days or after them."""
    rows, period = _latest(viewer, plan)
    company, found = declared_company(), []
    for aim in plan.aims.all():
        row, unit = rows.get(aim.indicator), str(kpi_unit(company, aim.indicator))
        target = _number(aim.target)
        now = None if row is None else row.row.points if row.rated else row.row.actual
        place = [] if row is None else [period, plan.person, row.row.segment, row.row.indicator]
        found.append(
            AimLine(
                aim.text,
                subject_title(company, aim.indicator) if aim.indicator else "",
                figure(target, unit) if target is not None else "",
                figure(now, unit) if now is not None else "",
                period_name(period) if period and row is not None else "",
                reverse("explain:indicator", args=place) if place else "",
                _met(aim.indicator, now, target),
            )
        )
    return found


def support_lines(viewer: Viewer, plan: GrowthPlan) -> list[SupportLine]:
    """In the order they were written."""
    company, parties = declared_company(), parties_about(viewer, plan.person)
    return [
        SupportLine(
            each,
            say(f"growth.support.{each.kind}"),
            node_name(company, "person", each.who) if each.who else "",
            plan.state == "running"
            and each.done_at is None
            and (bool(parties) or (bool(viewer.person) and viewer.person == each.who)),
        )
        for each in plan.supports.select_related("course")
    ]


def _latest(viewer: Viewer, plan: GrowthPlan) -> tuple[dict[str, SubjectRow], str]:
    kinds = kinds_of(declared_company())
    for period in periods_run():
        if period[:7] < f"{plan.first:%Y-%m}":
            break
        try:
            files = visible_files(viewer, period)
        except NotFoundRefusal:
            continue
        rows = {each.subject: each for each in subject_rows(files, plan.person, kinds)}
        if rows:
            return rows, period
    return {}, ""


def _sees(viewer: Viewer, period: str, person: str) -> bool:
    try:
        return person in visible_files(viewer, period).totals
    except NotFoundRefusal:
        return False


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None


def _met(indicator: str, now: Decimal | None, target: Decimal | None) -> bool | None:
    if now is None or target is None:
        return None
    return now <= target if kpi_direction(declared_company(), indicator) is Direction.DOWN else now >= target
