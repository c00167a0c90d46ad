"""The working of a step as a reader writes it: 93.60% ÷ 90.00%, 3,000.00 × 1.20 × 1.05."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from merit.catalogue.kpi import Unit
from merit.company import Company
from merit_desk.explain.queries.replay import as_written
from merit_desk.explain.queries.written import GIVEN, parts, reference
from merit_desk.results.queries.names import kpi_unit
from merit_desk.results.queries.period_files import Working
from merit_desk.shell import formats
from merit_desk.shell.sentences import knows, say

_SHARES = frozenset({"scores.attainment", "scores.attainment_lower_linear", "scores.attainment_lower_ratio"})
_SHARES |= {"scores.on_duty", "rewards.attainment", "rewards.own_share", "targets.share", "scores.gate_payout"}
_POINTS = frozenset({"scores.points", "scores.rated_points", "scores.weighted", "scores.weighted_sum", "scores.total"})
_POINTS |= {"scores.total_with_events", "scores.total_times_factor", "scores.gated_total", "scores.segment_mean"}
_POINTS |= {"scores.balanced_points", "scores.counted_points", "scores.earned_points", "scores.gated_points"}
_PERCENT_FIELDS = frozenset({"on_duty", "payout", "growth", "share", "keeps", "rate"})
_LISTED = 6


class Reader:
    """Writes the figures of one descent; `unit` is that of the nearest KPI, which targets and limits share."""

    def __init__(self, company: Company) -> None:
        self.company = company

    def unit(self, step: Working, inherited: Unit | None) -> Unit | None:
        """The unit in which the step's own figures are read: that of the KPI it compares, if any."""
        refs = [reference(step, "kpi"), *(reference(part.working, "kpi") for part in parts(step))]
        found = next((ref for ref in refs if ref is not None), None)
        return kpi_unit(self.company, found["kpi"]) if found is not None else inherited

    def result(self, step: Working, unit: Unit | None, field: str = "") -> str:
        """What the step came to."""
        rule, value = step["rule"], step["value"]
        if isinstance(value, dict) and "money" in value:
            return formats.pay(Decimal(value["money"]), value["currency"])
        number = as_written(value)
        if not isinstance(number, Fraction):
            return str(value)
        if field in ("base", "coefficients"):
            return formats.exact_number(number, 2)
        if rule in _SHARES or (rule == GIVEN and field in _PERCENT_FIELDS):
            return formats.percent(number)
        if field == "weight" or rule == "scores.reweighted":
            return f"{formats.short_number(number, 2)}%"
        if rule in _POINTS:
            return formats.fixed_places(number, 2)
        if rule == GIVEN and unit is not None:
            return formats.exact_figure(number, unit)
        return formats.exact_number(number)

    def formula(self, step: Working, unit: Unit | None) -> str:
        """How it was worked out, in one line; empty where there is nothing to say."""
        if step["rule"] == GIVEN:
            return ""
        if step["rule"] == "rewards.bonus":
            return self._bonus(step)
        shown = {name: self.shown(name, thing, unit) for name, thing in step["inputs"].items()}
        code = f"work.{step['rule']}"
        if knows(code):
            return say(code, **shown)
        named = (f"{field_name(name)} {text}" for name, text in shown.items() if text)
        return " · ".join(named)

    def _bonus(self, step: Working) -> str:
        """3,000.00 基数 × 1.20 个人系数 × 100% 在岗比例; a share paid out of 100% says nothing and is left out."""
        factors = [
            f"{self.result(part.working, None, part.field)} {field_name(part.key or part.field)}"
            for part in parts(step)
        ]
        payout = step["inputs"].get("payout", "1")
        if isinstance(payout, str) and payout != "1":
            factors.append(f"{self.shown('payout', payout, None)} {field_name('payout')}")
        return " × ".join(factors)

    def shown(self, field: str, thing: Any, unit: Unit | None) -> str:
        """An input as text; structures in short."""
        if isinstance(thing, dict) and "rule" in thing:
            return self.result(thing, unit, field)
        if isinstance(thing, dict) and "money" in thing:
            return formats.grouped(Decimal(thing["money"]), 2)
        if isinstance(thing, dict) and "ref" not in thing:
            return self._joined(field, list(thing.values()), unit)
        if isinstance(thing, list):
            return self._listed(field, thing, unit)
        return self._plain(field, thing, unit)

    def _plain(self, field: str, thing: Any, unit: Unit | None) -> str:
        number = as_written(thing)
        if field == "weight" and isinstance(number, Fraction):
            return f"{formats.short_number(number, 2)}%"
        if not isinstance(number, Fraction):
            return say(f"compare.{thing}") if field == "comparison" else "" if thing is None else str(thing)
        if field in _PERCENT_FIELDS:
            return formats.percent(number)
        if field in ("limit", "threshold", "target", "before") and unit is Unit.RATE:
            return formats.percent(number)
        return formats.exact_number(number)

    def _listed(self, field: str, things: list[Any], unit: Unit | None) -> str:
        if things and all(isinstance(each, list) and len(each) == 2 for each in things):
            return say("work.and").join(self._pair(each) for each in things)
        if field in ("bonus_points", "deductions"):
            values = (as_written(each) for each in things)
            return formats.fixed_places(sum(values, Fraction(0)), 2)
        return self._joined(field, things, unit)

    def _pair(self, pair: list[Any]) -> str:
        first, second = (self.shown("", each, None) for each in pair)
        return say("work.pair", first=first, second=second)

    def _joined(self, field: str, things: list[Any], unit: Unit | None) -> str:
        texts = [self.shown(field, each, unit) for each in things[:_LISTED]]
        more = [say("work.of_many", count=len(things))] if len(things) > _LISTED else []
        between = " × " if field in ("coefficients", "factors") else " + "
        return between.join(text for text in [*texts, *more] if text)


def field_name(field: str) -> str:
    """What an input is called."""
    code = f"words.in.{field}"
    return say(code) if knows(code) else field.replace("_", " ")
