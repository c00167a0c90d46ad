"""What a KPI is, in words: the sentence of its formula, and what each measure under it takes, filters and dates by."""

from dataclasses import dataclass

from merit.catalogue.expression import Expression
from merit.catalogue.expression_text import expression_text
from merit.catalogue.kpi import Credit, CreditBy, Entered, Formula, Kpi, Measure, Measured, RatioOf
from merit.catalogue.made_of import measures_of_kpi
from merit.company import Company
from merit_desk.catalogue.named import field_words, table_words
from merit_desk.results.queries.names import kpi_title
from merit_desk.shell.sentences import say


@dataclass(frozen=True, slots=True)
class MeasureWords:
    """One measure under a KPI; `kpi` is the KPI it stands in and `title` what that one is called."""

    kpi: str
    title: str
    table: str
    table_words: str
    how: str
    of: str
    where: str
    dated: str
    credit: str


def definition_in_words(company: Company, kpi: Kpi) -> str:
    """One sentence: what is divided by what, what is summed, or the formula."""
    match kpi.body:
        case RatioOf(part, whole):
            return say("kpi.is_ratio", part=_side(company, part), whole=_side(company, whole))
        case Measured(measure):
            return measure_in_words(measure)
        case Formula(expression):
            return say("kpi.is_formula", formula=expression_text(expression))
        case Entered():
            return say("kpi.is_entered")


def measure_in_words(measure: Measure) -> str:
    """A sum of a column over a table, under a condition, by a day."""
    value = "" if measure.value is None else f" {expression_text(measure.value)}"
    how = say(f"kpi.by_{measure.aggregate}")
    told = say("kpi.is_measured", how=how, value=value, table=table_words(measure.relation))
    where = "" if measure.where is None else say("kpi.where", where=expression_text(measure.where))
    return f"{told}{where}{say('kpi.dated', at=field_words(measure.at))}"


def _side(company: Company, kpi: str) -> str:
    """A part that exists for one ratio alone is told by what it measures."""
    side = company.catalogue[kpi]
    return (
        measure_in_words(side.body.measure)
        if side.hidden and isinstance(side.body, Measured)
        else kpi_title(company, kpi)
    )


def measures_in_words(company: Company, kpi: str) -> list[MeasureWords]:
    """Every measure that the KPI comes down to."""
    return [_measure_words(company, name, measure) for name, measure in measures_of_kpi(company.catalogue, kpi)]


def _measure_words(company: Company, kpi: str, measure: Measure) -> MeasureWords:
    level = f" {level_words(measure)}" if measure.quantile else ""
    return MeasureWords(
        kpi=kpi,
        title=kpi_title(company, kpi),
        table=measure.relation,
        table_words=table_words(measure.relation),
        how=f"{say(f'kpi.by_{measure.aggregate}')}{level}",
        of=_text(measure.value),
        where=_text(measure.where),
        dated=field_words(measure.at),
        credit=credit_words(measure.credit),
    )


def level_words(measure: Measure) -> str:
    """The level of a quantile, in percent; empty for other measures."""
    return "" if measure.quantile is None else f"{float(measure.quantile * 100):g}%"


def _text(expression: Expression | None) -> str:
    return "" if expression is None else expression_text(expression)


def credit_words(credit: Credit) -> str:
    """Who is credited for a row."""
    if credit.by is CreditBy.SUBJECT:
        return say("catalogue.credit_subject", kind=field_words(credit.kind))
    return say(f"catalogue.credit_{credit.by}")
