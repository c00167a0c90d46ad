"""What a survey has come to: nothing of a pulse before it is closed, and never a small group."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from merit.reviews.pulse import PulseShare, groups_to_show, promoter_score, pulse_share
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say
from merit_desk.surveys.forms import HIGHEST, QUESTIONS
from merit_desk.surveys.models import CustomerAnswer, Survey

BEST = 5


@dataclass(frozen=True, slots=True)
class PulseRow:
    """One group; a share per question, None where too few answered this question."""

    name: str
    answers: int
    shares: tuple[PulseShare | None, ...]


@dataclass(frozen=True, slots=True)
class PulseFigures:
    """`total` is None below the floor; `hidden` says that some departments are not shown."""

    invited: int
    total: PulseRow | None
    departments: tuple[PulseRow, ...]
    hidden: bool
    remarks: tuple[str, ...]


def pulse_figures(survey: Survey) -> PulseFigures | None:
    """None while the survey is open: figures that grow answer by answer give away each answer."""
    if survey.state != "closed":
        return None
    company = declared_company()
    floor = company.profile.anonymity_floor
    ballots = list(survey.ballots.values_list("department", "scores"))
    sizes = Counter(department for department, _ in ballots)
    shown = _shown(ballots, floor)
    named = {"": say("surveys.no_department")}
    rows = [
        _row(named.get(each) or node_name(company, "department", each), _of(ballots, each), floor)
        for each in sorted(shown)
    ]
    total = _row(say("surveys.everybody"), [scores for _, scores in ballots], floor) if len(ballots) >= floor else None
    remarks = sorted(survey.remarks.values_list("id", "text")) if total else []
    return PulseFigures(
        survey.invitations.count(), total, tuple(rows), set(sizes) != set(shown), tuple(text for _, text in remarks)
    )


def _shown(ballots: list[tuple[str, dict[str, int]]], floor: int) -> frozenset[str]:
    """Departments that hold for every question: a question left out by some must not make a group small."""
    shown = groups_to_show(Counter(department for department, _ in ballots), floor)
    for question in QUESTIONS:
        shown &= groups_to_show(Counter(group for group, scores in ballots if question in scores), floor)
    return shown


def _of(ballots: Iterable[tuple[str, dict[str, int]]], department: str) -> list[dict[str, int]]:
    return [scores for group, scores in ballots if group == department]


def _row(name: str, ballots: list[dict[str, int]], floor: int) -> PulseRow:
    answers = [[scores[question] for scores in ballots if question in scores] for question in QUESTIONS]
    shares = tuple(pulse_share(each, BEST) if len(each) >= floor else None for each in answers)
    return PulseRow(name, len(ballots), shares)


@dataclass(frozen=True, slots=True)
class CustomerFigures:
    """`value` is the share satisfied (csat) or the promoter score (nps); None without an answer."""

    answers: int
    value: Fraction | None
    spread: tuple[tuple[int, int], ...]
    """(score, how often), best first."""
    repeated: int
    """Answers that were given more than once from one place."""
    texts: tuple[tuple[int, str], ...]


def customer_figures(survey: Survey) -> CustomerFigures:
    """Customers are told that the company reads what they write."""
    found = list(CustomerAnswer.objects.filter(link__survey=survey).order_by("-at"))
    scores = [each.score for each in found]
    value: Fraction | None = None
    if scores:
        value = promoter_score(scores) if survey.kind == "nps" else pulse_share(scores, HIGHEST[survey.kind]).favourable
    spread = Counter(scores)
    return CustomerFigures(
        len(found),
        value,
        tuple((score, spread[score]) for score in range(HIGHEST[survey.kind], -1, -1) if spread[score]),
        sum(each.times > 1 for each in found),
        tuple((each.score, each.text) for each in found if each.text)[:100],
    )
