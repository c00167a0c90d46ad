"""Self-reviews and peers' answers of the manager's people; the manager has judged the first of them."""

from collections.abc import Callable

from merit_desk.cycles.models import Cycle, Participant
from merit_desk.demo_life.people import Cast
from merit_desk.reviews.actions.answers import Given, accept, submit
from merit_desk.reviews.actions.nominate import nominate
from merit_desk.reviews.queries.answering import answering
from merit_desk.reviews.queries.sheet import sheet_of

_PEERS = 3
_JUDGED = 4


def judge(cast: Cast, cycle: Cycle, close: Callable[[], None]) -> None:
    """`close` ends self-review and rating of the whole cycle."""
    people, manager = cast.own_people, cast.viewer(cast.manager)
    own = {each.person: each for each in cycle.participants.filter(person__in=people, state="self_review")}
    for at, person in enumerate(sorted(own)):
        nominate(manager, own[person].pk, "peer", _beside(sorted(own), at))
    for at, person in enumerate(sorted(own)[:-1]):
        _submit(cast, person, own[person], "self", 4)
        for number, peer in enumerate(_beside(sorted(own), at)):
            accept(cast.viewer(peer), own[person].pk, "peer")
            _submit(cast, peer, own[person], "peer", 3 + (at + number) % 3)
    close()
    for at, person in enumerate(sorted(own)[1 : _JUDGED + 1]):
        _submit(cast, cast.manager, own[person], "manager", (4, 3, 5, 4)[at])


def _beside(people: list[str], at: int) -> list[str]:
    """The next few in a ring."""
    return [people[(at + step) % len(people)] for step in range(1, _PEERS + 1)]


def _submit(cast: Cast, rater: str, one: Participant, relation: str, score: int) -> None:
    viewer = cast.viewer(rater)
    questions = sheet_of(answering(viewer, one.pk, relation)).questions
    given = {each.key: Given(str(score), _SAID[relation]) for each in questions if each.low is not None}
    submit(viewer, one.pk, relation, given)


_SAID = {
    "self": "这个月把切片流程理顺了，晚场还要再练。",
    "peer": "交接写得清楚，忙的时候愿意补位。",
    "manager": "节奏稳，主动补位；下月把脚本前置一天。",
}
