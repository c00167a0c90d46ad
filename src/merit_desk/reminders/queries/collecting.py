"""What waits for one account, and which of it gives a reason for a digest today."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date

from merit.company import Company
from merit.kernel.refusals import Refusal
from merit.reviews.reminding import Urgency, is_worth_telling, urgency_of
from merit_desk.accounts.queries.subtree import in_charge_of
from merit_desk.accounts.viewer import Viewer
from merit_desk.agreements.queries.waiting import waiting_here as agreements_waiting
from merit_desk.calibration.queries.waiting import waiting_here as calibration_waiting
from merit_desk.cycles.queries.waiting import waiting_here as cycles_waiting
from merit_desk.follow.queries.waiting import waiting_here as follow_waiting
from merit_desk.goals.queries.waiting import waiting_here as goals_waiting
from merit_desk.meetings.queries.waiting import waiting_here as meetings_waiting
from merit_desk.notices.waiting import Waiting
from merit_desk.outcomes.queries.waiting import waiting_here as outcomes_waiting
from merit_desk.reminders.queries.late import Lateness
from merit_desk.results.queries.names import node_name
from merit_desk.reviews.queries.waiting import waiting_here as reviews_waiting
from merit_desk.shell.sentences import say
from merit_desk.surveys.queries.waiting import waiting_here as surveys_waiting
from merit_desk.talks.queries.waiting import waiting_here as talks_waiting

EVERYWHERE: list[Callable[[Viewer], Iterator[Waiting]]] = [
    agreements_waiting,
    calibration_waiting,
    cycles_waiting,
    follow_waiting,
    goals_waiting,
    meetings_waiting,
    outcomes_waiting,
    reviews_waiting,
    surveys_waiting,
    talks_waiting,
]
ESCALATED = "escalated"


def also_collect(waiting: Callable[[Viewer], Iterator[Waiting]]) -> None:
    """Let an app that stands above the reminders be in the digest when it is ready; once, however often it asks."""
    if waiting not in EVERYWHERE:
        EVERYWHERE.append(waiting)


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a digest, in the words of its reader; `group` is an urgency or `escalated`, `due` an ISO day."""

    group: str
    place: str
    what: str
    note: str
    address: str
    due: str
    count: int = 1

    def stored(self) -> dict[str, object]:
        """As the digest keeps it."""
        return asdict(self)


def waiting_of(viewer: Viewer) -> Iterator[Waiting]:
    """Everything that waits for the viewer in the cycle of performance; an app that cannot be read says nothing."""
    for here in EVERYWHERE:
        try:
            yield from here(viewer)
        except Refusal:
            continue


def digest_of(viewer: Viewer, company: Company, days_before: int, late: Lateness) -> list[Item]:
    """The lines of today's digest; none when nothing gives a reason for one today."""
    waiting = list(waiting_of(viewer))
    below = list(_escalated(viewer, company, late))
    dues = [each.due for each in waiting] + [date.fromisoformat(each.due) for each in below]
    if not any(is_worth_telling(due, viewer.today, days_before, company.calendar) for due in dues):
        return []
    own = [_item(each, viewer.today, days_before, company) for each in waiting]
    return sorted(own, key=_order) + below


def _item(each: Waiting, today: date, days_before: int, company: Company) -> Item:
    urgency = urgency_of(each.due, today, days_before, company.calendar)
    due = each.due.isoformat() if each.due else ""
    return Item(str(urgency), each.place, each.what, each.note, each.address, due, each.count)


def _order(item: Item) -> tuple[int, str, str]:
    return list(Urgency).index(Urgency(item.group)), item.due or "9999", item.place


def _escalated(viewer: Viewer, company: Company, late: Lateness) -> Iterable[Item]:
    """Who of one's own people is past a deadline, in which stage and how often; what it is about is not said."""
    if not viewer.person:
        return
    people = in_charge_of(company.organisation, viewer.today).get(viewer.person, frozenset())
    for person in sorted(people):
        for (stage, due), count in sorted(late.of(person).items()):
            name = node_name(company, "person", person)
            what = say("reminders.late_below", name=name, stage=say(f"cycle.stage.{stage}"), count=count)
            yield Item(ESCALATED, "cycles", what, "", late.address, due.isoformat(), count)
