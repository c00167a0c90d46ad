"""A decomposition as codes and parameters, from which the wording makes sentences; what is named first matters most."""

import re
from collections.abc import Callable
from fractions import Fraction

from merit.catalogue.kpi import Unit
from merit.insight.decomposition import Decomposition
from merit.insight.decomposition_arithmetic import REST, Contribution
from merit.insight.decomposition_search import Lead
from merit.insight.decomposition_steps import SMALL, UNSEEN
from merit.kernel.exact import fixed
from merit.kernel.period import Period

MOST_NAMED = 3
_TOO_SMALL = 50
"""A fiftieth of the whole is not named."""
MINUS = "−"

Said = tuple[str, dict[str, str | int]]
"""A code and what fills the gaps of its sentence."""


def said(
    found: Decomposition, unit: Callable[[str], Unit], name: Callable[[str], str], join: Callable[[list[str]], str]
) -> list[Said]:
    """What happened, what drove it, what worked against it, and what to know about the figures.

    `unit` is that of a KPI, `name` gives a KPI, node or part in the reader's words, `join` lists several of them.
    """
    sentences = [_what_happened(found, unit(found.change.kpi), name)]
    if found.through is not None:
        outer = found.through.change.kpi
        params = {"kpi": name(outer), "amount": shown_change(found.through.amount, unit(outer))}
        sentences.append(("insight.why_through", {**params, "driver": name(found.change.kpi)}))
    return [*sentences, *_what_drove(found, unit(amounts_of(found)), name, join)]


def amounts_of(found: Decomposition) -> str:
    """The KPI in whose unit the contributions are."""
    return found.through.change.kpi if found.through is not None else found.change.kpi


def _what_drove(
    found: Decomposition, unit: Unit, name: Callable[[str], str], join: Callable[[list[str]], str]
) -> list[Said]:
    sentences: list[Said] = []
    up = total(found) > 0
    known = [each for each in found.contributions if each.amount and each.part not in (REST, SMALL, UNSEEN)]
    named = [each for each in known if abs(each.amount) * _TOO_SMALL >= abs(total(found))]
    helped = [each for each in named if (each.amount > 0) == up]
    against = [each for each in named if (each.amount > 0) != up]
    for code, chosen in (("insight.why_mostly", helped), ("insight.why_against", against)):
        if chosen and total(found):
            parts = join([_one(each, unit, name) for each in chosen[:MOST_NAMED]])
            sentences.append((code, {"parts": parts}))
    return [*sentences, *_to_know(found, unit)]


def total(found: Decomposition) -> Fraction:
    """What the contributions add up to."""
    return found.through.amount if found.through is not None else found.difference


def lead_said(lead: Lead, name: Callable[[str], str], join: Callable[[list[str]], str]) -> Said:
    """Which parts stand out, and how far."""
    code = "insight.why_lead_level" if lead.found.is_level else "insight.why_lead"
    parts = join([name(each.part) for each in lead.parts])
    shares = {"share": shown(lead.of_change, Unit.RATE), "expected": shown(lead.of_whole, Unit.RATE)}
    return code, {"by": name(str(lead.found.by)), "parts": parts, **shares}


def _what_happened(found: Decomposition, unit: Unit, name: Callable[[str], str]) -> Said:
    change = found.change
    known: dict[str, str | int] = {
        "kpi": name(change.kpi),
        "node": " · ".join(name(each) for each in (change.node.id, *(value for _, value in change.within))),
        "period": str(change.period),
        "versus": str(change.versus),
        "before": shown(found.before, unit),
        "now": shown(found.now, unit),
        "difference": shown_change(abs(found.difference), unit).lstrip("+"),
    }
    if found.is_level:
        return _against_level(found.difference), known
    if not found.difference:
        return "insight.why_same", known
    return ("insight.why_rose" if found.difference > 0 else "insight.why_fell"), known


def _against_level(difference: Fraction) -> str:
    if not difference:
        return "insight.why_at_level"
    return "insight.why_above_level" if difference > 0 else "insight.why_below_level"


def _one(each: Contribution, unit: Unit, name: Callable[[str], str]) -> str:
    return f"{name(each.part)} {shown_change(each.amount, unit)}"


def _to_know(found: Decomposition, unit: Unit) -> list[Said]:
    sentences: list[Said] = []
    effects = [(each.mix, each.rate) for each in found.contributions if each.mix is not None and each.rate is not None]
    if effects and found.difference:
        mix = sum((mix for mix, _ in effects), Fraction(0))
        rate = sum((rate for _, rate in effects), Fraction(0))
        params: dict[str, str | int] = {"rate": shown_change(rate, unit), "mix": shown_change(mix, unit)}
        sentences.append(("insight.why_rate_and_mix", params))
    rest = next((each for each in found.contributions if each.part == REST), None)
    if rest is not None and rest.amount:
        sentences.append(("insight.why_rest", {"amount": shown_change(rest.amount, unit)}))
    if found.gathered:
        sentences.append(("insight.why_gathered", {"count": found.gathered}))
    if found.overlapping:
        sentences.append(("insight.why_overlap", {}))
    return sentences


def shown(value: Fraction, unit: Unit) -> str:
    """A value for reading: rates in percent, money with cents, thousands apart."""
    match unit:
        case Unit.RATE:
            return f"{_grouped(value * 100, 1)}%"
        case Unit.MONEY:
            return _grouped(value, 2)
        case _:
            return _grouped(value, 0 if value.denominator == 1 else 2)


def shown_change(value: Fraction, unit: Unit) -> str:
    """A change with its sign; of a rate in percentage points, of a small number (2.90 to 3.01) finer than itself."""
    sign = "+" if value > 0 else ""
    if unit is Unit.RATE:
        return f"{sign}{_grouped(value * 100, 2)} pp"
    if unit in (Unit.NUMBER, Unit.TIMES) and 0 < abs(value) < 1:
        return f"{sign}{_grouped(value, 4)}"
    return f"{sign}{shown(value, unit)}"


def exactly(value: Fraction | None, places: int = 4) -> str:
    """A figure of the table; empty where there is none."""
    return "" if value is None else fixed(value, places)


def versus_of(period: Period, text: str) -> Period | None:
    """The other period by its name: `previous`, `a_year_earlier`; None for any other text."""
    match text:
        case "previous":
            return period.previous()
        case "a_year_earlier":
            return period.a_year_earlier()
        case _:
            return None


def is_level_text(text: str) -> bool:
    """Whether it is a level to hold against: `usual`, `target` or a number with a point or a slash, and no period."""
    return text in ("usual", "target") or re.fullmatch(r"-?\d+(\.\d+|/[1-9]\d*)", text) is not None


def _grouped(value: Fraction, places: int) -> str:
    text = fixed(value, places)
    sign = MINUS if text.startswith("-") else ""
    whole, dot, part = text.lstrip("-").partition(".")
    return f"{sign}{int(whole):,}{dot}{part}"
