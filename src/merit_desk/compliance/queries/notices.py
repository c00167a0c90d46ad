"""Which versions of plans and rewards were made known, and how many of the people concerned have confirmed."""

from dataclasses import dataclass
from datetime import date

from merit.guards.notice import Notice
from merit.guards.records import notices_of
from merit_desk.results.queries.names import reward_title
from merit_desk.results.queries.open_company import declared_company


@dataclass(frozen=True, slots=True)
class Made:
    """One notice; `how` as it was recorded."""

    plan: str
    title: str
    version: int
    given_on: date
    confirmed: int
    how: str


def notices_made() -> list[Made]:
    """Latest first."""
    records = declared_company().guard_records.notices
    how = {(each.plan, each.version, each.given_on): each.how for each in records if not each.person}
    made = [_made(each, how.get((each.name, each.version, each.given_on), "")) for each in notices_of(records)]
    return sorted(made, key=lambda each: (each.given_on, each.plan, each.version), reverse=True)


def _made(notice: Notice, how: str) -> Made:
    company = declared_company()
    known = notice.name in {plan.reward for plan in company.rewards}
    title = reward_title(company, notice.name) if known else notice.name
    return Made(notice.name, title, notice.version, notice.given_on, len(notice.acknowledged), how)
