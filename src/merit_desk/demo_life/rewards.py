"""Reward plans of the demo company are made known; most of their people have read them, one has a question."""

from merit_desk.accounts.access import Role
from merit_desk.demo_life.people import Cast
from merit_desk.results.queries.open_company import declared_company
from merit_desk.reward_plans.actions.notice import (
    Confirming,
    answer_objection,
    confirm_together,
    give_together,
    object_to,
)
from merit_desk.reward_plans.queries.known import not_made_known
from merit_desk.reward_plans.queries.seen import people_on

EVERY_NTH_WAITS = 7
_ASKED = "部门系数看的退货率有一部分是品控的原因，能不能把质量问题的退货剔除？"
_ANSWERED = "质量问题的退货从下个版本起单列，下周一起看口径。"


def make_known(cast: Cast) -> None:
    """A notice of every version; whoever is signed in for the demo, and every seventh, has not confirmed yet."""
    kept = cast.own_people[0]
    known = [(plan.reward, plan.version) for plan in not_made_known(declared_company(), cast.today)]
    give_together(cast.role(Role.HR), known)
    company, confirming = declared_company(), []
    for plan in company.rewards:
        if (plan.reward, plan.version) in known:
            people = [each for each in people_on(company, plan, cast.today) if each != kept]
            said = [each for at, each in enumerate(people, 1) if at % EVERY_NTH_WAITS]
            confirming += [Confirming(cast.viewer(each), plan.reward, plan.version) for each in said]
    confirm_together(confirming)
    _ask(cast, known)


def _ask(cast: Cast, known: list[tuple[str, int]]) -> None:
    """One who has not confirmed objects to the operators' bonus and is answered."""
    company = declared_company()
    plan = next((each for each in company.rewards if each.reward == "ops-bonus"), None)
    if plan is None or (plan.reward, plan.version) not in known:
        return
    silent = people_on(company, plan, cast.today)[EVERY_NTH_WAITS - 1 : EVERY_NTH_WAITS]
    for person in silent:
        made = object_to(cast.viewer(person), plan.reward, plan.version, _ASKED)
        answer_objection(cast.role(Role.HR), made.pk, _ANSWERED)
