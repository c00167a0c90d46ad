"""A template fitted to a company: indicators it cannot measure are left out, and the weights total 100 again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from merit.catalogue.kpi import Catalogue
from merit.catalogue.made_of import tables_needed
from merit.company import Trade
from merit.kernel.money import share_out
from merit.kernel.problems import Problem, Severity
from merit.templates.read_templates import PostTemplate, bonus_template

_ONLY_FOR = ("sells_to", "platforms")


@dataclass(frozen=True, slots=True)
class Fitting:
    """What a company is, as far as a template must know."""

    trade: Trade
    platforms: frozenset[str]
    tables: frozenset[str]
    """The fact tables that it has or soon will have."""


@dataclass(frozen=True, slots=True)
class FittedPlan:
    """A plan ready to be written, and what was left out of the template and why."""

    template: str
    data: dict[str, Any] | None
    """The document; None when the company can measure nothing of the template."""
    notes: tuple[Problem, ...] = field(default=())


def fit_template(
    template: PostTemplate, fitting: Fitting, catalogue: Catalogue, posts: Sequence[str], valid_from: date
) -> FittedPlan:
    """The plan of these posts. Ratings need no table, so that only a template without one can come to nothing."""
    notes: list[Problem] = []
    kept = [each for each in template.indicators if _fits(each, fitting, catalogue, notes)]
    measured = {str(_kpi(each)) for each in kept}
    modifiers = [each for each in template.modifiers if _modifier_fits(each, measured, fitting, catalogue)]
    if not kept:
        nothing = Problem("templates.nothing_left", params=_of(template), severity=Severity.WARNING)
        return FittedPlan(template.template, None, (*notes, nothing))
    weights = [int(each["weight"]) for each in kept]
    shares = _hundred(weights)
    if shares != weights:
        params: dict[str, str | int] = {**_of(template), "total": sum(weights)}
        notes.append(Problem("templates.weights_made_whole", params=params, severity=Severity.NOTE))
    data = {
        "plan": template.template,
        "version": 1,
        "title": template.title,
        "for": {"post": posts[0] if len(posts) == 1 else list(posts)},
        "cycle": "month",
        "valid_from": valid_from,
        "indicators": [
            {key: value for key, value in {**each, "weight": share}.items() if key not in _ONLY_FOR}
            for each, share in zip(kept, shares, strict=True)
        ],
        "modifiers": modifiers,
        "grades": template.grades,
    }
    return FittedPlan(template.template, data, tuple(notes))


def fit_bonus(posts: Sequence[str], valid_from: date) -> dict[str, Any]:
    """The first bonus for everybody in these posts who has a bonus base."""
    shipped = bonus_template()
    first = {key: shipped[key] for key in ("reward", "version", "kind", "title")}
    return {**first, "for": {"post": list(posts)}, "valid_from": valid_from, "coefficients": shipped["coefficients"]}


def _hundred(weights: list[int]) -> list[int]:
    """The weights in whole percent that total 100, in proportion."""
    parts = share_out(100, {f"{place:03}": Fraction(weight) for place, weight in enumerate(weights)})
    return [parts[f"{place:03}"] for place in range(len(weights))]


def _fits(indicator: dict[str, Any], fitting: Fitting, catalogue: Catalogue, notes: list[Problem]) -> bool:
    if fitting.trade not in indicator.get("sells_to", (fitting.trade,)):
        return False
    kpi = _kpi(indicator)
    if "platforms" in indicator and not fitting.platforms & set(indicator["platforms"]):
        notes.append(Problem("templates.no_such_platform", params={"kpi": str(kpi)}, severity=Severity.NOTE))
        return False
    missing = [] if kpi is None else list(_missing(kpi, fitting, catalogue))
    if missing:
        params: dict[str, str | int] = {"kpi": str(kpi), "tables": ", ".join(missing)}
        notes.append(Problem("templates.cannot_be_measured", params=params, severity=Severity.NOTE))
    return not missing


def _modifier_fits(modifier: dict[str, Any], measured: set[str], fitting: Fitting, catalogue: Catalogue) -> bool:
    """A balance needs its indicator in the plan; any KPI that a modifier looks at must be measured."""
    ((kind, terms),) = modifier.items()
    named = [terms[key] for key in ("kpi", "with") if key in terms]
    if kind == "balance" and terms["kpi"] not in measured:
        return False
    return not any(missing for kpi in named for missing in _missing(kpi, fitting, catalogue))


def _missing(kpi: str, fitting: Fitting, catalogue: Catalogue) -> Iterator[str]:
    return (table for table in tables_needed(catalogue, kpi) if table not in fitting.tables)


def _kpi(indicator: dict[str, Any]) -> str | None:
    found = indicator.get("kpi") or indicator.get("task")
    return str(found) if found is not None else None


def _of(template: PostTemplate) -> dict[str, str | int]:
    return {"template": template.template}
