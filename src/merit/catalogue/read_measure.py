"""A measure as users write it, e.g. `sum: {of: quantity, from: order_lines, where: valid, at: paid_at}`."""

from collections.abc import Mapping
from dataclasses import dataclass

from merit.catalogue.expression import Call, Expression, Name, Operation
from merit.catalogue.fields import Fields
from merit.catalogue.kpi import Aggregate, Credit, CreditBy, Measure
from merit.catalogue.parse_expression import parse_row_expression
from merit.catalogue.relations import CREDIT_KINDS, RELATIONS, Relation, default_credit
from merit.catalogue.value_kinds import NUMERIC, check_kinds
from merit.facts.columns import ColumnKind

MEASURE_FIELDS = ("of", "value", "from", "where", "at", "credit", "by_weight_of", "level")
_DATED = (ColumnKind.DAY, ColumnKind.INSTANT)


@dataclass(frozen=True, slots=True)
class _Reading:
    fields: Fields
    relation: Relation


def read_measure(aggregate: Aggregate, fields: Fields, overrides: Mapping[str, Credit]) -> Measure | None:
    """Read one measure; None when what is wrong leaves none. `overrides` is the company's credit per relation."""
    before = len(fields.problems)
    fields.only(MEASURE_FIELDS)
    name = fields.text("from")
    if name not in RELATIONS:
        fields.report("catalogue.unknown_relation", "from", relation=name, known=", ".join(sorted(RELATIONS)))
        return None
    reading = _Reading(fields, RELATIONS[name])
    measure = Measure(
        relation=name,
        aggregate=aggregate,
        at=_at(reading),
        value=_value(reading, aggregate),
        where=_where(reading),
        credit=_credit(reading, overrides),
        quantile=fields.share("level") if aggregate is Aggregate.QUANTILE else None,
        by_weight_of=_weight(reading, aggregate),
    )
    return measure if len(fields.problems) == before else None


def read_credit(fields: Fields, name: str, columns: Mapping[str, ColumnKind]) -> Credit:
    """Read who is credited: `nobody`, `{person: column}`, `{team: column}` or `{kind: …, column: …}`."""
    if fields.data.get(name) == "nobody":
        return Credit()
    inside = fields.inside(name)
    if inside is None:
        return Credit()
    inside.only(("kind", "column", "person", "team"))
    for by in (CreditBy.PERSON, CreditBy.TEAM):
        if by.value in inside.data:
            return Credit(by, "", _column(inside, by.value, columns))
    kind = inside.text("kind")
    if kind not in CREDIT_KINDS:
        inside.report("catalogue.unknown_credit_kind", "kind", kind=kind, known=", ".join(sorted(CREDIT_KINDS)))
        return Credit()
    return Credit(CreditBy.SUBJECT, kind, _column(inside, "column", columns, kind))


def _column(fields: Fields, name: str, columns: Mapping[str, ColumnKind], default: str = "") -> str:
    column = fields.text(name, default)
    if column not in columns:
        fields.report("catalogue.unknown_column", name, column=column, known=", ".join(sorted(columns)))
    return column


def _at(reading: _Reading) -> str:
    at = reading.fields.text("at", reading.relation.at)
    kind = reading.relation.columns.get(at)
    if kind is None:
        _column(reading.fields, "at", reading.relation.columns, reading.relation.at)
    elif kind not in _DATED:
        reading.fields.report("catalogue.not_a_day", "at", column=at)
    return at


def _value(reading: _Reading, aggregate: Aggregate) -> Expression | None:
    fields = reading.fields
    name = "value" if "value" in fields.data else "of"
    if aggregate is Aggregate.COUNT:
        if name in fields.data:
            fields.report("catalogue.count_of", name)
        return None
    if name not in fields.data:
        fields.report("catalogue.measure_of_nothing", "", aggregate=aggregate.value)
        return None
    expression, kind = _expression(reading, name)
    if aggregate is not Aggregate.DISTINCT and kind is not None and kind not in NUMERIC:
        fields.report("catalogue.not_a_number", name, aggregate=aggregate.value, kind=kind.value)
    return expression


def _where(reading: _Reading) -> Expression | None:
    if "where" not in reading.fields.data:
        return None
    expression, kind = _expression(reading, "where")
    if kind is not None and kind is not ColumnKind.FLAG:
        reading.fields.report("catalogue.not_a_condition", "where", kind=kind.value)
    return expression


def _expression(reading: _Reading, name: str) -> tuple[Expression | None, ColumnKind | None]:
    place = reading.fields.place(name)
    expression, problems = parse_row_expression(reading.fields.text(name), place)
    reading.fields.problems.extend(problems)
    if expression is None:
        return None, None
    expression = by_days(expression, reading.relation.columns)
    kind, problems = check_kinds(expression, reading.relation.columns, place)
    reading.fields.problems.extend(problems)
    return expression, kind


def by_days(expression: Expression, columns: Mapping[str, ColumnKind]) -> Expression:
    """Where a function speaks of days and an instant is given, take the instant's business day."""
    if isinstance(expression, Operation):
        return Operation(expression.operator, tuple(by_days(each, columns) for each in expression.operands))
    if not isinstance(expression, Call):
        return expression
    arguments = tuple(by_days(each, columns) for each in expression.arguments)
    if expression.function in ("days", "in_period", "in_period_before"):
        arguments = tuple(_day_of(each, columns) for each in arguments)
    return Call(expression.function, arguments)


def _day_of(expression: Expression, columns: Mapping[str, ColumnKind]) -> Expression:
    instant = isinstance(expression, Name) and columns.get(expression.id) is ColumnKind.INSTANT
    return Name(f"{expression.id}_day") if isinstance(expression, Name) and instant else expression


def _credit(reading: _Reading, overrides: Mapping[str, Credit]) -> Credit:
    if "credit" in reading.fields.data:
        return read_credit(reading.fields, "credit", reading.relation.columns)
    return default_credit(reading.relation.name, overrides)


def _weight(reading: _Reading, aggregate: Aggregate) -> str:
    fields = reading.fields
    if "by_weight_of" not in fields.data:
        return ""
    if aggregate not in (Aggregate.COUNT, Aggregate.DISTINCT):
        fields.report("catalogue.weights_of_money", "by_weight_of")
    return _column(fields, "by_weight_of", reading.relation.columns)
