"""The alignment tree of a period, ready to be shown: rows in order with their gaps, sums, standing and checks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count, OuterRef, QuerySet, Subquery

from merit.company import Company
from merit.kernel.exact import exact
from merit.kernel.period import Period
from merit.targets.alignment import Adding, AlignedGoal, Goals, children_of, contribution, goals_by_id, parts_sum
from merit.targets.alignment import in_tree_order as ordered
from merit.targets.goal_life import GoalLevel, GoalState
from merit_desk.accounts.viewer import Viewer
from merit_desk.goals.models import Goal, Progress
from merit_desk.goals.queries.checks import Check, Surroundings, drivers_check, owner_check, parts_check, smart_checks
from merit_desk.goals.queries.figures import GoalFigure, adds_up, figure_node, figure_of, target_of
from merit_desk.goals.queries.setting import may_change
from merit_desk.goals.queries.visible import goals_visible_to, titles_above
from merit_desk.goals.queries.words import exact_words, goal_target_words, person_words, value_words, whose_words
from merit_desk.results.queries.names import node_name
from merit_desk.shell import formats


@dataclass(frozen=True, slots=True)
class Row:
    """One goal as a line. `depth` from 0, `path` the numbers above it; `sum_*` what its parts come to."""

    goal: Goal
    depth: int
    path: tuple[int, ...]
    has_below: bool
    is_last: bool
    whose: str
    shop: str
    person: str
    target: str
    exact_target: str
    adding: str
    total: str
    gap: str
    share: str
    figure: GoalFigure | None
    actual: str
    attained: int | None
    attained_text: str
    tone: str
    due_share: int | None
    due_text: str
    reported: str
    may_move: bool
    checks: tuple[Check, ...]

    @property
    def problems(self) -> int:
        """How many checks ask for something."""
        return sum(each.tone != "good" for each in self.checks)

    @property
    def worst(self) -> str:
        """bad, watch or good."""
        tones = {each.tone for each in self.checks}
        return "bad" if "bad" in tones else "watch" if "watch" in tones else "good"

    @property
    def lines(self) -> range:
        """One rule of the tree per step of depth."""
        return range(self.depth)

    @property
    def mark(self) -> str:
        """One character for whose it is."""
        return (self.shop or self.whose)[:1]

    @property
    def words(self) -> str:
        """What a search looks in."""
        return f"{self.goal.title} {self.whose} {self.person}".lower()

    @property
    def unlinked(self) -> bool:
        """Whether it serves nothing though it should."""
        return any(each.code == "targets.smart_serves_nothing" for each in self.checks)


def goals_asked(viewer: Viewer, period: str, asked: dict[str, str]) -> list[Goal]:
    """The goals of every span that lies in the period or holds it; those dropped only when asked for."""
    span = Period.parse(period)
    spans = [each for each in periods_known(viewer) if _touches(Period.parse(each), span)]
    found = goals_visible_to(viewer).filter(period__in=spans)
    found = found.filter(state=asked["state"]) if asked.get("state") else found.exclude(state=str(GoalState.DROPPED))
    if asked.get("style"):
        found = found.filter(style=asked["style"])
    return list(with_counts(found))


def periods_known(viewer: Viewer) -> list[str]:
    """Every period with a goal that the viewer may know of, the latest first."""
    found = goals_visible_to(viewer).order_by().values_list("period", flat=True).distinct()
    return sorted(found, key=lambda each: (Period.parse(each).end, Period.parse(each).length), reverse=True)


def _touches(its: Period, span: Period) -> bool:
    return (span.start <= its.start and its.end <= span.end) or (its.start <= span.start and span.end <= its.end)


def aligned(company: Company, goals: Iterable[Goal]) -> dict[int, AlignedGoal]:
    """The goals as the core's tree sees them."""
    return goals_by_id(
        AlignedGoal(
            goal=each.pk,
            parent=each.parent_id,
            level=GoalLevel(each.level),
            measure=each.kpi or each.measure,
            period=Period.parse(each.period),
            target=target_of(company, each),
            adds_up=adds_up(company, each),
            cut="business" if each.figure_kind in ("shop", "channel") else "organisation",
            is_driver=each.is_driver,
        )
        for each in sorted(goals, key=_order)
    )


def _order(goal: Goal) -> tuple[int, int]:
    return list(GoalLevel).index(GoalLevel(goal.level)), goal.pk


def tree_rows(viewer: Viewer, company: Company, goals: Sequence[Goal]) -> list[Row]:
    """Every goal once, each followed by what serves it."""
    known = aligned(company, goals)
    by_number = {each.pk: each for each in goals}
    below = children_of(known)
    hidden = _with_hidden_children(goals)
    above = titles_above(viewer, goals)
    movable = _movable(viewer, goals)
    rows: list[Row] = []
    path: list[int] = []
    for each, depth in ordered(known):
        path = [*path[:depth], each.goal]
        siblings = below[each.parent if each.parent in known else None]
        place = _Place(
            depth, tuple(path[:-1]), each.goal in below, siblings[-1].goal == each.goal, each.goal in movable
        )
        children = [] if each.goal in hidden else below.get(each.goal, [])
        rows.append(_row(viewer, company, _Stood(by_number[each.goal], each, children, known, above), place, by_number))
    return rows


def _movable(viewer: Viewer, goals: Sequence[Goal]) -> set[int]:
    """Goals that the viewer may change; who sets what is asked once per node and period."""
    first: dict[tuple[str, str, str, str], bool] = {}
    found = set()
    for each in goals:
        key = (each.level, each.node, each.period, each.state)
        if key not in first:
            first[key] = may_change(viewer, each)
        if first[key]:
            found.add(each.pk)
    return found


