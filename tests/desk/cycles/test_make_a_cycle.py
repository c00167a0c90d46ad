"""HR makes a cycle: kind, period, people and stages; what does not fit is said and nothing is lost."""

from datetime import date

import pytest

from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.reviews.life import ReviewState
from merit.reviews.stages import CycleKind, Stage
from merit_desk.accounts.models import Account
from merit_desk.audit.models import Entry
from merit_desk.cycles.actions.deadlines import change_deadlines
from merit_desk.cycles.actions.enrol import enrol
from merit_desk.cycles.actions.make import NewCycle, copy_cycle, make_cycle
from merit_desk.cycles.models import Cycle
from merit_desk.jobs.models import Job
from merit_desk.jobs.tasks import perform
from merit_desk.notices.models import Notice
from tests.desk.conftest import role_account, viewer_as
from tests.desk.cycle_world import DUE, october_cycle

OCTOBER = Period.parse("2026-10")


def asked(**other):
    return NewCycle(**({"title": "十月考核", "kind": CycleKind.MONTH, "period": OCTOBER, "dates": DUE} | other))


def typed(**other):
    days = {f"due_{stage}": day.isoformat() for stage, day in DUE.items()}
    used = {f"use_{stage}": "on" for stage in DUE}
    return {"kind": "month", "period": "2026-10", "title": "十月考核", "method": "kpi"} | days | used | other


def test_hr_makes_a_cycle_and_everybody_is_enrolled(as_hr):
    answer = as_hr.post("/cycles/new/", typed())
    job = Job.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/jobs/{job.pk}/")
    perform.func(job.pk)
    cycle = Cycle.objects.get()
    assert {one.person: one.state for one in cycle.participants.all()} == {
        "ann": "planning",
        "bob": "planning",
        "cat": "planning",
        "leader": "planning",
        "owner": "left_out",
    }
    assert cycle.participants.get(person="owner").note == "cycles.out.no_manager"
    assert list(Entry.objects.filter(subject_kind="cycle").values_list("action", flat=True)) == [
        "cycle.made",
        "cycle.enrolled",
    ]
    job.refresh_from_db()
    assert (job.state, job.outcome["enrolled"], job.outcome["left_out"]) == ("done", 4, 1)


def test_the_form_begins_with_usual_deadlines_and_says_who_would_take_part(as_hr):
    page = as_hr.get("/cycles/new/?kind=month&period=2026-10").content.decode()
    assert 'value="2026-11-04"' in page  # three working days after October
    assert "凯特" in page
    assert "没有上级可以考核" in page


def test_another_kind_brings_its_own_period_and_days(as_hr):
    page = as_hr.post("/cycles/new/days/", typed(kind="quarter"), HTTP_HX_REQUEST="true").content.decode()
    assert "-Q" in page


