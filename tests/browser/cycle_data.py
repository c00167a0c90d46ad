"""`python -m tests.browser.cycle_data`: in the prepared company of MERIT_COMPANY, something on every page of the cycle.

Everything made has the number ONE, or those that follow, so that the addresses are known beforehand.
"""

from datetime import date

import django

ONE = 9001
TEAM = {"level": "team", "node": "north"}
FAR = date(2099, 1, 1)
_, CAT, ANN, LEADER = range(ONE, ONE + 4)
"""The numbers of their reviews: bob and cat are being calibrated, ann's result is released, the leader is judged."""


def main() -> None:
    """Into a database that `prepare` has made."""
    django.setup()
    from merit.reviews.life import ReviewState
    from tests.desk.conftest import role_account

    hr, leader, cat = (role_account(role) for role in ("hr", "manager", "employee"))
    cycle = _cycle(hr)
    states = {"bob": ReviewState.CALIBRATION, "cat": ReviewState.CALIBRATION, "ann": ReviewState.RELEASED}
    for number, person in enumerate(("bob", "cat", "ann", "leader"), ONE):
        _review(cycle, number, person, states.get(person, ReviewState.MANAGER_REVIEW))
    _calibration(cycle, hr)
    _agreement(hr)
    _surveys(cycle, hr, cat)
    _goals(hr, leader, cat)
    _follow(leader)
    _talks(leader, cat)
    _meetings(leader)


def _cycle(hr):
    from tests.desk.cycle_world import DUE, PERIOD, Cycle, CycleKind, StageDate

    cycle = Cycle.objects.create(code=PERIOD, title="十月考核", kind=CycleKind.MONTH, period=PERIOD, made_by=hr)
    StageDate.objects.bulk_create(StageDate(cycle=cycle, stage=stage, due=due) for stage, due in DUE.items())
    return cycle


def _review(cycle, number, person, state):
    from merit_desk.cycles.models import Participant
    from tests.desk.cycle_world import take_part

    made = take_part(cycle, person, state)
    Participant.objects.filter(pk=made.pk).update(id=number)


def _calibration(cycle, hr):
    from merit_desk.calibration.models import Seat, Session

    session = Session.objects.create(pk=ONE, cycle=cycle, title="客服 10 月校准会", opened_by=hr)
    Seat.objects.create(session=session, person="leader")


def _agreement(hr):
    from merit.targets.agreement import AgreementState
    from merit_desk.agreements.models import Agreement, NoticeGiven, Terms
    from tests.desk.permission.lines.agreements import TERMS

    told = {"terms": TERMS, "digest": "d"}
    one = Agreement.objects.create(pk=ONE, participant_id=CAT, state=AgreementState.NOTIFIED, **told)
    Terms.objects.create(agreement=one, number=1, why="issued", **told)
    NoticeGiven.objects.create(agreement=one, number=1, by=hr)


def _surveys(cycle, hr, cat):
    from merit_desk.surveys.models import Invitation, Link, Survey

    told = {"closes": FAR, "made_by": hr, "state": "open"}
    pulse = Survey.objects.create(pk=ONE, kind="pulse", title="听听你的看法", cycle=cycle, **told)
    Invitation.objects.create(survey=pulse, account=cat)
    asked = Survey.objects.create(pk=ONE + 1, kind="nps", title="会推荐给朋友吗", **told)
    Link.objects.create(survey=asked, label="包裹卡片", digest="none")


def _goals(hr, leader, cat):
    from merit_desk.goals.models import Goal, Progress

    told = {"kpi": "paid_sales", "target": "10", "period": "2026-10", "state": "active", "made_by": hr}
    above = Goal.objects.create(pk=ONE, title="北组支付金额", person="leader", **TEAM, **told)
    own = {"level": "person", "node": "cat", "person": "cat"}
    Goal.objects.create(pk=ONE + 1, title="我的支付金额", parent=above, **own, **told)
    Progress.objects.create(goal=above, text="追上来了", outlook="on_track", by=leader)


def _follow(leader):
    from merit_desk.follow.models import CheckIn, Request, Task

    given = {"author": "leader", "by": leader}
    Task.objects.create(pk=ONE, title="备好双 11 话术", owner="cat", due=FAR, first_due=FAR, **given)
    Request.objects.create(pk=ONE, kind="other", subject="加急单量", receiver="cat", needed_by=FAR, **given)
    CheckIn.objects.create(pk=ONE, person="cat", week="2026-W44", state="sent")


def _talks(leader, cat):
    from merit_desk.talks.models import Feedback, FeedbackReader, Note, Pair, Point, Talk

    pair = Pair.objects.create(pk=ONE, first="cat", second="leader", made_by=leader)
    Point.objects.create(pair=pair, person="cat", text="想试试带一场直播")
    Talk.objects.create(pk=ONE, pair=pair, day=FAR)
    Note.objects.create(pk=ONE, author=leader, writer="leader", about="cat", text="夜班没有漏接", shared=True)
    told = {"kind": "feedback", "about": "cat", "text": "交接写得清楚", "audience": "person"}
    said = Feedback.objects.create(writer="leader", author=leader, **told)
    FeedbackReader.objects.create(feedback=said, person=cat.person)


def _meetings(leader):
    from merit_desk.meetings.models import Meeting, Member, Series

    for number, kind, rhythm, period in (
        (ONE, "review", "month", "2026-10"),
        (ONE + 1, "strategy", "quarter", "2026-Q3"),
    ):
        node = {"node_kind": "team", "node": "north", "title": "北组复盘", "chair": "leader"}
        series = Series.objects.create(pk=number, kind=kind, rhythm=rhythm, made_by=leader, **node)
        for person in ("leader", "cat"):
            Member.objects.create(series=series, person=person)
        Meeting.objects.create(pk=number, series=series, period=period, day=date(2026, 11, 2))


if __name__ == "__main__":
    main()