def _with_hidden_children(goals: Sequence[Goal]) -> set[int]:
    """Goals some of whose children are not in the list: no sum is told of them, as the rest could be worked out."""
    counted = (
        Goal.objects.filter(parent__in=[each.pk for each in goals])
        .exclude(state=str(GoalState.DROPPED))
        .order_by()
        .values_list("parent_id")
        .annotate(count=Count("pk"))
    )
    shown: dict[int, int] = {}
    for each in goals:
        if each.parent_id is not None and each.state != GoalState.DROPPED:
            shown[each.parent_id] = shown.get(each.parent_id, 0) + 1
    return {parent for parent, count in counted if count != shown.get(parent, 0)}


@dataclass(frozen=True, slots=True)
class _Place:
    depth: int
    path: tuple[int, ...]
    has_below: bool
    is_last: bool
    may_move: bool


@dataclass(frozen=True, slots=True)
class _Stood:
    goal: Goal
    core: AlignedGoal
    children: Sequence[AlignedGoal]
    known: Goals
    above: dict[int, str]


def _row(viewer: Viewer, company: Company, stood: _Stood, place: _Place, goals: dict[int, Goal]) -> Row:
    goal = stood.goal
    parts = parts_sum(stood.core, stood.children)
    figure = figure_of(viewer, company, goal)
    part = contribution(stood.core, stood.known.get(goal.parent_id) if goal.parent_id else None)
    serves = stood.above.get(goal.parent_id or 0, "")
    checks = (
        *smart_checks(viewer, company, goal, Surroundings(serves, getattr(goal, "results_count", 0))),
        *parts_check(company, goal, parts),
        *drivers_check(company, goal, [goals[each.goal] for each in stood.children if each.is_driver]),
        *owner_check(goal),
    )
    kind, node = figure_node(goal)
    return Row(
        goal=goal,
        depth=place.depth,
        path=place.path,
        has_below=place.has_below,
        is_last=place.is_last,
        whose=whose_words(company, goal.level, goal.node),
        shop=node_name(company, kind, node) if kind in ("shop", "channel") else "",
        person=person_words(company, goal.person),
        target=goal_target_words(company, goal),
        exact_target=exact_words(company, goal, stood.core.target) if stood.core.target is not None else "",
        adding=str(parts.adding),
        total=value_words(company, goal, parts.total) if parts.total is not None else "",
        gap=value_words(company, goal, abs(parts.difference)) if parts.difference is not None else "",
        share=formats.percent(part) if part is not None else "",
        figure=figure,
        actual=value_words(company, goal, figure.value) if figure else "",
        attained=_percent(figure.attained) if figure else None,
        attained_text=_attained_words(figure),
        tone=tone_of(figure),
        due_share=_due_share(figure, stood.core.target),
        due_text=value_words(company, goal, figure.due) if figure and figure.due is not None else "",
        reported=_reported_words(company, goal),
        may_move=place.may_move,
        checks=checks,
    )


def _percent(share: Fraction | None) -> int | None:
    return None if share is None else min(int(share * 100), 100)


def _due_share(figure: GoalFigure | None, target: Fraction | None) -> int | None:
    return None if figure is None or figure.due is None or not target else min(int(figure.due / target * 100), 100)


def _reported_words(company: Company, goal: Goal) -> str:
    """The standing of an own measure as its people reported it last."""
    latest = getattr(goal, "latest_value", None)
    return value_words(company, goal, exact(latest)) if latest and not goal.kpi else ""


def with_counts(goals: QuerySet[Goal]) -> QuerySet[Goal]:
    """The goals with their parent, the number of their key results and the value reported last."""
    latest = Progress.objects.filter(goal=OuterRef("pk")).exclude(value="").order_by("-at", "-pk").values("value")[:1]
    return goals.select_related("parent").annotate(
        results_count=Count("results", distinct=True), latest_value=Subquery(latest)
    )


def _attained_words(figure: GoalFigure | None) -> str:
    if figure is None or figure.attained is None:
        return ""
    return f"{formats.short_number(figure.attained * 100, 0)}%"


def tone_of(figure: GoalFigure | None) -> str:
    """good when reached or on pace, watch within a fifth behind, bad beyond; empty where nothing can be said."""
    if figure is None or figure.value is None or figure.reached is None:
        return ""
    if figure.reached or (figure.due is not None and figure.value >= figure.due):
        return "good"
    near = figure.value / figure.due if figure.due else figure.attained
    return "watch" if near is not None and near >= Fraction(4, 5) else "bad"


def with_problems(rows: Sequence[Row]) -> list[Row]:
    """Rows that ask for something, with what stands above them."""
    wanted = {row.goal.pk for row in rows if row.problems}
    above = {number for row in rows if row.goal.pk in wanted for number in row.path}
    return [row for row in rows if row.goal.pk in wanted | above]


def matching(rows: Sequence[Row], words: str) -> list[Row]:
    """Rows whose title, node or person has all the words, with what stands above them."""
    asked = words.lower().split()
    if not asked:
        return list(rows)
    hit = {
        row.goal.pk
        for row in rows
        if all(word in f"{row.goal.title} {row.whose} {row.person}".lower() for word in asked)
    }
    above = {number for row in rows if row.goal.pk in hit for number in row.path}
    return [row for row in rows if row.goal.pk in hit | above]


def gaps_of(rows: Sequence[Row]) -> int:
    """Where the tree does not hold: goals that serve nothing, and parents whose parts miss them."""
    return sum(row.unlinked for row in rows) + sum(row.adding == Adding.SHORT for row in rows)
