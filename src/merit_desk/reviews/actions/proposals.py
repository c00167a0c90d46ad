"""Proposing something new, trying it, measuring what it changed, judging it."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.db import transaction
from django.urls import reverse

from merit.kernel.explain import exact_text
from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.people.spells import spell_on
from merit.reviews.innovation import PROPOSAL, ProposalMove, ProposalState
from merit_desk.accounts.models import Account
from merit_desk.accounts.queries.sight import may_see_node
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.experiments.queries.proven import proven_to
from merit_desk.notices.actions import tell
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import period_files
from merit_desk.reviews.actions.keys import ensure_key
from merit_desk.reviews.models import Judge, Proposal
from merit_desk.reviews.queries.closed import was_closed
from merit_desk.reviews.queries.proposals import LEADING, grades_of, may_propose, proposal_of

CANNOT = "x"


@dataclass(frozen=True, slots=True)
class Idea:
    """What a proposal says."""

    title: str
    problem: str
    change: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What came of it: in words, and either a KPI of a node in two periods or the outcome of a test."""

    text: str
    kpi: str = ""
    node_kind: str = ""
    node: str = ""
    before: str = ""
    after: str = ""
    test: str = ""
    experiment: str = ""
    """The id of one whose effect is proven."""


def propose(viewer: Viewer, number: int, idea: Idea) -> Proposal:
    """Propose something in one's own review. Raises NotFoundRefusal or ConflictRefusal."""
    one = next((each for each in may_propose(viewer) if each.pk == number), None)
    if one is None:
        raise NotFoundRefusal("reviews.nothing_to_propose_in")
    _told(idea.title, idea.problem, idea.change)
    with transaction.atomic():
        made = Proposal.objects.create(
            participant=one,
            title=idea.title.strip()[:120],
            problem=idea.problem.strip(),
            change=idea.change.strip(),
        )
        record(viewer.account, "reviews.proposed", _subject(made), None, {"title": made.title})
        return made


def move_proposal(viewer: Viewer, number: int, wanted: ProposalMove) -> Proposal:
    """Try, drop, take up again, or close the judging. Raises NotFoundRefusal, NotAllowedRefusal, ConflictRefusal."""
    with transaction.atomic():
        found, parties = _locked(viewer, number)
        if wanted is ProposalMove.JUDGE and not found.judges.exclude(grade=None).exists():
            raise ConflictRefusal("reviews.proposal.nobody_judged")
        return _moved(viewer, found, wanted, parties)


def measure(viewer: Viewer, number: int, effect: Effect) -> Proposal:
    """Say what it changed; the figures of a KPI are read from the results and must be in the author's sight."""
    with transaction.atomic():
        found, parties = _locked(viewer, number)
        _told(effect.text)
        if not effect.kpi and not effect.test.strip() and not effect.experiment:
            raise ConflictRefusal("reviews.proposal.no_proof")
        told = {"text": effect.text.strip(), "test": effect.test.strip()}
        proved = {"experiment": _proven(viewer, effect.experiment)} if effect.experiment else {}
        found.effect = {**told, **proved, **(_figures(viewer, effect) if effect.kpi else {})}
        found.save(update_fields=["effect"])
        return _moved(viewer, found, ProposalMove.MEASURE, parties)


def name_judges(viewer: Viewer, number: int, people: Iterable[str]) -> list[Judge]:
    """Name judges: people of the company, not the author; only the line and HR do."""
    with transaction.atomic():
        found, parties = _locked(viewer, number)
        if not parties & LEADING:
            raise NotFoundRefusal("reviews.no_such_proposal")
        if found.state in (ProposalState.JUDGED, ProposalState.DROPPED):
            raise ConflictRefusal(f"proposal.stands.{found.state}")
        made = [_named(viewer, found, person) for person in people]
        record(viewer.account, "reviews.judges_named", _subject(found), None, {"count": len(made)})
        return made


def grade(viewer: Viewer, number: int, given: str, comment: str) -> Judge:
    """A judge's grade, or "x" for cannot judge; may be given anew until the judging is closed."""
    with transaction.atomic():
        found, parties = _locked(viewer, number)
        if Party.JUDGE not in parties:
            raise NotFoundRefusal("reviews.no_such_proposal")
        if found.state != ProposalState.MEASURED:
            raise ConflictRefusal(f"proposal.stands.{found.state}")
        if given != CANNOT and given not in {str(each.value) for each in grades_of(found)}:
            raise ConflictRefusal("reviews.proposal.no_grade")
        ensure_key(found.participant.cycle)
        judge = found.judges.get(person=viewer.person)
        judge.cannot = given == CANNOT
        judge.grade = None if judge.cannot else int(given)
        judge.comment = comment.strip()[:2000]
        judge.save()
        return judge


def _locked(viewer: Viewer, number: int) -> tuple[Proposal, frozenset[Party]]:
    found, parties = proposal_of(viewer, number)
    return Proposal.objects.select_for_update().select_related("participant__cycle").get(pk=found.pk), parties


def _moved(viewer: Viewer, found: Proposal, wanted: ProposalMove, parties: frozenset[Party]) -> Proposal:
    if wanted is ProposalMove.JUDGE and was_closed(found.participant):
        raise ConflictRefusal("reviews.rating_closed")
    before = found.state
    found.state = PROPOSAL.after(ProposalState(before), wanted, parties)
    found.save(update_fields=["state"])
    record(viewer.account, f"reviews.proposal_{wanted}", _subject(found), {"state": before}, {"state": found.state})
    return found


def _named(viewer: Viewer, found: Proposal, person: str) -> Judge:
    company = declared_company()
    name = node_name(company, "person", person)
    if spell_on(company.organisation, person, viewer.today) is None:
        raise ConflictRefusal("reviews.unfit.gone", name=name)
    if person == found.participant.person:
        raise ConflictRefusal("reviews.unfit.same", name=name)
    judge, made = Judge.objects.get_or_create(proposal=found, person=person)
    for account in Account.objects.filter(person=person, is_active=True) if made else ():
        tell(account.pk, "notice.reviews_judge", reverse("reviews:proposal", args=[found.pk]), title=found.title)
    return judge


def _figures(viewer: Viewer, effect: Effect) -> dict[str, str]:
    values: dict[str, str] = {}
    for name, period in (("before", effect.before), ("after", effect.after)):
        seen = may_see_node(viewer, effect.kpi, effect.node_kind, effect.node, period)
        row = period_files(period).kpi(effect.kpi, effect.node_kind, effect.node) if seen else None
        if row is None or row.value is None:
            raise ConflictRefusal("reviews.proposal.no_figure", kpi=effect.kpi, period=period)
        values |= {name: period, f"{name}_value": exact_text(Fraction(row.value))}
    return {"kpi": effect.kpi, "node_kind": effect.node_kind, "node": effect.node, **values}


def _proven(viewer: Viewer, name: str) -> dict[str, object]:
    """What was proved, as it stood when it was named."""
    for title, told in proven_to(viewer):
        if told["experiment"] == name:
            return {"title": title, **told}
    raise ConflictRefusal("reviews.proposal.not_proven", experiment=name)


def _told(*texts: str) -> None:
    if any(not text.strip() for text in texts):
        raise ConflictRefusal("reviews.proposal.empty")


def _subject(found: Proposal) -> Subject:
    return Subject("proposal", str(found.pk))
