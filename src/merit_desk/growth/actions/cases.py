"""Proposing a promotion or another post, deciding, agreeing, and the new spell that it becomes."""

from dataclasses import asdict
from hashlib import sha256
from json import dumps

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from merit.follow.career import standing
from merit.follow.growth_plan import PlanKind, PlanOutcome, PlanState
from merit.follow.promotion import MACHINES, CaseKind, CaseMove, CaseState, PanelVote, verdict
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.people.spells import spell_on
from merit_desk.accounts.access import Can
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.follow.actions.telling import tell_author, tell_person
from merit_desk.growth.given import CaseGiven, CaseSaid
from merit_desk.growth.models import CareerStep, Case, GrowthPlan, GrowthStep, PanelSeat
from merit_desk.growth.queries.panel import may_sit
from merit_desk.growth.queries.paths import criterion_of, evidence_of, post_of, record_of
from merit_desk.growth.queries.reach import case_of, may_plan_for, parties_of_case
from merit_desk.notices.actions import tell
from merit_desk.people.actions.spells import NewSpell, rows_of_person, transfer
from merit_desk.results.queries.names import node_name, post_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say

_WORDED = (CaseMove.APPROVE, CaseMove.DECLINE, CaseMove.NOTE_PAPER, CaseMove.DOCUMENT, CaseMove.WITHDRAW)
TERMS = ("to_post", "to_team", "manager", "start", "bonus_base", "wage")


class StaleCase(ConflictRefusal):
    """Somebody changed it meanwhile: `theirs` is what stands there now."""

    def __init__(self, theirs: Case) -> None:
        super().__init__("growth.stale")
        self.theirs = theirs


def propose_case(viewer: Viewer, given: CaseGiven) -> Case:
    """A draft about oneself or somebody below, seen by its author alone until it is submitted.

    Raises NotFoundRefusal for anybody else, ConflictRefusal for a post that no step leads to, or pay that the author
    may not set.
    """
    if not may_plan_for(viewer, given.person):
        raise NotFoundRefusal("follow.no_such_person")
    with transaction.atomic():
        case = Case(person=given.person, kind=given.kind, author=viewer.person, by_id=viewer.signer)
        _write(viewer, case, given)
        _keep(viewer, case, "draft", "")
        record(viewer.account, "growth.case_drafted", _subject(case), after=written(case))
    return case


def change_case(viewer: Viewer, number: int, given: CaseGiven, version: int) -> Case:
    """A draft is changed. Raises StaleCase and what `propose_case` raises."""
    with transaction.atomic():
        case = _locked(viewer, number)
        before = written(case)
        _after(viewer, case, CaseMove.CHANGE)
        if case.version != version:
            raise StaleCase(case)
        if (given.kind, given.person) != (case.kind, case.person):
            raise ConflictRefusal("growth.same_person")
        case.version += 1
        _write(viewer, case, given)
        _keep(viewer, case, str(CaseMove.CHANGE), "")
        record(viewer.account, "growth.case_change", _subject(case), before, written(case))
    return case


def step_case(viewer: Viewer, number: int, move: CaseMove, said: CaseSaid) -> Case:
    """Make the step; a vote that does not settle it yet leaves the state as it is.

    Raises NotFoundRefusal, NotAllowedRefusal, ConflictRefusal; taking effect raises what writing people.csv raises.
    """
    with transaction.atomic():
        case = _locked(viewer, number)
        before = written(case)
        state = _after(viewer, case, move)
        if move in _WORDED and not said.note.strip():
            raise ConflictRefusal("growth.words_missing")
        if move in (CaseMove.APPROVE, CaseMove.DECLINE):
            state = _voted(viewer, case, move, said)
        else:
            _note(viewer, case, move, said)
        case.state = state
        if state is CaseState.APPROVED and case.shown_at is None:
            case.shown_at = timezone.now()
        case.version += 1
        case.save()
        _keep(viewer, case, str(move), said.note)
        record(viewer.account, f"growth.case_{move}", _subject(case), before, written(case))
        _tell(viewer, case, move)
        if move is CaseMove.TAKE_EFFECT:
            _into_effect(viewer, case)
    return case


def address_of(case: Case) -> str:
    """Where it is opened."""
    return reverse("growth:case", args=(case.pk,))


def terms_of(case: Case) -> dict[str, str]:
    """What the person is asked to agree to."""
    return {name: str(getattr(case, name)) for name in TERMS}


