"""Decisions that would do nothing in silence: about pay of a sealed period, or about a refund that is not there."""

from dataclasses import replace
from pathlib import Path

from merit.closing.paid_before import sealed_periods
from merit.closing.sealed_period import sealed_folder
from merit.company import Company, Profile
from merit.kernel.explain import LineRef
from merit.kernel.period import Period
from merit.kernel.problems import Place, Problem, Severity
from merit.rewards.payment.pay_decision import PayDecision
from merit.sources.company_folder import read_pay_decisions
from merit.workspace import Workspace

_ANYWHERE = LineRef("", 0)


def left_behind(folder: Path, company: Company, period: Period) -> list[Problem]:
    """An error for each decision that names a period sealed before `period` and is not in its seal."""
    closed = set(sealed_periods(folder, period))
    asked = [each for each in company.pay_decisions if each.period in closed]
    held = {each: _held(folder, each, company.profile) for each in {decision.period for decision in asked}}
    return [
        Problem(
            "closing.decided_for_sealed",
            Place(each.source.file, each.source.line, "period"),
            {"sealed": str(each.period), "open": str(period)},
        )
        for each in asked
        if replace(each, source=_ANYWHERE) not in held[each.period]
    ]


def about_no_refund(workspace: Workspace) -> list[Problem]:
    """A warning for each decision about who bears a refund that no load has brought."""
    decided = workspace.company.refund_bearers
    if not decided:
        return []
    refunds = workspace.engine.view("refunds").select("shop", "refund_id").distinct()
    rows = workspace.engine.run(refunds.filter(refunds.refund_id.isin([each.refund_id for each in decided])))
    known = {(row["shop"], row["refund_id"]) for row in rows.to_pylist()}
    return [
        Problem(
            "closing.no_such_refund",
            Place(each.source.file, each.source.line, "refund_id"),
            {"refund": each.refund_id, "shop": each.shop},
            Severity.WARNING,
        )
        for each in decided
        if (each.shop, each.refund_id) not in known
    ]


def _held(folder: Path, sealed: Period, profile: Profile) -> set[PayDecision]:
    decisions = read_pay_decisions(sealed_folder(folder, sealed) / "definitions", profile)
    return {replace(each, source=_ANYWHERE) for each in decisions}
