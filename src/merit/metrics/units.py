"""The exact unit of every whole-number column: ten-thousandths for amounts and measured numbers, one for counts."""

from fractions import Fraction

from merit.catalogue.relations import RELATIONS
from merit.facts.columns import ColumnKind
from merit.kernel.exact import STORED_SCALE

ONE = Fraction(1)
STORED = Fraction(1, STORED_SCALE)

_SCALED = frozenset({ColumnKind.AMOUNT, ColumnKind.NUMBER})


def unit_of(relation: str, column: str) -> Fraction:
    """What one stored unit of that whole-number column means; a column that no relation declares is a count."""
    return STORED if relation in RELATIONS and RELATIONS[relation].columns.get(column) in _SCALED else ONE
