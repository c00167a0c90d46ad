"""`merit why`, and the plan check that `merit check --plans` shows."""

from collections.abc import Callable
from fractions import Fraction
from typing import Annotated

import typer

from merit.catalogue.kpi import Unit
from merit.cli.arguments import FolderArgument, PeriodOption, company_folder, node_from, period_from
from merit.cli.show import language, out, show_table, word
from merit.closing.plan_evidence import known_of
from merit.company import Company
from merit.engines.answers import Question, answer
from merit.engines.figures import CompanyFigures, data_span
from merit.insight.decomposition import Change, Decomposition, why, why_by_drivers
from merit.insight.decomposition_arithmetic import REST, rounded_to_add_up
from merit.insight.decomposition_parts import DividedBy
from merit.insight.decomposition_sentence import exactly, said, versus_of
from merit.insight.plan_check.findings import plan_findings
from merit.insight.plan_check.history import LONG
from merit.insight.plan_check.subject import READS_KPI, earlier
from merit.kernel.node import COMPANY_ID, UNASSIGNED, NodeKind
from merit.kernel.period import Grain, Period
from merit.kernel.problems import Problem
from merit.kernel.refusals import ConflictRefusal
from merit.metrics.components import kpi_of, measures_of
from merit.scores.plan.score_plan import FigureOf
from merit.wording.sentences import LANGUAGES, sentence
from merit.workspace import Workspace, open_workspace

_SEPARATOR = {"zh": "、", "en": ", "}
_PLACES = {Unit.RATE: 6}


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("why")(show_why)


def show_why(
    folder: FolderArgument,
    kpi: Annotated[str, typer.Option(help="paid_sales")],
    period: PeriodOption,
    versus: Annotated[str, typer.Option(help="previous | a_year_earlier | 2026-09")] = "previous",
    by: Annotated[str, typer.Option(help="drivers | shop | channel | department | team | person")] = "drivers",
    factors: Annotated[str, typer.Option(help="visitors,cvr_visitor,spend_per_buyer")] = "",
    person: Annotated[str, typer.Option(help="人员编号 / person id")] = "",
    team: Annotated[str, typer.Option(help="团队或部门编号 / team or department id")] = "",
    shop: Annotated[str, typer.Option(help="店铺编号 / shop id")] = "",
) -> None:
    """指标为什么变了：各部分的贡献加起来正好等于变化。 Why a KPI moved, in contributions that add up to the change."""
    now = period_from(period)
    workspace = open_workspace(company_folder(folder))
    kpi_of(workspace.company.catalogue, kpi)
    node = node_from(workspace.company, person, team, shop)
    change = Change(kpi, node, now, versus_of(now, versus) or period_from(versus))
    chain = tuple(each.strip() for each in factors.split(",") if each.strip())
    found = _decomposed(workspace, change, DividedBy.DRIVERS if chain else _divided_by(by), chain)
    _show(workspace.company, found)


def plan_problems(workspace: Workspace, period: Period | None = None) -> list[Problem]:
    """What `merit check --plans` adds; without a period, that of the last month with data for which targets are set."""
    chosen = period or _last_planned(workspace)
    if chosen is None:
        return []
    _prepare(workspace, chosen)
    return plan_findings(workspace.company, workspace.figures, chosen, known_of(workspace, chosen))


def _last_planned(workspace: Workspace) -> Period | None:
    span = data_span(workspace.engine)
    if span is None:
        return None
    months = [each.period for each in workspace.company.targets if each.period.grain is Grain.MONTH]
    last = Period.containing(span.last, Grain.MONTH)
    return max((month for month in months if month <= last), default=last)


