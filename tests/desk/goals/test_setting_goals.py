"""Making, changing, moving and re-aligning goals: who may, what is kept, what is refused."""

from fractions import Fraction

import pytest

from merit.kernel.period import Period
from merit.targets.goal_life import GoalMove, GoalState
from merit_desk.audit.models import Entry
from merit_desk.forecasts.queries.outlook import Wanted
from merit_desk.goals.models import Goal, GoalChange, KeyResult
from merit_desk.goals.queries import checks
from merit_desk.goals.queries.waiting import waiting_here
from merit_desk.notices.models import Notice
from tests.desk.conftest import account_for, client_for, viewer_as
from tests.desk.goals.conftest import goal
from tests.desk.pages import text

NEW = {
    "style": "kpi",
    "whose": "team/south",
    "period": "2026-10",
    "title": "南组退款率",
    "kpi": "refund_rate_amt_event",
    "target": "8.6%",
    "basis": "absolute",
    "direction": "up",
    "person": "李得",
}


def test_a_leader_makes_a_goal_of_their_team_and_puts_it_in_force(tree, people):
    answer = people["manager"].post("/goals/new/", {**NEW, "parent": tree["trade"].pk, "do": "active"})
    made = Goal.objects.get(title="南组退款率")
    assert answer.headers["Location"] == f"/goals/{made.pk}/"
    assert (made.target, made.state, made.person, made.parent) == ("0.086", "active", "leader", tree["trade"])
    entry = Entry.objects.get(action="goals.made")
    assert (entry.subject, entry.after["target"]) == (str(made.pk), "0.086")


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("title", "", "这个字段"),
        ("kpi", "no_such", "没有这个指标"),
        ("target", "viel", "数"),
        ("period", "October", "写成 202"),
        ("person", "无名氏", "没有这个人"),
        ("weight", "120", "0 到 100"),
        ("measure", "视频", "只能选一个"),
        ("kpi", "", "绝对值"),
    ],
)
def test_what_cannot_be_is_told_and_what_was_typed_is_kept(tree, people, field, typed, told):
    sent = {**NEW, field: typed} | ({"basis": "growth_prev"} if told == "绝对值" else {})
    answer = people["hr"].post("/goals/new/", sent)
    assert answer.status_code == 422
    if field != "title":
        assert told in text(answer)
    assert typed in answer.content.decode()
    assert not Goal.objects.filter(title="南组退款率").exists()


def test_a_template_brings_its_key_results(tree, people):
    page = text(people["hr"].get("/goals/new/?template=loyalty"))
    assert "新目标" in page
    sent = {**NEW, "style": "okr", "kpi": "", "target": "", "title": "让老客更愿意回来", "template": "loyalty"}
    people["hr"].post("/goals/new/", sent)
    made = Goal.objects.get(title="让老客更愿意回来")
    assert [each.target for each in made.results.all()] == ["0.25", "0.95", "2"]
    assert "90 天复购率达到 25%" in text(people["hr"].get(f"/goals/{made.pk}/"))


@pytest.mark.parametrize("node", ["team/north", "company/company", "person/bob", "department/trade"])
def test_an_employee_makes_goals_of_their_own_only(tree, people, node):
    assert people["employee"].post("/goals/new/", {**NEW, "whose": node}).status_code == 422
    assert not Goal.objects.filter(title="南组退款率").exists()


def test_a_proposal_goes_to_the_line_and_comes_back_or_into_force(tree, people):
    mine = {**NEW, "whose": "person/cat", "person": "cat", "title": "我的好评率", "kpi": "csat", "do": "active"}
    people["employee"].post("/goals/new/", mine)
    made = Goal.objects.get(title="我的好评率")
    assert made.state == GoalState.DRAFT  # nobody puts their own goal in force
    address = f"/goals/{made.pk}/move/"
    assert people["employee"].post(address, {"move": "accept", "seen": 1}).status_code == 409
    people["employee"].post(address, {"move": "propose", "seen": 1})
    assert [each.count for each in waiting_here(viewer_as("manager"))] == [1]
    assert list(waiting_here(viewer_as("hr"))) == []
    assert Notice.objects.filter(code="goals.told.propose").exists()
    assert people["manager"].post(address, {"move": "send_back", "seen": 2}).status_code == 409  # without a reason
    people["manager"].post(address, {"move": "send_back", "seen": 2, "note": "目标再高一点"})
    assert "目标再高一点" in [each.note for each in waiting_here(viewer_as("employee"))]
    people["employee"].post(address, {"move": "propose", "seen": 3})
    people["manager"].post(address, {"move": "accept", "seen": 4})
    made.refresh_from_db()
    assert made.state == GoalState.ACTIVE
    assert people["employee"].get(f"/goals/{made.pk}/change/").status_code == 404
    assert list(Entry.objects.filter(subject_kind="goal").values_list("action", flat=True).order_by("number")) == [
        "goals.made",
        "goals.propose",
        "goals.send_back",
        "goals.propose",
        "goals.accept",
    ]


