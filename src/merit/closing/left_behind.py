"""Decisions about pay that would never be paid: their period was sealed without them."""

from dataclasses import replace
from pathlib import Path

from merit.closing.paid_before import sealed_periods
from merit.closing.sealed_period import sealed_folder
from merit.company import Company, Profile
from merit.kernel.explain import LineRef
from merit.kernel.period import Period
from merit.kernel.problems import Place, Problem
from merit.rewards.payment.pay_decision import PayDecision
from merit.sources.company_folder import read_pay_decisions

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


def _held(folder: Path, sealed: Period, profile: Profile) -> set[PayDecision]:
    decisions = read_pay_decisions(sealed_folder(folder, sealed) / "definitions", profile)
    return {replace(each, source=_ANYWHERE) for each in decisions}
