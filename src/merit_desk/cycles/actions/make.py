"""Making a cycle, and making the next one like the last."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal
from merit.reviews.stages import ALWAYS, GRAINS, CycleKind, Stage, out_of_order, usual_deadlines
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.cycles.forms.cycle_form import METHODS, usual_title
from merit_desk.cycles.models import Cycle, StageDate
from merit_desk.cycles.queries.stages import as_working_days, deadlines_of
from merit_desk.cycles.queries.visible import cycle_of
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.formats import period_name
from merit_desk.shell.sentences import say


@dataclass(frozen=True, slots=True)
class NewCycle:
    """What is asked for; `population` holds lists of ids under posts, teams, people and without."""

    title: str
    kind: CycleKind
    period: Period
    dates: Mapping[Stage, date]
    population: dict[str, list[str]] = field(default_factory=dict)
    method: str = "kpi"
    options: dict[str, Any] = field(default_factory=dict)


def make_cycle(viewer: Viewer, asked: NewCycle) -> Cycle:
    """The cycle, still without people. Raises NotFoundRefusal, and ConflictRefusal for what does not fit together."""
    viewer.require(Can.RUN_CYCLES)
    _require_fit(asked)
    with transaction.atomic():
        cycle = Cycle.objects.create(
            code=_free_code(asked),
            title=asked.title,
            kind=asked.kind,
            period=str(asked.period),
            population=asked.population,
            method=asked.method,
            options=asked.options,
            made_by_id=viewer.signer,
        )
        StageDate.objects.bulk_create(
            StageDate(cycle=cycle, stage=stage, due=day) for stage, day in asked.dates.items()
        )
        record(viewer.account, "cycle.made", Subject("cycle", cycle.code), after=told(cycle, asked.dates))
    return cycle


def copy_cycle(viewer: Viewer, code: str) -> Cycle:
    """The same for the next period, each stage as many working days from its edge. Raises as `make_cycle` does."""
    viewer.require(Can.RUN_CYCLES)
    cycle, calendar = cycle_of(viewer, code), declared_company().calendar
    kind, period = CycleKind(cycle.kind), Period.parse(cycle.period)
    coming = Period.containing(period.end, GRAINS[kind])
    if Cycle.objects.filter(options__copied_from=code).exists():
        raise ConflictRefusal("cycles.copied_before", period=period_name(str(coming)))
    days = as_working_days(deadlines_of(cycle).dates, period, calendar)
    options = {**cycle.options, "copied_from": code}
    title = usual_title(kind, coming)
    dates = usual_deadlines(coming, calendar, days)
    return make_cycle(viewer, NewCycle(title, kind, coming, dates, cycle.population, cycle.method, options))


def require_order(dates: Mapping[Stage, date]) -> None:
    """Raises ConflictRefusal for a stage that would end before the one before it, or a missing one of ALWAYS."""
    for earlier, later in out_of_order(dates):
        raise ConflictRefusal(
            "cycles.out_of_order", earlier=say(f"cycle.stage.{earlier}"), later=say(f"cycle.stage.{later}")
        )
    missing = [stage for stage in Stage if stage in ALWAYS and stage not in dates]
    if missing:
        raise ConflictRefusal("cycles.stage_needed", stage=say(f"cycle.stage.{missing[0]}"))


def told(cycle: Cycle, dates: Mapping[Stage, date]) -> dict[str, Any]:
    """What the trail keeps of a cycle."""
    days = {str(stage): day.isoformat() for stage, day in dates.items()}
    return {"title": cycle.title, "period": cycle.period, "population": cycle.population, "stages": days}


def _require_fit(asked: NewCycle) -> None:
    if asked.period.grain is not GRAINS[asked.kind]:
        raise ConflictRefusal(
            "cycles.period_of_another_kind", period=period_name(str(asked.period)), kind=say(f"cycle.kind.{asked.kind}")
        )
    if asked.method not in METHODS:
        raise ConflictRefusal("cycles.no_such_method")
    require_order(asked.dates)


def _free_code(asked: NewCycle) -> str:
    """2026-10, or 2026-10-2 for a second one beside it; a probation says so."""
    wanted = slugify(f"{asked.period}-probation" if asked.kind is CycleKind.PROBATION else str(asked.period))
    taken = set(Cycle.objects.filter(code__startswith=wanted).values_list("code", flat=True))
    return next(code for code in (wanted, *(f"{wanted}-{n}" for n in range(2, 10_000))) if code not in taken)
