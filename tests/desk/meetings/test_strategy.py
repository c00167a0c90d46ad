"""A strategy review collects changes and puts them in force together, or none of them."""

import pytest
from django.urls import reverse

from merit.kernel.refusals import ConflictRefusal, NotAllowedRefusal, NotFoundRefusal
from merit_desk.audit.models import Entry
from merit_desk.goals.models import Goal
from merit_desk.meetings.actions.realign import GoalWish, apply_changes, drop_wish, wish_goal, wish_weights
from merit_desk.meetings.actions.series import begin_series, call_meeting
from merit_desk.meetings.models import Change, Kind, Rhythm, Verdict
from merit_desk.plans.queries.versions import plan_versions
from tests.desk.conftest import role_account
from tests.desk.meetings.conftest import wanted


@pytest.fixture
def quarter(own_folder, desk):
    """The company's review of the third quarter, chaired by the owner."""
    people = wanted(Kind.STRATEGY, Rhythm.QUARTER, ("company", "company"), ("leader", "ann"))
    series = begin_series(desk("owner"), people.__class__(**{**as_dict(people), "chair": "owner"}))
    return call_meeting(desk("owner"), series.pk, "2026-Q3", desk("owner").today)


def as_dict(one):
    return {name: getattr(one, name) for name in one.__slots__}


def goal(title, parent=None, period="2026-Q3", level="company", node="company", **more):
    fields = {"kpi": "paid_sales", "target": "10000", "weight": "50", "state": "active", **more}
    by = role_account("owner")
    return Goal.objects.create(title=title, level=level, node=node, period=period, parent=parent, made_by=by, **fields)


def wish(verdict=Verdict.CHANGE, target="12000", weight="50", parent=None, reason="旺季"):
    return GoalWish(verdict, target, weight, parent, reason)


def test_nothing_changes_before_it_is_applied_and_then_all_of_it(desk, quarter):
    top = goal("公司销售额")
    low = goal("交易部销售额", top, level="department", node="trade")
    gone = goal("直播试点")
    owner = desk("owner")
    wish_goal(owner, quarter.pk, top.pk, wish())
    wish_goal(owner, quarter.pk, low.pk, wish(Verdict.KEEP, reason=""))
    wish_goal(owner, quarter.pk, gone.pk, wish(Verdict.DROP))
    wish_weights(owner, quarter.pk, "service", {"reply_3min": "40", "csat": "60"}, "更看重满意度")
    assert Goal.objects.filter(period="2026-Q4").count() == 0
    assert len(plan_versions("service", owner.today)) == 1
    apply_changes(owner, quarter.pk)
    found = {each.title: each for each in Goal.objects.filter(period="2026-Q4")}
    assert {title: each.target for title, each in found.items()} == {"公司销售额": "12000", "交易部销售额": "10000"}
    assert found["交易部销售额"].parent_id == found["公司销售额"].pk
    assert set(Goal.objects.filter(period="2026-Q3").values_list("state", flat=True)) == {"closed"}
    newest = plan_versions("service", owner.today)[0]
    assert (newest.number, str(newest.valid_from)) == (2, "2026-10-01")
    assert [each["weight"] for each in newest.data["indicators"][:2]] == [40, 60]
    assert Entry.objects.filter(action="meetings.realigned").exists()
    with pytest.raises(ConflictRefusal):
        apply_changes(owner, quarter.pk)


def test_if_one_cannot_be_none_is(desk, quarter):
    first, second = goal("甲"), goal("乙")
    owner = desk("owner")
    for each in (first, second):
        wish_goal(owner, quarter.pk, each.pk, wish())
    wish_weights(owner, quarter.pk, "service", {"reply_3min": "40", "csat": "60"}, "x")
    Goal.objects.filter(pk=second.pk).update(version=9)
    with pytest.raises(ConflictRefusal):
        apply_changes(owner, quarter.pk)
    assert Goal.objects.filter(period="2026-Q4").count() == 0
    assert set(Goal.objects.values_list("state", flat=True)) == {"active"}
    assert len(plan_versions("service", owner.today)) == 1
    page = desk.client("owner").post(reverse("meetings:apply", args=(quarter.pk,)))
    assert page.status_code == 409
    assert "一项也没有生效" in page.content.decode()


