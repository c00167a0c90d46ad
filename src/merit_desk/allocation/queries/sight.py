"""Whose advertising and whose hours a viewer may see: all with the company's KPIs, else those of one's own people."""

from collections.abc import Iterable

from merit.company import Company
from merit.kernel.period import Grain, Period
from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.access import Can
from merit_desk.accounts.queries.subtree import below_in, members_in
from merit_desk.accounts.viewer import Viewer

LOOKING = (Can.SEE_KPIS, Can.ENTER_VALUES)
"""Who sees KPIs, and whoever is in charge of somebody."""


def people_in_sight(viewer: Viewer, company: Company) -> frozenset[str] | None:
    """None: everybody. Raises NotFoundRefusal for who is in charge of nobody and sees no KPIs."""
    if not viewer.meets(LOOKING):
        raise NotFoundRefusal("refusal.no_such_page")
    if viewer.everywhere(Can.SEE_KPIS):
        return None
    today = Period.containing(viewer.today, Grain.DAY)
    found = {viewer.person} if viewer.person else set()
    for team in viewer.scopes(Can.SEE_KPIS):
        found |= members_in(company.organisation, team, today)
    if viewer.person:
        found |= below_in(company.organisation, viewer.person, today)
    return frozenset(found)


def credited(company: Company, kind: str, subject: str, span: Period) -> frozenset[str]:
    """Everybody with a share of the subject on any of these days."""
    return frozenset(
        each.person
        for each in company.credits
        if each.kind == kind and each.subject == subject and span.overlap(each.start or span.start, each.end)
    )


def is_theirs(company: Company, campaign: str, shops: Iterable[str], span: Period, people: frozenset[str]) -> bool:
    """Whether the campaign is credited to any of these people; one credited to nobody goes by its shops."""
    own = credited(company, "campaign", campaign, span) if campaign else frozenset[str]()
    for shop in () if own else shops:
        own |= credited(company, "shop", shop, span)
    return bool(own & people)
