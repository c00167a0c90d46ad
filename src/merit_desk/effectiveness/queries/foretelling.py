"""Which of the KPIs that plans reward go with the company's result, and how many months ahead."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from merit.company import Company
from merit.engines.figures import CompanyFigures
from merit.insight.effect.prediction import Prediction, predictions
from merit.insight.effect.rank_relation import RankRelation, Relation
from merit.insight.plan_check.subject import READS_KPI, earlier
from merit.kernel.node import COMPANY, NodeKind
from merit.metrics.components import measures_of
from merit.workspace import Workspace
from merit_desk.effectiveness.queries.period import months_end
from merit_desk.effectiveness.queries.reading import two
from merit_desk.results.queries.names import kpi_title
from merit_desk.results.queries.open_company import at_work, declared_company, state_of
from merit_desk.results.queries.period_files import period_files
from merit_desk.shell import formats
from merit_desk.shell.sentences import say

RESULTS = ("gross_profit", "net_sales", "paid_sales")
"""What counts as the company's result: the first that the catalogue has and the data give."""
MONTHS = 24
TONES = {Relation.STRONG: "good", Relation.CLEAR: "good", Relation.OPPOSITE: "watch"}


@dataclass(frozen=True, slots=True)
class Told:
    """One KPI as a row: `rank` and the interval in figures, the word and a tone for it.

    `at`, `low` and `high` are places on the line from −1 to 1, in percent.
    """

    kpi: str
    title: str
    rank: str
    interval: str
    lag: str
    pairs: int
    word: str
    tone: str
    at: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Foretelling:
    """All rewarded KPIs against one result."""

    result: str
    rows: tuple[Told, ...]
    said: str

    @property
    def shown(self) -> list[Told]:
        """Those of which something can be said."""
        return [each for each in self.rows if each.tone]

    @property
    def folded(self) -> list[Told]:
        """The others."""
        return [each for each in self.rows if not each.tone]


@dataclass(frozen=True, slots=True)
class Foretold:
    """The surest first, against the KPI `result`."""

    result: str
    found: tuple[Prediction, ...]


def foretelling(period: str) -> Foretelling:
    """The same in words."""
    company, found = declared_company(), foretold(period)
    rows = tuple(_told(company, each) for each in found.found)
    sure = [each for each in rows if each.tone == "good"]
    code = "effectiveness.kpis.some" if sure else "effectiveness.kpis.none"
    said = say(code, count=len(sure), of=len(rows), first=sure[0].title if sure else "")
    return Foretelling(kpi_title(company, found.result), rows, said)


def foretold(period: str) -> Foretold:
    """Asked of the facts as they stood when the period was run, and remembered until anything changes."""
    return _foretold(settings.MERIT_COMPANY, state_of(settings.MERIT_COMPANY), period)


@lru_cache(maxsize=4)
def _foretold(_folder: Path, _state: int, period: str) -> Foretold:
    with at_work(period_files(period).as_of) as workspace:
        rewarded = _rewarded(workspace)
        result = _result(workspace, period)
        _prepare(workspace, [*rewarded, result], period)
        found = predictions(workspace.figures, rewarded, result, months_end(period), MONTHS)
    return Foretold(result, tuple(found))


def _rewarded(workspace: Workspace) -> list[str]:
    catalogue = workspace.company.catalogue
    read = [each.subject for plan in workspace.company.plans for each in plan.indicators if each.kind in READS_KPI]
    return [kpi for kpi in dict.fromkeys(read) if kpi in catalogue and NodeKind.COMPANY in catalogue[kpi].nodes]


def _result(workspace: Workspace, period: str) -> str:
    month = months_end(period)
    known = [each for each in RESULTS if each in workspace.company.catalogue]
    return next((each for each in known if workspace.figures.value(each, COMPANY, month).value is not None), known[-1])


def _prepare(workspace: Workspace, kpis: list[str], period: str) -> None:
    """Ask for all months at once, rather than month by month."""
    if isinstance(workspace.figures, CompanyFigures):
        month = months_end(period)
        asked = [*earlier(month, MONTHS - 1), month]
        workspace.figures.numbers.prepare(measures_of(workspace.company.catalogue, kpis), NodeKind.COMPANY, asked)


def _told(company: Company, found: Prediction) -> Told:
    relation = found.relation
    return Told(
        found.kpi,
        kpi_title(company, found.kpi),
        two(relation.rank),
        _interval(relation),
        say("effectiveness.lag.none") if found.lag == 0 else say("effectiveness.lag.months", count=found.lag),
        relation.pairs,
        say(f"effectiveness.relation.{relation.word}"),
        TONES.get(relation.word, ""),
        _place(relation.rank),
        _place(relation.low),
        _place(relation.high),
    )


def _interval(relation: RankRelation) -> str:
    known = relation.low is not None and relation.high is not None
    return f"{two(relation.low)} … {two(relation.high)}" if known else formats.NO_VALUE


def _place(rank: float | None) -> float | None:
    """Where it stands on the line from −1 to 1, in percent."""
    return None if rank is None else round(50 + 50 * rank, 2)
