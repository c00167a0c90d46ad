"""Whose follow-up a viewer may know of, whom they may give tasks, and in which capacities they act."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from merit.kernel.moves import Party
from merit.kernel.period import Grain, Period
from merit.kernel.refusals import NotFoundRefusal
from merit.people.organisation import Organisation
from merit.people.spells import spell_on
from merit.people.tree import managers_of
from merit_desk.accounts.access import Can, Role
from merit_desk.accounts.queries.subtree import below, below_in, in_charge_of, members_in
from merit_desk.accounts.viewer import Viewer
from merit_desk.follow.models import CheckIn, Request, Task
from merit_desk.results.queries.open_company import declared_company

_KEPT = 500
_below: dict[tuple[str, date], tuple[Organisation, frozenset[str]]] = {}


def may_write(viewer: Viewer) -> bool:
    """Whether the viewer has a role besides that of the auditor."""
    return bool(viewer.roles - {Role.AUDITOR})


def people_below(viewer: Viewer) -> frozenset[str]:
    """Everybody who is or was under the viewer this month; nobody below counts as above themselves."""
    if not viewer.person:
        return frozenset()
    organisation = declared_company().organisation
    key = (viewer.person, viewer.today)
    kept = _below.get(key)
    if kept is None or kept[0] is not organisation:
        month = Period(viewer.today.replace(day=1), viewer.today + timedelta(days=1))
        if len(_below) >= _KEPT:
            _below.clear()
        kept = _below[key] = (organisation, below_in(organisation, viewer.person, month) - {viewer.person})
    return kept[1]


def direct_people(viewer: Viewer) -> frozenset[str]:
    """Those whom the viewer is in charge of today."""
    if not viewer.person:
        return frozenset()
    return in_charge_of(declared_company().organisation, viewer.today).get(viewer.person, frozenset()) - {viewer.person}


def people_read(viewer: Viewer) -> frozenset[str] | None:
    """Whose tasks and reports the viewer reads beside their own: None for everybody's."""
    if viewer.everywhere(Can.SEE_REVIEW_TEXT) or viewer.everywhere(Can.RUN_CYCLES):
        return None
    month = Period.containing(viewer.today, Grain.MONTH)
    organisation = declared_company().organisation
    scoped = (members_in(organisation, team, month) for team in viewer.scopes(Can.SEE_REVIEW_TEXT) if team)
    return people_below(viewer).union(*scoped)


def tasks_visible_to(viewer: Viewer) -> QuerySet[Task]:
    """Tasks of the viewer's own, given by them, and of the people whose follow-up they read."""
    return Task.objects.filter(_seen(viewer, "owner"))


def requests_visible_to(viewer: Viewer) -> QuerySet[Request]:
    """Requests asked by or of the viewer, or of the people whose follow-up they read."""
    people = people_read(viewer)
    more = Q() if people is None else Q(author__in=people)
    return Request.objects.filter(more if people is None else _seen(viewer, "receiver") | more)


def checkins_visible_to(viewer: Viewer) -> QuerySet[CheckIn]:
    """One's own reports, and sent ones of the people whose follow-up the viewer reads."""
    people = people_read(viewer)
    others = Q() if people is None else Q(person__in=people)
    sent = others & ~Q(state="draft")
    return CheckIn.objects.filter(sent | Q(person=viewer.person) if viewer.person else sent)


def task_of(viewer: Viewer, number: int) -> Task:
    """The task. Raises NotFoundRefusal for one that the viewer may not know of."""
    found = tasks_visible_to(viewer).filter(pk=number).first()
    if found is None:
        raise NotFoundRefusal("follow.no_such_task")
    return found


def request_of(viewer: Viewer, number: int) -> Request:
    """The request. Raises NotFoundRefusal for one that the viewer may not know of."""
    found = requests_visible_to(viewer).filter(pk=number).first()
    if found is None:
        raise NotFoundRefusal("follow.no_such_request")
    return found


