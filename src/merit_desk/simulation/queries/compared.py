"""Simulations side by side, from their kept replays."""

from collections.abc import Sequence
from dataclasses import dataclass

from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.simulation.models import Replay, Simulation
from merit_desk.simulation.queries.kept import last_replay, stands
from merit_desk.simulation.queries.shown import amount, signed


@dataclass(frozen=True, slots=True)
class Column:
    """One simulation. `stale`: its drafts, its sliders, the data or the definitions have changed since."""

    simulation: Simulation
    replay: Replay
    stale: bool
    now: str
    draft: str
    moved: str
    gain: int
    lose: int
    same: int


@dataclass(frozen=True, slots=True)
class Compared:
    """`missing` have no replay yet; rows are people with one difference a column."""

    columns: tuple[Column, ...]
    missing: tuple[Simulation, ...]
    rows: tuple[tuple[str, str, tuple[str, ...]], ...]


def compared(simulations: Sequence[Simulation]) -> Compared:
    """People by the first column's difference, the largest gain first."""
    found = [(each, last_replay(each)) for each in simulations]
    paid = {
        replay.pk: {row.person: row.draft - row.now for row in replay.people.only("person", "now", "draft")}
        for _, replay in found
        if replay is not None
    }
    columns = [_column(each, replay, list(paid[replay.pk].values())) for each, replay in found if replay is not None]
    people = {person for each in paid.values() for person in each}
    first = paid[columns[0].replay.pk] if columns else {}
    ordered = sorted(people, key=lambda person: (-first.get(person, 0), person))
    company = declared_company()
    rows = tuple(
        (
            person,
            node_name(company, "person", person),
            tuple(signed(paid[each.replay.pk][person]) if person in paid[each.replay.pk] else "—" for each in columns),
        )
        for person in ordered
    )
    return Compared(tuple(columns), tuple(each for each, replay in found if replay is None), rows)


def _column(simulation: Simulation, replay: Replay, differences: list[int]) -> Column:
    rows = list(replay.people.values_list("now", "draft"))
    now, draft = sum(each[0] for each in rows), sum(each[1] for each in rows)
    gain, lose = sum(each > 0 for each in differences), sum(each < 0 for each in differences)
    counts = (gain, lose, len(differences) - gain - lose)
    shown = (amount(now), amount(draft), signed(draft - now))
    return Column(simulation, replay, not stands(simulation, replay), *shown, *counts)
