"""SQL of a dbt project to Merit's own expressions. It is parsed into a tree and translated; nothing runs it."""

import re
from collections.abc import Callable
from fractions import Fraction

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from merit.catalogue.expression import Call, Expression, Literal, Name, Operation
from merit.kernel.exact import exact

Named = Callable[[str], Expression]
"""What a column or a metric's name means; raises NotSayableError when it means nothing here."""

_BINARY: dict[type[exp.Expression], str] = {
    exp.Add: "+",
    exp.Sub: "-",
    exp.Mul: "*",
    exp.EQ: "==",
    exp.NEQ: "!=",
    exp.GT: ">",
    exp.GTE: ">=",
    exp.LT: "<",
    exp.LTE: "<=",
}
_UNIT_FIRST = re.compile(r"date_?diff\s*\(\s*'?(?:day|second)s?'?\s*,", re.IGNORECASE)
"""`DATEDIFF('day', start, end)`, as DuckDB, Snowflake, Redshift and Trino say it; elsewhere the unit stands last."""
_TO_NUMBER = exp.DataType.NUMERIC_TYPES
_TRUTHS = {1: True, 0: False}


class NotSayableError(Exception):
    """The part of the SQL that has no counterpart in Merit."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


def parsed_sql(text: str) -> exp.Expression:
    """The tree of one SQL expression. Raises NotSayableError when it is none."""
    try:
        tree = sqlglot.parse_one(text.strip().rstrip(";"), read="duckdb" if _UNIT_FIRST.search(text) else None)
    except SqlglotError:
        raise NotSayableError(text.strip()) from None
    if not isinstance(tree, exp.Expression):
        raise NotSayableError(text.strip())
    return tree


def row_expression(tree: exp.Expression, named: Named) -> Expression:
    """A value or a condition over the rows of one table."""
    return _Translation(named, of_rows=True).read(tree)


def formula_expression(tree: exp.Expression, named: Named) -> Expression:
    """Arithmetic over metrics."""
    return _Translation(named, of_rows=False).read(tree)


class _Translation:
    def __init__(self, named: Named, *, of_rows: bool) -> None:
        self.named = named
        self.of_rows = of_rows

    def read(self, tree: exp.Expression) -> Expression:
        """Tree by tree; whatever is not named here is not sayable."""
        match tree:
            case exp.Paren():
                return self.read(tree.this)
            case exp.Column() | exp.Identifier():
                return self.named(tree.name)
            case exp.Literal():
                return self._literal(tree)
            case exp.Neg() | exp.Div() | exp.Add() | exp.Sub() | exp.Mul():
                return self._arithmetic(tree)
            case exp.Coalesce():
                return self._call("coalesce", [tree.this, *tree.expressions])
            case exp.Abs():
                return self._call("abs", [tree.this])
            case exp.Cast() if tree.to.this in _TO_NUMBER:
                return self.read(tree.this)
            case _:
                return self._of_rows(tree) if self.of_rows else self._of_metrics(tree)

    def _arithmetic(self, tree: exp.Expression) -> Expression:
        match tree:
            case exp.Neg():
                return _negative(self.read(tree.this))
            case exp.Div():
                return Operation("/", (self.read(tree.this), self._divisor(tree.expression)))
            case _:
                return self._binary(tree)

    def _of_metrics(self, tree: exp.Expression) -> Expression:
        match tree:
            case exp.Greatest():
                return self._call("max", [tree.this, *tree.expressions])
            case exp.Least():
                return self._call("min", [tree.this, *tree.expressions])
            case _:
                raise NotSayableError(tree.sql())

    def _of_rows(self, tree: exp.Expression) -> Expression:
        match tree:
            case exp.And() | exp.Or():
                return self._joined(tree)
            case exp.Not():
                return self._denied(tree.this)
            case exp.Is():
                return self._is(tree)
            case exp.In() if tree.expressions and not tree.args.get("query"):
                return Operation("in", tuple(self.read(each) for each in [tree.this, *tree.expressions]))
            case exp.Between():
                value, low, high = (self.read(each) for each in (tree.this, tree.args["low"], tree.args["high"]))
                return Operation("and", (Operation(">=", (value, low)), Operation("<=", (value, high))))
            case exp.Boolean():
                return Literal(bool(tree.this))
            case exp.Null():
                return Literal(None)
            case _:
                return self._of_values(tree)

    def _of_values(self, tree: exp.Expression) -> Expression:
        match tree:
            case exp.Case() if tree.this is None:
                return self._case(tree.args["ifs"], tree.args.get("default"))
            case exp.If():
                return self._case([tree], tree.args.get("false"))
            case exp.DateDiff() if _unit(tree) == "DAY":
                return self._call("days", [tree.expression, tree.this])
            case exp.DateDiff() | exp.TimestampDiff() if _unit(tree) == "SECOND":
                return self._call("seconds", [tree.expression, tree.this])
            case exp.DateTrunc() | exp.TimestampTrunc() if _unit(tree) == "DAY":
                return self._day(tree.this)
            case exp.Date() | exp.Cast() if isinstance(tree, exp.Date) or tree.to.this is exp.DataType.Type.DATE:
                return self._day(tree.this)
            case _ if type(tree) in _BINARY:
                return self._binary(tree)
            case _:
                raise NotSayableError(tree.sql())

    def _day(self, tree: exp.Expression) -> Expression:
        """A time cut down to its day: the column beside it that holds the business day."""
        value = self.read(tree)
        if not isinstance(value, Name):
            raise NotSayableError(tree.sql())
        try:
            return self.named(f"{value.id}_day")
        except NotSayableError:
            return value

    def _binary(self, tree: exp.Expression) -> Expression:
        left, right = (self.read(each) for each in (tree.this, tree.args["expression"]))
        return Operation(_BINARY[type(tree)], (left, right))

    def _divisor(self, tree: exp.Expression) -> Expression:
        """NULLIF(x, 0) below the line says what Merit does anyway: nothing over zero is no value."""
        if isinstance(tree, exp.Paren):
            return self._divisor(tree.this)
        guarded = isinstance(tree, exp.Nullif) and isinstance(tree.expression, exp.Literal)
        if guarded and not tree.expression.is_string and exact(tree.expression.this) == 0:
            return self.read(tree.this)
        return self.read(tree)

    def _joined(self, tree: exp.Expression) -> Expression:
        """a AND b AND c is one `and` of three; what stands in brackets stays a part."""
        operands: list[exp.Expression] = [tree.args["expression"]]
        first = tree.this
        while type(first) is type(tree):
            operands.insert(0, first.args["expression"])
            first = first.this
        operator = "and" if isinstance(tree, exp.And) else "or"
        return Operation(operator, tuple(self.read(each) for each in [first, *operands]))

    def _denied(self, inner: exp.Expression) -> Expression:
        if isinstance(inner, exp.Is) and isinstance(inner.expression, exp.Null):
            emptied = inner.this
            if isinstance(emptied, exp.Nullif) and emptied.expression.is_string and not emptied.expression.this:
                return Call("has", (self.read(emptied.this),))
            return Operation("!=", (self.read(emptied), Literal(None)))
        return Operation("not", (self.read(inner),))

    def _is(self, tree: exp.Is) -> Expression:
        value = self.read(tree.this)
        match tree.expression:
            case exp.Null():
                return Operation("==", (value, Literal(None)))
            case exp.Boolean() as truth:
                missing_is_no = Call("coalesce", (value, Literal(False)))
                return missing_is_no if truth.this else Operation("==", (value, Literal(False)))
            case _:
                raise NotSayableError(tree.sql())

    def _case(self, ifs: list[exp.Expression], default: exp.Expression | None) -> Expression:
        """A chain of `when`, from the last to the first."""
        found: Expression = Literal(None) if default is None else self.read(default)
        for each in reversed(ifs):
            found = Call("when", (self.read(each.this), self.read(each.args["true"]), found))
        return found

    def _call(self, function: str, arguments: list[exp.Expression]) -> Expression:
        return Call(function, tuple(self.read(each) for each in arguments))

    def _literal(self, tree: exp.Literal) -> Expression:
        if tree.is_string and self.of_rows:
            return Literal(str(tree.this))
        try:
            return Literal(exact(str(tree.this)))
        except ValueError:
            raise NotSayableError(tree.sql()) from None


def _negative(inside: Expression) -> Expression:
    if isinstance(inside, Literal) and isinstance(inside.value, Fraction):
        return Literal(-inside.value)
    return Operation("neg", (inside,))


def _unit(tree: exp.Expression) -> str:
    """DATEDIFF without a unit counts days."""
    unit = tree.args.get("unit")
    return "DAY" if unit is None else str(unit.name).upper()
