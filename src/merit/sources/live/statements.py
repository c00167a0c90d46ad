"""Whether a text of SQL does nothing but read: one SELECT."""

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from merit.sources.live.source import SourceKind

_WRITES = (exp.Insert, exp.Update, exp.Delete, exp.Merge, exp.Create, exp.Drop, exp.Alter, exp.Into, exp.Command)


def is_one_select(text: str, kind: SourceKind) -> bool:
    """True for a single query that writes nothing, as that database understands SQL."""
    dialect = "postgres" if kind is SourceKind.POSTGRESQL else str(kind)
    try:
        statements = [each for each in sqlglot.parse(text, dialect=dialect) if each is not None]
    except SqlglotError:
        return False
    return len(statements) == 1 and isinstance(statements[0], exp.Query) and not list(statements[0].find_all(*_WRITES))
