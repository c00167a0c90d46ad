"""Who attended: one's own lessons, and for HR those of every manager."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import Viewer, managing_on
from merit_desk.learning.models import Attendance
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company


@dataclass(frozen=True, slots=True)
class Attended:
    """A manager and when each lesson was read, None where it was not."""

    name: str
    lessons: tuple[datetime | None, ...]


def own_lessons(viewer: Viewer) -> dict[str, datetime]:
    """When the viewer read each lesson."""
    mine = Attendance.objects.filter(account_id=viewer.account) if viewer.account else Attendance.objects.none()
    return dict(mine.values_list("lesson", "at"))


def managers_attendance(viewer: Viewer, lessons: Sequence[str]) -> list[Attended]:
    """Everybody in charge of somebody today, by name; who has no account has read nothing here."""
    company = declared_company()
    managers = managing_on(company.organisation, viewer.today)
    person_of = dict(Account.objects.filter(person__in=managers).values_list("pk", "person"))
    read: dict[tuple[str, str], datetime] = {
        (person_of[account], name): at
        for account, name, at in Attendance.objects.filter(account_id__in=person_of).values_list(
            "account_id", "lesson", "at"
        )
    }
    rows = [
        Attended(node_name(company, "person", person), tuple(read.get((person, name)) for name in lessons))
        for person in managers
    ]
    return sorted(rows, key=lambda row: row.name)