def test_the_count_follows_what_is_chosen(as_hr):
    page = as_hr.post("/cycles/new/count/", typed(teams=["north"], posts=["sales"], without="")).content.decode()
    assert "1 人" in page
    assert "安安" in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"period": "2026-Q4"}, "不是月度周期"),
        ({"period": "soon"}, "soon"),
        ({"due_self": "2026-10-01"}, "不能早于"),
        ({"due_self": ""}, "请写这个阶段的最后一天"),
        ({"people": "无名氏"}, "没有叫“无名氏”的人"),
        ({"title": ""}, "十月考核 "),
    ],
)
def test_what_does_not_fit_is_said_and_what_was_typed_stays(as_hr, wrong, said):
    answer = as_hr.post("/cycles/new/", typed(**{"title": "十月考核 ", **wrong}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said.strip() in page or "title" in wrong
    assert "2026-11-06" in page
    assert not Cycle.objects.exists()


def test_a_stage_may_be_left_out_but_not_one_that_is_always_there(company_folder):
    few = {stage: day for stage, day in DUE.items() if stage not in {Stage.SKIP, Stage.CALIBRATE}}
    assert make_cycle(viewer_as("hr"), asked(dates=few)).stages.count() == 10
    with pytest.raises(ConflictRefusal, match="stage_needed"):
        make_cycle(viewer_as("hr"), asked(dates={stage: day for stage, day in few.items() if stage is not Stage.SEAL}))


def test_without_the_skip_stage_nobody_of_the_next_level_is_asked(company_folder):
    few = {stage: day for stage, day in DUE.items() if stage is not Stage.SKIP}
    cycle = make_cycle(viewer_as("hr"), asked(dates=few))
    enrol(None, cycle)
    assert cycle.participants.get(person="ann").skip_managers == []


def test_a_second_enrolment_takes_in_nobody_twice(company_folder):
    cycle = make_cycle(viewer_as("hr"), asked())
    assert enrol(None, cycle)["enrolled"] == 4
    assert enrol(None, cycle)["enrolled"] == 0
    assert cycle.participants.count() == 5


@pytest.mark.parametrize("role", ["manager", "employee", "steward", "finance", "auditor", "stranger"])
def test_whoever_does_not_run_cycles_makes_none(company_folder, role):
    with pytest.raises(NotFoundRefusal):
        make_cycle(viewer_as(role), asked())
    assert not Cycle.objects.exists()


def test_the_next_month_is_copied_with_the_same_working_days(company_folder):
    cycle = october_cycle()
    made = copy_cycle(viewer_as("hr"), cycle.code)
    assert (made.code, made.period) == ("2026-11", "2026-11")
    # October's self-review ends three working days after the month: 4 November; November's on 3 December.
    assert made.stages.get(stage=Stage.SELF).due == date(2026, 12, 3)
    with pytest.raises(ConflictRefusal, match="copied_before"):
        copy_cycle(viewer_as("hr"), cycle.code)


def test_one_click_copies_a_cycle_and_enrols_its_people(as_hr):
    october_cycle()
    assert as_hr.get("/cycles/2026-10/copy/").status_code == 200
    assert as_hr.post("/cycles/2026-10/copy/").status_code == 302
    assert Cycle.objects.filter(code="2026-11").exists()


def test_a_deadline_moves_with_a_reason_that_those_concerned_are_told(company_folder):
    cat = role_account("employee")
    cycle = october_cycle(ReviewState.SELF_REVIEW)
    later = {**DUE, Stage.SELF: date(2026, 11, 5)}
    change_deadlines(viewer_as("hr"), cycle.code, later, "假期调休")
    assert cycle.stages.get(stage=Stage.SELF).due == date(2026, 11, 5)
    assert Notice.objects.get(account=cat).gaps["reason"] == "假期调休"
    entry = Entry.objects.get(action="cycle.deadlines")
    assert (entry.before, entry.after) == ({"self": "2026-11-04"}, {"self": "2026-11-05", "reason": "假期调休"})


@pytest.mark.parametrize(
    ("dates", "reason", "code"),
    [
        (DUE, " ", "reason_needed"),
        ({**DUE, Stage.SELF: date(2026, 10, 1)}, "x", "out_of_order"),
        ({Stage.PLAN: date(2026, 10, 1)}, "x", "stages_stay"),
    ],
)
def test_a_deadline_without_reason_out_of_order_or_of_no_stage_stays(company_folder, dates, reason, code):
    cycle = october_cycle()
    with pytest.raises(ConflictRefusal, match=code):
        change_deadlines(viewer_as("hr"), cycle.code, dates, reason)
    assert not Entry.objects.filter(action="cycle.deadlines").exists()


def test_a_manager_moves_no_deadline(company_folder):
    cycle = october_cycle()
    with pytest.raises(NotFoundRefusal):
        change_deadlines(viewer_as("manager"), cycle.code, DUE, "x")


def test_the_page_of_deadlines_says_what_is_wrong(as_hr):
    october_cycle()
    days = {f"due_{stage}": day.isoformat() for stage, day in DUE.items()}
    assert as_hr.get("/cycles/2026-10/deadlines/").status_code == 200
    assert as_hr.post("/cycles/2026-10/deadlines/", days).status_code == 422
    days |= {"due_seal": "2026-12-08", "reason": "月底盘点"}
    assert as_hr.post("/cycles/2026-10/deadlines/", days).status_code == 302
    assert Account.objects.filter(username="hr").exists()