ROLE_MOVES = {
    "owner": "accept send_back close reopen drop",
    "hr": "accept send_back close reopen drop",
    "manager": "accept send_back close reopen drop",
    "employee": "propose drop",
}
FROM = {
    "draft": "accept propose drop",
    "proposed": "accept send_back drop",
    "active": "close drop",
    "closed": "reopen",
    "dropped": "",
}
REFUSED_TO_SUBJECT = {("active", "drop")}


@pytest.mark.parametrize("state", list(FROM))
def test_every_move_of_every_role_is_made_or_leaves_no_change(own_folder, people, state):
    for role, client in people.items():
        for move in GoalMove:
            one = goal("考勤达标", "person", "cat", person="cat", state=state)
            before = Entry.objects.count()
            allowed = move in FROM[state].split() and move in ROLE_MOVES.get(role, "").split()
            allowed = allowed and not (role == "employee" and (state, str(move)) in REFUSED_TO_SUBJECT)
            status = client.post(f"/goals/{one.pk}/move/", {"move": move, "note": "x", "seen": 1}).status_code
            after = Goal.objects.get(pk=one.pk).state
            trail = Entry.objects.count() > before
            assert (status == 302, after != state, trail) == (allowed, allowed, allowed), (role, move)
            one.history.all().delete()
            one.delete()


def change(**told):
    return {
        **{key: value for key, value in NEW.items() if key != "whose"},
        "seen": 1,
        "reason": "市场变化",
        "adds_up": "on",
        **told,
    }


def test_a_change_keeps_before_after_and_why(tree, people):
    north = tree["north"]
    answer = people["manager"].post(
        f"/goals/{north.pk}/change/", change(title=north.title, kpi="paid_sales", target="2000", person="leader")
    )
    assert answer.status_code == 302
    kept = GoalChange.objects.get(goal=north, what="changed")
    assert (kept.before, kept.after, kept.reason) == ({"target": "1800"}, {"target": "2000"}, "市场变化")
    page = text(people["employee"].get(f"/goals/{north.pk}/"))
    assert "目标值 1800 → 2000 市场变化" in page


def test_of_two_who_change_the_same_goal_the_second_sees_both(tree, people):
    address = f"/goals/{tree['north'].pk}/change/"
    people["manager"].post(address, change(title="北组新目标"))
    answer = people["hr"].post(address, change(title="另一个名字"))
    page = text(answer)
    assert answer.status_code == 409
    assert "北组新目标" in page
    assert "另一个名字" in page
    assert Goal.objects.get(pk=tree["north"].pk).title == "北组新目标"


def test_a_goal_is_put_under_another_with_a_reason_that_is_kept(tree, people):
    number = tree["cat"].pk
    address = f"/goals/{number}/align/"
    assert "北组销售额" in text(people["manager"].get(f"{address}?parent={tree['north'].pk}"))
    missing = people["manager"].post(address, {"parent": tree["north"].pk, "reason": "", "seen": 1})
    assert missing.status_code == 422
    answer = people["manager"].post(address, {"parent": tree["north"].pk, "reason": "服务支撑销售", "seen": 1})
    assert answer.status_code == 302
    assert Goal.objects.get(pk=number).parent == tree["north"]
    assert "服务支撑销售" in text(people["employee"].get(f"/goals/{number}/"))
    assert Entry.objects.get(action="goals.aligned").after["parent"] == tree["north"].pk


