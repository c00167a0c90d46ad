"""The year-end part of a reward document."""

from merit.kernel.node import NodeKind
from merit.kernel.problems import Problem, Severity
from merit.kernel.section import Section
from merit.rewards.plan.plan_parts import read_coefficient, read_individual
from merit.rewards.plan.year_end_terms import Leavers, MonthlyPay, YearEndTerms

KEYS = ("months", "of", "base", "coefficients", "department_coefficient", "company_coefficient", "leavers")


def read_year_end(fields: Section, common: tuple[str, ...]) -> YearEndTerms:
    """The terms; a part that is wrong is left out after its Problem is noted."""
    fields.known_keys(*common, *KEYS)
    fields.one_of("months", "base")
    grades, scores = read_individual(fields)
    leavers = fields.choice("leavers", Leavers, Leavers.PRO_RATA)
    if leavers is Leavers.NONE:
        fields.warn(Problem("rewards.leavers_get_nothing", fields.place("leavers"), {}, Severity.WARNING))
    return YearEndTerms(
        months=fields.above_zero("months"),
        of=fields.choice("of", MonthlyPay, MonthlyPay.WAGE),
        base=fields.number("base", low=0),
        grades=grades,
        scores=scores,
        department=read_coefficient(fields, "department_coefficient", NodeKind.DEPARTMENT),
        company=read_coefficient(fields, "company_coefficient", NodeKind.COMPANY),
        leavers=leavers,
    )
