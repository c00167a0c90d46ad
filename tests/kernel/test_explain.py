from fractions import Fraction

import pytest

from merit.kernel.explain import Explained, KpiRef, Step, as_data, given, replays, rule, steps


@rule("test.weighted")
def weighted(points: Fraction, weight: Fraction) -> Fraction:
    return points * weight / 100


@rule("test.total")
def total(parts: tuple[Fraction, ...]) -> Fraction:
    return sum(parts, Fraction(0))


def a_total() -> Explained[Fraction]:
    attained = given(value=Fraction(115)).citing(KpiRef("paid_sales", 1, "person", "p1", "2026-10"))
    return total(
        parts=(weighted(points=attained, weight=Fraction(40)), weighted(points=Fraction(96), weight=Fraction(30)))
    )


def test_calling_a_rule_gives_the_figure_and_its_working() -> None:
    assert a_total().value == Fraction("74.8")
    assert [step.code for step in steps(a_total())] == ["test.total", "test.weighted", "given", "test.weighted"]


def test_every_step_replays_to_its_stated_result() -> None:
    assert all(replays(step) for step in steps(a_total()))


def test_a_falsified_step_does_not_replay() -> None:
    honest = a_total().step
    assert not replays(Step(honest.code, honest.inputs, Fraction(80)))


def test_the_written_working_is_exact_and_names_its_source() -> None:
    data = as_data(weighted(points=Fraction(100, 3), weight=Fraction(30)))
    assert data == {"value": "10", "rule": "test.weighted", "inputs": {"points": "100/3", "weight": "30"}}
    assert "paid_sales" in str(as_data(a_total()))


def test_two_rules_cannot_share_a_code() -> None:
    with pytest.raises(ValueError, match="two rules"):
        rule("test.total")(lambda parts: parts)
