"""Filters with their Jinja: each `{{ Dimension('order__status') }}` becomes a name, the SQL around it is parsed."""

import re
from dataclasses import dataclass

from sqlglot import exp

from merit.catalogue.expression import Expression
from merit.sources.metricflow.from_sql import Named, NotSayableError, parsed_sql, row_expression

_CALL = re.compile(r"\{\{\s*(\w+)\s*\(([^()]*)\)\s*(?:\.\s*grain\s*\(([^()]*)\))?\s*\}\}")
_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_MARK = "dbt_name_{}"


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A dimension or entity as a filter names it: `order__status`; a time may be cut down to a grain."""

    name: str
    grain: str = ""


def filter_expression(text: str, mentioned: Named, column: Named) -> Expression:
    """The condition. `mentioned` says what a dimension is, `column` what a bare SQL name is.

    Raises NotSayableError.
    """
    names: dict[str, Mentioned] = {}
    tree = parsed_sql(_CALL.sub(lambda found: _marked(found, names), text))

    def named(name: str) -> Expression:
        return mentioned(names[name].name) if name in names else column(name)

    for each in tree.find_all(exp.Column):
        if each.name in names and names[each.name].grain not in ("", "day"):
            raise NotSayableError(f"{names[each.name].name} ({names[each.name].grain})")
    return row_expression(tree, named)


def _marked(found: re.Match[str], names: dict[str, Mentioned]) -> str:
    kind, written, chained = found[1], found[2], found[3]
    arguments = [one or two for one, two in _QUOTED.findall(written)]
    if kind not in ("Dimension", "TimeDimension", "Entity") or not arguments:
        raise NotSayableError(found[0])
    grain = arguments[1] if kind == "TimeDimension" and len(arguments) > 1 else ""
    if chained:
        grain = next((one or two for one, two in _QUOTED.findall(chained)), "")
    mark = _MARK.format(len(names))
    names[mark] = Mentioned(arguments[0], grain)
    return mark
