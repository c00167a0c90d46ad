"""By which drivers a goal can be split, with a first proposal, and what is typed checked against its target."""

from dataclasses import dataclass
from fractions import Fraction

from merit.catalogue.kpi import Unit
from merit.company import Company
from merit.insight.decomposition_drivers import chains_of
from merit.kernel.exact import half_up, plain
from merit.targets.drivers import Join, kept_in_proportion, terms_of
from merit_desk.accounts.queries.sight import may_see_node
from merit_desk.accounts.viewer import Viewer
from merit_desk.goals.models import Goal
from merit_desk.goals.queries.figures import figure_node, previous_value, target_of
from merit_desk.results.queries.names import kpi_title, kpi_unit
from merit_desk.shell import formats
from merit_desk.shell.sentences import say


@dataclass(frozen=True, slots=True)
class Way:
    """One formula of the goal's KPI: drivers with their signs."""

    join: Join
    drivers: tuple[tuple[int, str], ...]
    words: str


@dataclass(frozen=True, slots=True)
class ProposedDriver:
    """One driver as the form shows it: `before` is the period before, `target` what is proposed or stands."""

    kpi: str
    title: str
    sign: int
    before: str
    target: str
    person: str
    unit: str


def ways_of(company: Company, goal: Goal) -> list[Way]:
    """Products first, in the order in which the trade speaks of them, then the sum of its own formula."""
    if goal.kpi not in company.catalogue:
        return []
    chains = dict.fromkeys(chains_of(company.catalogue, goal.kpi))
    found = [_way(company, Join.PRODUCT, tuple((1, kpi) for kpi in chain)) for chain in chains]
    terms = terms_of(company.catalogue, goal.kpi)
    return [*found, *([_way(company, Join.SUM, terms)] if terms else [])]


def _way(company: Company, join: Join, drivers: tuple[tuple[int, str], ...]) -> Way:
    titles = [kpi_title(company, kpi) for _, kpi in drivers]
    if join is Join.PRODUCT:
        return Way(join, drivers, " × ".join(titles))
    signs = ["", *(" − " if sign < 0 else " + " for sign, _ in drivers[1:])]
    return Way(join, drivers, "".join(f"{sign}{title}" for sign, title in zip(signs, titles, strict=True)))


def best_way(viewer: Viewer, company: Company, goal: Goal, ways: list[Way]) -> int:
    """The place of the first formula all of whose drivers were measured in the period before; else the first."""
    for at, way in enumerate(ways):
        if all(each.before != formats.NO_VALUE for each in proposed_drivers(viewer, company, goal, way)):
            return at
    return 0


def proposed_drivers(viewer: Viewer, company: Company, goal: Goal, way: Way) -> list[ProposedDriver]:
    """Standing drivers keep what they have; else the ratios of the period before, with the base grown to the target."""
    kind, node = figure_node(goal)
    stands = {each.kpi: each for each in goal.children.filter(is_driver=True)}
    before = {
        kpi: value
        for _, kpi in way.drivers
        if may_see_node(viewer, kpi, kind, node, goal.period)
        and (value := previous_value(kpi, kind, node, goal.period)) is not None
    }
    target = target_of(company, goal)
    first = {}
    if target is not None and way.join is Join.PRODUCT:
        first = kept_in_proportion(target, before, [kpi for _, kpi in way.drivers])
    base = way.drivers[0][1]
    kept = {kpi: plain(half_up(value, driver_places(company, kpi))) for kpi, value in first.items() if kpi != base}
    return [_proposed(company, goal, driver, before, _Stands(stands.get(driver[1]), kept)) for driver in way.drivers]


@dataclass(frozen=True, slots=True)
class _Stands:
    goal: Goal | None
    kept: dict[str, str]


def _proposed(
    company: Company, goal: Goal, driver: tuple[int, str], before: dict[str, Fraction], stands: _Stands
) -> ProposedDriver:
    sign, kpi = driver
    unit = kpi_unit(company, kpi)
    target = stands.goal.target if stands.goal is not None else stands.kept.get(kpi, "")
    person = stands.goal.person if stands.goal is not None else goal.person
    shown = formats.figure(formats.to_decimal(before[kpi]), unit) if kpi in before else formats.NO_VALUE
    return ProposedDriver(kpi, kpi_title(company, kpi), sign, shown, target, person, say(f"unit.{unit}"))


def driver_places(company: Company, kpi: str) -> int:
    """Decimals of a driver that is worked out."""
    match kpi_unit(company, kpi):
        case Unit.COUNT:
            return 0
        case Unit.RATE:
            return 4
        case _:
            return 2
