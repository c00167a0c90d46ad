"""The tiny company with four more people in cat's team, and a plan for cat that others rate."""

from merit.reviews.answer import AnswerState
from merit.reviews.life import ReviewState
from merit.scores.indicators.ratings import Relation
from merit_desk.accounts.viewer import viewer_for
from merit_desk.cycles.models import Participant
from merit_desk.reviews.actions.answers import Given, submit
from merit_desk.reviews.models import Assignment
from tests.desk.conftest import account_for, role_account
from tests.desk.cycle_world import october_cycle, review_of

PEERS = ("dan", "eva", "fay", "gus")
RATED = "rated:collaboration"
PLAN = """\
plan: service
version: 1
title: {zh: 客服, en: Service}
for: {post: cs_agent}
cycle: month
valid_from: 2026-01-01
indicators:
  - {kpi: reply_3min, weight: 80, target: 0.90, curve: {proportional: {cap: 120}}, missing: block}
  - {rated: collaboration, weight: 20, scale: [1, 5], raters: {manager: 60, peer: 40}, missing: reweight}
modifiers:
  - {bonus_points: {event: praise, points: 2, limit: 10}}
grades: [[S, 110], [A, 95], [B, 80], [C, 60], [D, 0]]
"""


def with_peers(folder):
    """Write the people and the plan."""
    people = folder / "people.csv"
    rows = "".join(f"{each},{each.title()},packer,north,,2026-01-01,,regular,0,5000\n" for each in PEERS)
    people.write_text(people.read_text("utf-8") + rows, "utf-8")
    (folder / "plans" / "service.yaml").write_text(PLAN, "utf-8")
    return folder


def account_of(person: str):
    """Somebody's own account."""
    known = {"leader": "manager", "owner": "owner", "cat": "employee"}
    return role_account(known[person]) if person in known else account_for(person, person)


def viewer_of_person(person: str):
    """The viewer of somebody's own account."""
    return viewer_for(account_of(person))


def hr():
    """HR without a person."""
    return viewer_for(role_account("hr"))


def cats_review(state: ReviewState = ReviewState.RATING) -> Participant:
    """cat's review in a cycle of its own."""
    return review_of(october_cycle(state, ("cat",)), "cat")


def invited(one: Participant, people=PEERS, relation=Relation.PEER, state=AnswerState.APPROVED) -> list[Assignment]:
    """Raters whose invitation is out."""
    return [Assignment.objects.create(participant=one, rater=each, relation=relation, state=state) for each in people]


def graded(grade: int | str, comment: str = "") -> dict[str, Given]:
    """A form with one grade."""
    return {RATED: Given(str(grade), comment)}


def handed_in(one: Participant, grades, people=PEERS, comments=None) -> None:
    """Peers hand in these grades, each by their own account."""
    for at, (person, grade) in enumerate(zip(people, grades, strict=False)):
        words = comments[at] if comments else ""
        submit(viewer_of_person(person), one.pk, "peer", graded(grade, words))


def in_state(one: Participant, state: ReviewState) -> Participant:
    """The review as if the stages before were over."""
    Participant.objects.filter(pk=one.pk).update(state=state)
    one.refresh_from_db()
    return one


def judged_by_manager(one: Participant, grade: int = 4, comment: str = "") -> Participant:
    """`leader` has handed in; the review waits for the owner."""
    in_state(one, ReviewState.MANAGER_REVIEW)
    submit(viewer_of_person("leader"), one.pk, "manager", graded(grade, comment))
    one.refresh_from_db()
    return one
