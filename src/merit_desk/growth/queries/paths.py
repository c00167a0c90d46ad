"""Career paths: steps from a post, and how a person stands against the criteria, with figures that open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.urls import reverse

from merit.follow.career import (
    CareerRecord,
    Criterion,
    CriterionKind,
    CriterionStanding,
    PeriodResult,
    standing,
)
from merit.people.spells import spell_on
from merit_desk.accounts.queries.sight import visible_files
from merit_desk.accounts.viewer import Viewer
from merit_desk.growth.models import CareerStep, Recommendation
from merit_desk.results.queries.names import post_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.formats import short_number
from merit_desk.shell.sentences import say
from merit_desk.training.models import Course
from merit_desk.training.queries.courses import attended_by
from merit_desk.training.queries.results import kinds_of, months_run, plan_scale, subject_rows, subject_title

MOST_RESULTS = 12


@dataclass(frozen=True, slots=True)
class ShownCriterion:
    """One condition in words, what the person has, what is needed; `addresses` open the figures behind."""

    words: str
    have: str
    need: str
    met: bool
    known: bool
    addresses: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step with the standing of one person."""

    step: CareerStep
    to_post: str
    criteria: tuple[ShownCriterion, ...]

    @property
    def met(self) -> int:
        """How many conditions are met."""
        return sum(each.met for each in self.criteria)


def steps_from(post: str) -> list[CareerStep]:
    """Steps that lead on from the post today."""
    return list(CareerStep.objects.filter(from_post=post, retired_at=None)) if post else []


def post_of(person: str, day: date) -> str:
    """The person's post on that day; empty when they are not at work."""
    spell = spell_on(declared_company().organisation, person, day)
    return spell.post if spell else ""


def path_of(viewer: Viewer, person: str) -> list[ShownStep]:
    """Every step from the person's post with their standing, from results that the viewer may see."""
    steps = steps_from(post_of(person, viewer.today))
    if not steps:
        return []
    named = {str(each.pk): each.title for each in Course.objects.all()}
    return [shown_step(viewer, person, step, named) for step in steps]


def shown_step(viewer: Viewer, person: str, step: CareerStep, courses: dict[str, str]) -> ShownStep:
    """One step with the standing."""
    record = record_of(viewer, person, step.to_post)
    found = standing([criterion_of(each) for each in step.criteria], record, viewer.today)
    lines = tuple(_shown(each, person, courses) for each in found)
    return ShownStep(step, post_name(declared_company(), step.to_post), lines)


def record_of(viewer: Viewer, person: str, to_post: str) -> CareerRecord:
    """What the viewer may know of the person's past."""
    recommended = Recommendation.objects.filter(person=person, to_post=to_post)
    return CareerRecord(
        results=tuple(_results(viewer, person)),
        courses=attended_by([person]).get(person, frozenset()),
        since=_since(person, viewer.today),
        recommenders=tuple(recommended.values_list("author", flat=True)),
    )


def evidence_of(found: Iterable[CriterionStanding]) -> list[dict[str, object]]:
    """The standing as a case keeps it."""
    return [
        {
            "kind": str(each.criterion.kind),
            "what": each.criterion.what,
            "times": each.criterion.times,
            "of": each.criterion.of,
            "have": None if each.have is None else str(each.have),
            "need": str(each.need),
            "met": each.met,
            "periods": list(each.periods),
        }
        for each in found
    ]


def kept_evidence(evidence: Iterable[dict[str, object]], person: str) -> tuple[ShownCriterion, ...]:
    """What a case has kept, as it is shown."""
    named = {str(each.pk): each.title for each in Course.objects.all()}
    return tuple(_shown(_kept(each), person, named) for each in evidence)


def criterion_of(kept: dict[str, object]) -> Criterion:
    """A row of CareerStep.criteria."""
    return Criterion(
        kind=CriterionKind(str(kept["kind"])),
        what=str(kept.get("what", "")),
        need=Fraction(str(kept.get("need", "1") or "1")),
        times=int(str(kept.get("times", 1))),
        of=int(str(kept.get("of", 1))),
    )


def criterion_words(one: Criterion, courses: dict[str, str]) -> str:
    """One condition as a sentence."""
    need = short_number(one.need, 1)
    match one.kind:
        case CriterionKind.GRADES:
            return say("growth.criterion.grades", grade=one.what, times=one.times, of=one.of)
        case CriterionKind.MEASURE:
            title = subject_title(declared_company(), one.what)
            return say("growth.criterion.measure", title=title, need=need, of=one.of)
        case CriterionKind.COURSE:
            return say("growth.criterion.course", title=courses.get(one.what, one.what))
        case CriterionKind.MONTHS:
            return say("growth.criterion.months", need=need)
        case CriterionKind.RECOMMENDED:
            return say("growth.criterion.recommended", need=need)


def _kept(row: dict[str, object]) -> CriterionStanding:
    have = row.get("have")
    periods = row.get("periods")
    return CriterionStanding(
        criterion_of(row),
        None if have is None else Fraction(str(have)),
        Fraction(str(row["need"])),
        tuple(map(str, periods)) if isinstance(periods, list) else (),
    )


def _shown(found: CriterionStanding, person: str, courses: dict[str, str]) -> ShownCriterion:
    one = found.criterion
    unit = "%" if one.kind is CriterionKind.MEASURE else ""
    addresses = tuple((each, reverse("rewards:statement", args=[each, person])) for each in found.periods)
    if one.kind is CriterionKind.COURSE:
        have, need = say("growth.attended" if found.met else "growth.not_attended"), ""
    else:
        have = "" if found.have is None else f"{short_number(found.have, 1)}{unit}"
        need = f"{short_number(found.need, 1)}{unit}"
    return ShownCriterion(criterion_words(one, courses), have, need, found.met, found.have is not None, addresses)


def _results(viewer: Viewer, person: str) -> Iterable[PeriodResult]:
    company = declared_company()
    scales, kinds = plan_scale(company), kinds_of(company)
    for period in months_run()[:MOST_RESULTS]:
        files = visible_files(viewer, period)
        total = files.totals.get(person)
        if total is None:
            continue
        attained = {each.subject: each.value for each in subject_rows(files, person, kinds) if not each.rated}
        yield PeriodResult(period, total.grade, scales.get((total.plan, total.plan_version), ()), attained)


def _since(person: str, today: date) -> date | None:
    """Since when without a break in the present post."""
    spells = [each for each in declared_company().organisation.spells_of.get(person, ()) if each.start <= today]
    if not spells or (spells[-1].end is not None and spells[-1].end <= today):
        return None
    since, post = spells[-1].start, spells[-1].post
    for earlier in reversed(spells[:-1]):
        if earlier.post != post or earlier.end != since:
            break
        since = earlier.start
    return since


def decimal_text(value: Decimal | None) -> str:
    """A number of a form as CareerStep.criteria keeps it."""
    return "" if value is None else f"{value.normalize():f}"
