"""The parts that several kinds of reward share: whom for, coefficient tables, conditions, grades."""

from fractions import Fraction

from merit.kernel.node import NodeKind
from merit.kernel.problems import Problem
from merit.rewards.fields import Fields
from merit.rewards.plan import Audience, Bands, CoefficientTable, Comparison, Condition, Missing, Reading

PEOPLE_NODES = ("person", "team", "department", "company")
COMPARISONS = tuple(str(each) for each in Comparison)


def read_audience(fields: Fields) -> Audience:
    """`for: {post: …}`, team or person, each a name or a list of names."""
    part = fields.part("for")
    if part is None:
        fields.required("for")
        return Audience()
    part.only("post", "team", "person")
    audience = Audience(part.texts("post"), part.texts("team"), part.texts("person"))
    if audience == Audience():
        part.add(Problem("rewards.for_nobody", part.place()))
    return audience


def read_node_kind(fields: Fields, default: NodeKind) -> NodeKind:
    """`of:` person, team, department or company."""
    written = fields.text("of", default)
    if written in PEOPLE_NODES:
        return NodeKind(written)
    fields.not_one_of(written, ", ".join(PEOPLE_NODES), "of")
    return default


def read_coefficient(fields: Fields, key: str, default_of: NodeKind) -> CoefficientTable | None:
    """`{kpi, of, on, bands, target, missing}`."""
    part = fields.part(key)
    if part is None:
        return None
    part.only("kpi", "of", "on", "bands", "target", "missing")
    part.required("kpi", "bands")
    table = CoefficientTable(
        kpi=part.text("kpi"),
        of=read_node_kind(part, default_of),
        on=part.choice("on", Reading, Reading.ACTUAL),
        bands=part.bands("bands") if part.has("bands") else (),
        target=part.number("target"),
        missing=part.choice("missing", Missing, Missing.BLOCK),
    )
    _refuse_all_zero(part, "bands", [result for _, result in table.bands])
    return table


def read_condition(fields: Fields) -> Condition:
    """`kpi`, `of` and exactly one of at_least, at_most, above, below."""
    fields.required("kpi")
    stated = [each for each in COMPARISONS if fields.has(each)]
    if len(stated) != 1:
        fields.add(Problem("rewards.one_of", fields.place(), {"keys": ", ".join(COMPARISONS)}))
    comparison = Comparison(stated[0]) if stated else Comparison.AT_LEAST
    threshold = fields.number(comparison, low=None)
    return Condition(fields.text("kpi"), read_node_kind(fields, NodeKind.PERSON), comparison, threshold or Fraction(0))


def read_individual(fields: Fields) -> tuple[tuple[tuple[str, Fraction], ...], Bands]:
    """`coefficients:` by grade ({S: 1.5, …}) or by score ([[0, 0], [60, 0.6], …])."""
    value = fields.data.get("coefficients")
    if value is None:
        return (), ()
    if isinstance(value, list):
        bands = fields.bands("coefficients")
        _refuse_all_zero(fields, "coefficients", [result for _, result in bands])
        return (), bands
    if not isinstance(value, dict):
        fields.add(Problem("rewards.not_a_mapping", fields.place("coefficients"), {"key": "coefficients"}))
        return (), ()
    numbers = [(str(grade), fields.number_at(("coefficients", grade), number)) for grade, number in value.items()]
    grades = tuple((grade, number) for grade, number in numbers if number is not None)
    _refuse_all_zero(fields, "coefficients", [number for _, number in grades])
    return grades, ()


def _refuse_all_zero(fields: Fields, key: str, results: list[Fraction]) -> None:
    if results and not any(results):
        fields.add(Problem("rewards.all_zero", fields.place(key), {"key": key}))
