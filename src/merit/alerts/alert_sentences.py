"""What an alert says, as a code with its gaps; figures by the KPI's unit."""

from fractions import Fraction

from merit.alerts.alert import Watched
from merit.alerts.causes import Link
from merit.alerts.observation import Observation
from merit.alerts.rule import RuleKind
from merit.catalogue.kpi import Unit
from merit.kernel.exact import fixed

Gaps = dict[str, str | int]
Said = tuple[str, Gaps]
LINKS = {
    Link.ALONE: "alerts.link_alone",
    Link.SOURCE: "alerts.link_source",
    Link.SAME_NODE: "alerts.link_same_node",
    Link.PARTS: "alerts.link_parts",
    Link.DRIVERS: "alerts.link_drivers",
}


def what_fires(alert: Watched, unit: Unit, kpi: str, node: str) -> Said:
    """What was seen beside what was expected; `kpi` and `node` are names to show."""
    seen = alert.worst
    gaps: Gaps = {"kpi": kpi, "node": node, "interval": str(seen.interval), "value": shown(seen.value, unit)}
    match alert.rule.kind:
        case RuleKind.THRESHOLD:
            return _side(seen, "alerts.above_limit", "alerts.below_limit"), gaps | {"limit": shown(seen.expected, unit)}
        case RuleKind.CHANGE:
            part = seen.gap / seen.expected if seen.gap is not None and seen.expected else Fraction(0)
            change: Gaps = {"before": shown(seen.expected, unit), "change": percent(abs(part))}
            return _side(seen, "alerts.rose", "alerts.fell"), gaps | change
        case RuleKind.OUT_OF_BAND:
            edges: Gaps = {"low": shown(seen.low, unit), "high": shown(seen.high, unit)}
            expected: Gaps = {"expected": shown(seen.expected, unit)}
            return _side(seen, "alerts.above_band", "alerts.below_band"), gaps | edges | expected
        case RuleKind.DATA_MISSING:
            return "alerts.no_rows", gaps | {"usual": shown(seen.expected, Unit.COUNT)}
        case RuleKind.PACE:
            return _pace(alert, seen, unit, gaps)


def what_is_at_stake(stake: Fraction | None, currency: str) -> Said:
    """In whole currency units: an estimate."""
    if stake is None:
        return "alerts.stake_unknown", {}
    return "alerts.stake", {"amount": _grouped(fixed(stake, 0)), "currency": currency}


def shown(value: Fraction | None, unit: Unit) -> str:
    """As many decimals as the size makes sense of; a dash for nothing."""
    if value is None:
        return "—"
    if unit is Unit.RATE:
        return percent(value)
    return _grouped(fixed(value, 0 if abs(value) >= 100 or value.denominator == 1 else 2))


def percent(part: Fraction) -> str:
    """12.3%; a small one with a second decimal."""
    return f"{fixed(part * 100, 1 if abs(part) >= Fraction(1, 100) else 2)}%"


def _grouped(text: str) -> str:
    """Thousands apart: 1,234.50."""
    whole, point, rest = text.partition(".")
    return f"{int(whole):,}{point}{rest}" if whole != "-0" else text


def _pace(alert: Watched, seen: Observation, unit: Unit, gaps: Gaps) -> Said:
    gaps |= {"period": str(alert.period), "target": shown(alert.target, unit), "due": shown(seen.expected, unit)}
    if seen.low is None or seen.chance is None:
        return "alerts.off_pace", gaps
    edges: Gaps = {"low": shown(seen.low, unit), "high": shown(seen.high, unit)}
    return "alerts.off_pace_forecast", gaps | edges | {"chance": percent(Fraction(round(seen.chance * 1000), 1000))}


def _side(seen: Observation, above: str, below: str) -> str:
    return above if seen.gap is not None and seen.gap > 0 else below
