"""The rows of kpis.csv, scores.csv, totals.csv, payouts.csv and problems.csv: text only, in a fixed order."""

from collections.abc import Iterable
from fractions import Fraction

from merit.kernel.exact import fixed, plain
from merit.kernel.explain import Explained, exact_text
from merit.kernel.problems import Problem
from merit.metrics.figures import KpiValue
from merit.rewards.payment.pay_line import PayLine
from merit.run import PeriodResult
from merit.scores.scorecard import Scorecard
from merit.wording.sentences import problem_sentence

Row = tuple[str, ...]

HEADINGS: dict[str, Row] = {
    "kpis": (
        "kpi",
        "version",
        "node_kind",
        "node",
        "grain",
        "period",
        "numerator",
        "denominator",
        "value",
        "n",
        "status",
        "as_of",
    ),
    "scores": (
        "period",
        "person",
        "plan",
        "plan_version",
        "segment",
        "indicator",
        "actual",
        "target",
        "attainment",
        "points",
        "weight",
        "weighted",
        "status",
    ),
    "totals": ("period", "person", "plan", "plan_version", "total", "grade", "on_duty", "status"),
    "payouts": (
        "period",
        "person",
        "reward",
        "reward_version",
        "line",
        "amount",
        "currency",
        "rule",
        "concerns",
        "base",
    ),
    "problems": ("severity", "file", "line", "field", "code", "zh", "en"),
}


def result_tables(result: PeriodResult) -> dict[str, list[Row]]:
    """Every table of a period's result by name, without its heading."""
    return {
        "kpis": [_kpi_row(value) for value in result.values],
        "scores": [row for card in result.scorecards for row in _score_rows(card)],
        "totals": [_total_row(card) for card in result.scorecards],
        "payouts": [_payout_row(line) for line in result.pay_lines],
        "problems": problem_rows(result.problems),
    }


def problem_rows(problems: Iterable[Problem]) -> list[Row]:
    """Problems with their sentence in both languages."""
    return [
        (
            str(each.severity),
            each.place.file,
            str(each.place.line or ""),
            each.place.field,
            each.code,
            problem_sentence(each, "zh"),
            problem_sentence(each, "en"),
        )
        for each in problems
    ]


def _kpi_row(value: KpiValue) -> Row:
    return (
        value.kpi,
        str(value.version),
        str(value.node.kind),
        value.node.id,
        str(value.period.grain),
        str(value.period),
        _number(value.numerator),
        _number(value.denominator),
        _number(value.value),
        str(value.n),
        str(value.status),
        value.as_of.isoformat() if value.as_of else "",
    )


def _score_rows(card: Scorecard) -> list[Row]:
    return [
        (
            str(card.period),
            card.person,
            card.plan,
            str(card.plan_version),
            str(line.segment),
            line.indicator,
            _number(line.actual),
            _number(line.target),
            _number(line.attainment),
            _worked(line.points),
            _number(line.weight),
            _worked(line.weighted),
            str(line.status),
        )
        for line in card.indicators
    ]


def _total_row(card: Scorecard) -> Row:
    total = fixed(card.total.value, 2) if card.total else ""
    grade = card.grade.value if card.grade else ""
    return (
        str(card.period),
        card.person,
        card.plan,
        str(card.plan_version),
        total,
        grade,
        _number(card.on_duty.value),
        str(card.status),
    )


def _payout_row(line: PayLine) -> Row:
    paid = line.amount.value
    return (
        str(line.period),
        line.person,
        line.reward,
        str(line.reward_version),
        line.line,
        str(paid),
        paid.currency,
        line.rule,
        str(line.concerns or ""),
        "" if line.base is None else exact_text(line.base),
    )


def _number(value: Fraction | None) -> str:
    return "" if value is None else plain(value)


def _worked(figure: Explained[Fraction] | None) -> str:
    return _number(figure.value if figure else None)
