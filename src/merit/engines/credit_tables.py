"""Credits and the tree of teams as tables of an engine, for the credit bridge."""

from collections.abc import Iterable

import pyarrow as pa

from merit.engines.query_engine import QueryEngine
from merit.metrics.credit_ranges import TeamRange, credit_ranges, main_shares, person_teams, team_teams
from merit.metrics.credited import CreditTables
from merit.people.credits import CreditShare
from merit.people.organisation import Organisation


def credit_tables(engine: QueryEngine, organisation: Organisation, shares: Iterable[CreditShare]) -> CreditTables:
    """Put them into the engine; only shares in the main role count."""
    people = sorted(organisation.spells_of)
    ranges = credit_ranges(main_shares(shares), people)
    shared = pa.table(
        {
            "kind": pa.array([each.kind for each in ranges], pa.string()),
            "subject": pa.array([each.subject for each in ranges], pa.string()),
            "first": pa.array([each.first for each in ranges], pa.date32()),
            "past": pa.array([each.past for each in ranges], pa.date32()),
            "person": pa.array([each.person for each in ranges], pa.string()),
            "share": pa.array([each.share for each in ranges], pa.int64()),
        }
    )
    return CreditTables(
        engine.put("credit_days", shared),
        engine.put("people", pa.table({"member": pa.array(people, pa.string())})),
        engine.put("person_teams", _team_rows(person_teams(organisation))),
        engine.put("team_teams", _team_rows(team_teams(organisation))),
    )


def _team_rows(ranges: list[TeamRange]) -> pa.Table:
    return pa.table(
        {
            "member": pa.array([each.member for each in ranges], pa.string()),
            "first": pa.array([each.first for each in ranges], pa.date32()),
            "past": pa.array([each.past for each in ranges], pa.date32()),
            "team": pa.array([each.team for each in ranges], pa.string()),
            "kind": pa.array([str(each.kind) for each in ranges], pa.string()),
        }
    )
