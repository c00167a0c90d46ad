"""Who may open which address of reward plans: the bonus of cs agents is cat's, below `ann`'s team north."""

from merit_desk.reward_plans.models import Objection
from tests.desk.permission.line import EVERYBODY, line, post

LEADING = "OH"
LOOKING = "OHA"
SAVED = {"document": {"kind": "bonus"}, "based_on": 9, "reason": "x"}
READING = "OHMESFA"
ONE = {"reward": "service-bonus", "number": 1}
OTHER = "OHMSFA"
"""Who may read the sales commission: it is the manager's own, and not cat's."""


def _objection(_letter, made):
    what = {"reward": "service-bonus", "version": 1, "person": "cat"}
    one = Objection.objects.get_or_create(**what, answered_at=None, defaults={"words": "x", "account": made["E"]})[0]
    return {"number": one.pk}


LINES = [
    line("reward_plans:plans", EVERYBODY),
    line("reward_plans:new", LEADING),
    post("reward_plans:check", LEADING),
    *(line(f"reward_plans:{name}", READING, reward="service-bonus") for name in ("plan", "versions")),
    *(line(f"reward_plans:{name}", READING, **ONE) for name in ("version", "raw", "confirmations")),
    line("reward_plans:plan", OTHER, reward="sales-commission"),
    line("reward_plans:edit", LEADING, reward="service-bonus"),
    post("reward_plans:drop", LEADING, reward="service-bonus"),
    post("reward_plans:give", LEADING, **ONE),
    *(post(f"reward_plans:{name}", "", **ONE) for name in ("confirm", "object")),
    post("reward_plans:answer", LEADING, relation="objection of cat"),
    line("api:reward_plans", EVERYBODY),
    line("api:reward_plan", READING, reward="service-bonus"),
    line("api:reward_plan", OTHER, reward="sales-commission"),
    line("api:reward_plan_version", READING, **ONE),
    line("api:check_reward_plan", LEADING, method="POST", body={"document": {"reward": "x", "kind": "bonus"}}),
    line("api:save_reward_plan", LEADING, method="POST", reward="service-bonus", body=SAVED),
    line("api:reward_plan_answers", READING, **ONE),
    line("api:give_reward_notice", LEADING, method="POST", body={"how": "x"}, **ONE),
    post("api:confirm_reward_plan", "", **ONE),
    line("api:object_to_reward_plan", "", method="POST", body={"words": "x"}, **ONE),
    line("api:reward_objections", LOOKING, **ONE),
    line("api:answer_reward_objection", LEADING, method="POST", relation="objection of cat", body={"words": "x"}),
]
MAKERS = {"objection of cat": _objection}
ELSEWHERE = {}
