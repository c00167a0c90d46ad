"""Plans and histories made by hand for the plan check: the tiny company with one thing written differently."""

from collections.abc import Callable

from merit.company import Company
from merit.insight.plan_check.findings import plan_findings
from merit.insight.plan_check.known import NOTHING, Known
from merit.kernel.period import Period
from merit.kernel.problems import Problem, Severity
from tests.scores.fake_figures import FakeFigures
from tests.tiny_company import FILES

OCTOBER = Period.parse("2026-10")
MONTHS = [f"2026-{month:02d}" for month in range(1, 10)]
"""The history of the tiny company: everybody is there from January on."""
CURVE = "curve: {proportional: {cap: 120}}"
SALES = "{kpi: paid_sales, weight: 100, " + CURVE + ", missing: block}"
GRADES = "grades: [[S, 110], [A, 95], [B, 80], [C, 60], [D, 0]]\n"
Written = Callable[..., Company]


class Figures(FakeFigures):
    """Every KPI is known; what was not put is empty."""

    def value(self, kpi, node, period, refined=None):
        self.known.add(kpi)
        return super().value(kpi, node, period, refined)


def found(company: Company, code: str, figures: FakeFigures | None = None, known: Known = NOTHING) -> list[Problem]:
    problems = plan_findings(company, figures or Figures(), OCTOBER, known)
    assert all(each.severity is not Severity.ERROR for each in problems)
    return [each for each in problems if each.code == f"insight.{code}"]


def of_plan(problems: list[Problem], plan: str = "sales") -> list[Problem]:
    return [each for each in problems if each.params.get("plan") == plan]


def history(kpi: str = "paid_sales", people: dict[str, list[object]] | None = None) -> FakeFigures:
    """Values of ann and bob from January to September, the same number for the company."""
    figures = Figures()
    for at, month in enumerate(MONTHS):
        figures.put(kpi, "company", 1, period=month)
        for person, values in (people or {}).items():
            value = values[at % len(values)]
            figures.put(kpi, person, value, period=month, n=0 if value is None else 5)
    return figures


def indicators(*lines: str) -> str:
    return "\n  - ".join(lines)


def monthly(ann: int, bob: int) -> str:
    rows = [
        f"paid_sales,person,{who},{month},{target},absolute,,\n"
        for month in [*MONTHS, "2026-10"]
        for who, target in (("ann", ann), ("bob", bob))
    ]
    return FILES["targets.csv"].splitlines(keepends=True)[0] + "".join(rows)
