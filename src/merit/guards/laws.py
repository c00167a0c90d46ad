"""The laws that guards cite, and which guard rests on which; the titles are the official ones."""

from dataclasses import dataclass

from merit.kernel.explain import DefinitionRef


@dataclass(frozen=True, slots=True)
class Law:
    """One provision. `article` is as it is counted in the text, empty for a notice without articles."""

    title: str
    article: str
    year: int
    """When this wording was issued."""

    @property
    def ref(self) -> DefinitionRef:
        """The reference that an explanation carries."""
        return DefinitionRef("guard", f"{self.title} {self.article}".strip(), self.year)

    @property
    def cited(self) -> dict[str, str | int]:
        """The gaps `law` and `article` of a Problem."""
        return {"law": self.title, "article": self.article or "—"}


WAGE_WITHHOLDING = Law("工资支付暂行规定", "15", 1994)
LOSS_COMPENSATION = Law("工资支付暂行规定", "16", 1994)
MINIMUM_WAGE = Law("最低工资规定", "12", 2004)
NOTICE_OF_RULES = Law("劳动合同法", "4", 2012)
PROBATION_LENGTH = Law("劳动合同法", "19", 2012)
PROBATION_PAY = Law("劳动合同法", "20", 2012)
INCOME_TAX = Law("个人所得税法", "3", 2018)
YEAR_END_BONUS = Law("财政部 税务总局公告2023年第30号", "", 2023)


@dataclass(frozen=True, slots=True)
class Guard:
    """The law behind a finding. `overridable`: a person may go on with a stated reason; else the pay must change."""

    law: Law
    overridable: bool = False


GUARDS: dict[str, Guard] = {
    "guards.below_minimum_wage": Guard(MINIMUM_WAGE),
    "guards.loss_over_limit": Guard(LOSS_COMPENSATION),
    "guards.loss_below_minimum": Guard(LOSS_COMPENSATION),
    "guards.loss_without_contract": Guard(LOSS_COMPENSATION),
    "guards.loss_carried": Guard(LOSS_COMPENSATION, overridable=True),
    "guards.negative_without_rule": Guard(WAGE_WITHHOLDING),
    "guards.negative_without_notice": Guard(WAGE_WITHHOLDING, overridable=True),
    "guards.plan_without_notice": Guard(NOTICE_OF_RULES, overridable=True),
    "guards.notice_after_period": Guard(NOTICE_OF_RULES, overridable=True),
    "guards.plan_not_acknowledged": Guard(NOTICE_OF_RULES, overridable=True),
    "guards.notice_late": Guard(NOTICE_OF_RULES, overridable=True),
    "guards.retroactive_change": Guard(NOTICE_OF_RULES),
    "guards.probation_not_allowed": Guard(PROBATION_LENGTH),
    "guards.probation_too_long": Guard(PROBATION_LENGTH),
    "guards.probation_only": Guard(PROBATION_LENGTH),
    "guards.probation_twice": Guard(PROBATION_LENGTH),
    "guards.probation_pay_low": Guard(PROBATION_PAY),
    "guards.probation_pay_one_measure": Guard(PROBATION_PAY, overridable=True),
    "guards.year_end_blind_zone": Guard(YEAR_END_BONUS, overridable=True),
}
"""Every finding that cites a law."""


def cited(code: str, **params: str | int) -> dict[str, str | int]:
    """The gaps of a finding with its law and article; the code must be one of GUARDS."""
    return {**params, **GUARDS[code].law.cited}
