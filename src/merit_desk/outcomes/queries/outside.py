"""Who stands outside somebody's line and may decide on their appeal.

Not the person, nobody above or below them on any day of the period or today, and none of their managers in the cycle.
Where a company is too small for that, HR or the owner stands in, and the page says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from merit.kernel.period import Period
from merit.people.organisation import Organisation
from merit.people.spells import spell_on
from merit.people.tree import managers_of
from merit.scores.indicators.ratings import Relation
from merit_desk.accounts.access import Can
from merit_desk.accounts.models import Account, Grant
from merit_desk.accounts.queries.subtree import below, below_in, turning_days
from merit_desk.accounts.viewer import viewer_for
from merit_desk.cycles.models import Participant
from merit_desk.cycles.queries.parties import people_in
from merit_desk.results.queries.open_company import declared_company
from merit_desk.reviews.models import Assignment


@dataclass(frozen=True, slots=True)
class Judges:
    """Accounts that may decide; `stand_in` when none of them is outside the line by the usual rule."""

    accounts: tuple[Account, ...]
    stand_in: bool


def line_of(one: Participant, today: date) -> frozenset[str]:
    """The person, everybody above and below, who answers for them in this cycle, and who gave a manager's rating.

    Other raters are not left out: who is not offered would be known to have judged.
    """
    organisation, period = declared_company().organisation, Period.parse(one.cycle.period)
    days = {*turning_days(organisation, period), today}
    above = frozenset().union(*(_above(organisation, one.person, day) for day in days))
    under = below_in(organisation, one.person, period) | below(organisation, one.person, today)
    judged = Assignment.objects.filter(participant=one, relation=Relation.MANAGER).values_list("rater", flat=True)
    return frozenset({one.person, *judged}) | above | under | people_in(one.managers) | people_in(one.skip_managers)


def judges_for(one: Participant, today: date) -> Judges:
    """Whom HR may name, by name."""
    line = line_of(one, today)
    accounts = Account.objects.filter(is_active=True).order_by("name", "username")
    here = declared_company().organisation
    outside = [
        each for each in accounts if each.person and each.person not in line and spell_on(here, each.person, today)
    ]
    if outside:
        return Judges((*outside, *_leads(one, line)), stand_in=False)
    leads = _leads(one, line) or _leads(one, frozenset({one.person}))
    return Judges(tuple(leads), stand_in=True)


def may_judge(one: Participant, account: Account, today: date) -> bool:
    """Whether this account is among them."""
    return any(each.pk == account.pk for each in judges_for(one, today).accounts)


def _above(organisation: Organisation, person: str, day: date) -> frozenset[str]:
    found: set[str] = set()
    waiting = [person]
    while waiting:
        for manager in managers_of(organisation, waiting.pop(), day):
            if manager not in found and manager != person:
                found.add(manager)
                waiting.append(manager)
    return frozenset(found)


def _leads(one: Participant, without: frozenset[str]) -> Sequence[Account]:
    """HR and owners who are no part of the line; an account without a person belongs to none."""
    granted = Grant.objects.filter(account__is_active=True, team="").values_list("account_id", flat=True)
    found = Account.objects.filter(pk__in=list(granted)).order_by("name", "username").exclude(person=one.person)
    return [
        each
        for each in found
        if (not each.person or each.person not in without) and viewer_for(each).everywhere(Can.RUN_CYCLES)
    ]
