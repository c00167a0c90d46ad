"""Which years a company speaks of, so that a missing official calendar is told for those only."""

from datetime import timedelta

from merit.company import Company


def years_of(company: Company) -> set[int]:
    """The years of spells' last days, targets, ratings, manual values, decisions, events and platform figures."""
    ends = [spell.end for spell in company.organisation.spells if spell.end is not None]
    days = [end - timedelta(days=1) for end in ends]
    days += [event.day for event in company.events]
    days += [figure.day for figure in company.platform_figures]
    periods = [target.period for target in company.targets]
    periods += [rating.period for rating in company.ratings]
    periods += [value.period for value in company.manual_values]
    periods += [decision.period for decision in company.grade_decisions]
    days += [day for period in periods for day in (period.start, period.last)]
    return {day.year for day in days}
