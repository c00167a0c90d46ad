"""The rated indicators of a participant's plan, and the words of their scales."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from merit.reviews.form import ReviewForm, read_form
from merit.scores.indicators.ratings import Relation
from merit.scores.plan.score_plan import IndicatorKind, RatingScheme, ScorePlan
from merit_desk.cycles.models import Cycle, Participant
from merit_desk.results.queries.names import indicator_title
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import knows, say

BUTTONS = 11
"""The most grades that are shown as buttons; a longer scale is a field for a number."""


@dataclass(frozen=True, slots=True)
class RatedLine:
    """One rated indicator: weight in percent of the plan, scale and weights of the relations."""

    id: str
    subject: str
    title: str
    weight: Fraction
    scheme: RatingScheme

    @property
    def relations(self) -> tuple[Relation, ...]:
        """The relations that are asked."""
        return tuple(relation for relation, _ in self.scheme.relations)


@dataclass(frozen=True, slots=True)
class GradeChoice:
    """One grade of a scale with its words."""

    value: int
    title: str
    text: str


def rated_lines(one: Participant) -> list[RatedLine]:
    """Each rated indicator once, as the last plan of the participant has it."""
    found = {}
    for plan in plans_of(one):
        for line in plan.indicators:
            if line.kind is IndicatorKind.RATED and line.scheme is not None:
                title = indicator_title(declared_company(), plan.plan, line.id)
                found[line.subject] = RatedLine(line.id, line.subject, title, line.weight, line.scheme)
    return list(found.values())


def plans_of(one: Participant) -> list[ScorePlan]:
    """The plans of the participant's segments, in order, each in the version of the cycle or else the latest."""
    names = dict.fromkeys([*(str(each.get("plan") or "") for each in one.segments), one.plan])
    return [plan for name in names if (plan := _version(name, one)) is not None]


def _version(name: str, one: Participant) -> ScorePlan | None:
    versions = [each for each in declared_company().plans if each.plan == name]
    exact = [each for each in versions if name == one.plan and each.version == one.plan_version]
    begun = [each for each in versions if each.valid_from <= one.start]
    return max(exact or begun or versions, key=lambda each: (each.valid_from, each.version), default=None)


def form_of(cycle: Cycle) -> ReviewForm:
    """The form of the cycle."""
    return read_form(cycle.options.get("review", {}))


def relations_of(lines: list[RatedLine]) -> list[Relation]:
    """The relations of raters that the plan asks, in the core's order, without self and managers."""
    asked = {relation for line in lines for relation in line.relations}
    return [each for each in Relation if each in asked and each not in (Relation.SELF, Relation.MANAGER, Relation.SKIP)]


def choices(subject: str, scheme: RatingScheme, words: Mapping[int, str]) -> list[GradeChoice]:
    """The grades from the best down; empty for a scale too long for buttons. Own words are "title：explanation"."""
    low, high = int(scheme.low), int(scheme.high)
    if high - low >= BUTTONS:
        return []
    return [_choice(subject, grade, words) for grade in range(high, low - 1, -1)]


def _choice(subject: str, grade: int, words: Mapping[int, str]) -> GradeChoice:
    if grade in words:
        title, _, text = words[grade].replace(":", "：", 1).partition("：")
        return GradeChoice(grade, title.strip(), text.strip())
    usual = next((name for name in (subject, "any") if knows(f"reviews.grade.{name}.{grade}")), "")
    if not usual:
        return GradeChoice(grade, "", "")
    more = f"reviews.grade.{usual}.{grade}.more"
    return GradeChoice(grade, say(f"reviews.grade.{usual}.{grade}"), say(more) if knows(more) else "")
