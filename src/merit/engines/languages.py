"""Queries in the languages of Spark and PostgreSQL, with the exactness that the embedded engine has.

The query layer translates; here stands only what it would put into binary floats or leave to chance.
"""

from functools import lru_cache
from typing import Any

import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import sqlglot as sg
import sqlglot.expressions as sge
from ibis.backends.sql.compilers.postgres import PostgresCompiler
from ibis.backends.sql.compilers.pyspark import PySparkCompiler

_DIVIDE = "divide"
"""Whole division, as the relations call it."""
_MOST = 2048


class _SparkLanguage(PySparkCompiler):  # type: ignore[misc]
    def visit_FloorDivide(self, op: Any, *, left: Any, right: Any) -> Any:  # noqa: N802 - named by the query layer
        rest = self.f.anon.pmod(left, right)
        return self.cast(_by(sge.paren(left) - rest, right), op.dtype)

    def visit_ScalarUDF(self, op: Any, **given: Any) -> Any:  # noqa: N802
        if op.__func_name__ != _DIVIDE:
            return super().visit_ScalarUDF(op, **given)
        number, by = given.values()
        return self.cast(_by(number, by), op.dtype)

    def visit_Cast(self, op: Any, *, arg: Any, to: Any) -> Any:  # noqa: N802
        """A sum that leaves in 38 digits is added up in 38 digits: Spark would add whole numbers up in 64 bits."""
        if to.is_decimal() and isinstance(op.arg, ops.Sum) and isinstance(arg, (sge.Sum, sge.Filter)):
            added: Any = arg.find(sge.Sum)
            added.set("this", self.cast(added.this, to))
        return super().visit_Cast(op, arg=arg, to=to)

    def visit_CountStar(self, op: Any, *, arg: Any, where: Any) -> Any:  # noqa: N802, ARG002
        """A condition that is unknown for every row counts 0 rows; a sum of yes and no would be missing then."""
        return self.f.count(sge.Star()) if where is None else self.f.anon.count_if(where)


class _PostgresLanguage(PostgresCompiler):  # type: ignore[misc]
    def visit_Cast(self, op: Any, *, arg: Any, to: Any) -> Any:  # noqa: N802
        """PostgreSQL makes a yes or no a number only of 32 bits."""
        yes_or_no = op.arg.dtype.is_boolean() and to.is_integer()
        return super().visit_Cast(op, arg=self.cast(arg, dt.int32) if yes_or_no else arg, to=to)

    def visit_FloorDivide(self, op: Any, *, left: Any, right: Any) -> Any:  # noqa: N802
        rest = self.f.mod(self.f.mod(left, right) + sge.paren(right), right)
        return self.cast(self.f.anon.div(sge.paren(left) - rest, right), op.dtype)

    def visit_ScalarUDF(self, op: Any, **given: Any) -> Any:  # noqa: N802
        if op.__func_name__ != _DIVIDE:
            return super().visit_ScalarUDF(op, **given)
        return self.f.anon.div(*given.values())

    def visit_StructColumn(self, op: Any, *, names: Any, values: Any) -> Any:  # noqa: N802, ARG002
        """As JSON, because the rows of a driver know no structures without a type."""
        return self.f.anon.jsonb_build_object(*(part for each in zip(names, values, strict=True) for part in each))

    def visit_ArrayCollect(self, op: Any, *, arg: Any, where: Any, **given: Any) -> Any:  # noqa: N802
        if not op.arg.dtype.is_struct():
            return super().visit_ArrayCollect(op, arg=arg, where=where, **given)
        return self.agg.jsonb_agg(arg, where=where)


_SPARK, _POSTGRES = _SparkLanguage(), _PostgresLanguage()


def spark_text(query: Any) -> str:
    """The query as Spark reads it."""
    return _text_of(_SPARK, query.op())


def postgres_text(query: Any) -> str:
    """The query as PostgreSQL reads it."""
    return _text_of(_POSTGRES, query.op())


@lru_cache(maxsize=_MOST)
def _text_of(language: Any, operation: Any) -> str:
    written = language.to_sqlglot(operation.to_expr().unbind())
    return str(written.sql(dialect=language.dialect, pretty=True, unsupported_level=sg.ErrorLevel.RAISE))


def _by(number: Any, by: Any) -> Any:
    return sge.IntDiv(this=sge.paren(number), expression=sge.paren(by))