def test_a_goal_that_stands_in_the_next_quarter_is_changed_there(desk, quarter):
    top, low = goal("公司", period="2026-Q4"), goal("部门", period="2026-Q4", level="department", node="trade")
    owner = desk("owner")
    wish_goal(owner, quarter.pk, low.pk, wish(target="8000", parent=top.pk))
    apply_changes(owner, quarter.pk)
    low.refresh_from_db()
    assert (low.target, low.parent_id, low.state) == ("8000", top.pk, "active")


def test_only_the_chair_applies_and_only_members_collect(desk, quarter):
    one = goal("甲")
    wish_goal(desk("leader"), quarter.pk, one.pk, wish())
    with pytest.raises(NotAllowedRefusal):
        apply_changes(desk("leader"), quarter.pk)
    for name in ("cat", "bob", "hr"):
        with pytest.raises(NotFoundRefusal):
            wish_goal(desk(name), quarter.pk, one.pk, wish())
        with pytest.raises(NotFoundRefusal):
            drop_wish(desk(name), Change.objects.get().pk)
        assert desk.client(name).get(reverse("meetings:strategy", args=(quarter.pk,))).status_code == 404
    drop_wish(desk("leader"), Change.objects.get().pk)
    with pytest.raises(ConflictRefusal):
        apply_changes(desk("owner"), quarter.pk)


def test_a_chair_who_may_not_change_plans_applies_nothing(own_folder, desk):
    series = begin_series(desk("leader"), wanted(Kind.STRATEGY))
    meeting = call_meeting(desk("leader"), series.pk, "2026-Q3", desk("leader").today)
    wish_weights(desk("leader"), meeting.pk, "service", {"reply_3min": "40", "csat": "60"}, "x")
    with pytest.raises(NotFoundRefusal):
        apply_changes(desk("leader"), meeting.pk)
    assert len(plan_versions("service", desk("leader").today)) == 1


@pytest.mark.parametrize("weights", [{"reply_3min": "60", "csat": "60"}, {"reply_3min": "x"}])
def test_weights_total_a_hundred(desk, quarter, weights):
    with pytest.raises(ConflictRefusal):
        wish_weights(desk("owner"), quarter.pk, "service", weights, "x")
    sent = {f"w-{name}": text for name, text in weights.items()} | {"reason": "x"}
    page = desk.client("owner").post(reverse("meetings:weights", args=(quarter.pk, "service")), sent)
    assert page.status_code == 409


def test_a_change_needs_a_reason_and_a_number(desk, quarter):
    one = goal("甲")
    for bad in (wish(reason=" "), wish(target="很多"), wish(Verdict.DROP, reason="")):
        with pytest.raises(ConflictRefusal):
            wish_goal(desk("owner"), quarter.pk, one.pk, bad)
    wish_goal(desk("owner"), quarter.pk, one.pk, wish(Verdict.KEEP, reason=""))


def test_the_page_shows_goals_against_results_and_before_and_after(desk, quarter):
    one = goal("公司销售额")
    wish_goal(desk("owner"), quarter.pk, one.pk, wish())
    page = desk.client("owner").get(reverse("meetings:strategy", args=(quarter.pk,))).content.decode()
    assert "公司销售额" in page
    assert "12,000" in page
    assert "旺季" in page
    assert desk.client("owner").get(reverse("meetings:goal", args=(quarter.pk, one.pk))).status_code == 200
    assert desk.client("owner").get(reverse("meetings:apply", args=(quarter.pk,))).status_code == 200


def test_an_ordinary_review_has_no_strategy(desk):
    series = begin_series(desk("leader"), wanted())
    meeting = call_meeting(desk("leader"), series.pk, "2026-09", desk("leader").today)
    assert desk.client("leader").get(reverse("meetings:strategy", args=(meeting.pk,))).status_code == 404
    with pytest.raises(NotFoundRefusal):
        wish_goal(desk("leader"), meeting.pk, 1, wish())
