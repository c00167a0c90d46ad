"""Whose an agent account is, so that a sign names a person where one can be named."""

from merit.company import Company
from merit.insight.signs.sign import Subject, SubjectKind
from merit.kernel.period import Period


def people_of(company: Company, kind: str, period: Period) -> dict[str, str]:
    """Of each subject of that kind the one person who has all of it throughout the period; shared ones are left out."""
    found: dict[str, set[str]] = {}
    for share in company.credits:
        if share.kind == kind and period.overlap(share.start or period.start, share.end):
            found.setdefault(share.subject, set()).add(share.person)
    return {subject: next(iter(people)) for subject, people in found.items() if len(people) == 1}


def agent_subject(agent: str, people: dict[str, str]) -> Subject:
    """The person, else the account."""
    return Subject(SubjectKind.PERSON, people[agent]) if agent in people else Subject(SubjectKind.AGENT, agent)
