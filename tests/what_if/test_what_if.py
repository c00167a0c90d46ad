"""Every fast figure equals the engine's: random companies, random stands of the sliders, nothing left out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from merit.insight.simulation import replay
from merit.what_if.changes import changed
from merit.what_if.frame import side_of
from merit.what_if.what_if import WhatIf
from tests.what_if.random_company import PERIODS, changes_of, company_of, paid_so_far

seeds = st.integers(0, 2**32)


def check(seed: int, moves: int) -> None:
    company, figures = company_of(seed)
    ready = WhatIf.of(company, figures, PERIODS, paid_so_far)
    for move in range(moves):
        changes = changes_of(seed + move, company)
        outcome = ready.under(changes)
        by_engine = side_of(outcome.frame, replay(changed(company, changes), figures, PERIODS, paid_so_far))
        assert outcome.draft.equals(by_engine), (seed, move)


@settings(max_examples=25)
@given(seeds)
def test_every_figure_equals_the_engines(seed: int) -> None:
    check(seed, 2)


@pytest.mark.long
@settings(max_examples=1250)
@given(seeds)
def test_every_figure_equals_the_engines_in_ten_thousand_stands(seed: int) -> None:
    check(seed, 8)
