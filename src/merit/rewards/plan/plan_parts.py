"""The parts that several kinds of reward share: whom for, coefficient tables, conditions, grades."""

from fractions import Fraction

from merit.kernel.breakpoints import Breakpoints, read_breakpoints
from merit.kernel.node import NodeKind
from merit.kernel.problems import Problem
from merit.kernel.section import Section
from merit.rewards.plan.reward_plan import CoefficientTable, Condition, Missing, Reading
from merit.scores.plan.score_plan import Comparison

PEOPLE_NODES = ("person", "team", "department", "company")
COMPARISONS = tuple(str(each) for each in Comparison)


def read_node_kind(fields: Section, default: NodeKind) -> NodeKind:
    """`of:` person, team, department or company."""
    written = fields.text("of", default)
    if written in PEOPLE_NODES:
        return NodeKind(written)
    fields.not_a_choice(written, PEOPLE_NODES, "of")
    return default


def read_coefficient(fields: Section, key: str, default_of: NodeKind) -> CoefficientTable | None:
    """`{kpi, of, on, bands, target, missing}`."""
    part = fields.part(key)
    if part is None:
        return None
    part.known_keys("kpi", "of", "on", "bands", "target", "missing")
    part.needed("kpi", "bands")
    table = CoefficientTable(
        kpi=part.text("kpi"),
        of=read_node_kind(part, default_of),
        on=part.choice("on", Reading, Reading.ACTUAL),
        bands=read_breakpoints(part, "bands", 0) if part.has("bands") else (),
        target=part.number("target", low=0),
        missing=part.choice("missing", Missing, Missing.BLOCK),
    )
    _refuse_all_zero(part, "bands", [result for _, result in table.bands])
    return table


def read_condition(fields: Section) -> Condition:
    """`kpi`, `of` and exactly one of at_least, at_most, above, below."""
    fields.needed("kpi")
    comparison = Comparison(fields.one_of(*COMPARISONS) or Comparison.AT_LEAST)
    threshold = fields.number(comparison)
    return Condition(fields.text("kpi"), read_node_kind(fields, NodeKind.PERSON), comparison, threshold or Fraction(0))


def read_individual(fields: Section) -> tuple[tuple[tuple[str, Fraction], ...], Breakpoints]:
    """`coefficients:` by grade ({S: 1.5, …}) or by score ([[0, 0], [60, 0.6], …])."""
    value = fields.data.get("coefficients")
    if value is None:
        return (), ()
    if isinstance(value, list):
        bands = read_breakpoints(fields, "coefficients", 0)
        _refuse_all_zero(fields, "coefficients", [result for _, result in bands])
        return (), bands
    stated = fields.inner("coefficients").data.items()
    numbers = [(str(grade), fields.as_number(number, ("coefficients", grade), 0)) for grade, number in stated]
    grades = tuple((grade, number) for grade, number in numbers if number is not None)
    _refuse_all_zero(fields, "coefficients", [number for _, number in grades])
    return grades, ()


def _refuse_all_zero(fields: Section, key: str, results: list[Fraction]) -> None:
    if results and not any(results):
        fields.add(Problem("rewards.all_zero", fields.place(key), {"key": key}))
