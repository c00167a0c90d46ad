"""One's own digests and wishes, and who of a cycle was reminded when."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from merit.kernel.refusals import NotFoundRefusal
from merit.reviews.reminding import Urgency
from merit_desk.accounts.access import Can
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import Viewer
from merit_desk.cycles.models import Cycle
from merit_desk.cycles.queries.parties import people_in
from merit_desk.cycles.queries.visible import cycle_of
from merit_desk.reminders.models import Digest, Wishes
from merit_desk.reminders.queries.collecting import ESCALATED
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company

GROUPS = (*(str(each) for each in Urgency), ESCALATED)


@dataclass(frozen=True, slots=True)
class Reminded:
    """One person of a cycle: on how many days they were reminded, last when, with how much, and whether by mail."""

    name: str
    has_account: bool
    days: int
    last: date | None
    lines: int
    late: int
    mailed: datetime | None


def wishes_of(viewer: Viewer) -> Wishes:
    """The viewer's own settings, or the usual ones, not yet saved."""
    return Wishes.objects.filter(account_id=viewer.signer).first() or Wishes(account_id=viewer.signer)


def digests_of(viewer: Viewer) -> QuerySet[Digest]:
    """The viewer's own that said anything, latest first."""
    return Digest.objects.filter(account_id=viewer.account or 0).exclude(items=[])


def digest_on(viewer: Viewer, day: date) -> Digest:
    """The viewer's own of that day. Raises NotFoundRefusal."""
    found = digests_of(viewer).filter(day=day).first()
    if found is None:
        raise NotFoundRefusal("refusal.no_such_page")
    return found


def grouped(digest: Digest) -> list[tuple[str, list[dict[str, object]]]]:
    """The lines by group, most pressing first."""
    groups = ((group, [each for each in digest.items if each["group"] == group]) for group in GROUPS)
    return [(group, lines) for group, lines in groups if lines]


def reminded_in(viewer: Viewer, code: str) -> tuple[Cycle, list[Reminded]]:
    """Everybody who takes part or judges, those never reminded first; what was said is theirs.

    Raises NotFoundRefusal.
    """
    viewer.require(Can.RUN_CYCLES)
    cycle = cycle_of(viewer, code)
    people = _people_of(cycle)
    accounts = {each.person: each for each in Account.objects.filter(person__in=people)}
    since = min((row.due for row in cycle.stages.all()), default=viewer.today)
    told = Digest.objects.filter(account__person__in=people, day__gte=since).exclude(items=[]).select_related("account")
    by_person: dict[str, list[Digest]] = {}
    for digest in told:
        by_person.setdefault(digest.account.person, []).append(digest)
    company = declared_company()
    found = [
        _reminded(node_name(company, "person", person), person in accounts, by_person.get(person, []))
        for person in sorted(people)
    ]
    return cycle, sorted(found, key=lambda each: (each.last or date.min, each.name))


def _reminded(name: str, has_account: bool, digests: list[Digest]) -> Reminded:
    last = digests[0] if digests else None
    groups = Counter(str(each["group"]) for each in last.items) if last else Counter[str]()
    return Reminded(
        name,
        has_account,
        len(digests),
        last.day if last else None,
        sum(groups.values()),
        groups["late"],
        last.mailed_at if last else None,
    )


def _people_of(cycle: Cycle) -> set[str]:
    people: set[str] = set()
    for person, managers, above in cycle.participants.exclude(state="left_out").values_list(
        "person", "managers", "skip_managers"
    ):
        people |= {person} | people_in(managers) | people_in(above)
    return people
