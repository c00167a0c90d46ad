"""Who is compared with whom when rewards are looked at: result, reward, post and wage of each over the periods."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from merit.company import Company
from merit.insight.proportion import Rewarded
from merit.insight.simulation import PersonOutcome
from merit.kernel.period import Grain, Period
from merit.people.organisation import Organisation
from merit.people.spells import spells_in


def rewarded_people(
    company: Company, people: Iterable[PersonOutcome], periods: Sequence[Period], draft: bool = True
) -> list[Rewarded]:
    """People with a result, under the drafts or as it is now. The post of the last spell says who is comparable."""
    found = []
    for each in people:
        total, paid = (each.total_draft, each.draft) if draft else (each.total_now, each.now)
        post = _post(company.organisation, each.person, periods)
        if total is not None and post is not None:
            wage = wage_over(company.organisation, each.person, periods)
            found.append(Rewarded(each.person, post, total, paid.units, wage))
    return found


def wage_over(organisation: Organisation, person: str, periods: Sequence[Period]) -> Fraction | None:
    """Contract wage for the days employed, a part of a month by its calendar days; None where a spell states none."""
    total = Fraction(0)
    for month in (month for period in periods for month in period.split(Grain.MONTH)):
        for part in spells_in(organisation, person, month):
            if part.spell.wage is None:
                return None
            total += part.spell.wage * Fraction(part.period.length, month.length)
    return total


def _post(organisation: Organisation, person: str, periods: Sequence[Period]) -> str | None:
    parts = [part for period in periods for part in spells_in(organisation, person, period)]
    return parts[-1].spell.post if parts else None
