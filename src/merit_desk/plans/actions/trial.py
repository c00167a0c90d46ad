"""A draft tried on the last month: totals and grades of its people before and after, and what the plan check finds."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from threading import Lock

from merit.company import Company
from merit.insight.plan_check.findings import plan_findings
from merit.insight.simulation import Drafts, under
from merit.kernel.exact import plain
from merit.kernel.period import Grain, Period
from merit.kernel.problems import Problem
from merit.kernel.refusals import ConflictRefusal
from merit.metrics.figures import Figures
from merit.scores.plan.curves import COMPARES, PeerGroup
from merit.scores.plan.score_plan import ScorePlan
from merit.scores.score_people import score_people
from merit.scores.scorecard import Scorecard
from merit_desk.accounts.access import Can
from merit_desk.accounts.queries.sight import sight_of
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.plans.actions.check import DRAFT
from merit_desk.plans.queries.sheet import people_on
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import at_work
from merit_desk.results.queries.period_files import period_files, periods_run

_one_at_a_time = Lock()
WAIT_SECONDS = 20


@dataclass(frozen=True, slots=True)
class TrialLine:
    """One person: total and grade now and under the draft; None where there is no total."""

    person: str
    name: str
    before: Fraction | None
    after: Fraction | None
    grade_before: str
    grade_after: str

    @property
    def difference(self) -> Fraction | None:
        """Above zero: the draft gives more points."""
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def texts(self) -> tuple[str, str, str]:
        """Before, after and the difference, two decimals at most."""
        values = (self.before, self.after, self.difference)
        before, after, moved = ("—" if value is None else plain(value, 2) for value in values)
        sign = "+" if self.difference is not None and self.difference > 0 else ""
        return before, after, f"{sign}{moved}".replace("-", "\N{MINUS SIGN}")


@dataclass(frozen=True, slots=True)
class Trial:
    """What the draft would have come to in that period; `advice` is the plan check's, with history."""

    period: str
    lines: tuple[TrialLine, ...]
    problems: tuple[Problem, ...]
    advice: tuple[Problem, ...]

    @property
    def gains(self) -> int:
        """People with more points under the draft."""
        return sum(line.difference is not None and line.difference > 0 for line in self.lines)

    @property
    def loses(self) -> int:
        """People with fewer."""
        return sum(line.difference is not None and line.difference < 0 for line in self.lines)


def tried(viewer: Viewer, plan: ScorePlan) -> Trial:
    """The last period of the plan's cycle. Raises ConflictRefusal when no period was run or another trial is on."""
    viewer.require(Can.EDIT_DEFINITIONS)
    latest = next(iter(periods_run()), "")
    if not latest:
        raise ConflictRefusal("plans.nothing_run")
    with _alone(), at_work(period_files(latest).as_of) as workspace:
        period = _period(Period.parse(latest), plan)
        found = _compared(viewer, workspace.company, workspace.figures, _from_start(plan, period), period)
    people = [line.person for line in found.lines]
    record(viewer.account, "plans.tried", Subject("plan", plan.plan), None, {"period": str(period), "people": people})
    return found


def _period(latest: Period, plan: ScorePlan) -> Period:
    """The last period of the plan's own length that was over when the latest one ended."""
    if latest.grain is plan.cycle:
        return latest
    period = Period.containing(latest.last, plan.cycle)
    return period if period.end <= latest.end else period.previous()


def _from_start(plan: ScorePlan, period: Period) -> ScorePlan:
    """The draft as if it had been in force."""
    return replace(plan, valid_from=min(plan.valid_from, period.start))


def _compared(viewer: Viewer, company: Company, figures: Figures, draft: ScorePlan, period: Period) -> Trial:
    drafted = under(company, Drafts((draft,)))
    concerned = {*people_on(company, draft.plan, period), *people_on(drafted, draft.plan, period)}
    if not _compares_beyond(draft):
        company, drafted = _of(company, concerned), _of(drafted, concerned)
    now, _ = score_people(company, figures, period)
    then, problems = score_people(drafted, figures, period)
    sight = sight_of(viewer, str(period)).scores
    seen = sorted(person for person in concerned if person in sight)
    lines = [_line(company, person, _card(now, person), _card(then, person)) for person in seen]
    return Trial(
        str(period),
        tuple(sorted(lines, key=lambda line: (-(line.difference or Fraction(0)), line.name))),
        tuple(problem for problem in problems if problem.place.file == DRAFT),
        tuple(_advice(drafted, figures, draft, period)),
    )


def _advice(drafted: Company, figures: Figures, draft: ScorePlan, period: Period) -> list[Problem]:
    """The plan check of the draft alone: its own findings carry its file."""
    alone = replace(drafted, plans=(draft,))
    month = Period.containing(period.last, Grain.MONTH)
    return [each for each in plan_findings(alone, figures, month) if each.place.file == DRAFT]


def _of(company: Company, people: set[str]) -> Company:
    """The company with the spells of those people only: nobody else's score is asked for."""
    spells = tuple(spell for spell in company.organisation.spells if spell.person in people)
    return replace(company, organisation=replace(company.organisation, spells=spells))


def _compares_beyond(plan: ScorePlan) -> bool:
    """Whether points depend on people who may be under other plans."""
    curves = [each.curve for each in plan.indicators if each.curve is not None]
    return any(curve.reads in COMPARES and curve.peers is not PeerGroup.PEERS for curve in curves)


def _card(cards: list[Scorecard], person: str) -> Scorecard | None:
    return next((card for card in cards if card.person == person), None)


def _line(company: Company, person: str, now: Scorecard | None, then: Scorecard | None) -> TrialLine:
    totals = [card.total.value if card is not None and card.total else None for card in (now, then)]
    grades = [str(card.grade.value) if card is not None and card.grade else "" for card in (now, then)]
    return TrialLine(person, node_name(company, "person", person), totals[0], totals[1], grades[0], grades[1])


@contextmanager
def _alone() -> Iterator[None]:
    if not _one_at_a_time.acquire(timeout=WAIT_SECONDS):
        raise ConflictRefusal("plans.trial_busy")
    try:
        yield
    finally:
        _one_at_a_time.release()
