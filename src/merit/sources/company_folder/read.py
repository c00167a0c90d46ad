"""A company folder to a Company: every file is read and every finding of every file is told at once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from merit.company import Company, Profile
from merit.guards.records import override_problems
from merit.kernel.calendar import WorkCalendar
from merit.kernel.document import Document
from merit.kernel.problems import Place, Problem, Severity, has_errors, in_order
from merit.people.checks import check_organisation
from merit.people.credit_checks import check_credits
from merit.people.organisation import Organisation
from merit.rewards.plan.checks import reward_problems
from merit.sources.alert_rules import FILE as ALERTS
from merit.sources.alert_rules import alert_rules
from merit.sources.company_folder.business_tables import (
    benchmark_of,
    manual_value_of,
    platform_figure_of,
    release_of,
    shop_of,
    target_of,
)
from merit.sources.company_folder.columns import COLUMNS
from merit.sources.company_folder.consequences import without_consequences
from merit.sources.company_folder.definitions import read_catalogue, read_plans, read_rewards
from merit.sources.company_folder.doubles import doubled_rows
from merit.sources.company_folder.guard_records import read_guard_records
from merit.sources.company_folder.pay_tables import bearer_of, budget_of, pay_decision_of
from merit.sources.company_folder.people_tables import (
    matter_of,
    post_of,
    share_of,
    spell_of,
    team_of,
    with_kinds,
)
from merit.sources.company_folder.profile import FILE, read_profile
from merit.sources.company_folder.references import check_references
from merit.sources.company_folder.review_tables import decision_of, event_of, rating_of
from merit.sources.company_folder.row import Row
from merit.sources.company_folder.rows import ENDINGS, table_rows
from merit.sources.company_folder.unused import check_unused
from merit.sources.company_folder.years import years_of
from merit.sources.guard_tables import guard_tables
from merit.sources.official_calendar import work_calendar

Thing = TypeVar("Thing")
STAND_IN = Profile("", "CNY", "Asia/Shanghai")
"""Takes the place of a profile that cannot be read, so that the other files are read all the same."""
OTHER_FILES = frozenset({FILE, ALERTS, "sources.yaml", "guards.yaml", "bank_accounts.csv", "stories.yaml"})
EXPECTED = ("people", "teams", "shops")


def read_company(folder: Path) -> tuple[Company | None, list[Problem]]:
    """The company, or None when a finding is an error; all findings of all files, in order of file and line."""
    if not folder.is_dir():
        return None, [Problem("company.no_folder", Place(str(folder)))]
    reading = _Reading(folder)
    company = reading.company()
    problems = in_order(reading.problems)
    return (None if has_errors(problems) else company), problems


@dataclass(slots=True)
class _Reading:
    """A folder while it is read. `unread` keeps the names on rows that could not be read, by table."""

    folder: Path
    problems: list[Problem] = field(default_factory=list)
    unread: dict[str, set[str]] = field(default_factory=dict)

    def company(self) -> Company:
        """The company as far as it can be read; rows and documents with errors are left out."""
        read, document, found = read_profile(self.folder)
        self.problems += [*found, *_unknown_files(self.folder)]
        company, kpis = self._declared(read or STAND_IN)
        people = company.organisation.spells_of
        together = [
            *check_organisation(company.organisation),
            *check_credits(company.credits, people),
            *check_references(company, kpis),
            *check_unused(company),
            *override_problems(company.guard_records.overrides),
        ]
        self.problems += without_consequences(together, self.unread)
        return self._with_calendar(company, document)

    def _declared(self, profile: Profile) -> tuple[Company, frozenset[str]]:
        catalogue, kpis, found = read_catalogue(self.folder)
        plans, in_plans = read_plans(self.folder)
        rewards, in_rewards = read_rewards(self.folder)
        alerts = alert_rules(self.folder, catalogue)[1]
        self.problems += [*found, *in_plans, *in_rewards, *reward_problems(rewards, catalogue), *alerts]
        if has_errors(in_plans):
            self.unread["plans"] = {"*"}
        if has_errors(in_rewards):
            self.unread["rewards"] = {"*"}
        company = Company(
            profile=profile,
            calendar=WorkCalendar(),
            organisation=self._organisation(),
            shops=self._table("shops", lambda row: shop_of(row, profile.time_zone)),
            credits=self._table("credits", share_of),
            posts=self._table("posts", post_of),
            matters=self._table("matters", matter_of),
            catalogue=catalogue,
            plans=plans,
            rewards=rewards,
            targets=self._table("targets", target_of),
            benchmarks=self._table("benchmarks", benchmark_of),
            ratings=self._table("ratings", rating_of),
            events=self._table("events", lambda row: event_of(row, profile)),
            manual_values=self._table("manual_values", manual_value_of),
            grade_decisions=self._table("grade_decisions", lambda row: decision_of(row, profile)),
            platform_figures=self._table("platform_figures", platform_figure_of),
            reconciliation_releases=self._table("reconciliation_releases", lambda row: release_of(row, profile)),
            pay_decisions=self._table("pay_decisions", lambda row: pay_decision_of(row, profile)),
            refund_bearers=self._table("refund_bearers", lambda row: bearer_of(row, profile)),
            pay_budgets=self._table("pay_budgets", lambda row: budget_of(row, profile.currency)),
            guard_records=read_guard_records(self._table, profile),
            law_tables=guard_tables(self.folder)[0],
        )
        return company, kpis

    def _organisation(self) -> Organisation:
        team_rows = self._rows("teams")
        teams = with_kinds(team_rows, self._read("teams", team_rows, team_of))
        return Organisation(self._table("people", spell_of), teams)

    def _table(self, table: str, build: Callable[[Row], Thing]) -> tuple[Thing, ...]:
        return self._read(table, self._rows(table), build)

    def _rows(self, table: str) -> list[Row]:
        rows, found = table_rows(self.folder, table)
        self.problems += found
        if has_errors(found):
            self.unread[table] = {"*"}
        return rows

    def _read(self, table: str, rows: list[Row], build: Callable[[Row], Thing]) -> tuple[Thing, ...]:
        things = [(row, build(row)) for row in rows]
        for row in rows:
            self.problems += row.problems
            if not row.good:
                self.unread.setdefault(table, set()).update(_names_on(row, COLUMNS[table].required[0]))
        self.problems += doubled_rows(table, (row for row in rows if row.good))
        return tuple(thing for row, thing in things if row.good)

    def _with_calendar(self, company: Company, document: Document | None) -> Company:
        place = document.place("holidays") if document is not None else Place(FILE)
        calendar, notes = work_calendar(company.profile.holidays, years_of(company), place)
        self.problems += notes
        return replace(company, calendar=calendar)


def _names_on(row: Row, column: str) -> set[str]:
    """What the row may have declared: any of its cells, and anything at all when the id itself is not there."""
    return set(row.cells.values()) if row.text(column) else {"*"}


def _unknown_files(folder: Path) -> Iterator[Problem]:
    known = {f"{table}{ending}" for table in COLUMNS for ending in ENDINGS} | OTHER_FILES
    for path in sorted(folder.iterdir()):
        readable = path.is_file() and path.suffix in (*ENDINGS, ".yaml", ".yml")
        if readable and path.name not in known and not path.name.startswith((".", "~")):
            yield Problem("company.unknown_file", Place(path.name), {"file": path.name}, Severity.NOTE)
    for table in EXPECTED:
        if not any((folder / f"{table}{ending}").exists() for ending in ENDINGS):
            yield Problem("company.no_table", Place(f"{table}.csv"), {"table": table}, Severity.NOTE)
