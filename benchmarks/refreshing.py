"""How long it takes to bring the cube up to date after a load: 40 days, one day, late refunds; compared with a rebuild.

Everything is included: opening engines, finding what changed, reading, adding, publishing.
"""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeAlias

from merit.catalogue.kpi import Aggregate, Catalogue, Measure
from merit.company import Company, Profile
from merit.engines.cube.build import Gathering
from merit.engines.cube.cube import Cube, cube_of
from merit.engines.cube.figures import renewal_of
from merit.engines.cube.files import publish
from merit.engines.cube.node_codes import NodeCodes
from merit.engines.cube.reads import sums_of_nodes
from merit.engines.cube.refresh import refreshed
from merit.engines.cube.touched import ChangesSince
from merit.kernel.calendar import WorkCalendar
from merit.kernel.period import Grain, Period
from merit.metrics.components import Family
from star_schema import (
    DAY_LATER,
    DAYS,
    FIRST,
    LOADED,
    MONTH_LATER,
    NEWEST,
    StarSnapshot,
    star_credits,
    star_organisation,
)
from timing import Report, took

Held: TypeAlias = tuple[NodeCodes, Mapping[Family, Gathering]]


def refresh(
    report: Report, where: tuple[StarSnapshot, Path], built: Callable[[StarSnapshot], Held], rebuilt: Held
) -> None:
    """From a cube of the first load on, three loads one after another; the last must equal the rebuild."""
    snapshot, cubes = where
    held = built(replace(snapshot, as_of=LOADED))
    again = held
    loads = ((LOADED, DAY_LATER, "41 days"), (LOADED, MONTH_LATER, "40 days"), (MONTH_LATER, DAY_LATER, "one day more"))
    for before, now, what in (*loads, (DAY_LATER, NEWEST, "late refunds")):
        start = held if before == LOADED else again
        spent, again = took(lambda start=start, now=now, before=before: _after(snapshot, start, before, now))
        report.add(f"  refresh after a load of {what}", spent)
        report.add(
            "    publishing it", took(lambda again=again: publish(cubes, "again", again[0], again[1].values()))[0]
        )
    print(f"  {_compared(again, rebuilt):,} numbers equal those of the rebuild", flush=True)


def _after(snapshot: StarSnapshot, held: Held, before: datetime, now: datetime) -> Held:
    nodes = NodeCodes(held[0].listed)
    newer = replace(snapshot, as_of=now)
    measures = tuple(measure for each in held[1].values() for measure in each.measures)
    changes = ChangesSince(before, newer, newer.changed_since(before))
    with ExitStack() as opened:
        return nodes, refreshed(held[1], renewal_of(_company(), changes, measures, opened), nodes)


def _company() -> Company:
    profile = Profile("Star", "CNY", "Asia/Shanghai")
    credited = star_credits()
    return Company(profile, WorkCalendar(), star_organisation(), (), credited, Catalogue({}), (), (), ())


def _compared(again: Held, rebuilt: Held) -> int:
    """Every sum and distinct count by node, month and quarter, and by day for the last 60 days; ranks as they stand."""
    one, other = (cube_of(nodes, gathered.values()) for nodes, gathered in (again, rebuilt))
    whole = Period(FIRST, FIRST + timedelta(days=DAYS))
    periods = [*whole.split(Grain.MONTH), *whole.split(Grain.QUARTER), *whole.split(Grain.DAY)[-60:]]
    count = 0
    for measure in other.gathered:
        if measure.aggregate not in (Aggregate.LAST, Aggregate.AVERAGE, Aggregate.QUANTILE):
            for period in periods:
                mine, theirs = _by_name(one, measure, period), _by_name(other, measure, period)
                assert mine == theirs, f"{measure} {period}"
                count += len(theirs)
    return count


def _by_name(cube: Cube, measure: Measure, period: Period) -> dict[tuple[str, str], object]:
    unit = cube.gathered[measure].measures[measure].unit
    totals = sums_of_nodes(cube, measure, period)
    return {name: int(total) * unit for name, total in zip(cube.nodes.listed, totals, strict=True) if total}