def test_a_circle_is_refused_and_nothing_changes(tree, people):
    address = f"/goals/{tree['trade'].pk}/align/"
    answer = people["hr"].post(address, {"parent": tree["south"].pk, "reason": "x", "seen": 1})
    assert answer.status_code == 422  # it is not offered at all
    program = people["hr"].put(
        f"/api/v1/goals/{tree['company'].pk}/parent",
        {"parent": tree["company"].pk, "reason": "x", "version": 1},
        content_type="application/json",
    )
    assert program.status_code in (403, 409)
    assert Goal.objects.get(pk=tree["trade"].pk).parent == tree["company"]


def test_a_stale_re_alignment_tells_where_it_stands_now(tree, people):
    address = f"/goals/{tree['cat'].pk}/align/"
    people["manager"].post(address, {"parent": tree["north"].pk, "reason": "a", "seen": 1})
    answer = people["hr"].post(address, {"parent": tree["company"].pk, "reason": "b", "seen": 1})
    assert answer.status_code == 409
    assert "现在的上级是“北组销售额”" in text(answer)


def test_a_goal_that_others_serve_is_not_dropped(tree, people):
    answer = people["hr"].post(f"/goals/{tree['south'].pk}/move/", {"move": "drop", "note": "x", "seen": 1})
    assert answer.status_code == 409
    assert "还有下级目标" in text(answer)


def test_progress_and_key_results_are_reported_by_those_whom_it_concerns(tree, people):
    number = tree["cat"].pk
    sent = {"outlook": "at_risk", "text": "高峰期人手不够"}
    assert people["employee"].post(f"/goals/{number}/progress/", sent).status_code == 302
    assert "高峰期人手不够" in text(people["manager"].get(f"/goals/{number}/"))
    assert people["finance"].post(f"/goals/{number}/progress/", sent).status_code == 404
    entry = Entry.objects.get(action="goals.reported")
    assert "高峰期" not in str(entry.after)  # what people write of their work stays off the trail
    people["manager"].post(f"/goals/{number}/results/", {"title": "排班覆盖晚高峰", "start": "0", "target": "20"})
    result = KeyResult.objects.get()
    people["employee"].post(f"/goals/{number}/results/{result.pk}/", {"now": "5"})
    assert KeyResult.objects.get().now == "5"
    assert people["employee"].post(f"/goals/{number}/results/{result.pk}/", {"do": "drop"}).status_code == 404
    wrong = people["employee"].post(f"/goals/{number}/results/{result.pk}/", {"now": "fünf"})
    assert wrong.status_code == 422


def test_the_check_follows_what_is_typed_and_keeps_nothing(tree, people):
    page = text(people["manager"].post("/goals/check/", {**NEW, "kpi": "paid_sales", "target": ""}))
    assert "没有目标值" in page
    assert "没有上级目标" in page
    better = {**NEW, "kpi": "paid_sales", "target": "5000", "parent": tree["trade"].pk}
    assert "支撑“交易部销售额”" in text(people["manager"].post("/goals/check/", better))
    assert Goal.objects.count() == 6


def test_the_chance_of_the_forecast_judges_what_is_typed(tree, people, monkeypatch):
    asked = []
    monkeypatch.setattr(checks, "chance_of", lambda wanted, target: asked.append((wanted, target)) or Fraction(1, 8))
    page = text(people["manager"].post("/goals/check/", {**NEW, "kpi": "paid_sales", "target": "5000"}))
    assert "达成概率 12%，低于 20%" in page
    assert asked == [(Wanted("paid_sales", "team", "south", Period.parse("2026-10")), Fraction(5000))]


def test_nobody_checks_against_a_goal_that_is_not_theirs_to_see(tree, people):
    sent = {**NEW, "parent": tree["ann"].pk}
    assert people["employee"].post("/goals/check/", sent).status_code == 404
    assert people["employee"].post("/goals/check/", {**NEW, "goal": tree["ann"].pk}).status_code == 404


def test_somebody_without_a_person_or_a_right_makes_no_goal(tree, people):
    steward = client_for(account_for("steward2"))
    assert steward.get("/goals/new/").status_code == 404
    assert people["auditor"].post("/goals/new/", NEW).status_code == 404
