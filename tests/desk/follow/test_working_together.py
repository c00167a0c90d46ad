"""Who shared work with whom, what counts as evidence, what comes back, and what waits for whom."""

from datetime import UTC, date, datetime

import pytest

from merit.follow.recurrence import Every
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.reviews.life import ReviewState
from merit_desk.follow.actions.recurring import Repeated, begin_series, make_due_tasks, stop_series
from merit_desk.follow.actions.requests import ask
from merit_desk.follow.actions.tasks import change_task, give_task
from merit_desk.follow.models import Request, Series, Task
from merit_desk.follow.queries.delays import delays_of
from merit_desk.follow.queries.evidence import evidence_of
from merit_desk.follow.queries.partners import Partner, partners_of
from merit_desk.follow.queries.record import record_of
from merit_desk.follow.queries.waiting import waiting_here
from tests.desk.cycle_world import october_cycle, review_of
from tests.desk.follow.world import TODAY, asking, given, request_in, task_in, viewer

pytestmark = pytest.mark.usefixtures("company_folder")

OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))


def test_partners_are_those_with_whom_tasks_and_requests_were_shared():
    first = task_in("accepted", owner="cat", author="leader", done_at=datetime(2026, 10, 9, tzinfo=UTC))
    second = task_in("open", owner="ann", author="ann")
    second.after.add(first)  # ann waits for cat
    task_in("cancelled", owner="bob", author="cat", cancelled_at=datetime(2026, 10, 9, tzinfo=UTC))
    request_in("closed", author="ann", receiver="cat", closed_at=datetime(2026, 10, 9, tzinfo=UTC))
    request_in("withdrawn", author="bob", receiver="cat", closed_at=datetime(2026, 10, 9, tzinfo=UTC))
    Task.objects.update(created_at=datetime(2026, 10, 8, tzinfo=UTC))
    Request.objects.update(asked_at=datetime(2026, 10, 8, tzinfo=UTC))
    assert partners_of("cat", *OCTOBER) == [Partner("ann", 1, 1), Partner("leader", 1, 0)]
    assert partners_of("cat", date(2026, 10, 10), date(2026, 10, 31)) == [Partner("ann", 1, 0)]  # still waited for
    assert partners_of("cat", date(2026, 9, 1), date(2026, 9, 30)) == []


def test_tasks_due_and_requests_answered_are_evidence():
    task_in("accepted", quality=85, returned=1)
    task_in("cancelled", cancelled_at=datetime(2026, 10, 9, tzinfo=UTC))
    request_in("answered", answer="明天到", answered_at=datetime(2026, 10, 12, tzinfo=UTC))
    found = [(each.kind, str(each.at), each.note) for each in evidence_of("cat", *OCTOBER)]
    assert found == [("request", "2026-10-12", "明天到"), ("task", "2026-10-16", "已验收、质量 85 分、退回 1 次")]
    assert evidence_of("cat", date(2026, 9, 1), date(2026, 9, 30)) == []


def test_the_record_of_a_cycle_is_the_same_twice_and_names_nobody_who_judged():
    task_in("accepted", quality=85)
    one = review_of(october_cycle(ReviewState.CONCLUDED), "cat")
    assert record_of(one) == record_of(one)
    assert record_of(one)["tasks"][0]["quality"] == 85
    assert "leader" not in str(record_of(one))


def test_a_task_goes_to_oneself_and_below_and_to_nobody_else():
    assert give_task(viewer("leader"), given("ann")).owner == "ann"
    assert give_task(viewer("cat"), given("cat")).owner == "cat"
    for who, owner in (("cat", "ann"), ("leader", "owner"), ("finance", "cat"), ("auditor", "cat"), ("cat", "nobody")):
        with pytest.raises(NotFoundRefusal):
            give_task(viewer(who), given(owner))


def test_tasks_do_not_wait_for_each_other_in_a_circle():
    first = give_task(viewer("leader"), given("cat"))
    second = give_task(viewer("leader"), given("ann", after=(first.pk,)))
    with pytest.raises(ConflictRefusal) as refused:
        change_task(viewer("leader"), first.pk, given("cat", after=(second.pk,)), 1)
    assert refused.value.code == "follow.in_a_circle"


def test_the_usual_duration_of_such_tasks_makes_the_next_one_late_early():
    for day in (5, 6, 7):  # three working days each: handed in on the third
        made, done = datetime(2026, 9, day + 9, 1, tzinfo=UTC), datetime(2026, 9, day + 11, 1, tzinfo=UTC)
        task = task_in("accepted", kind="copy", done_at=done)
        Task.objects.filter(pk=task.pk).update(created_at=made)
    Task.objects.filter(created_at__day=16).update(done_at=datetime(2026, 9, 18, 1, tzinfo=UTC))
    late = task_in("open", kind="copy", due=date(2026, 10, 15))
    fine = task_in("open", kind="copy", due=date(2026, 10, 19))
    found = delays_of(["cat"], TODAY)
    assert {task: str(each.cause) for task, each in found.items()} == {late.pk: "too_short"}
    assert fine.pk not in found


def test_a_team_is_asked_through_its_leader_and_nobody_asks_themselves():
    assert ask(viewer("cat"), asking("team:trade")).receiver == "leader"
    with pytest.raises(ConflictRefusal):
        ask(viewer("cat"), asking("person:cat"))
    with pytest.raises(NotFoundRefusal):
        ask(viewer("cat"), asking("person:nobody"))


def test_a_task_that_comes_back_is_made_once_for_each_day():
    series = begin_series(viewer("leader"), given("cat", date(2026, 10, 16)), Repeated(Every.WEEK, date(2026, 10, 16)))
    assert [str(task.due) for task in Task.objects.filter(series=series)] == ["2026-10-16"]
    made = make_due_tasks()
    assert make_due_tasks() == 0
    assert Task.objects.filter(series=series).count() == 1 + made
    with pytest.raises(NotFoundRefusal):
        stop_series(viewer("cat"), series.pk)
    stop_series(viewer("leader"), series.pk)
    assert Series.objects.get().stopped_at is not None
    with pytest.raises(ConflictRefusal):
        stop_series(viewer("leader"), series.pk)


def test_what_waits_is_told_to_whom_it_waits_for():
    task_in("open", owner="cat", due=date(2026, 10, 9))
    task_in("handed_in", owner="cat")
    request_in("asked", author="ann", receiver="cat")
    request_in("answered", author="cat", receiver="ann")
    cat = {each.what: each.count for each in waiting_here(viewer("cat"))}
    assert cat["1 项任务已过期"] == 1
    assert cat["1 条协作请求等你答复"] == 1
    assert cat["1 条请求有了答复，看看能否关闭"] == 1
    assert any(each.what == "1 项任务等你验收" for each in waiting_here(viewer("leader")))
    assert list(waiting_here(viewer("stranger"))) == []
