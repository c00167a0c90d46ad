"""One line of descent through a written working: level by level to a KPI value and its rows, or to a line of a file."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from merit.catalogue.kpi import Unit
from merit.company import Company
from merit_desk.explain.queries.kpi_level import KpiLevel, kpi_level
from merit_desk.explain.queries.kpi_rows import KpiAsked
from merit_desk.explain.queries.source_lines import SourceLine, source_line
from merit_desk.explain.queries.sums import named_line, pay_address
from merit_desk.explain.queries.workings import Reader, field_name
from merit_desk.explain.queries.written import GIVEN, Part, best_part, parts, reference, settled
from merit_desk.results.queries.names import indicator_title, kpi_title, node_name, plan_title, reward_title
from merit_desk.results.queries.period_files import PayRow, PeriodFiles, Working, period_files, periods_run
from merit_desk.shell import formats
from merit_desk.shell.sentences import knows, say

_GRADES = frozenset({"scores.grade", "scores.vetoed_grade", "scores.capped_grade", "scores.distributed_grade"})
_GRADES |= {"scores.calibrated_grade", "scores.appealed_grade", "scores.corrected_grade"}
_INDICATOR = frozenset({"scores.weighted", "scores.points", "scores.rated_points", "scores.policy_points"})
_INDICATOR |= {"scores.attainment", "scores.attainment_lower_linear", "scores.attainment_lower_ratio"}
_INDICATOR |= {"scores.relation_mean", "scores.reweighted", "scores.balanced_points", "scores.gated_points"}
_SUMS = ("rewards.sum", "rewards.paid_earlier")
_DEEPEST = 40


@dataclass(frozen=True, slots=True)
class Sibling:
    """One input of a level; `open` is the way that leads into it, `address` a page of its own, both may be empty."""

    name: str
    cells: tuple[str, ...]
    result: str
    open: str
    chosen: bool
    address: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """The version of a plan or a reward by which the step went."""

    title: str
    version: str


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided, when, and why."""

    by: str
    at: str
    reason: str


@dataclass(frozen=True, slots=True)
class Level:
    """One step of the descent."""

    kind: str
    title: str
    result: str
    formula: str = ""
    definitions: tuple[Definition, ...] = ()
    decisions: tuple[Decision, ...] = ()
    lines: tuple[SourceLine, ...] = ()
    siblings: tuple[Sibling, ...] = ()
    kpi: KpiLevel | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What a descent needs to know: the company, the period's results, and what is explained."""

    company: Company
    files: PeriodFiles
    plan: str = ""
    pay: PayRow | None = None
    """The line of pay that is explained, if it is one."""


@dataclass(frozen=True, slots=True)
class _Here:
    """Where the descent has come to."""

    step: Working
    field: str
    way: tuple[int, ...]
    unit: Unit | None
    plan: str


def descent(context: Context, working: Working, way: tuple[int, ...]) -> list[Level]:
    """All levels from the figure down; `way` names the input opened at each level, the rest is chosen."""
    return list(_levels(context, _Here(working, "", (), None, context.plan), way))


def way_from(text: str) -> tuple[int, ...]:
    """ "2.0.1" as in an address; anything else opens by itself."""
    numbers = text.split(".")
    return tuple(int(each) for each in numbers) if all(each.isascii() and each.isdigit() for each in numbers) else ()


def _levels(context: Context, here: _Here, way: tuple[int, ...]) -> Iterator[Level]:
    reader = Reader(context.company)
    for depth in range(_DEEPEST):
        ref = reference(here.step, "kpi")
        if here.step["rule"] == GIVEN and ref is not None:
            yield _kpi(context, ref)
            return
        shown = replace(here, step=settled(here.step), plan=_plan_of(here))
        shown = replace(shown, unit=reader.unit(shown.step, here.unit))
        below = parts(shown.step)
        chosen = way[depth] if depth < len(way) and way[depth] < len(below) else best_part(shown.step)
        yield _level(context, reader, here, shown, chosen)
        if chosen is None:
            return
        part = below[chosen]
        here = _Here(part.working, part.field, (*here.way, chosen), shown.unit, shown.plan)


def _level(context: Context, reader: Reader, here: _Here, shown: _Here, chosen: int | None) -> Level:
    lines = tuple(_line(ref) for ref in _refs(here, shown, "line"))
    below = parts(shown.step)
    return Level(
        kind=_kind(shown),
        title=_title(here),
        result=reader.result(here.step, shown.unit, here.field),
        formula=reader.formula(shown.step, shown.unit),
        definitions=tuple(dict.fromkeys(_definition(context, ref) for ref in _refs(here, shown, "definition"))),
        decisions=tuple(_decision(context, ref) for ref in _refs(here, shown, "decision")),
        lines=lines,
        siblings=_siblings(context, reader, shown, chosen) if len(below) > 1 else _summed(context, reader, shown.step),
    )


def _refs(here: _Here, shown: _Here, kind: str) -> list[Working]:
    steps = [here.step] if here.step is shown.step else [here.step, shown.step]
    return [ref for step in steps for ref in step.get("about", ()) if ref["ref"] == kind]


