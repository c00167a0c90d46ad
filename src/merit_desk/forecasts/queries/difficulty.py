"""How hard a target is as it is set: one less the chance of reaching it, as the row of targets.csv keeps it."""

from collections.abc import Mapping
from fractions import Fraction

from merit.kernel.exact import plain
from merit.targets.target import TargetBasis
from merit_desk.forecasts.forms.asked import asked_in
from merit_desk.forecasts.queries.outlook import Wanted, chance_of
from merit_desk.forecasts.queries.panel import bases_of, worth_of
from merit_desk.results.queries.now import present_day
from merit_desk.results.queries.open_company import declared_company


def chance_at_setting(cells: Mapping[str, str]) -> Fraction | None:
    """Of a row of targets.csv as it is typed; None where it cannot be read, where nothing can be forecast, and for a
    period that is over."""
    company, asked = declared_company(), asked_in(cells)
    if not asked.complete or asked.period is None or asked.target is None or asked.kpi not in company.catalogue:
        return None
    day, wanted = present_day(), Wanted(asked.kpi, asked.kind, asked.node, asked.period)
    if day is None or asked.period.last <= day:
        return None
    bases = {} if asked.basis is TargetBasis.ABSOLUTE else bases_of(company, wanted)
    target = worth_of(asked.target, asked.basis, bases)
    return None if target is None else chance_of(wanted, target)


def difficulty_at_setting(cells: Mapping[str, str]) -> str:
    """With three decimals at most, as the column `difficulty` takes it; empty where it is not known."""
    chance = chance_at_setting(cells)
    return "" if chance is None else plain(1 - chance, 3)
