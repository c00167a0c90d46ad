"""Merit's expressions as SQL trees, from which `from_sql` reads the same expression again."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from sqlglot import exp

from merit.catalogue.expression import Call, Expression, Literal, Name, Operation
from merit.catalogue.expression_text import decimal_text
from merit.catalogue.value_kinds import WRITTEN
from merit.facts.columns import ColumnKind
from merit.sources.metricflow.from_sql import NotSayableError

_BINARY: dict[str, type[exp.Expression]] = {
    "+": exp.Add,
    "-": exp.Sub,
    "*": exp.Mul,
    "/": exp.Div,
    "==": exp.EQ,
    "!=": exp.NEQ,
    ">": exp.GT,
    ">=": exp.GTE,
    "<": exp.LT,
    "<=": exp.LTE,
}
_NOTHING = Literal(None)


def row_sql(expression: Expression, columns: Mapping[str, ColumnKind]) -> exp.Expression:
    """A value or condition over rows. Raises NotSayableError for what no SQL says, such as `in_period`."""
    return _Writing(columns).tree(expression)


def column_sql(name: str) -> exp.Expression:
    """The column, in quotes where SQL has the word for itself."""
    return exp.column(name, quoted=name in ("from", "to", "at", "number", "day", "month"))


def formula_sql(expression: Expression, names: Mapping[Expression, str]) -> exp.Expression:
    """Arithmetic over metrics; `names` gives the input that each name or look back became."""
    return _Formula({}, names).tree(expression)


class _Writing:
    def __init__(self, columns: Mapping[str, ColumnKind]) -> None:
        self.columns = columns

    def tree(self, expression: Expression) -> exp.Expression:
        """The whole expression."""
        match expression:
            case Name(name):
                return column_sql(name)
            case Literal(value):
                return _literal(value)
            case Call():
                return self._call(expression)
            case Operation(operator, operands):
                return self._operation(operator, operands)

    def _operation(self, operator: str, operands: tuple[Expression, ...]) -> exp.Expression:
        match operator, operands:
            case "==" | "!=", (value, Literal(None)):
                missing = exp.Is(this=self._closed(value), expression=exp.Null())
                return missing if operator == "==" else exp.Not(this=missing)
            case "not", (inner,):
                return exp.Not(this=exp.Paren(this=self.tree(inner)))
            case "neg", (inner,):
                return exp.Neg(this=self._closed(inner))
            case "in", _:
                return exp.In(this=self._closed(operands[0]), expressions=[self.tree(each) for each in operands[1:]])
            case "and" | "or", _:
                return self._joined(exp.And if operator == "and" else exp.Or, operands)
            case _:
                left, right = (self._closed(each) for each in operands)
                return _BINARY[operator](this=left, expression=self._below(right) if operator == "/" else right)

    def _below(self, divisor: exp.Expression) -> exp.Expression:
        """Rows are divided by numbers that are known and are not 0."""
        return divisor

    def _joined(self, kind: type[exp.Expression], operands: tuple[Expression, ...]) -> exp.Expression:
        first, *others = (self._part(each) for each in operands)
        for each in others:
            first = kind(this=first, expression=each)
        return first

    def _part(self, operand: Expression) -> exp.Expression:
        tree = self.tree(operand)
        return exp.Paren(this=tree) if isinstance(tree, exp.And | exp.Or) else tree

    def _closed(self, operand: Expression) -> exp.Expression:
        """In brackets unless it is one word."""
        tree = self.tree(operand)
        return exp.Paren(this=tree) if isinstance(tree, exp.Binary | exp.Not | exp.In | exp.Neg) else tree

    def _call(self, call: Call) -> exp.Expression:
        match call:
            case Call("has", (Name(name),)) if self.columns.get(name) not in WRITTEN:
                return exp.Not(this=exp.Is(this=column_sql(name), expression=exp.Null()))
            case Call("has", (value,)):
                filled = exp.Nullif(this=self.tree(value), expression=exp.Literal.string(""))
                return exp.Not(this=exp.Is(this=filled, expression=exp.Null()))
            case Call("when", (condition, one, other)):
                default = None if other == _NOTHING else self.tree(other)
                branch = exp.If(this=self.tree(condition), true=self.tree(one))
                return exp.Case(ifs=[branch], default=default)
            case Call("days" | "seconds" as function, (start, end)):
                unit = exp.Literal.string("day" if function == "days" else "second")
                return exp.Anonymous(this="DATEDIFF", expressions=[unit, self.tree(start), self.tree(end)])
            case _:
                return self._listed(call)

    def _listed(self, call: Call) -> exp.Expression:
        kinds: dict[str, Any] = {"coalesce": exp.Coalesce, "abs": exp.Abs, "max": exp.Greatest, "min": exp.Least}
        if call.function not in kinds:
            raise NotSayableError(f"{call.function}()")
        first, *others = (self.tree(each) for each in call.arguments)
        listed: exp.Expression = kinds[call.function](this=first, **({"expressions": others} if others else {}))
        return listed


class _Formula(_Writing):
    def __init__(self, columns: Mapping[str, ColumnKind], names: Mapping[Expression, str]) -> None:
        super().__init__(columns)
        self.names = names

    def tree(self, expression: Expression) -> exp.Expression:
        """A name or a look back is an input of the metric."""
        if expression in self.names:
            return exp.column(self.names[expression])
        return super().tree(expression)

    def _below(self, divisor: exp.Expression) -> exp.Expression:
        """Over zero there is no value."""
        is_number = isinstance(divisor, exp.Literal)
        return divisor if is_number else exp.Nullif(this=divisor, expression=exp.Literal.number(0))


def _literal(value: Fraction | str | bool | None) -> exp.Expression:
    match value:
        case None:
            return exp.Null()
        case bool():
            return exp.Boolean(this=value)
        case Fraction():
            number = exp.Literal.number(decimal_text(abs(value)))
            return exp.Neg(this=number) if value < 0 else number
        case _:
            return exp.Literal.string(value)
