"""Writing a development or improvement plan, and every step of it."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from merit.follow.growth_plan import (
    MACHINES,
    PlanGround,
    PlanKind,
    PlanMove,
    PlanState,
    PlanTerms,
    refuse_grounds,
    refuse_terms,
)
from merit.kernel.moves import Party
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.follow.actions.telling import tell_author, tell_person
from merit_desk.follow.queries.reach import managers_on
from merit_desk.growth.given import Ground, PlanGiven, Said
from merit_desk.growth.models import Aim, GrowthPlan, GrowthStep, Support
from merit_desk.growth.queries.reach import may_plan_for, parties_about, plan_of
from merit_desk.growth.queries.weak import weak_results
from merit_desk.training.models import Course

_WORDED = (PlanMove.OBJECT, PlanMove.NOTE_REFUSAL, PlanMove.CHECK_IN, PlanMove.REVIEW, PlanMove.CONCLUDE)
_REASONED = (PlanMove.WITHDRAW, PlanMove.EXTEND)


class StalePlan(ConflictRefusal):
    """Somebody changed it meanwhile: `theirs` is what stands there now."""

    def __init__(self, theirs: GrowthPlan) -> None:
        super().__init__("growth.stale")
        self.theirs = theirs


def propose_plan(viewer: Viewer, given: PlanGiven) -> GrowthPlan:
    """A plan for oneself (development alone) or for somebody below.

    Raises NotFoundRefusal for anybody else, ConflictRefusal for a ground or terms that the rules do not let pass.
    """
    if not may_plan_for(viewer, given.person) or not _writes(viewer, given.kind, given.person):
        raise NotFoundRefusal("follow.no_such_person")
    _require_sound(given)
    with transaction.atomic():
        plan = GrowthPlan(person=given.person, kind=given.kind, author=viewer.person, by_id=viewer.signer)
        _write(viewer, plan, given)
        _keep(viewer, plan, "propose", "")
        record(viewer.account, "growth.plan_proposed", _subject(plan), after=written(plan))
        _tell(viewer, plan, "proposed")
    return plan


def change_plan(viewer: Viewer, number: int, given: PlanGiven, version: int) -> GrowthPlan:
    """Another text; whoever had signed signs again. Raises StalePlan, and what `propose_plan` raises."""
    with transaction.atomic():
        plan = _locked(viewer, number)
        before = written(plan)
        state = _after(viewer, plan, PlanMove.CHANGE)
        if plan.version != version:
            raise StalePlan(plan)
        if (given.kind, given.person) != (plan.kind, plan.person):
            raise ConflictRefusal("growth.same_person")
        _require_sound(given)
        plan.state = state
        plan.version += 1
        plan.person_signed_at = plan.line_signed_at = plan.line_signed_by = None
        _write(viewer, plan, given)
        _keep(viewer, plan, str(PlanMove.CHANGE), "")
        record(viewer.account, "growth.plan_change", _subject(plan), before, written(plan))
        _tell(viewer, plan, "change")
    return plan


def step_plan(viewer: Viewer, number: int, move: PlanMove, said: Said) -> GrowthPlan:
    """Make the step; a plan that both have signed begins by itself when its first day has come.

    Raises NotFoundRefusal, NotAllowedRefusal (never theirs) and ConflictRefusal (not now, or words are missing).
    """
    with transaction.atomic():
        plan = _locked(viewer, number)
        before = written(plan)
        state = _after(viewer, plan, move)
        _require_words(plan, move, said, viewer.today)
        _note(viewer, plan, move, said)
        plan.state = state
        if state is PlanState.AGREED and plan.first <= viewer.today:
            plan.state = MACHINES[PlanKind(plan.kind)].after(state, PlanMove.BEGIN, frozenset({Party.CLOCK}))
        plan.version += 1
        plan.save()
        _keep(viewer, plan, str(move), said.note)
        record(viewer.account, f"growth.plan_{move}", _subject(plan), before, written(plan))
        _tell(viewer, plan, str(move))
    return plan


def finish_support(viewer: Viewer, number: int, support: int) -> Support:
    """Note that a measure of support was given: by whoever was to give it, or by the line. Raises NotFoundRefusal."""
    with transaction.atomic():
        plan = _locked(viewer, number)
        one = plan.supports.select_for_update().filter(pk=support).first()
        gives = one is not None and bool(viewer.person) and viewer.person == one.who
        if one is None or not (gives or parties_about(viewer, plan.person)):
            raise NotFoundRefusal("growth.no_such_plan")
        if plan.state != PlanState.RUNNING:
            raise ConflictRefusal(f"growth_plan.stands.{plan.state}")
        one.done_at = timezone.now()
        one.save()
        record(viewer.account, "growth.support_given", _subject(plan), after={"support": one.pk})
    return one


def address_of(plan: GrowthPlan) -> str:
    """Where it is opened."""
    return reverse("growth:plan", args=(plan.pk,))


def written(plan: GrowthPlan) -> dict[str, object]:
    """What the trail keeps: facts, no text."""
    names = ("person", "kind", "state", "outcome", "version")
    days = {"first": str(plan.first), "last": str(plan.last)}
    return {**{name: str(getattr(plan, name)) for name in names}, **days}


def _writes(viewer: Viewer, kind: PlanKind, person: str) -> bool:
    rule = MACHINES[kind].moves[PlanState.PROPOSED, PlanMove.CHANGE]
    return bool(rule.by & parties_about(viewer, person))


def _after(viewer: Viewer, plan: GrowthPlan, move: PlanMove) -> PlanState:
    return MACHINES[PlanKind(plan.kind)].after(PlanState(plan.state), move, parties_about(viewer, plan.person))


def _require_sound(given: PlanGiven) -> None:
    refuse_grounds(each.ground for each in given.grounds)
    if given.kind is PlanKind.IMPROVEMENT and not {PlanGround.MEASURE, PlanGround.REVIEW} & {
        each.ground for each in given.grounds
    }:
        raise ConflictRefusal("growth.no_ground")
    measured = sum(bool(each.indicator and each.target) for each in given.aims)
    refuse_terms(given.kind, PlanTerms(given.first, given.last, measured, len(given.supports), given.reviews))
    if not given.aims:
        raise ConflictRefusal("growth.no_aim")


def _write(viewer: Viewer, plan: GrowthPlan, given: PlanGiven) -> None:
    plan.title, plan.why, plan.first, plan.last = given.title, given.why, given.first, given.last
    plan.reviews = [str(day) for day in sorted(given.reviews)]
    plan.grounds = _frozen(viewer, given, plan.grounds)
    plan.save()
    plan.aims.all().delete()
    plan.supports.all().delete()
    Aim.objects.bulk_create(Aim(plan=plan, text=a.text, indicator=a.indicator, target=a.target) for a in given.aims)
    known = set(Course.objects.values_list("pk", flat=True))
    Support.objects.bulk_create(
        Support(
            plan=plan, kind=s.kind, text=s.text, who=s.who, due=s.due, course_id=s.course if s.course in known else None
        )
        for s in given.supports
    )


def _frozen(viewer: Viewer, given: PlanGiven, kept: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """Figures as they read now; a result that the writer cannot see stays as it was written before."""
    periods = {each.period for each in given.grounds if each.period}
    seen = {each.key: each for period in periods for each in weak_results(viewer, given.person, period)}
    before = {_key(each): each for each in kept}
    return [row for each in given.grounds if (row := _row(each, seen, before)) is not None]


def _row(one: Ground, seen: dict, before: dict[str, dict[str, str]]) -> dict[str, str] | None:  # type: ignore[type-arg]
    if one.ground is not PlanGround.MEASURE:
        return {"ground": str(one.ground), "text": one.text.strip()}
    key = f"{one.period}|{one.segment}|{one.indicator}"
    weak = seen.get(key)
    if weak is None:
        return before.get(key)
    place = {"period": weak.period, "segment": weak.segment, "indicator": weak.indicator}
    return {"ground": "measure", **place, "title": weak.title, "actual": weak.actual, "target": weak.target}


def _key(row: dict[str, str]) -> str:
    return f"{row.get('period')}|{row.get('segment')}|{row.get('indicator')}"


def _require_words(plan: GrowthPlan, move: PlanMove, said: Said, today: date) -> None:
    if move in (*_WORDED, *_REASONED) and not said.note.strip():
        raise ConflictRefusal("growth.words_missing")
    if move is PlanMove.CONCLUDE and said.outcome is None:
        raise ConflictRefusal("growth.outcome_missing")
    if move is PlanMove.EXTEND and (said.last is None or said.last <= plan.last):
        raise ConflictRefusal("growth.later_day_missing", day=str(plan.last))
    if move is PlanMove.BEGIN and plan.first > today:
        raise ConflictRefusal("growth.begins_later", day=str(plan.first))


def _note(viewer: Viewer, plan: GrowthPlan, move: PlanMove, said: Said) -> None:
    now = timezone.now()
    match move:
        case PlanMove.SIGN:
            plan.person_signed_at = now
        case PlanMove.COUNTERSIGN:
            plan.line_signed_at, plan.line_signed_by_id = now, viewer.signer
        case PlanMove.OBJECT:
            plan.person_signed_at = plan.line_signed_at = plan.line_signed_by = None
        case PlanMove.NOTE_REFUSAL:
            plan.refusal = said.note.strip()
        case PlanMove.EXTEND if said.last is not None:
            plan.last = said.last
        case PlanMove.CONCLUDE:
            plan.outcome, plan.conclusion, plan.concluded_at = str(said.outcome), said.note.strip(), now
        case _:
            pass


def _keep(viewer: Viewer, plan: GrowthPlan, move: str, note: str) -> None:
    GrowthStep.objects.create(plan=plan, account_id=viewer.account, person=viewer.person, move=move, note=note.strip())


def _tell(viewer: Viewer, plan: GrowthPlan, move: str) -> None:
    code, where = f"notice.growth_{move}", address_of(plan)
    tell_person(viewer, plan.person, code, where, plan=plan.title)
    if viewer.person and viewer.person == plan.person:
        for manager in managers_on(plan.person, viewer.today):
            tell_person(viewer, manager, code, where, plan=plan.title)
    elif plan.author != plan.person:
        tell_author(viewer, plan.author, plan.by_id, code, where, plan=plan.title)


def _locked(viewer: Viewer, number: int) -> GrowthPlan:
    return GrowthPlan.objects.select_for_update().get(pk=plan_of(viewer, number).pk)


def _subject(plan: GrowthPlan) -> Subject:
    return Subject("growth_plan", str(plan.pk))
