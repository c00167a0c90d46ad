"""`merit signs`: what is worth a look in a period's data, with its rows and an innocent explanation beside each."""

import json
from collections.abc import Callable
from typing import Annotated, Any

import typer
from rich.markup import escape

from merit.cli.arguments import FolderArgument, PeriodOption, company_folder, period_from
from merit.cli.show import language, out, show_table
from merit.company import Company
from merit.engines.signs.look import signs_of
from merit.insight.signs.sign import Evidence, NotLookedFor, Sign, SignsFound
from merit.insight.signs.sign_sentences import Said, how_likely, innocent, what_was_seen, why_not
from merit.kernel.period import Period
from merit.wording.sentences import LANGUAGES, sentence
from merit.workspace import open_workspace

SHOWN = 5
"""Rows of evidence on the screen; --json has more of them."""
_SEPARATOR = {"zh": "、", "en": ", "}


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("signs")(show_signs)


def show_signs(
    folder: FolderArgument,
    period: PeriodOption,
    as_json: Annotated[bool, typer.Option("--json", help="给程序读 / for programs")] = False,
) -> None:
    """看有没有作弊或假数据的迹象：带证据行和可能的正常原因，从不影响得分。 Signs of gaming, never a charge."""
    wanted = period_from(period)
    workspace = open_workspace(company_folder(folder))
    found = signs_of(workspace.company, workspace.engine, workspace.figures, wanted)
    if as_json:
        out.print_json(json.dumps(as_data(workspace.company, found), ensure_ascii=False))
    else:
        _show(workspace.company, found, wanted)


def as_data(company: Company, found: SignsFound) -> dict[str, Any]:
    """What --json prints."""
    return {
        "signs": [_sign_data(company, each) for each in found.signs],
        "not_looked_for": [
            {"kind": each.kind, "needs": list(each.needs), "days": each.days}
            | {tongue: sentence(*_why_not(each, tongue), tongue) for tongue in LANGUAGES}
            for each in found.not_looked_for
        ],
    }


def _sign_data(company: Company, sign: Sign) -> dict[str, Any]:
    return {
        "sign": sign.name,
        "kind": sign.kind,
        "subject_kind": sign.subject.kind,
        "subject": sign.subject.id,
        "period": str(sign.period),
        "seen": sign.seen,
        "chance": sign.chance,
        "test": sign.test,
        **{tongue: _sentences(company, sign, tongue) for tongue in LANGUAGES},
        "rows": sign.rows,
        "evidence": [_row_data(each) for each in sign.evidence],
    }


def _sentences(company: Company, sign: Sign, tongue: str) -> dict[str, str]:
    said = {"seen": what_was_seen(sign, _kpi_name(company, tongue)), "innocent": innocent(sign)}
    said["likely"] = how_likely(sign, lambda label: _word(label, tongue))
    return {part: sentence(*each, tongue) for part, each in said.items()}


def _row_data(row: Evidence) -> dict[str, Any]:
    return {"table": row.table, "file": row.source.file, "line": row.source.line, **dict(row.fields)}


def _show(company: Company, found: SignsFound, period: Period) -> None:
    for tongue in LANGUAGES:
        code = "cli.signs_are_no_charge" if found.signs else "insight.no_signs"
        gaps: dict[str, str | int] = {} if found.signs else {"period": str(period)}
        out.print(sentence(code, gaps, tongue), style="dim" if tongue != language() else None, markup=False)
    for sign in found.signs:
        _show_sign(company, sign)
    for blind in found.not_looked_for:
        for tongue in LANGUAGES:
            out.print(sentence(*_why_not(blind, tongue), tongue), style="dim", markup=False)


def _show_sign(company: Company, sign: Sign) -> None:
    tongue = language()
    about = f"{_word(f'sign_about_{sign.subject.kind}', tongue)} {_subject_name(company, sign)}"
    out.print(f"\n[bold]{escape(_word(f'sign_{sign.kind}', tongue))}[/] {escape(about)}")
    for each in LANGUAGES:
        for text in _sentences(company, sign, each).values():
            out.print(f"  {text}", style="dim" if each != tongue else None, markup=False)
    rows = sign.evidence[:SHOWN]
    if rows:
        heading = (f"{_word('sign_rows', tongue)} {len(rows)}/{sign.rows}", *(name for name, _ in rows[0].fields))
        show_table(
            heading, [(f"{row.source.file}:{row.source.line}", *(text for _, text in row.fields)) for row in rows]
        )


def _subject_name(company: Company, sign: Sign) -> str:
    known = {team.team: team.name for team in company.organisation.teams}
    known |= {spell.person: spell.name for spell in company.organisation.spells}
    known |= {shop.shop: shop.name for shop in company.shops}
    name = known.get(sign.subject.id, "")
    return f"{sign.subject.id} {name}".strip()


def _kpi_name(company: Company, tongue: str) -> Callable[[str], str]:
    return lambda kpi: company.catalogue[kpi].title.get(tongue, kpi) if kpi in company.catalogue else kpi


def _why_not(blind: NotLookedFor, tongue: str) -> Said:
    return why_not(blind, lambda label: _word(label, tongue), _SEPARATOR[tongue])


def _word(label: str, tongue: str) -> str:
    return sentence(f"words.{label}", {}, tongue)
