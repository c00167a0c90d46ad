"""Proposals that a viewer may know of: the author's, those of the people below, those they judge, HR's."""

from dataclasses import dataclass
from fractions import Fraction

from django.urls import reverse

from merit.kernel.moves import Party
from merit.kernel.refusals import NotFoundRefusal
from merit.reviews.anonymity import in_no_order
from merit.reviews.innovation import INDICATOR, ProposalState
from merit_desk.accounts.viewer import Viewer
from merit_desk.cycles.models import Participant
from merit_desk.cycles.queries.parties import parties_of
from merit_desk.results.queries.names import kpi_title, kpi_unit, node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.reviews.models import Proposal
from merit_desk.reviews.queries.charge import in_charge
from merit_desk.reviews.queries.indicators import GradeChoice, choices, rated_lines
from merit_desk.reviews.queries.judgement import key_of
from merit_desk.reviews.queries.lists import reads_everybody
from merit_desk.reviews.queries.sheet import USUAL_SCALE
from merit_desk.shell import formats

LEADING = frozenset({Party.MANAGER, Party.HR, Party.OWNER})


@dataclass(frozen=True, slots=True)
class MeasuredEffect:
    """A KPI before and after, each figure with its explanation."""

    title: str
    node: str
    before: str
    before_period: str
    before_address: str
    after: str
    after_period: str
    after_address: str
    change: str


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """One proposal in a list."""

    number: int
    title: str
    name: str
    state: str


def proposal_of(viewer: Viewer, number: int) -> tuple[Proposal, frozenset[Party]]:
    """The proposal and in which capacities the viewer acts on it. Raises NotFoundRefusal."""
    found = Proposal.objects.select_related("participant__cycle").filter(pk=number).first()
    parties = proposal_parties(viewer, found) if found else frozenset()
    if found is None or not parties:
        raise NotFoundRefusal("reviews.no_such_proposal")
    return found, parties


def proposal_parties(viewer: Viewer, proposal: Proposal) -> frozenset[Party]:
    """AUTHOR alone of one's own; else the line, and JUDGE for somebody named; a reader of all texts is RECEIVER."""
    parties = parties_of(viewer, proposal.participant)
    if Party.SUBJECT in parties:
        return frozenset({Party.AUTHOR})
    if viewer.person and proposal.judges.filter(person=viewer.person).exists():
        parties |= {Party.JUDGE}
    if reads_everybody(viewer):
        parties |= {Party.RECEIVER}
    return parties


def proposals_visible_to(viewer: Viewer) -> list[ProposalLine]:
    """Latest first."""
    every = Proposal.objects.select_related("participant")
    if not reads_everybody(viewer):
        led = [one.pk for one in in_charge(viewer.person, Participant.objects.filter(proposals__isnull=False))]
        own = every.filter(participant__person=viewer.person) if viewer.person else every.none()
        judged = every.filter(judges__person=viewer.person) if viewer.person else every.none()
        numbers = {*own.values_list("pk", flat=True), *judged.values_list("pk", flat=True)}
        every = every.filter(pk__in=numbers) | every.filter(participant__in=led)
    company = declared_company()
    return [
        ProposalLine(each.pk, each.title, node_name(company, "person", each.participant.person), each.state)
        for each in every.distinct()
    ]


def may_propose(viewer: Viewer) -> list[Participant]:
    """The viewer's own reviews in which something can be proposed."""
    if not viewer.person:
        return []
    mine = Participant.objects.filter(person=viewer.person, cycle__sealed_at=None).select_related("cycle")
    return [one for one in mine.order_by("-cycle__period") if one.state in ("planning", "under_way", "self_review")]


def effect_of(proposal: Proposal) -> MeasuredEffect | None:
    """The figures of the measured effect; None where the effect is told in words alone."""
    told = proposal.effect
    if not told.get("kpi"):
        return None
    company = declared_company()
    unit = kpi_unit(company, told["kpi"])
    before, after = Fraction(told["before_value"]), Fraction(told["after_value"])
    ways = [
        reverse("explain:kpi", args=(period, period, told["kpi"], told["node_kind"], told["node"]))
        for period in (told["before"], told["after"])
    ]
    share = formats.percent((after - before) / abs(before)) if before else formats.NO_VALUE
    return MeasuredEffect(
        kpi_title(company, told["kpi"]),
        node_name(company, told["node_kind"], told["node"]),
        formats.exact_figure(before, unit),
        formats.period_name(told["before"]),
        ways[0],
        formats.exact_figure(after, unit),
        formats.period_name(told["after"]),
        ways[1],
        share if share.startswith((formats.MINUS, formats.NO_VALUE)) else f"+{share}",
    )


def grades_of(proposal: Proposal) -> list[GradeChoice]:
    """The grades of the plan's scale for innovation, or of the usual one."""
    line = next((each for each in rated_lines(proposal.participant) if each.subject == INDICATOR), None)
    return choices(INDICATOR, line.scheme if line else USUAL_SCALE, {})


def judges_said(proposal: Proposal) -> list[str]:
    """The judges' comments in no order, once the judging is closed and enough have judged.

    Their mean is not shown: with the mean of the other departments it would tell what the rest of these answered.
    """
    judged = list(proposal.judges.exclude(grade=None))
    if proposal.state != ProposalState.JUDGED or len(judged) < declared_company().profile.anonymity_floor:
        return []
    said = [each.comment for each in judged if each.comment]
    return in_no_order(key_of(proposal.participant.cycle), [(text, text) for text in said])
