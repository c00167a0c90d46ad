"""What lies beside a judgement: measured figures, and what was done, said and reached in the person's days."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.urls import reverse
from django.utils import timezone

from merit.scores.plan.score_plan import IndicatorKind
from merit_desk.accounts.queries.sight import may_see_node, visible_files
from merit_desk.accounts.viewer import Viewer
from merit_desk.cycles.evidence import Evidence
from merit_desk.cycles.models import Participant
from merit_desk.follow.queries.evidence import evidence_of as followed
from merit_desk.goals.queries.evidence import evidence_of as reached
from merit_desk.results.queries.names import indicator_subject, indicator_title, kpi_unit
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import PeriodFiles, ScoreRow, periods_run
from merit_desk.reviews.models import Proposal
from merit_desk.reviews.queries.indicators import plans_of
from merit_desk.shell import formats
from merit_desk.shell.sentences import say
from merit_desk.talks.queries.evidence import evidence_of as talked


@dataclass(frozen=True, slots=True)
class MeasuredLine:
    """One measured indicator; points and weighted are empty for who may not see scores yet."""

    title: str
    note: str
    actual: str
    address: str
    target: str = ""
    points: str = ""
    weighted: str = ""
    width: float = 0
    """Of the bar, as the weight; all in percent."""
    fill: float = 0
    notch: float = 0
    """Where 100 points are."""


def evidence_beside(one: Participant) -> list[Evidence]:
    """Tasks, requests, check-ins, feedback, goals and proposals of the person's days, latest first."""
    days = (one.person, one.start, one.end)
    found = [*followed(*days), *talked(*days), *reached(*days), *_proposed(one)]
    return sorted(found, key=lambda each: (each.at, each.kind, each.id), reverse=True)


def key_of(each: Evidence) -> str:
    """The name under which a piece of evidence is ticked."""
    return f"{each.kind}:{each.id}"


def _proposed(one: Participant) -> list[Evidence]:
    found = Proposal.objects.filter(participant=one)
    return [
        Evidence(
            "proposal",
            each.pk,
            timezone.localdate(each.made_at),
            each.title,
            str(each.effect.get("text", "")),
            _way(each),
        )
        for each in found
    ]


def _way(each: Proposal) -> str:
    return reverse("reviews:proposal", args=[each.pk])


def measured(viewer: Viewer, one: Participant) -> list[MeasuredLine]:
    """Measured indicators of the last results, with their points where the viewer may see the person's scores."""
    if one.cycle.period not in periods_run():
        return []
    files = visible_files(viewer, one.cycle.period)
    rows = files.scores.get(one.person, ()) if one.person in files.scores else ()
    if rows:
        kinds = _kinds(one)
        shown = [row for row in rows if kinds.get(row.indicator) is not IndicatorKind.RATED]
        widest = max((row.weight or Decimal(0) for row in shown), default=Decimal(1)) or Decimal(1)
        return [_scored(files, one, row, widest) for row in shown]
    return _values(viewer, files, one)


def _kinds(one: Participant) -> dict[str, IndicatorKind]:
    return {line.id: line.kind for plan in plans_of(one) for line in plan.indicators}


def _scored(files: PeriodFiles, one: Participant, row: ScoreRow, widest: Decimal) -> MeasuredLine:
    company = declared_company()
    subject = indicator_subject(company, row.plan, row.indicator)
    unit = kpi_unit(company, subject)
    share = float((row.weight or Decimal(0)) / widest * 100)
    weight = formats.NO_VALUE if row.weight is None else f"{formats.exact_number(Fraction(row.weight))}%"
    return MeasuredLine(
        title=indicator_title(company, row.plan, row.indicator),
        note=say("reviews.weight", weight=weight),
        actual=formats.figure(row.actual, unit),
        address=reverse("explain:indicator", args=(files.period, one.person, row.segment, row.indicator)),
        target=formats.figure(row.target, unit),
        points=_two(row.points),
        weighted=_two(row.weighted),
        width=round(share, 2),
        fill=round(share * min(float(row.points or 0) / 120, 1.0), 2),
        notch=round(share / 1.2, 2),
    )


def _values(viewer: Viewer, files: PeriodFiles, one: Participant) -> list[MeasuredLine]:
    """The values alone: they are data, and seen before results are released."""
    company, found = declared_company(), []
    for plan in plans_of(one):
        for line in plan.indicators:
            row = files.kpi(line.subject, "person", one.person)
            if row is None or not may_see_node(viewer, line.subject, "person", one.person, files.period):
                continue
            way = reverse("explain:kpi", args=(files.period, files.period, line.subject, "person", one.person))
            note = say("reviews.weight", weight=f"{formats.exact_number(line.weight)}%")
            value = formats.figure(row.value, kpi_unit(company, line.subject))
            found.append(MeasuredLine(indicator_title(company, plan.plan, line.id), note, value, way))
    return found


def _two(value: Decimal | None) -> str:
    return formats.NO_VALUE if value is None else formats.grouped(value, 2)
