"""KPI values of the parts of a node, by any dimension, for reading why a figure moved: one query for both periods."""

from collections.abc import Sequence
from fractions import Fraction

from merit.company import Company
from merit.engines.answers import Question, answers_over, asked_together
from merit.engines.queried_numbers import QueriedNumbers
from merit.engines.query_engine import QueryEngine
from merit.kernel.period import Period

Values = dict[str, dict[str, Fraction]]


class QueriedParts:
    """Asks the engine; numbers already asked of the same KPIs are not asked again."""

    def __init__(self, company: Company, engine: QueryEngine) -> None:
        self._company, self._engine = company, engine
        self._numbers: dict[tuple[str, ...], QueriedNumbers] = {}

    def by_part(
        self, kpis: Sequence[str], by: str, where: tuple[tuple[str, str], ...], periods: Sequence[Period]
    ) -> list[Values]:
        """Per period, by the dimension's value ("" for rows without one, and for all rows where `by` is empty), each
        KPI's value; what has none is left out.

        Raises NotFoundRefusal or ConflictRefusal where the KPIs' rows do not know a dimension.
        """
        asked = tuple(kpis)
        if asked not in self._numbers:
            self._numbers[asked] = asked_together(self._company, self._engine, asked)
        question = Question(asked, (by,) if by else (), where=where)
        found: dict[Period, Values] = {period: {} for period in periods}
        for each in answers_over(self._company, self._numbers[asked], question, list(found)):
            key = each.dimensions[0][1] if each.dimensions else ""
            if each.value.value is not None:
                found[each.period].setdefault(key, {})[each.value.kpi] = each.value.value
        return [found[period] for period in periods]
