"""One alert as its page shows it: the picture of its intervals, what it belongs to, and its trail."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from merit.alerts.alert_sentences import shown
from merit.catalogue.kpi import Unit
from merit_desk.accounts.viewer import Viewer
from merit_desk.alerts.models import Alert
from merit_desk.alerts.queries.visible import alerts_seen, ranked
from merit_desk.alerts.queries.words import AlertWords, alert_words
from merit_desk.results.queries.names import kpi_unit
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import periods_run
from merit_desk.shell.formats import day_name, moment_name
from merit_desk.shell.parts import Entry
from merit_desk.shell.sentences import say

ICONS = {"fired": "alert-triangle", "reopened": "alert-triangle", "resolved": "circle-check", "acknowledge": "eye"}


@dataclass(frozen=True, slots=True)
class Row:
    """One interval of the table beneath the picture."""

    interval: str
    value: str
    expected: str
    band: str
    verdict: str
    tone: str
    why_address: str


def rows_of(alert: Alert) -> list[Row]:
    """The latest first; each figure leads to its explanation."""
    unit = Unit.COUNT if alert.kind == "data_missing" else kpi_unit(declared_company(), alert.kpi)
    return [_row(alert, each, unit) for each in reversed(alert.evidence)]


def _row(alert: Alert, each: dict[str, Any], unit: Unit) -> Row:
    low, high = _number(each["low"]), _number(each["high"])
    band = f"{shown(low, unit)}～{shown(high, unit)}" if low is not None and high is not None else ""
    known = {"breach": "bad", "between": "watch", "clear": "good"}
    return Row(
        interval=each["interval"],
        value=shown(_number(each["value"]), unit),
        expected=shown(_number(each["expected"]), unit),
        band=band or shown(low if low is not None else high, unit),
        verdict=say(f"alert.why.{each['why']}") if each["why"] else say(f"alert.verdict.{each['verdict']}"),
        tone=known.get(each["verdict"], ""),
        why_address=_why(alert, each["interval"]),
    )


def _why(alert: Alert, interval: str) -> str:
    """The explanation of that figure; empty while no period was run in which it could be shown."""
    period = next(iter(periods_run()), "")
    return reverse("explain:kpi", args=(period, interval, alert.kpi, alert.node_kind, alert.node)) if period else ""


def drawn(alert: Alert) -> dict[str, Any]:
    """What the picture draws: floats, never part of a figure that counts."""
    share = kpi_unit(declared_company(), alert.kpi) is Unit.RATE and alert.kind != "data_missing"
    factor = 100 if share else 1

    def line(name: str) -> list[float | None]:
        numbers = (_number(each[name]) for each in alert.evidence)
        return [None if number is None else float(number) * factor for number in numbers]

    names = {"value": say("alert.line.value"), "expected": say("alert.line.expected"), "band": say("alert.line.band")}
    ends = alert.kind == "pace"
    return {
        "days": [each["interval"] for each in alert.evidence],
        "values": line("value"),
        "expected": line("expected"),
        "low": [] if ends else line("low"),
        "high": [] if ends else line("high"),
        "bad": [each["verdict"] == "breach" for each in alert.evidence],
        "share": share,
        "names": names,
    }


def related(viewer: Viewer, alert: Alert) -> list[AlertWords]:
    """The others of its cause that are open, as far as the viewer sees them."""
    others = Alert.objects.filter(cause=alert.cause, state__in=("firing", "acknowledged")).exclude(pk=alert.pk)
    return [alert_words(each) for each in ranked(alerts_seen(viewer, others))] if alert.cause else []


def trail_of(alert: Alert) -> Iterator[Entry]:
    """Every step, the latest first."""
    zone = ZoneInfo(declared_company().profile.time_zone)
    steps = list(alert.steps.select_related("account"))
    for at, step in enumerate(reversed(steps)):
        note = step.note if step.move != "task" else ""
        until = say("alert.until", day=day_name(step.until)) if step.until else ""
        yield Entry(
            title=say(f"alert.did.{step.move}"),
            moment=moment_name(step.at.astimezone(zone)),
            who=str(step.account) if step.account else "",
            note=" · ".join(filter(None, (until, note))),
            address=step.note if step.move == "task" else "",
            icon=ICONS.get(step.move, "point"),
            now=at == 0,
        )


def _number(text: object) -> Fraction | None:
    return None if text is None else Fraction(str(text))
