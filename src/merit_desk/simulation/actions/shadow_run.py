"""The shadow of a period: what the draft would have paid beside the live plan. Nobody is paid by it or sees it."""

import csv
import io
from fractions import Fraction
from pathlib import Path

from django.conf import settings
from django.db import transaction

from merit.closing.paid_before import sealed_lines, sealed_periods
from merit.kernel.exact import exact
from merit.kernel.money import FEN_PER_UNIT, Money
from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal
from merit.rewards.payment.paid_before import PaidLine
from merit.run import PeriodResult
from merit.workspace import open_workspace
from merit_desk.jobs.bodies import Running
from merit_desk.results.queries.open_company import moment
from merit_desk.results.queries.period_files import period_files
from merit_desk.simulation.actions.replay import forget, people_of, write_workings
from merit_desk.simulation.forms.sliders import numbers
from merit_desk.simulation.models import Replay, ReplayedPerson, Shadow
from merit_desk.simulation.queries.drafted import asked_digest, under_documents
from merit_desk.simulation.queries.kept import fingerprints, replay_folder
from merit_desk.simulation.queries.replayed import NOTHING, Line, Month, Outcome, Sales, outcome_of, replays
from merit_desk.simulation.queries.shadows import SETTLED, lies_in

_STEPS = 3


def keep_shadow(running: Running, shadow: Shadow, period: str) -> Replay | None:
    """None where the shadow has been stopped. Raises NotFoundRefusal when the period was not run."""
    asked = Period.parse(period)
    if shadow.stopped_at is not None or not lies_in(shadow, asked):
        return None
    running.progress(0, _STEPS)
    files = period_files(period)
    workspace = open_workspace(Path(settings.MERIT_COMPANY), moment(files.as_of))
    made = under_documents(workspace.company, shadow.documents, numbers(shadow.levers), asked.start, asked)
    if not made.sound:
        raise ConflictRefusal("simulation.unsound", count=len(made.problems))
    running.progress(1, _STEPS)
    earlier = earlier_lines(shadow, asked, workspace.company.profile.currency)
    first = min((line.period for line in earlier), key=lambda each: each.start, default=asked)
    (result,) = replays(made.whole, Sales(workspace, first, earlier), [asked])
    running.progress(2, _STEPS)
    kept = _kept(shadow, result, files.as_of)
    running.progress(_STEPS, _STEPS)
    return kept


def earlier_lines(shadow: Shadow, period: Period, currency: str) -> tuple[PaidLine, ...]:
    """What counts as paid before: sealed periods, and from the shadow's own beginning what the shadow would have."""
    own = {
        Period.parse(run.period): run
        for run in shadow.runs.exclude(period=str(period))
        if Period.parse(run.period).end <= period.start
    }
    folder = Path(settings.MERIT_COMPANY)
    lines = [
        line for sealed in sealed_periods(folder, period) if sealed not in own for line in sealed_lines(folder, sealed)
    ]
    for each, run in sorted(own.items()):
        lines += _shadow_lines(run, each, currency)
    return tuple(lines)


def _shadow_lines(run: Replay, period: Period, currency: str) -> list[PaidLine]:
    text = (replay_folder(run.pk, "draft", period) / "payouts.csv").read_text("utf-8")
    return [
        PaidLine(
            row["person"],
            row["reward"],
            int(row["reward_version"]),
            row["line"],
            period,
            Money(int(exact(row["amount"]) * FEN_PER_UNIT), currency),
            Period.parse(row["concerns"]) if row["concerns"] else None,
            Fraction(row["base"]) if row["base"] else None,
        )
        for row in csv.DictReader(io.StringIO(text))
    ]


def _kept(shadow: Shadow, result: PeriodResult, as_of: str) -> Replay:
    data, definitions = fingerprints()
    kept = Replay(simulation=shadow.simulation, shadow=shadow, period=str(result.period), as_of=as_of)
    kept.asked, kept.data, kept.definitions = asked_digest(shadow, shadow.levers), data, definitions
    kept.problems = [[problem.code, dict(problem.params)] for problem in result.problems][:200]
    with transaction.atomic():
        for old in list(shadow.runs.filter(period=str(result.period))):
            forget(old)
        kept.save()
        live = live_outcome(result.period)
        people = people_of(kept, live, with_settled(outcome_of([result]), live))
        ReplayedPerson.objects.bulk_create(people, batch_size=500)
        write_workings(kept, "draft", [result])
    return kept


def live_outcome(period: Period) -> Outcome:
    """What the run of the period pays and scores, from its own files."""
    files = period_files(str(period))
    months = {}
    for person in {*files.totals, *files.pay}:
        lines = tuple(
            Line(row.reward, row.line, row.concerns, int(row.amount * FEN_PER_UNIT))
            for row in files.pay.get(person, ())
        )
        total = files.totals.get(person)
        score = Fraction(total.total) if total is not None and total.total is not None else None
        paid = sum(line.amount for line in lines)
        months[person, 0] = Month(paid, score, total.grade if total is not None else "", lines)
    return Outcome((period,), months)


def with_settled(draft: Outcome, live: Outcome) -> Outcome:
    """The draft with the live run's lines that do not follow from a plan, so that both sides hold the same.

    Decided lines, which the draft pays as well, give way to those of the live run.
    """
    months = {key: _with(month, ()) for key, month in draft.months.items()}
    for key, month in live.months.items():
        lines = tuple(line for line in month.lines if line.line in SETTLED)
        if lines:
            months[key] = _with(months.get(key, NOTHING), lines)
    return Outcome(draft.periods, months, draft.problems)


def _with(month: Month, settled: tuple[Line, ...]) -> Month:
    lines = (*(line for line in month.lines if line.line not in SETTLED), *settled)
    return Month(sum(line.amount for line in lines), month.total, month.grade, lines)
