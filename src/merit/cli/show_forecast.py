"""How forecasts are written: a sentence for one, a table for many, data for machines."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from merit.catalogue.kpi import Direction, Kpi, Unit
from merit.cli.show import language, out, show_table, word
from merit.company import Company
from merit.forecast.kpi_forecast import KpiForecast
from merit.forecast.running import running_target
from merit.forecast.suggestion import Suggestion
from merit.kernel.exact import fixed, plain
from merit.kernel.explain import as_data
from merit.kernel.node import COMPANY, Node, NodeKind
from merit.wording.sentences import LANGUAGES, sentence

_LOW, _MIDDLE, _HIGH = 0.1, 0.5, 0.9


@dataclass(frozen=True, slots=True)
class Shown:
    """One forecast with the target it is held against, and what is suggested."""

    kpi: Kpi
    forecast: KpiForecast
    goal: Fraction | None
    suggested: tuple[Suggestion, ...] = ()

    def number(self, value: float | Fraction) -> str:
        """As many decimals as the size makes sense of."""
        given = Fraction(value)
        places = 4 if self.kpi.unit is Unit.RATE else 0 if abs(given) >= 100 else 2
        return fixed(given, places)

    def quantile(self, probability: float) -> str:
        return self.number(self.forecast.distribution.quantile(probability))

    @property
    def chance(self) -> str:
        if self.goal is None:
            return ""
        return fixed(Fraction(self.forecast.probability(self.goal, self.kpi.direction), 10), 1)


def show_one(company: Company, row: Shown) -> None:
    """As a sentence in each language."""
    for tongue in LANGUAGES:
        lines = (sentence(code, gaps, tongue) for code, gaps in _said(company, row, tongue))
        style = "dim" if tongue != language() else None
        out.print(("" if tongue == "zh" else " ").join(lines), style=style, markup=False)


def _said(company: Company, row: Shown, tongue: str) -> list[tuple[str, dict[str, str | int]]]:
    forecast = row.forecast
    gaps: dict[str, str | int] = {
        "node": _name(company, forecast.node),
        "kpi": row.kpi.title.get(tongue, row.kpi.id),
        "period": str(forecast.period),
        "today": str(forecast.today),
        "low": row.quantile(_LOW),
        "middle": row.quantile(_MIDDLE),
        "high": row.quantile(_HIGH),
    }
    lines = [("forecast.expects", gaps)]
    if forecast.already:
        lines.append(("forecast.already", {"already": row.number(forecast.already)}))
    if row.goal is not None:
        lines.append(("forecast.chance", {"target": row.number(row.goal), "chance": row.chance}))
        lines += _running(row, row.goal)
    separator = "、" if tongue == "zh" else ", "
    if forecast.borrowed_from:
        peers = separator.join(_name(company, each) for each in forecast.borrowed_from)
        lines.append(("forecast.borrowed", {"days": forecast.days_of_history, "peers": peers}))
    if forecast.unseen:
        lines.append(("forecast.unseen", {"kinds": separator.join(forecast.unseen)}))
    if row.suggested:
        lines.append(("forecast.suggests", {"list": separator.join(_suggested(row, tongue))}))
    return lines


def _running(row: Shown, goal: Fraction) -> list[tuple[str, dict[str, str | int]]]:
    """What is still needed, where days add up and some are left."""
    found = running_target(row.forecast, goal, row.kpi.direction)
    if not found.needed_per_day or row.kpi.direction is Direction.DOWN:
        return []
    needed = Fraction(sum(found.needed_per_day)) / len(found.needed_per_day)
    gaps: dict[str, str | int] = {"missing": row.number(found.missing), "days": found.days_left}
    return [("forecast.running", gaps | {"needed": row.number(needed)})]


def _suggested(row: Shown, tongue: str) -> list[str]:
    return [
        f"{sentence(f'words.forecast_ambition_{each.ambition}', {}, tongue)} {plain(each.target.value)}"
        f" ({fixed(Fraction(each.chance, 10), 1)}%)"
        for each in row.suggested
    ]


def show_many(company: Company, rows: Sequence[Shown]) -> None:
    """As a table."""
    heading = ["part", "already", "low", "middle", "high", "target", "chance", "borrowed"]
    cells = [
        [
            _name(company, row.forecast.node),
            row.number(row.forecast.already),
            *(row.quantile(each) for each in (_LOW, _MIDDLE, _HIGH)),
            "" if row.goal is None else row.number(row.goal),
            row.chance,
            word("forecast_yes") if row.forecast.borrowed_from else "",
        ]
        for row in rows
    ]
    show_table([word(f"forecast_{name}") for name in heading], cells)


def _name(company: Company, node: Node) -> str:
    if node == COMPANY:
        return company.profile.name
    named = {shop.shop: shop.name for shop in company.shops} if node.kind is NodeKind.SHOP else {}
    if node.kind in (NodeKind.TEAM, NodeKind.DEPARTMENT):
        named = {team.team: team.name for team in company.organisation.teams}
    if node.kind is NodeKind.PERSON:
        named = {spell.person: spell.name for spell in company.organisation.spells}
    return named.get(node.id, node.id)


def forecast_data(row: Shown) -> dict[str, object]:
    """Ready for JSON; suggestions with their working."""
    forecast, goal = row.forecast, row.goal
    levels = (0.1, 0.25, 0.5, 0.75, 0.9)
    shown = {f"p{round(level * 100)}": round(forecast.distribution.quantile(level), 6) for level in levels}
    return {
        "kpi": forecast.kpi,
        "node_kind": str(forecast.node.kind),
        "node": forecast.node.id,
        "period": str(forecast.period),
        "today": str(forecast.today),
        "already": float(forecast.already),
        **shown,
        "target": None if goal is None else float(goal),
        "chance_per_mille": None if goal is None else forecast.probability(goal, row.kpi.direction),
        "days_of_history": forecast.days_of_history,
        "borrowed_from": [str(node) for node in forecast.borrowed_from],
        "unseen": list(forecast.unseen),
        "suggested": [
            {
                "ambition": str(each.ambition),
                "target": plain(each.target.value),
                "chance_per_mille": each.chance,
                "difficulty": as_data(each.difficulty.value),
                "working": as_data(each.target),
            }
            for each in row.suggested
        ],
    }
