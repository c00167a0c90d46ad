"""Every page of the follow-up answers those whom it concerns, in both languages, and a task goes its way by pages."""

import pytest
from django.urls import reverse

from merit.follow.request import RequestState
from merit.follow.task import TaskState
from merit_desk.follow.models import Request, Task
from tests.desk.follow.world import TODAY, client, on_that_day, request_in, task_in


@pytest.fixture
def company(company_folder):
    """October 2026, on the 14th."""
    with on_that_day():
        yield company_folder


PAGES = [
    ("follow:follow", ()),
    ("follow:tasks", ()),
    ("follow:new_task", ()),
    ("follow:requests", ()),
    ("follow:new_request", ()),
    ("follow:reports", ()),
    ("follow:recurring", ()),
    ("follow:report", ("2026-W42",)),
    ("follow:figures", ("2026-W42",)),
]


@pytest.mark.parametrize("who", ["cat", "leader", "owner"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_open_with_and_without_work(company, who, language):
    browser = client(who)
    for full in (False, True):
        if full:
            for state in TaskState:
                task_in(state, owner="cat", author="leader")
                task_in(state, owner="leader", author="owner", due=TODAY.replace(day=9))
            for state in RequestState:
                request_in(state)
                request_in(state, author="cat", receiver="ann")
        for name, parts in PAGES:
            answer = browser.get(reverse(name, args=parts), {"lang": language})
            assert answer.status_code == 200, name
        assert browser.get(reverse("follow:tasks"), {"view": "board", "lang": language}).status_code == 200
        assert browser.get(reverse("follow:tasks"), {"whose": "all", "state": "any", "late": "1"}).status_code == 200


def test_a_task_goes_from_giving_to_acceptance_by_its_pages(company):
    leader, cat = client("leader"), client("cat")
    form = {
        "title": "补齐详情页",
        "owner": "cat",
        "due": "2026-10-16",
        "kind": "copy",
        "expected": "12 款",
        "criteria": "尺码表齐",
    }
    assert leader.post(reverse("follow:new_task"), form).status_code == 302
    task = Task.objects.get()
    page = cat.get(reverse("follow:task", args=(task.pk,))).content.decode()
    assert "尺码表齐" in page
    step = reverse("follow:task_step", args=(task.pk, "hand_in"))
    assert cat.post(step, {"note": "好了", "links": "https://example.org/a"}).status_code == 302
    accept = reverse("follow:task_step", args=(task.pk, "accept"))
    assert cat.get(accept).status_code == 404
    assert leader.post(accept, {"quality": "101"}).status_code == 422
    assert leader.post(accept, {"quality": "85"}).status_code == 302
    task.refresh_from_db()
    assert (task.state, task.quality) == ("accepted", 85)
    assert "https://example.org/a" in leader.get(reverse("follow:task", args=(task.pk,))).content.decode()


def test_a_script_is_no_link_that_shows_work(company):
    task = task_in("open")
    answer = client("cat").post(
        reverse("follow:task_step", args=(task.pk, "hand_in")), {"note": "x", "links": "javascript:alert(1)"}
    )
    assert answer.status_code == 422
    assert "不是网址" in answer.content.decode()
    assert Task.objects.get().state == "open"


def test_a_request_becomes_a_task_and_is_closed_when_the_asker_accepts_it(company):
    ann, cat = client("ann"), client("cat")
    asked = {"kind": "work", "of": "person:cat", "subject": "拍 3 张主图", "needed_by": "2026-10-20", "text": "白底"}
    assert ann.post(reverse("follow:new_request"), asked).status_code == 302
    request = Request.objects.get()
    accept = reverse("follow:request_step", args=(request.pk, "accept"))
    assert cat.post(accept, {"as_task": "on"}).status_code == 302
    task = Task.objects.get()
    assert (task.owner, task.author, str(task.due)) == ("cat", "ann", "2026-10-20")
    cat.post(reverse("follow:task_step", args=(task.pk, "hand_in")), {"note": "拍好了"})
    ann.post(reverse("follow:task_step", args=(task.pk, "accept")), {"quality": "90"})
    request.refresh_from_db()
    assert request.state == "closed"
    assert [step.move for step in request.steps.all()] == ["ask", "accept", "close"]


def test_two_who_change_a_task_at_once_see_both_versions(company):
    task = task_in("open")
    address = reverse("follow:change_task", args=(task.pk,))
    form = {"owner": "cat", "due": "2026-10-16", "kind": "routine", "version": "1"}
    assert client("leader").post(address, {**form, "title": "第一版"}).status_code == 302
    answer = client("owner").post(address, {**form, "title": "第二版"})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "第一版" in text
    assert "第二版" in text
    assert Task.objects.get().title == "第一版"


def test_a_stranger_finds_nothing(company):
    task, request = task_in("open"), request_in("asked")
    browser = client("stranger")
    for name, parts in [*PAGES, ("follow:task", (task.pk,)), ("follow:request", (request.pk,))]:
        assert browser.get(reverse(name, args=parts)).status_code == 404, name
