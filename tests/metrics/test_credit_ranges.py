"""Shares and memberships as ranges of days, worked by hand."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from merit.metrics.credit_ranges import WHOLE, credit_ranges, main_shares, person_teams
from merit.people.organisation import Organisation
from tests.engines.tiny_company import TEAMS, share, spell

OPENED, CLOSED = date(2026, 10, 5), date(2026, 10, 20)


def test_the_rest_of_a_subject_is_unassigned_on_every_day() -> None:
    ranges = credit_ranges([share("s1", "ann", "0.6", start=str(OPENED), end=str(CLOSED))], ["ann"])
    assert [(each.first, each.past, each.person, each.share) for each in ranges] == [
        (date.min, OPENED, "unassigned", WHOLE),
        (OPENED, CLOSED, "ann", 6000),
        (OPENED, CLOSED, "unassigned", 4000),
        (CLOSED, date.max, "unassigned", WHOLE),
    ]


def test_two_rows_of_one_person_add_up_and_a_stranger_owns_nothing() -> None:
    ranges = credit_ranges([share("s1", "ann", "0.3"), share("s1", "ann", "0.2"), share("s1", "who", "0.5")], ["ann"])
    assert [(each.person, each.share) for each in ranges] == [("ann", 5000), ("unassigned", 5000)]


@pytest.mark.parametrize(
    ("roles", "counted"),
    [
        (("", "override"), ("",)),
        (("override", "owner"), ("owner",)),
        (("account", "account"), ("account", "account")),
        (("account", "service"), ("account",)),
        (("service", "account", ""), ("",)),
        (("indirect",), ()),
    ],
)
def test_only_shares_in_the_main_role_make_a_persons_own_figures(
    roles: tuple[str, ...], counted: tuple[str, ...]
) -> None:
    shares = []
    for line, role in enumerate(roles):
        made = share("s1", f"p{line}", "0.5")
        shares.append(replace(made, role=role, source=replace(made.source, line=line + 2)))
    assert tuple(each.role for each in main_shares(shares)) == counted
    assert all(each.share == Fraction(1, 2) for each in main_shares(shares))


def test_a_person_stands_under_every_team_above_as_of_the_day() -> None:
    staff = (spell("bob", "north", end=str(OPENED)), spell("bob", "trade", start=str(OPENED)))
    ranges = person_teams(Organisation(staff, TEAMS))
    assert [(each.first, each.past, each.team) for each in ranges] == [
        (date(2026, 1, 1), OPENED, "north"),
        (date(2026, 1, 1), OPENED, "trade"),
        (date(2026, 1, 1), OPENED, "all"),
        (OPENED, date.max, "trade"),
        (OPENED, date.max, "all"),
    ]
