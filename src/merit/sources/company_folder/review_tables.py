"""ratings, events and grade_decisions: rows to what raters said, what happened to whom, and what was decided."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from merit.company import Profile
from merit.kernel.problems import Problem
from merit.scores.grades.decisions import DecisionStage, GradeDecision
from merit.scores.indicators.events import CountedEvent
from merit.scores.indicators.ratings import Rating, Relation
from merit.sources.company_folder.row import Row, day_in


def rating_of(row: Row) -> Rating:
    """One row of ratings; an empty score is "cannot judge"."""
    row.needed("relation")
    rating = Rating(
        period=row.period("period"),
        subject=row.identifier("subject"),
        rater=row.identifier("rater"),
        relation=row.choice("relation", Relation, Relation.SELF),
        indicator=row.needed("indicator"),
        score=row.number("score"),
        comment=row.text("comment"),
        source=row.source,
    )
    if (rating.relation is Relation.SELF) != (rating.rater == rating.subject) and row.good:
        params: dict[str, str | int] = {"rater": rating.rater, "relation": rating.relation}
        row.problems.append(Problem("company.relation_does_not_fit", row.place("relation"), params))
    return rating


def event_of(row: Row, profile: Profile) -> CountedEvent:
    """One row of events, on the business day of the company's zone and day cut."""
    count = row.number("count")
    return CountedEvent(
        event=row.needed("event"),
        person=row.identifier("person"),
        day=_business_day(row, profile),
        count=Fraction(1) if count is None else count,
        note=row.text("note"),
        source=row.source,
    )


def decision_of(row: Row, profile: Profile) -> GradeDecision:
    """One row of grade_decisions; a time without an offset is the company's."""
    row.needed("stage")
    decision = GradeDecision(
        period=row.period("period"),
        person=row.identifier("person"),
        stage=row.choice("stage", DecisionStage, DecisionStage.CALIBRATION),
        before=row.needed("before"),
        grade=row.needed("grade"),
        reason=row.needed("reason"),
        decided_by=row.needed("decided_by"),
        decided_at=needed_moment(row, "decided_at", profile),
        source=row.source,
    )
    if decision.person and decision.person == decision.decided_by:
        params: dict[str, str | int] = {"person": decision.person}
        row.problems.append(Problem("company.decided_about_oneself", row.place("decided_by"), params))
    return decision


def needed_moment(row: Row, column: str, profile: Profile) -> datetime:
    """A moment that must be there; without an offset it is the company's."""
    text = row.needed(column)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        if text:
            row.problems.append(Problem("company.not_a_time", row.place(column), {"value": text}))
        return datetime(2000, 1, 1, tzinfo=UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(profile.time_zone))


def _business_day(row: Row, profile: Profile) -> date:
    text = row.needed("at")
    day = day_in(text) or _day_of_moment(text, profile)
    if day is None and text:
        row.problems.append(Problem("company.not_a_time", row.place("at"), {"value": text}))
    return day or date(2000, 1, 1)


def _day_of_moment(text: str, profile: Profile) -> date | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    local = moment.astimezone(ZoneInfo(profile.time_zone)) if moment.tzinfo else moment
    return (local - timedelta(hours=profile.day_cut.hour, minutes=profile.day_cut.minute)).date()
