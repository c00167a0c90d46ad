"""`merit customers`: what customers will still bring, by a model, and when a cohort has paid back what it cost."""

from dataclasses import dataclass
from typing import Annotated

import typer

from merit.cli.arguments import FolderArgument, PeriodOption, company_folder, period_from
from merit.cli.show import show_problems, show_table
from merit.engines.customer_histories import contribution_by_day, customer_histories
from merit.engines.figures import data_span
from merit.insight.customer_value import FEWEST, fit_customer_value, payback_day
from merit.kernel.node import COMPANY
from merit.kernel.period import Period
from merit.kernel.problems import Place, Problem, Severity
from merit.metrics.figures import KpiValue
from merit.workspace import Workspace, open_workspace


@dataclass(frozen=True, slots=True)
class _Asked:
    workspace: Workspace
    cohort: Period
    months: int
    rate: float

    def figure(self, kpi: str) -> KpiValue:
        return self.workspace.figures.value(kpi, COMPANY, self.cohort)


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(customers)


def customers(
    folder: FolderArgument,
    period: PeriodOption,
    months: Annotated[int, typer.Option(min=1, max=60, help="往后几个月 / months ahead")] = 12,
    rate: Annotated[float, typer.Option(min=0, max=1, help="年折现率 / yearly discount rate")] = 0.1,
) -> None:
    """客户以后还值多少（模型估计，不能用来计薪）和多久回本。 Customer value by a model, and payback of a cohort."""
    asked = _Asked(open_workspace(company_folder(folder)), period_from(period), months, rate)
    rows = [*_payback(asked), *_predicted(asked)]
    show_table(("figure", "value"), rows)


def _payback(asked: _Asked) -> list[tuple[str, str]]:
    """The cost is that of all new customers of the same cohort."""
    cost = asked.figure("cac_blended")
    count, by_day = contribution_by_day(asked.workspace.engine, asked.cohort)
    day = payback_day(by_day, count, float(cost.value)) if cost.value is not None else None
    value = "" if cost.value is None else f"{float(cost.value):.2f}"
    return [("customers", str(count)), (cost.kpi, value), ("payback_days", "" if day is None else str(day))]


def _predicted(asked: _Asked) -> list[tuple[str, str]]:
    span = data_span(asked.workspace.engine)
    known = customer_histories(asked.workspace.engine, span.last) if span else []
    model = fit_customer_value(known)
    if model is None:
        params: dict[str, str | int] = {"count": len(known), "fewest": FEWEST}
        show_problems([Problem("cli.no_customer_model", Place(), params, Severity.NOTE)])
        return [("ltv_pred", "")]
    alive = sum(model.purchases.alive(each) for each in known) / len(known)
    buys, amounts = model.purchases, model.amounts
    return [
        ("ltv_pred", f"{model.expected(asked.months, asked.rate):.2f}"),
        ("alive", f"{alive:.4f}"),
        ("BG/NBD r, alpha, a, b", f"{buys.r:.4f} {buys.alpha:.4f} {buys.a:.4f} {buys.b:.4f}"),
        ("gamma-gamma p, q, v", f"{amounts.p:.4f} {amounts.q:.4f} {amounts.v:.4f}"),
    ]
