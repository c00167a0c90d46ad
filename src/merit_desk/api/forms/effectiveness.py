"""What the API gives about the effectiveness of the system."""

from ninja import Schema


class RelationGiven(Schema):
    """A rank correlation with its 95 % interval; null where nothing can be said."""

    pairs: int
    rank: float | None
    low: float | None
    high: float | None
    word: str


class AgreementGiven(Schema):
    """ICC(1) of one rating and of the mean of `raters` ratings; null where nothing can be said."""

    people: int
    ratings: int
    raters: float
    single: float | None
    low: float | None
    high: float | None
    mean: float | None
    word: str


class SpreadGiven(Schema):
    """Totals in points; `deviation` is the standard deviation (n − 1)."""

    people: int
    mean: float | None
    deviation: float | None
    lowest: float | None
    highest: float | None
    grades: dict[str, int]
    word: str


class RaterGiven(Schema):
    """A manager's deviation in points at equal KPIs, above zero: milder; null where nobody can be compared."""

    rater: str
    people: int
    deviation: float | None
    low: float | None
    high: float | None
    tendency: str


class EffectivenessGiven(Schema):
    """One period."""

    period: str
    spread: SpreadGiven
    agreement: AgreementGiven
    pay: RelationGiven
    raters: list[RaterGiven]


class ForetellingGiven(Schema):
    """One rewarded KPI: how it goes with the company's result, `lag` months later."""

    kpi: str
    lag: int
    relation: RelationGiven
