"""`merit why`: why a KPI moved or stands where it does, in contributions that add up to the last digit."""

from collections.abc import Callable
from fractions import Fraction
from typing import Annotated

import typer

from merit.catalogue.kpi import Unit
from merit.cli.arguments import FolderArgument, PeriodOption, company_folder, node_from, period_from
from merit.cli.show import language, out, show_table, word
from merit.company import Company
from merit.engines.reasons import USUAL, Reason, Reasons, WhyAsked
from merit.insight.decomposition import Change, Decomposition
from merit.insight.decomposition_arithmetic import REST, rounded_to_add_up
from merit.insight.decomposition_parts import DividedBy
from merit.insight.decomposition_sentence import (
    Said,
    amounts_of,
    exactly,
    is_level_text,
    lead_said,
    said,
    shown,
    versus_of,
)
from merit.insight.decomposition_steps import MOST_LISTED, SMALL, gathered
from merit.kernel.node import COMPANY_ID, UNASSIGNED
from merit.kernel.refusals import ConflictRefusal
from merit.metrics.components import kpi_of
from merit.metrics.cut import OF_ROWS
from merit.wording.sentences import LANGUAGES, sentence
from merit.workspace import open_workspace

_SEPARATOR = {"zh": "、", "en": ", "}
_PLACES = {Unit.RATE: 6}
_WITHIN = ("shop", "channel", "department", "team", "person", *OF_ROWS)


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("why")(show_why)


def show_why(
    folder: FolderArgument,
    kpi: Annotated[str, typer.Option(help="paid_sales")],
    period: PeriodOption,
    versus: Annotated[
        str, typer.Option(help="previous | a_year_earlier | 2026-09 | usual | target | 0.95")
    ] = "previous",
    by: Annotated[
        str, typer.Option(help="drivers | shop | channel | department | team | person | sku | campaign | supplier | …")
    ] = "drivers",
    factors: Annotated[str, typer.Option(help="visitors,cvr_visitor,spend_per_buyer")] = "",
    driver: Annotated[
        str, typer.Option(help="再拆一个驱动因子：--driver spend --by campaign / parts of a driver")
    ] = "",
    within: Annotated[list[str] | None, typer.Option(help="只看一部分 / one part alone: campaign:C1")] = None,
    look: Annotated[bool, typer.Option("--look", help="哪里最突出 / where to look first")] = False,
    most: Annotated[int, typer.Option(min=1, help="最多列几行，其余合并 / rows listed, the rest in one")] = MOST_LISTED,
    person: Annotated[str, typer.Option(help="人员编号 / person id")] = "",
    team: Annotated[str, typer.Option(help="团队或部门编号 / team or department id")] = "",
    shop: Annotated[str, typer.Option(help="店铺编号 / shop id")] = "",
) -> None:
    """指标为什么变了：各部分的贡献加起来正好等于变化。 Why a KPI moved, in contributions that add up to the change."""
    now = period_from(period)
    workspace = open_workspace(company_folder(folder))
    company = workspace.company
    kpi_of(company.catalogue, kpi)
    level = versus if is_level_text(versus) else ""
    before = now if level else versus_of(now, versus) or period_from(versus)
    parts = tuple(_part(each) for each in within or ())
    change = Change(kpi, node_from(company, person, team, shop), now, before, parts)
    reasons = Reasons(company, workspace.engine, workspace.figures)
    if look:
        _show_leads(company, reasons, change, level)
        return
    chain = tuple(each.strip() for each in factors.split(",") if each.strip())
    divided = DividedBy.DRIVERS if chain and not driver else _divided_by(by)
    _show(reasons.reason(WhyAsked(change, divided, driver, level, chain)), most, level)


def _part(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon or name not in _WITHIN:
        raise ConflictRefusal("insight.not_within", text=text, known=", ".join(_WITHIN))
    return name, value


def _divided_by(text: str) -> DividedBy:
    try:
        return DividedBy(text)
    except ValueError:
        raise ConflictRefusal("insight.unknown_division", by=text, known=", ".join(DividedBy)) from None


def _show_leads(company: Company, reasons: Reasons, change: Change, level: str) -> None:
    found = reasons.leads(change, level)
    for tongue in LANGUAGES:
        name, separator = _names(company, tongue), _SEPARATOR[tongue]
        told: list[Said] = [lead_said(each, name, separator.join) for each in found]
        for code, gaps in told or [("insight.why_no_lead", {})]:
            out.print(sentence(code, gaps, tongue), style="dim" if tongue != language() else None, markup=False)


def _show(reason: Reason, most: int, level: str) -> None:
    company, found = reason.company, gathered(reason.found, most)
    for tongue in LANGUAGES:
        name, separator = _names(company, tongue, reason), _SEPARATOR[tongue]
        told = said(found, lambda kpi: company.catalogue[kpi].unit, name, separator.join)
        unit = company.catalogue[found.change.kpi].unit
        if level == USUAL:
            told.insert(1, ("insight.why_usual", {"before": shown(found.before, unit)}))
        if reason.above is not None:
            told.append(("insight.why_quantile", {"value": shown(reason.above, Unit.NUMBER)}))
        text = ("" if tongue == "zh" else " ").join(sentence(code, gaps, tongue) for code, gaps in told)
        out.print(text, style="dim" if tongue != language() else None, markup=False)
    _show_table(found, company.catalogue[amounts_of(found)].unit, _names(company, language(), reason))


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


def _names(company: Company, tongue: str, reason: Reason | None = None) -> Callable[[str], str]:
    """What a reader calls a KPI, a person, a team or a shop; people and shops have one name in every language."""
    known = {kpi.id: kpi.title.get(tongue, kpi.id) for kpi in company.catalogue.kpis.values()}
    if reason is not None and reason.above is not None:
        kpi, value = reason.found.change.kpi, shown(reason.above, Unit.NUMBER)
        known[kpi] = sentence("words.why_share_above", {"kpi": known[kpi], "value": value}, tongue)
    known |= {team.team: team.name for team in company.organisation.teams}
    known |= {spell.person: spell.name for spell in company.organisation.spells}
    known |= {shop.shop: shop.name for shop in company.shops}
    known[COMPANY_ID] = company.profile.name
    known |= {part: sentence(f"words.why_{part}", {}, tongue) for part in (REST, SMALL, UNASSIGNED)}
    known |= {str(each): sentence(f"words.by_{each}", {}, tongue) for each in DividedBy}
    known[""] = sentence("words.why_blank", {}, tongue)
    return lambda part: known.get(part, part)
