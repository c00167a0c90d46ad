"""Everything about one goal: its line, what serves it, drivers, key results, reports, history, what may be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Q
from django.utils.http import urlencode

from merit.company import Company
from merit.kernel.exact import exact
from merit.people.posts import Post
from merit.people.spells import spell_on
from merit.targets.goal_life import GOAL, GoalMove, GoalState
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.goals.models import Goal, KeyResult, Progress
from merit_desk.goals.queries.checks import Check, set_checks
from merit_desk.goals.queries.figures import figure_node
from merit_desk.goals.queries.history import history_entries
from merit_desk.goals.queries.setting import may_change, may_report, parties_on
from merit_desk.goals.queries.tree import Row, tree_rows, with_counts
from merit_desk.goals.queries.visible import goals_visible_to
from merit_desk.goals.queries.words import measure_words, value_words
from merit_desk.goals.queries.written_target import WrittenTarget, written_target
from merit_desk.people.queries.person_page import ShownMatter, shown_matters
from merit_desk.results.queries.names import post_name
from merit_desk.shell import formats
from merit_desk.shell.parts import Entry, Fact
from merit_desk.shell.sentences import say


@dataclass(frozen=True, slots=True)
class ShownResult:
    """A key result with how far it is, in percent of the way from its start; None for a criterion."""

    result: KeyResult
    share: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Duty:
    """Responsibility and authority of the post of whoever answers for the goal."""

    post: str
    post_id: str
    described: Post | None
    matters: list[ShownMatter]


@dataclass(frozen=True, slots=True)
class GoalPage:
    """What the page and the panel show."""

    goal: Goal
    row: Row
    children: list[Row]
    drivers: list[Row]
    parent: Goal | None
    checks: list[Check]
    of_set: list[Check]
    results: list[ShownResult]
    reports: list[tuple[Progress, str]]
    history: list[Entry]
    facts: list[Fact]
    duty: Duty | None
    written: WrittenTarget | None
    moves: tuple[GoalMove, ...]
    may_change: bool
    may_report: bool
    may_write_target: bool

    @property
    def results_share(self) -> int | None:
        """The mean of the key results, in percent; a criterion counts as 0 or 100. None without any."""
        shares = [(100 if each.result.done else 0) if each.share is None else each.share for each in self.results]
        return sum(shares) // len(shares) if shares else None

    @property
    def pace_query(self) -> str:
        """What is asked of the page of the running target."""
        kind, node = figure_node(self.goal)
        asked = {"kpi": self.goal.kpi, "node_kind": kind, "node": node, "period": self.goal.period}
        return urlencode({**asked, "target": self.goal.target, "basis": self.goal.basis})

    @property
    def may_split(self) -> bool:
        """Whether there is a target that could be split."""
        return self.may_change and bool(self.goal.target)


def goal_page(viewer: Viewer, company: Company, goal: Goal) -> GoalPage:
    """The goal's page for that viewer; what they may not know is left out."""
    wanted = Q(pk=goal.pk) | Q(pk=goal.parent_id) | (Q(parent=goal) & ~Q(state=str(GoalState.DROPPED)))
    near = list(with_counts(goals_visible_to(viewer).filter(wanted)))
    rows = {row.goal.pk: row for row in tree_rows(viewer, company, near)}
    row = rows[goal.pk]
    below = [each for each in rows.values() if each.goal.parent_id == goal.pk]
    parent = rows[goal.parent_id].goal if goal.parent_id in rows else None
    return GoalPage(
        goal=goal,
        row=row,
        children=[each for each in below if not each.goal.is_driver],
        drivers=[each for each in below if each.goal.is_driver],
        parent=parent,
        checks=list(row.checks),
        of_set=set_checks(company, _same_set(viewer, goal)),
        results=[_result(company, each) for each in goal.results.all()],
        reports=[(each, _reported(company, goal, each)) for each in goal.progress.select_related("by")[:20]],
        history=history_entries(viewer, company, goal),
        facts=_facts(company, row, parent),
        duty=_duty(viewer, company, goal),
        written=written_target(company, goal),
        moves=GOAL.open_to(GoalState(goal.state), parties_on(viewer, goal)),
        may_change=may_change(viewer, goal),
        may_report=may_report(viewer, goal),
        may_write_target=viewer.can(Can.EDIT_TARGETS) and goal.state == GoalState.ACTIVE,
    )


def _same_set(viewer: Viewer, goal: Goal) -> Sequence[Goal]:
    """All goals of the node in the period."""
    found = goals_visible_to(viewer).filter(level=goal.level, node=goal.node, period=goal.period)
    return list(found.exclude(state=str(GoalState.DROPPED)))


def _facts(company: Company, row: Row, parent: Goal | None) -> list[Fact]:
    goal = row.goal
    facts = [
        Fact(say("goals.fact.whose"), row.whose, say(f"goals.level.{goal.level}")),
        Fact(say("goals.fact.person"), row.person),
        Fact(say("goals.fact.period"), formats.period_name(goal.period)),
        Fact(say("goals.fact.style"), say(f"goals.style.{goal.style}"), _side(goal)),
        Fact(say("goals.fact.measure"), measure_words(company, goal) or say("goals.no_measure"), row.shop),
    ]
    if goal.weight:
        facts.append(Fact(say("goals.fact.weight"), f"{goal.weight}%"))
    if parent is not None:
        facts.append(Fact(say("goals.fact.parent"), parent.title, row.share and say("goals.share", share=row.share)))
    if goal.cycle is not None:
        facts.append(Fact(say("goals.fact.cycle"), goal.cycle.title))
    figure = row.figure
    if figure is not None and figure.due is not None and figure.value is not None:
        behind = figure.value < figure.due
        gap = value_words(company, goal, abs(figure.value - figure.due))
        facts.append(Fact(say("goals.fact.pace"), say("goals.behind" if behind else "goals.ahead", gap=gap)))
        if figure.needed_per_day:
            needed = value_words(company, goal, figure.needed_per_day)
            facts.append(Fact(say("goals.fact.needed"), say("goals.per_day", needed=needed)))
    return facts


def _side(goal: Goal) -> str:
    return say(f"goals.perspective.{goal.perspective}") if goal.perspective else ""


def _result(company: Company, result: KeyResult) -> ShownResult:
    del company
    if not result.target:
        return ShownResult(result, None, say("goals.done" if result.done else "goals.not_done"))
    start, target = exact(result.start or "0"), exact(result.target)
    now = exact(result.now) if result.now else start
    way = target - start
    share = Fraction(1) if now == target else (now - start) / way if way else Fraction(0)
    text = f"{formats.exact_number(now)} / {formats.exact_number(target)} {result.unit}".strip()
    return ShownResult(result, int(min(max(share, Fraction(0)), Fraction(1)) * 100), text)


def _reported(company: Company, goal: Goal, note: Progress) -> str:
    return value_words(company, goal, exact(note.value)) if note.value else ""


def _duty(viewer: Viewer, company: Company, goal: Goal) -> Duty | None:
    spell = spell_on(company.organisation, goal.person, viewer.today) if goal.person else None
    if spell is None:
        return None
    described = next((each for each in company.posts if each.post == spell.post), None)
    matters = shown_matters(company, spell.post)
    if described is None and not matters:
        return None
    return Duty(post_name(company, spell.post), spell.post, described, matters)