def _prepare(workspace: Workspace, period: Period) -> None:
    """Ask for a year of months at once, rather than month by month."""
    company, figures = workspace.company, workspace.figures
    if not isinstance(figures, CompanyFigures):
        return
    months = [*earlier(Period.containing(period.start, Grain.MONTH), LONG), period]
    read = [each for plan in company.plans for each in plan.indicators if each.kind in READS_KPI]
    kinds = {FigureOf.PERSON: NodeKind.PERSON, FigureOf.TEAM: NodeKind.TEAM, FigureOf.DEPARTMENT: NodeKind.DEPARTMENT}
    for kind in (NodeKind.COMPANY, *kinds.values()):
        wanted = [each.subject for each in read if kind is NodeKind.COMPANY or kinds.get(each.of) is kind]
        known = [kpi for kpi in dict.fromkeys(wanted) if kpi in company.catalogue]
        figures.numbers.prepare(measures_of(company.catalogue, known), kind, months)


def _divided_by(text: str) -> DividedBy:
    try:
        return DividedBy(text)
    except ValueError:
        raise ConflictRefusal("insight.unknown_division", by=text, known=", ".join(DividedBy)) from None


def _decomposed(workspace: Workspace, change: Change, by: DividedBy, factors: tuple[str, ...]) -> Decomposition:
    if by is DividedBy.DRIVERS:
        return why_by_drivers(workspace.company, workspace.figures, change, factors)
    channels: set[str] = set()
    if by is DividedBy.CHANNEL:
        for span in (change.versus, change.period):
            question = Question((change.kpi,), by=("channel",), span=span)
            channels |= {each.dimensions[0][1] for each in answer(workspace.company, workspace.engine, question)}
    return why(workspace.company, workspace.figures, change, by, channels)


def _show(company: Company, found: Decomposition) -> None:
    unit = company.catalogue[found.change.kpi].unit
    for tongue in LANGUAGES:
        name, separator = _names(company, tongue), _SEPARATOR[tongue]
        sentences = said(found, unit, name, separator.join)
        text = ("" if tongue == "zh" else " ").join(sentence(code, gaps, tongue) for code, gaps in sentences)
        out.print(text, style="dim" if tongue != language() else None, markup=False)
    _show_table(found, unit, _names(company, language()))


def _show_table(found: Decomposition, unit: Unit, name: Callable[[str], str]) -> None:
    places = _PLACES.get(unit, 4)
    has_mix = any(each.mix is not None for each in found.contributions)
    columns = ["why_part", "why_before", "why_now", "why_amount", *(("why_mix", "why_rate") if has_mix else ())]
    rows = []
    effects = _effects(found, places, has_mix)
    for each, own in zip(found.contributions, effects, strict=True):
        amounts = [sum(own, Fraction(0)), *(own if has_mix else ())]
        rows.append(
            [name(each.part), exactly(each.before), exactly(each.now), *(exactly(it, places) for it in amounts)]
        )
    total = [sum((own[at] for own in effects), Fraction(0)) for at in range(2 if has_mix else 1)]
    whole = [sum(total, Fraction(0)), *(total if has_mix else ())]
    rows.append([word("why_total"), exactly(found.before), exactly(found.now), *(exactly(it, places) for it in whole)])
    show_table([word(column) for column in columns], rows)


def _effects(found: Decomposition, places: int, has_mix: bool) -> list[tuple[Fraction, ...]]:
    """The amounts of each row (mix and rate, or the one amount), rounded so that the table adds up."""
    if not has_mix:
        return [(each,) for each in rounded_to_add_up([each.amount for each in found.contributions], places)]
    flat = [effect or Fraction(0) for each in found.contributions for effect in (each.mix, each.rate)]
    rounded = rounded_to_add_up(flat, places)
    return list(zip(rounded[::2], rounded[1::2], strict=True))


def _names(company: Company, tongue: str) -> Callable[[str], str]:
    """What a reader calls a KPI, a person, a team or a shop; people and shops have one name in every language."""
    known = {kpi.id: kpi.title.get(tongue, kpi.id) for kpi in company.catalogue.kpis.values()}
    known |= {team.team: team.name for team in company.organisation.teams}
    known |= {spell.person: spell.name for spell in company.organisation.spells}
    known |= {shop.shop: shop.name for shop in company.shops}
    known[COMPANY_ID] = company.profile.name
    known |= {part: sentence(f"words.why_{part}", {}, tongue) for part in (REST, UNASSIGNED)}
    return lambda part: known.get(part, part)