def digest_of(terms: dict[str, str]) -> str:
    """The fingerprint of the terms."""
    return sha256(dumps(terms, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def written(case: Case) -> dict[str, object]:
    """What the trail keeps: facts, no text, no pay."""
    names = ("person", "kind", "from_post", "to_post", "to_team", "state", "start")
    return {name: str(getattr(case, name)) for name in names}


def _write(viewer: Viewer, case: Case, given: CaseGiven) -> None:
    company = declared_company()
    case.from_post = post_of(given.person, viewer.today)
    if not case.from_post:
        raise ConflictRefusal("people.not_there_then", person=given.person, day=str(viewer.today))
    if given.start < viewer.today.replace(day=1):
        raise ConflictRefusal("growth.starts_in_the_past")
    if given.to_team not in company.organisation.rows_of:
        raise ConflictRefusal("growth.no_such_team")
    if (given.bonus_base or given.wage) and not viewer.everywhere(Can.EDIT_WAGES):
        raise ConflictRefusal("growth.pay_is_set_by_hr")
    if not given.reason.strip():
        raise ConflictRefusal("growth.words_missing")
    for name, value in asdict(given).items():
        setattr(case, name, value)
    case.evidence = _evidence(viewer, case)
    case.save()


def _evidence(viewer: Viewer, case: Case) -> list[dict[str, object]]:
    """The standing against the step, as the author sees it now; another post than a step's has none."""
    if case.kind != CaseKind.PROMOTION:
        return []
    steps = CareerStep.objects.filter(from_post=case.from_post, to_post=case.to_post, retired_at=None)
    step = steps.first()
    if step is None:
        raise ConflictRefusal("growth.no_such_step")
    known = record_of(viewer, case.person, case.to_post)
    return evidence_of(standing([criterion_of(each) for each in step.criteria], known, viewer.today))


def _after(viewer: Viewer, case: Case, move: CaseMove) -> CaseState:
    return MACHINES[CaseKind(case.kind)].after(CaseState(case.state), move, parties_of_case(viewer, case))


def _voted(viewer: Viewer, case: Case, move: CaseMove, said: CaseSaid) -> CaseState:
    """The vote is kept; the state changes with the one that settles it."""
    seat = case.panel.select_for_update().get(account_id=viewer.signer, favours=None)
    seat.favours, seat.reason, seat.at = move is CaseMove.APPROVE, said.note.strip(), timezone.now()
    seat.save()
    settled = verdict([PanelVote(str(each.account_id), each.favours) for each in case.panel.all()])
    match settled:
        case CaseMove.APPROVE:
            return CaseState.APPROVED
        case CaseMove.DECLINE:
            return CaseState.DECLINED
        case _:
            return CaseState(case.state)


def _note(viewer: Viewer, case: Case, move: CaseMove, said: CaseSaid) -> None:
    match move:
        case CaseMove.NAME_PANEL:
            _seat_panel(viewer, case, said.panel)
        case CaseMove.CONSENT | CaseMove.NOTE_PAPER:
            terms = terms_of(case)
            how = "desk" if move is CaseMove.CONSENT else "paper"
            case.agreed = {"terms": terms, "digest": digest_of(terms), "how": how, "note": said.note.strip()}
            case.agreed |= {"at": timezone.now().isoformat(timespec="seconds"), "account": viewer.account}
        case CaseMove.SUBMIT:
            case.evidence = _evidence(viewer, case)
        case CaseMove.DOCUMENT:
            _ground_it(case)
        case _:
            pass


def _seat_panel(viewer: Viewer, case: Case, accounts: tuple[int, ...]) -> None:
    """Who has voted keeps the seat; nobody sits who proposed it or whom it is about."""
    if not accounts:
        raise ConflictRefusal("growth.panel_missing")
    chosen = {each.pk: each for each in Account.objects.filter(pk__in=accounts, is_active=True)}
    if set(accounts) - chosen.keys() or not all(may_sit(each, case, viewer.today) for each in chosen.values()):
        raise ConflictRefusal("growth.may_not_sit")
    case.panel.filter(favours=None).exclude(account_id__in=accounts).delete()
    seated = set(case.panel.values_list("account_id", flat=True))
    for account in accounts:
        if account not in seated:
            PanelSeat.objects.create(case=case, account_id=account)
            tell(account, "notice.growth_case_panel", address_of(case), name=viewer.name, whom=_name(case))


def _ground_it(case: Case) -> None:
    """Art. 40(2): an improvement plan of this person that was not reached; pay stays then."""
    plans = GrowthPlan.objects.filter(person=case.person, kind=PlanKind.IMPROVEMENT, state=PlanState.CONCLUDED)
    ground = plans.filter(outcome=PlanOutcome.NOT).order_by("-concluded_at").first()
    if ground is None:
        raise ConflictRefusal("growth.no_documented_ground")
    if case.bonus_base or case.wage:
        raise ConflictRefusal("growth.pay_needs_consent")
    case.ground = ground


def _into_effect(viewer: Viewer, case: Case) -> None:
    """The spell as agreed. Raises ConflictRefusal where the terms are others than those the person agreed to."""
    if case.agreed and case.agreed.get("digest") != digest_of(terms_of(case)):
        raise ConflictRefusal("growth.other_terms")
    here = spell_on(declared_company().organisation, case.person, case.start)
    if here is None:
        raise ConflictRefusal("people.not_there_then", person=case.person, day=str(case.start))
    pay = {"bonus_base": case.bonus_base or None, "wage": case.wage or None}
    manager = case.manager or ";".join(here.managers if case.to_team == here.team else ())
    spell = NewSpell(case.to_post, case.to_team, manager, case.start, str(here.status), **pay)
    transfer(viewer, rows_of_person(case.person), case.person, spell, say("growth.spell_reason", number=case.pk))


def _tell(viewer: Viewer, case: Case, move: CaseMove) -> None:
    gaps = {"whom": _name(case), "post": post_name(declared_company(), case.to_post)}
    code = f"notice.growth_case_{case.state}"
    if case.state in (CaseState.APPROVED, CaseState.IN_EFFECT) and move is not CaseMove.CONSENT:
        tell_person(viewer, case.person, code, address_of(case), **gaps)
    if case.by_id != viewer.account and case.author != case.person and move is not CaseMove.NAME_PANEL:
        tell_author(viewer, case.author, case.by_id, code, address_of(case), **gaps)


def _name(case: Case) -> str:
    return node_name(declared_company(), "person", case.person)


def _keep(viewer: Viewer, case: Case, move: str, note: str) -> None:
    GrowthStep.objects.create(case=case, account_id=viewer.account, person=viewer.person, move=move, note=note.strip())


def _locked(viewer: Viewer, number: int) -> Case:
    return Case.objects.select_for_update().get(pk=case_of(viewer, number).pk)


def _subject(case: Case) -> Subject:
    return Subject("growth_case", str(case.pk))
