"""Which KPIs grow with the days they cover."""

import pytest

from merit.targets.accumulation import accumulates
from tests.scores.fake_company import CATALOGUE


@pytest.mark.parametrize(
    ("kpi", "grows"),
    [
        ("sales", True),
        ("volume", True),
        ("new_customers", True),
        ("profit", True),  # sales − cost
        ("margin", False),
        ("frt", False),
        ("stock", False),
        ("nothing_of_that_name", False),
    ],
)
def test_sums_and_counts_grow_and_rates_and_levels_do_not(kpi, grows):
    assert accumulates(CATALOGUE, kpi) is grows
