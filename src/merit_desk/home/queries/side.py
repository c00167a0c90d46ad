"""What stands beside the standings: the viewer's released results, the latest periods, the pay, the latest loads."""

from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.urls import reverse

from merit.closing.sealed_period import sealed_folder
from merit.company import Company
from merit.kernel.period import Period
from merit_desk.accounts.access import Can, Role
from merit_desk.accounts.queries.sight import visible_files
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.queries.search import Asked, entries
from merit_desk.intake.queries.sources import sources
from merit_desk.results.models import Release
from merit_desk.results.queries.names import reward_title
from merit_desk.results.queries.period_files import PayRow, periods_run
from merit_desk.shell import formats
from merit_desk.trail.queries import Line, lines_of

_LATEST = 4
_SOURCES = 8
_ENTRIES = 8


@dataclass(frozen=True, slots=True)
class OwnResult:
    """The viewer's own result of a released period; no money."""

    period: str
    total: Decimal | None
    total_address: str
    grade: str
    status: str
    address: str


def own_results(viewer: Viewer) -> list[OwnResult]:
    """Latest first; only what has been released to the viewer."""
    found = []
    for period in periods_run() if viewer.person else []:
        total = visible_files(viewer, period).totals.get(viewer.person)
        if total is not None:
            statement = reverse("rewards:statement", args=(period, viewer.person))
            why = reverse("explain:score", args=(period, viewer.person, "total"))
            found.append(OwnResult(period, total.total, why, total.grade, total.status, statement))
    return found


@dataclass(frozen=True, slots=True)
class PeriodState:
    """A period that was computed: sealed, released or neither."""

    period: str
    address: str
    state: str
    tone: str


def period_states(viewer: Viewer) -> list[PeriodState]:
    """The latest periods, for those who see results of others."""
    if not viewer.can(Can.SEE_RESULTS):
        return []
    released = set(Release.objects.filter(person="").values_list("period", flat=True))
    return [_state(period, released) for period in periods_run()[:_LATEST]]


def _state(period: str, released: set[str]) -> PeriodState:
    address = reverse("home:overview", args=(period,))
    if sealed_folder(settings.MERIT_COMPANY, Period.parse(period)).exists():
        return PeriodState(period, address, "sealed", "good")
    return PeriodState(period, address, *(("released", "good") if period in released else ("computed", "watch")))


@dataclass(frozen=True, slots=True)
class PayPart:
    """What one reward comes to over everybody in sight."""

    title: str
    amount: str
    people: int


@dataclass(frozen=True, slots=True)
class PayOfPeriod:
    """The pay of the latest period."""

    period: str
    amount: str
    address: str
    people: int
    parts: tuple[PayPart, ...]


def pay_of_period(viewer: Viewer, company: Company) -> PayOfPeriod | None:
    """For finance alone, who is shown no scores here: pay and scores stand on one page in statements only."""
    periods = periods_run()
    if not periods or Role.FINANCE not in viewer.roles or not viewer.everywhere(Can.SEE_PAY):
        return None
    files = visible_files(viewer, periods[0])
    rows = [row for person in files.pay for row in files.pay[person]]
    rewards = dict.fromkeys(row.reward for row in rows)
    parts = [_part(company, each, [row for row in rows if row.reward == each]) for each in rewards]
    amount = formats.pay(sum((row.amount for row in rows), Decimal(0)), company.profile.currency)
    address = reverse("explain:company_payable", args=(periods[0],))
    return PayOfPeriod(periods[0], amount, address, len(files.pay), tuple(parts))


def _part(company: Company, reward: str, rows: list[PayRow]) -> PayPart:
    amount = sum((row.amount for row in rows), Decimal(0))
    people = len({row.person for row in rows})
    return PayPart(reward_title(company, reward), formats.grouped(amount, 2), people)


@dataclass(frozen=True, slots=True)
class SourceState:
    """One kind of export of one shop, and the newest day among its rows."""

    title: str
    shop: str
    newest: str
    late: bool


def source_states(viewer: Viewer) -> list[SourceState]:
    """For those who load data, late ones first."""
    if not viewer.can(Can.LOAD_DATA) or Role.STEWARD not in viewer.roles:
        return []
    listed = sources()[0]
    found = [
        SourceState(
            each.title, each.shop, formats.day_name(each.newest) if each.newest else "", each.is_late(viewer.today)
        )
        for each in listed
    ]
    return sorted(found, key=lambda each: not each.late)[:_SOURCES]


def latest_entries(viewer: Viewer, company: Company) -> list[Line]:
    """The trail's latest entries, for the auditor."""
    if Role.AUDITOR not in viewer.roles or not viewer.everywhere(Can.SEE_TRAIL):
        return []
    zone = company.profile.time_zone
    return lines_of(entries(Asked(), zone)[:_ENTRIES], zone)