def _plan_of(here: _Here) -> str:
    """Points say by which plan they were given."""
    for step in (here.step, settled(here.step), *(part.working for part in parts(settled(here.step)))):
        ref = reference(step, "definition")
        if ref is not None and ref["kind"] == "plan":
            return str(ref["name"])
    return here.plan


def _kind(shown: _Here) -> str:
    rule = shown.step["rule"]
    if rule == GIVEN:
        return "line"
    if rule in _GRADES:
        return "grade"
    if rule.startswith("rewards."):
        return "pay"
    if rule.startswith("targets."):
        return "target"
    return "indicator" if rule in _INDICATOR else "total"


def _title(here: _Here) -> str:
    if here.step["rule"] == GIVEN:
        return field_name(here.field) if here.field else say(GIVEN)
    return say(here.step["rule"])


def _definition(context: Context, ref: Working) -> Definition:
    named = {"plan": plan_title, "reward": reward_title}.get(ref["kind"])
    return Definition(named(context.company, ref["name"]) if named else ref["name"], str(ref["version"]))


def _decision(context: Context, ref: Working) -> Decision:
    at = datetime.fromisoformat(ref["at"]).astimezone(ZoneInfo(context.company.profile.time_zone))
    return Decision(node_name(context.company, "person", ref["by"]), formats.moment_name(at), ref["reason"])


def _line(ref: Working) -> SourceLine:
    """Of a decision only its place: the step says the rest."""
    if ref["file"].startswith("grade_decisions."):
        return SourceLine(ref["file"], ref["line"], (), "")
    return source_line(ref["file"], ref["line"])


def _siblings(context: Context, reader: Reader, shown: _Here, chosen: int | None) -> tuple[Sibling, ...]:
    below = parts(shown.step)
    names = [capital(_part_name(context, shown, part)) for part in below]
    return tuple(
        Sibling(
            name=f"{name} {names[: index + 1].count(name)}" if names.count(name) > 1 else name,
            cells=_cells(reader, part),
            result=reader.result(part.working, shown.unit, part.field),
            open=_way(shown, index, part),
            chosen=index == chosen,
        )
        for index, (name, part) in enumerate(zip(names, below, strict=True))
    )


def _summed(context: Context, reader: Reader, step: Working) -> tuple[Sibling, ...]:
    """The lines of pay that a sum is made of, each with the way to its own explanation."""
    lines = step["inputs"].get("lines")
    if step["rule"] not in _SUMS or not isinstance(lines, dict):
        return ()
    return tuple(_summed_line(context, name, reader.shown("", amount, None)) for name, amount in lines.items())


def _summed_line(context: Context, name: str, amount: str) -> Sibling:
    line, _, concerns = name.partition(" ")
    paid_in = (context.pay.concerns if context.pay else "") or context.files.period
    rows = period_files(paid_in).pay.get(context.pay.person, ()) if context.pay and paid_in in periods_run() else ()
    reward = context.pay.reward if context.pay else ""
    row = next((row for row in rows if (row.reward, row.line, row.concerns) == (reward, line, concerns)), None)
    address = pay_address(paid_in, row) if row else ""
    return Sibling(named_line(line, concerns), (), amount, "", False, address)


def capital(words: str) -> str:
    """The first letter large; Chinese has none."""
    return words[:1].upper() + words[1:]


def _way(shown: _Here, index: int, part: Part) -> str:
    leads_on = part.working["rule"] != GIVEN or bool(part.working.get("about"))
    return ".".join(str(each) for each in (*shown.way, index)) if leads_on else ""


def _part_name(context: Context, shown: _Here, part: Part) -> str:
    if part.field == "indicators":
        return indicator_title(context.company, shown.plan, part.key)
    if part.field == "weights":
        return node_name(context.company, "person", part.key)
    if part.field == "segments":
        return field_name(part.field)
    ref = reference(part.working, "kpi")
    if ref is not None and part.field == "parts":
        return node_name(context.company, ref["node_kind"], ref["node"])
    if ref is not None and part.field in ("value", "paired", "amount"):
        return kpi_title(context.company, ref["kpi"])
    for code in (f"relation.{part.key}", f"words.in.{part.key}"):
        if part.key and knows(code):
            return say(code)
    rule = part.working["rule"]
    return say(rule) if part.field in ("factors", "total") and rule != GIVEN else field_name(part.field)


def _cells(reader: Reader, part: Part) -> tuple[str, ...]:
    """Of an indicator: its points and its weight."""
    if part.working["rule"] != "scores.weighted":
        return ()
    inputs = part.working["inputs"]
    return (reader.shown("points", inputs["points"], None), reader.shown("weight", inputs["weight"], None))


def _kpi(context: Context, ref: Working) -> Level:
    asked = KpiAsked(ref["kpi"], ref["node_kind"], ref["node"], ref["period"], context.files.as_of)
    level = kpi_level(context.company, context.files, asked)
    return Level(kind="kpi", title=level.title, result=level.result, kpi=level)
