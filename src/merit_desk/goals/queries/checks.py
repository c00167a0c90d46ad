"""What is wrong with a goal and what to change: the SMART questions, gaps of the tree, mistakes of its set."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from merit.company import Company
from merit.insight.goal_set import GoalOfSet, set_findings
from merit.kernel.exact import exact
from merit.kernel.period import Period
from merit.targets.alignment import Adding, PartsSum
from merit.targets.drivers import Driver, Join, driver_check
from merit.targets.goal_life import GoalLevel, GoalState
from merit.targets.smart import Smart, SmartFinding, SmartSubject, Verdict, smart_findings
from merit_desk.accounts.viewer import Viewer
from merit_desk.forecasts.queries.outlook import Wanted, chance_of
from merit_desk.goals.models import Goal
from merit_desk.goals.queries.figures import direction_of, figure_node, history_of, may_see_figure, target_of
from merit_desk.goals.queries.words import exact_words, value_words
from merit_desk.results.queries.names import kpi_title
from merit_desk.shell.sentences import knows, say

CLOSED = (GoalState.CLOSED, GoalState.DROPPED)


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the check; `tone` is good, watch or bad, `question` a SMART letter or empty."""

    tone: str
    text: str
    question: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the goal itself does not tell: the parent's title as far as the viewer may know it, how many key results
    there are, and how likely a forecast says the target is, where there is one."""

    serves: str
    results: int = 0
    chance: Fraction | None = None


def smart_checks(viewer: Viewer, company: Company, goal: Goal, around: Surroundings) -> list[Check]:
    """The five answers; attainability only for those who may see what the KPI came to before."""
    history = tuple(value for _, value in history_of(viewer, company, goal))
    known = goal.kpi in company.catalogue
    subject = SmartSubject(
        title=goal.title,
        wording=goal.wording,
        level=GoalLevel(goal.level),
        has_kpi=known,
        has_measure=bool((goal.measure and goal.target) or around.results),
        target=target_of(company, goal),
        direction=direction_of(company, goal),
        period=Period.parse(goal.period) if goal.period else None,
        serves=around.serves,
        history=history,
        probability=around.chance,
    )
    found = smart_findings(subject, viewer.today, lambda value: value_words(company, goal, value))
    hidden = known and not may_see_figure(viewer, goal)
    return [_shown(each) for each in found if not (hidden and each.question is Smart.ATTAINABLE)]


def chance_of_goal(viewer: Viewer, company: Company, goal: Goal) -> Fraction | None:
    """How likely a forecast says the target is; None where there is none, or for who may not see the figure."""
    target = target_of(company, goal)
    if goal.kpi not in company.catalogue or target is None or not may_see_figure(viewer, goal):
        return None
    kind, node = figure_node(goal)
    return chance_of(Wanted(goal.kpi, kind, node, Period.parse(goal.period)), target)


def _shown(found: SmartFinding) -> Check:
    return Check(found.verdict, say(found.code, **found.params), found.question, found.code)


def parts_check(company: Company, goal: Goal, found: PartsSum) -> list[Check]:
    """A parent whose parts do not add up."""
    if found.adding not in (Adding.SHORT, Adding.OVER) or found.total is None or found.difference is None:
        return []
    total, gap = exact_words(company, goal, found.total), exact_words(company, goal, abs(found.difference))
    tone = Verdict.BAD if found.adding is Adding.SHORT else Verdict.WATCH
    return [Check(tone, say(f"goals.parts.{found.adding}", total=total, gap=gap), "", f"parts.{found.adding}")]


def drivers_check(company: Company, goal: Goal, drivers: Sequence[Goal]) -> list[Check]:
    """Drivers whose product or sum misses the goal's target."""
    if not drivers or not goal.join:
        return []
    parts = [Driver(each.kpi, exact(each.target) if each.target else None, each.sign) for each in drivers]
    found = driver_check(target_of(company, goal), Join(goal.join), parts)
    if found.reached is None or found.difference is None:
        return [Check(Verdict.WATCH, say("goals.drivers.open"), "", "drivers.open")]
    gaps = {
        "reached": exact_words(company, goal, found.reached),
        "gap": exact_words(company, goal, abs(found.difference)),
    }
    if found.difference == 0:
        return [Check(Verdict.GOOD, say("goals.drivers.equal", **gaps), "", "drivers.equal")]
    short = found.difference < 0
    word = "short" if short else "over"
    return [Check(Verdict.BAD if short else Verdict.GOOD, say(f"goals.drivers.{word}", **gaps), "", f"drivers.{word}")]


def owner_check(goal: Goal) -> list[Check]:
    """A goal for which nobody answers."""
    if goal.person:
        return []
    return [Check(Verdict.WATCH, say("goals.no_owner"), "", "no_owner")]


def set_checks(company: Company, goals: Sequence[Goal]) -> list[Check]:
    """Mistakes of all goals of one node in one period; parts of another of them (its shops) count with that one."""
    measured = {each.pk: each.kpi for each in goals}
    parts = {each.pk for each in goals if each.kpi and measured.get(each.parent_id or 0) == each.kpi}
    whole = [each for each in goals if not each.is_driver and each.pk not in parts]
    together = [GoalOfSet(each.title, each.kpi, _weight(each)) for each in whole]
    found = []
    for each in set_findings(together, company.catalogue):
        params = dict(each.params)
        if "pair" in params:
            params["pair"] = kpi_title(company, str(params["pair"]))
        text = say(each.code, **params) if knows(each.code) else each.code
        found.append(Check(Verdict.WATCH, text, "", each.code))
    return found


def _weight(goal: Goal) -> Fraction | None:
    return exact(goal.weight) if goal.weight else None
