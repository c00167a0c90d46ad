"""A quantile cannot be divided; the share of rows beyond its earlier value can, and says where rows became larger.

Were nothing changed, a share of 1 − level (or less, where rows are tied) would lie above that value.
"""

from dataclasses import replace
from fractions import Fraction

from merit.catalogue.expression import Call, Expression, Literal, Operation
from merit.catalogue.kpi import Aggregate, Catalogue, Kpi, Measure, Measured, RatioOf, Unit
from merit.company import Company
from merit.insight.decomposition import Change
from merit.kernel.refusals import NotFoundRefusal
from merit.metrics.components import kpi_of
from merit.metrics.figures import Figures

ABOVE = "above"


def is_quantile(catalogue: Catalogue, kpi: str) -> bool:
    """Whether the KPI is one measure that is ranked."""
    return _ranked(kpi_of(catalogue, kpi)) is not None


def share_above(company: Company, figures: Figures, change: Change) -> tuple[Company, Change, Fraction]:
    """The company with one more KPI, the change of that KPI, and the value beyond which rows are counted.

    Raises NotFoundRefusal where the quantile had no value in the earlier period, ValueError where it is no quantile.
    """
    declared = kpi_of(company.catalogue, change.kpi)
    measure = _ranked(declared)
    if measure is None or measure.value is None:
        raise ValueError(f"{change.kpi} is no quantile")
    level = figures.value(change.kpi, change.node, change.versus).value
    if level is None:
        raise NotFoundRefusal("insight.no_value", kpi=change.kpi, node=str(change.node), period=str(change.versus))
    added = _kpis(declared, measure, measure.value, level)
    catalogue = replace(company.catalogue, kpis=company.catalogue.kpis | {each.id: each for each in added})
    return replace(company, catalogue=catalogue), replace(change, kpi=added[-1].id), level


def _ranked(declared: Kpi) -> Measure | None:
    body = declared.body
    return body.measure if isinstance(body, Measured) and body.measure.aggregate is Aggregate.QUANTILE else None


def _kpis(declared: Kpi, measure: Measure, value: Expression, level: Fraction) -> list[Kpi]:
    there = Call("has", (value,))
    beyond = Operation(">", (value, Literal(level)))
    counted = [replace(measure, aggregate=Aggregate.COUNT, value=None, quantile=None, where=it) for it in (
        _both(measure.where, beyond), _both(measure.where, there)
    )]  # fmt: skip
    ids = [f"{declared.id}.{name}" for name in (f"{ABOVE}.part", f"{ABOVE}.whole", ABOVE)]
    part, whole = (
        replace(declared, id=kpi, unit=Unit.COUNT, body=Measured(each), hidden=True, earlier="")
        for kpi, each in zip(ids[:2], counted, strict=True)
    )
    share = replace(declared, id=ids[2], unit=Unit.RATE, body=RatioOf(ids[0], ids[1]), hidden=True, earlier="")
    return [part, whole, share]


def _both(where: Expression | None, condition: Expression) -> Expression:
    return condition if where is None else Operation("and", (where, condition))
