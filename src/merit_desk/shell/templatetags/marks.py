"""Small marks drawn on the server as SVG, so that a strict policy needs no inline style: bars, dots and lines.

Lengths are in percent of the width; tones are good, watch, bad, whatif or empty for neutral.
"""

from collections.abc import Sequence
from typing import Any

from django import template

register = template.Library()
_WIDTH, _HEIGHT = 84, 24
Shown = dict[str, Any]


@register.inclusion_tag("shell/marks/bar.html")
def bar(share: float, label: str = "") -> Shown:
    """How much is done, 0 to 100."""
    return {"share": _within(share), "label": label}


@register.inclusion_tag("shell/marks/pace.html")
def pace_bar(now: float, due: float, tone: str, label: str) -> Shown:
    """Fill: the value now; notch: where it is due by now; the end: the target. Both in percent of the target."""
    return {"now": _within(now), "due": min(_within(due), 99.5), "tone": tone, "label": label}


@register.inclusion_tag("shell/marks/level.html")
def level_bar(now: float, tone: str, label: str, target: float = 66) -> Shown:
    """For rates and durations, which have no pace. Notch: the target; dot: now; both in percent of the scale."""
    at = min(max(_within(now), 3), 97)
    left, right = sorted((at, target))
    return {"at": at, "left": left, "length": right - left, "target": target, "tone": tone, "label": label}


@register.inclusion_tag("shell/marks/strip.html")
def dot_strip(places: Sequence[tuple[float, bool]], due: float, label: str) -> Shown:
    """One dot a person at its percent of the scale; a diamond is behind. No names: they stand in the table."""
    inside = [(min(max(at, 1.5), 98.5), behind) for at, behind in places]
    return {"places": inside, "due": _within(due), "label": label}


@register.inclusion_tag("shell/marks/spark.html")
def spark(values: Sequence[float | None], tone: str = "", target: float | None = None) -> Shown:
    """A line of the last days with its last point, and the target dashed; nothing for fewer than two values."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return {}
    marks = [*known, target] if target is not None else known
    low, high = min(marks), max(marks)

    def height(value: float) -> float:
        return round(3 + (_HEIGHT - 6) * (1 - (value - low) / ((high - low) or 1)), 1)

    wide = [round(2 + (_WIDTH - 8) * at / (len(values) - 1), 1) for at in range(len(values))]
    points = [None if value is None else (x, height(value)) for x, value in zip(wide, values, strict=True)]
    last = next(point for point in reversed(points) if point)
    aim = None if target is None else height(target)
    size = {"width": _WIDTH, "height": _HEIGHT, "x": last[0], "y": last[1]}
    return {"lines": _path(points), "aim": aim, "tone": tone, **size}


def _path(points: Sequence[tuple[float, float] | None]) -> str:
    """A gap of days without a value is left open."""
    drawn, pen_up = [], True
    for point in points:
        if point:
            drawn.append(f"{'M' if pen_up else 'L'}{point[0]} {point[1]}")
        pen_up = point is None
    return "".join(drawn)


def _within(share: float) -> float:
    return round(min(max(float(share), 0.0), 100.0), 2)
