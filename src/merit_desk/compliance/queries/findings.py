"""What the law says of a period's pay, worked out from the written results and the company as it stands now.

A notice that was acknowledged a minute ago, or an override just written, counts at once; no new run is needed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from merit.closing.guarded import Paid, law_findings
from merit.company import Company
from merit.guards.law_tables import LawTables
from merit.guards.laws import GUARDS
from merit.guards.records import GuardOverride, override_for, reference_of
from merit.kernel.explain import DefinitionRef, Explained, Step
from merit.kernel.money import Money
from merit.kernel.period import Period
from merit.kernel.problems import Problem, Severity
from merit.rewards.payment.pay_line import PayLine
from merit.sources.guard_tables import FILE, guard_tables
from merit_desk.accounts.access import Can
from merit_desk.accounts.queries.sight import sight_of
from merit_desk.accounts.viewer import Viewer
from merit_desk.results.queries.open_company import declared_company
from merit_desk.results.queries.period_files import PayRow, PeriodFiles, period_files, periods_run

_KEPT = 12
_found: dict[tuple[int, int, int], tuple[Company, PeriodFiles, tuple["Finding", ...]]] = {}


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of a period. `law` and `article` are empty for a note about tables or records."""

    problem: Problem
    person: str
    reference: str
    override: GuardOverride | None = None

    @property
    def code(self) -> str:
        """The guard."""
        return self.problem.code

    @property
    def law(self) -> str:
        """The title of the provision."""
        return GUARDS[self.code].law.title if self.code in GUARDS else ""

    @property
    def article(self) -> str:
        """Its article."""
        return GUARDS[self.code].law.article if self.code in GUARDS else ""

    @property
    def overridable(self) -> bool:
        """Whether the law leaves it to people."""
        return self.code in GUARDS and GUARDS[self.code].overridable

    @property
    def open(self) -> bool:
        """Not overridden, and more than a note."""
        return self.override is None and self.problem.severity is not Severity.NOTE

    @property
    def blocks(self) -> bool:
        """Open, and an error."""
        return self.override is None and self.problem.severity is Severity.ERROR


def findings(period: str) -> tuple[Finding, ...]:
    """Every finding of the period, whoever it is about. Raises NotFoundRefusal when the period was not run."""
    files, company = period_files(period), declared_company()
    key = (id(company), id(files), _tables_written_at())
    kept = _found.get(key)
    if kept is None or kept[0] is not company or kept[1] is not files:
        if len(_found) >= _KEPT:
            _found.clear()
        kept = _found[key] = (company, files, tuple(_work_out(company, files)))
    return kept[2]


def open_findings(period: str) -> list[Finding]:
    """What nobody has settled yet: errors and warnings without an override; none for a period that was not run."""
    return [each for each in findings(period) if each.open] if period in periods_run() else []


def blocking(period: str) -> list[Finding]:
    """The errors among them: pay must change, or somebody must override where the law permits it."""
    return [each for each in open_findings(period) if each.blocks]


def findings_seen(viewer: Viewer, period: str) -> list[Finding]:
    """Those about people whose pay the viewer may see; those about plans and tables to who sees everybody's."""
    pay, everybody = sight_of(viewer, period).pay, viewer.everywhere(Can.SEE_PAY)
    return [each for each in findings(period) if (each.person in pay if each.person else everybody)]


def may_go_on(viewer: Viewer, finding: Finding) -> bool:
    """Whether the viewer may set it aside now: the law leaves it to people, nobody has, and it is not about oneself."""
    own = bool(finding.person) and finding.person == viewer.person
    return viewer.can(Can.OVERRIDE_GUARDS) and finding.overridable and finding.open and not own


def tables_now() -> LawTables:
    """The shipped tables with the company's own."""
    return guard_tables(Path(settings.MERIT_COMPANY))[0]


def _tables_written_at() -> int:
    place = Path(settings.MERIT_COMPANY) / FILE
    return place.stat().st_mtime_ns if place.is_file() else 0


def _work_out(company: Company, files: PeriodFiles) -> Iterable[Finding]:
    period, overrides = Period.parse(files.period), company.guard_records.overrides
    lines = tuple(_line(files, row, period) for rows in files.pay.values() for row in rows)
    paid = Paid(period, lines, _scored(files))
    for problem in law_findings(Path(settings.MERIT_COMPANY), company, paid, tables_now()):
        person = str(problem.params.get("person", ""))
        yield Finding(problem, person, reference_of(problem.params), override_for(problem, period, overrides))


def _line(files: PeriodFiles, row: PayRow, period: Period) -> PayLine:
    """The amount with its outermost rule and what it cites: all that a guard reads of a working."""
    working = files.workings[("pay", row.person, row.reward, row.line)][row.number - 1]
    cited = [each for each in working.get("about", ()) if each["ref"] == "definition"]
    about = tuple(DefinitionRef(each["kind"], each["name"], each["version"]) for each in cited)
    money = Money(int(row.amount * 100), row.currency)
    amount = Explained(money, Step(working["rule"], {}, money), about)
    concerns = Period.parse(row.concerns) if row.concerns else None
    return PayLine(row.person, period, row.reward, int(row.reward_version), row.line, amount, concerns)


def _scored(files: PeriodFiles) -> dict[tuple[str, int], list[str]]:
    scored: dict[tuple[str, int], list[str]] = {}
    for total in files.totals.values():
        if total.plan and total.plan_version:
            scored.setdefault((total.plan, int(total.plan_version)), []).append(total.person)
    return scored