def checkin_of(viewer: Viewer, number: int) -> CheckIn:
    """The report. Raises NotFoundRefusal for somebody else's draft, and for one out of reach."""
    found = checkins_visible_to(viewer).filter(pk=number).first()
    if found is None:
        raise NotFoundRefusal("follow.no_such_report")
    return found


def parties_of_task(viewer: Viewer, task: Task) -> frozenset[Party]:
    """RECEIVER does it, AUTHOR gave it, MANAGER checks it; HR stands in where nobody is above the owner."""
    found: set[Party] = set()
    own = bool(viewer.person) and viewer.person == task.owner
    gave = viewer.account == task.by_id or (bool(viewer.person) and viewer.person == task.author)
    if own:
        found.add(Party.RECEIVER)
    if gave:
        found.add(Party.AUTHOR)
    if not own and (gave or is_above(viewer, task.owner) or _stands_in(viewer, task.owner)):
        found.add(Party.MANAGER)
    return frozenset(found)


def parties_of_request(viewer: Viewer, request: Request) -> frozenset[Party]:
    """AUTHOR asked, RECEIVER was asked, MANAGER is above the receiver."""
    found: set[Party] = set()
    if viewer.account == request.by_id or (viewer.person and viewer.person == request.author):
        found.add(Party.AUTHOR)
    if viewer.person and viewer.person == request.receiver:
        found.add(Party.RECEIVER)
    elif is_above(viewer, request.receiver) or _stands_in(viewer, request.receiver):
        found.add(Party.MANAGER)
    return frozenset(found)


def parties_of_checkin(viewer: Viewer, checkin: CheckIn) -> frozenset[Party]:
    """SUBJECT on one's own report alone; MANAGER directly in charge, SKIP_MANAGER further above."""
    if viewer.person and viewer.person == checkin.person:
        return frozenset({Party.SUBJECT})
    if checkin.person in direct_people(viewer) or _stands_in(viewer, checkin.person):
        return frozenset({Party.MANAGER})
    return frozenset({Party.SKIP_MANAGER}) if is_above(viewer, checkin.person) else frozenset()


def is_above(viewer: Viewer, person: str) -> bool:
    """Whether the person is or was under the viewer this month."""
    return person in people_below(viewer)


def may_give_to(viewer: Viewer, person: str) -> bool:
    """Oneself, people below today, and for who runs cycles everybody on duty."""
    return any(person == each for each, _ in people_to_give(viewer))


def people_to_give(viewer: Viewer) -> list[tuple[str, str]]:
    """Whom the viewer may give a task, oneself first, then by name."""
    people = people_on_duty(viewer.today)
    if not viewer.everywhere(Can.RUN_CYCLES):
        under = below(declared_company().organisation, viewer.person, viewer.today) if viewer.person else frozenset()
        people = [each for each in people if each[0] in under or each[0] == viewer.person]
    return sorted(people, key=lambda each: (each[0] != viewer.person, each[1]))


def people_on_duty(day: date) -> list[tuple[str, str]]:
    """Everybody with a spell on the day: id and name."""
    organisation = declared_company().organisation
    spells = (spell_on(organisation, person, day) for person in organisation.spells_of)
    return [(spell.person, spell.name) for spell in spells if spell is not None]


def managers_on(person: str, day: date) -> tuple[str, ...]:
    """Who is directly in charge of the person; never they themselves."""
    return tuple(each for each in managers_of(declared_company().organisation, person, day) if each != person)


def _seen(viewer: Viewer, owner: str) -> Q:
    people = people_read(viewer)
    if people is None:
        return Q()
    seen = Q(by_id=viewer.account) | Q(**{f"{owner}__in": people})
    return seen | Q(author=viewer.person) | Q(**{owner: viewer.person}) if viewer.person else seen


def _stands_in(viewer: Viewer, person: str) -> bool:
    """Who runs cycles acts for the manager of somebody who has none."""
    return viewer.person != person and viewer.everywhere(Can.RUN_CYCLES) and not managers_on(person, viewer.today)
