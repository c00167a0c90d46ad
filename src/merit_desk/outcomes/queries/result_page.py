"""What the page of one person's result shows."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse

from merit.kernel.moves import Party
from merit.kernel.period import Period
from merit.kernel.refusals import NotFoundRefusal
from merit.reviews.life import REVIEW, ReviewMove, ReviewState
from merit.scores.grades.decisions import GradeDecision
from merit_desk.accounts.access import Can
from merit_desk.accounts.queries.sight import visible_files
from merit_desk.accounts.viewer import Viewer
from merit_desk.cycles.models import Participant
from merit_desk.cycles.queries.parties import parties_of, people_in
from merit_desk.outcomes.models import Answer, Appeal, Correction, Interview, ResultVersion
from merit_desk.outcomes.queries.deadlines import answer_due, days_left
from merit_desk.outcomes.queries.interviews import interview_of
from merit_desk.outcomes.queries.known import result_of
from merit_desk.outcomes.queries.versions import grade_of, latest_version, total_of, versions_of
from merit_desk.results.queries.names import Standing, indicator_subject, indicator_title, kpi_unit, standing
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import PeriodFiles, periods_run
from merit_desk.rewards.queries.scorecard import Segment, scorecard
from merit_desk.shell import formats


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """One version with what changed from the one before."""

    version: ResultVersion
    total: Decimal | None
    grade: str
    changed: bool
    now: bool


@dataclass(frozen=True, slots=True)
class ResultPage:
    """`moves` are open to the viewer now; `texts` says whether they may read what was written about the person."""

    one: Participant
    who: Standing
    own: bool
    texts: bool
    version: ResultVersion | None
    versions: tuple[ShownVersion, ...]
    total: Decimal | None
    grade: str
    total_address: str
    grade_address: str
    segments: tuple[Segment, ...]
    decisions: tuple[GradeDecision, ...]
    due: date | None
    left: int | None
    answer: Answer | None
    appeals: tuple[Appeal, ...]
    interview: Interview | None
    corrections: tuple[Correction, ...]
    moves: frozenset[ReviewMove]


def result_page(viewer: Viewer, one: Participant) -> ResultPage:
    """Everything the page needs, as far as this viewer may see it."""
    company, version = declared_company(), latest_version(one)
    files = visible_files(viewer, one.cycle.period) if one.cycle.period in periods_run() else None
    seen = files is not None and one.person in files.totals
    parties = parties_of(viewer, one)
    content = version.content if version is not None else {}
    row = files.totals.get(one.person) if files is not None and seen and version is None else None
    return ResultPage(
        one=one,
        who=standing(company, one.person, Period.parse(one.cycle.period)),
        own=Party.SUBJECT in parties,
        texts=may_read_texts(viewer, one),
        version=version,
        versions=tuple(_versions(one)),
        total=row.total if row else total_of(content),
        grade=row.grade if row else grade_of(content),
        total_address=_explained(one, "total") if seen else "",
        grade_address=_explained(one, "grade") if seen else "",
        segments=tuple(_segments(files, one)) if files is not None and seen else (),
        decisions=tuple(decisions_on(one)) if may_read_texts(viewer, one) else (),
        due=answer_due(one) if one.state == ReviewState.RELEASED else None,
        left=days_left(answer_due(one), viewer.today) if one.state == ReviewState.RELEASED else None,
        answer=Answer.objects.filter(participant=one).first(),
        appeals=tuple(one.appeals.select_related("judge")) if may_read_texts(viewer, one) else (),
        interview=interview_of(one) if may_read_texts(viewer, one) else None,
        corrections=tuple(_corrections(viewer, one)),
        moves=frozenset(REVIEW.open_to(ReviewState(one.state), parties)),
    )


def may_read_texts(viewer: Viewer, one: Participant) -> bool:
    """The person, who answers for them, and who sees review texts; finance sees figures alone."""
    if viewer.person and viewer.person in {one.person} | people_in(one.managers) | people_in(one.skip_managers):
        return True
    return viewer.everywhere(Can.SEE_REVIEW_TEXT) or viewer.everywhere(Can.RUN_CYCLES)


def packed_review(viewer: Viewer, number: int) -> Participant:
    """The review whose pack the viewer may take along. Raises NotFoundRefusal."""
    one = result_of(viewer, number)
    if not may_read_texts(viewer, one):
        raise NotFoundRefusal("cycles.no_such_review")
    return one


def decisions_on(one: Participant) -> list[GradeDecision]:
    """What was decided about the grade of the period, oldest first."""
    period = Period.parse(one.cycle.period)
    found = (each for each in declared_company().grade_decisions if (each.period, each.person) == (period, one.person))
    return sorted(found, key=lambda each: each.decided_at)


def shown_lines(version: ResultVersion) -> list[dict[str, str]]:
    """The indicators of a version with their titles, for who may not open the working itself."""
    company = declared_company()
    found = []
    for row in version.content["indicators"]:
        unit = kpi_unit(company, indicator_subject(company, row["plan"], row["indicator"]))
        shown = {name: formats.figure(_exact(row[name]), unit) for name in ("actual", "target")}
        shown |= {name: _two(row[name]) for name in ("points", "weight", "weighted")}
        shown |= {"indicator": row["indicator"], "title": indicator_title(company, row["plan"], row["indicator"])}
        found.append(shown)
    return found


def _exact(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None


def _two(text: str | None) -> str:
    return formats.grouped(Decimal(text), 2) if text else formats.NO_VALUE


def _versions(one: Participant) -> list[ShownVersion]:
    found = list(versions_of(one))
    return [
        ShownVersion(
            each,
            total_of(each.content),
            grade_of(each.content),
            changed=at > 0,
            now=at == len(found) - 1,
        )
        for at, each in enumerate(found)
    ][::-1]


def _explained(one: Participant, line: str) -> str:
    return reverse("explain:score", args=[one.cycle.period, one.person, line])


def _segments(files: PeriodFiles, one: Participant) -> list[Segment]:
    return scorecard(declared_company(), files, one.person)


def _corrections(viewer: Viewer, one: Participant) -> list[Correction]:
    found = Correction.objects.filter(participant=one).select_related("proposed_by", "decided_by")
    if viewer.person == one.person or not viewer.can(Can.SEAL_RESULTS):
        found = found.filter(state="in_force") if may_read_texts(viewer, one) else found.none()
    return list(found)
