"""ratings and events: rows to what raters said and what happened to whom."""

from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from merit.company import Profile
from merit.kernel.problems import Problem
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
