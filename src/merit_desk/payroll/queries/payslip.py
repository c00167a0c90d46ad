"""The payslip of one person as a PDF: every line with its working, sums, who approved, a line to sign, a checksum."""

import json
import os
from importlib.resources import files
from typing import Any

import typst

from merit.kernel.period import Period
from merit_desk.explain.queries.sums import pay_address
from merit_desk.outcomes.queries.typeset import chinese_fonts
from merit_desk.payroll.models import Approval, Slip
from merit_desk.payroll.queries.file_rows import part_of
from merit_desk.payroll.queries.lines import units
from merit_desk.results.queries.names import standing
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import period_files
from merit_desk.rewards.queries.statement import Line, statement
from merit_desk.shell.formats import grouped, moment_name, period_name
from merit_desk.shell.language import current_language
from merit_desk.shell.sentences import say

PARTS = ("bonus", "commission", "other", "adjustments")


def payslip_pdf(slip: Slip) -> bytes:
    """The pages in the reader's language. Raises ConflictRefusal when this machine has no Chinese font."""
    fonts, family = chinese_fonts(os.environ.get("MERIT_FONTS", ""))
    content = {**payslip(slip), "family": family}
    source = files("merit_desk.payroll").joinpath("typst", "payslip.typ").read_bytes()
    told = {"content": json.dumps(content, ensure_ascii=False)}
    return bytes(typst.compile(source, font_paths=fonts, format="pdf", sys_inputs=told))


def payslip(slip: Slip) -> dict[str, Any]:
    """What the pages say."""
    company, payout = declared_company(), slip.payout
    who = standing(company, slip.person, Period.parse(payout.period))
    facts = [
        (
            say("payslip.name"),
            f"{who.name} · {slip.person}",
        ),
        (say("payslip.post"), " · ".join(part for part in (who.post, who.team) if part)),
        (say("payslip.period"), period_name(payout.period)),
        (say("payslip.state"), say(f"payout.state.{payout.state}")),
    ]
    return {
        "lang": current_language(),
        "company": company.profile.name,
        "title": say("payslip.title", period=period_name(payout.period)),
        "name": who.name,
        "facts": facts,
        "payable": [say("payslip.payable", currency=payout.currency), grouped(units(slip.fen), 2)],
        "sections": _sections(slip),
        "approvals": _approvals(slip),
        "approvals_title": say("payslip.approvals"),
        "heads": [say("payslip.line"), say("payslip.working"), say("payslip.amount")],
        "sign": [say("payslip.sign"), say("payslip.day")],
        "law": say("payslip.note"),
        "foot": say("payslip.foot", digest=slip.digest[:32]),
        "page": say("payslip.page", page="{page}", all="{all}"),
    }


def _sections(slip: Slip) -> list[dict[str, Any]]:
    """Bonus, commission, other; what is about earlier periods apart, each with its sum."""
    shown = _shown(slip)
    found = []
    for part in PARTS:
        both = zip(shown, slip.lines, strict=True)
        rows = [(line, kept) for line, kept in both if part_of(slip.payout, kept) == part]
        if rows:
            lines = [[line.name, _working(line), grouped(units(kept["fen"]), 2)] for line, kept in rows]
            total = grouped(units(sum(kept["fen"] for _, kept in rows)), 2)
            found.append({"title": say(f"payroll.part.{part}"), "rows": lines, "sum": [say("payslip.sum"), total]})
    return found


def _shown(slip: Slip) -> list[Line]:
    """The lines in the order of the file, which is the slip's own."""
    files_of = period_files(slip.payout.period)
    made = statement(declared_company(), files_of, slip.person)
    by_address = {line.address: line for line in (*made.bonuses, *made.others)}
    return [by_address[pay_address(files_of.period, row)] for row in files_of.pay.get(slip.person, ())]


def _working(line: Line) -> str:
    if line.factors:
        return f"{line.reward}：" + " × ".join(f"{factor.name} {factor.text}" for factor in line.factors)
    return f"{line.reward}：{line.why}" if line.why else line.reward


def _approvals(slip: Slip) -> list[list[str]]:
    found = []
    if slip.agreed_by is not None:
        at = moment_name(slip.agreed_at) if slip.agreed_at else ""
        found.append([say("payout.step.managers"), str(slip.agreed_by), at])
    given = Approval.objects.filter(payout=slip.payout, voided_at=None).exclude(except_person=slip.person)
    steps = [
        [say(f"payout.step.{each.step}"), str(each.account), moment_name(each.at)]
        for each in given.select_related("account")
    ]
    return [*found, *steps]
