"""Who works with whom: people who shared tasks or requests, as the basis of judging collaboration."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from merit_desk.follow.models import Request, Task
from merit_desk.results.queries.open_company import declared_company


@dataclass(frozen=True, slots=True)
class Partner:
    """How many tasks (given, done or waited for) and requests (asked or answered) were shared with the person."""

    person: str
    tasks: int
    requests: int

    @property
    def shared(self) -> int:
        """Both together."""
        return self.tasks + self.requests


def partners_of(person: str, start: date, end: date) -> list[Partner]:
    """Those who shared most first; `end` is included, the person themselves are left out. Four queries.

    A task counts when it was under way on any of the days: between giving and hand-in; cancelled ones do not count.
    """
    tasks, requests = Counter(_by_task(person, start, end)), Counter(_by_request(person, start, end))
    everybody = {each for each in (*tasks, *requests) if each and each != person}
    found = [Partner(each, tasks[each], requests[each]) for each in everybody]
    return sorted(found, key=lambda each: (-each.shared, each.person))


def _by_task(person: str, start: date, end: date) -> list[str]:
    first, past = _moments(start, end)
    under_way = Task.objects.filter(created_at__lt=past, cancelled_at=None)
    under_way = under_way.filter(Q(done_at=None) | Q(done_at__gte=first))
    pairs = under_way.filter(Q(owner=person) | Q(author=person)).values_list("owner", "author")
    found = [owner if author == person else author for owner, author in pairs]
    for way in ("after", "before"):
        found += under_way.filter(**{f"{way}__owner": person}).values_list("owner", flat=True)
    return found


def _by_request(person: str, start: date, end: date) -> list[str]:
    first, past = _moments(start, end)
    asked = Request.objects.filter(asked_at__lt=past).filter(Q(closed_at=None) | Q(closed_at__gte=first))
    asked = asked.exclude(state="withdrawn")
    pairs = asked.filter(Q(receiver=person) | Q(author=person)).values_list("receiver", "author")
    return [receiver if author == person else author for receiver, author in pairs]


def _moments(start: date, end: date) -> tuple[datetime, datetime]:
    zone = ZoneInfo(declared_company().profile.time_zone)
    return datetime.combine(start, time(), zone), datetime.combine(end + timedelta(days=1), time(), zone)
