"""What the law says of a period's statements: shown and written beside the result, never sealed into it.

The tables of the guards (minimum wages, tax brackets) are data that a company keeps up to date; a sealed result must
not change with them.
"""

from merit.guards.guard_findings import GuardedPay, guard_findings
from merit.kernel.problems import Problem
from merit.run import PeriodResult
from merit.sources.guard_tables import guard_tables
from merit.workspace import Workspace


def guard_problems(workspace: Workspace, result: PeriodResult) -> list[Problem]:
    """Findings on the pay lines of the result, under the shipped tables and the company's own guards.yaml."""
    tables, found = guard_tables(workspace.folder)
    profile = workspace.company.profile
    pay = GuardedPay(
        result.period,
        workspace.company.organisation,
        result.pay_lines,
        region=profile.region,
        currency=profile.currency,
    )
    return [*found, *guard_findings(pay, tables)]
