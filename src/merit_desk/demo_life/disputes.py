"""Lines of the demo's month before are questioned: one waits for an answer, one for a decision, one for its data."""

from dataclasses import dataclass
from decimal import Decimal

from merit.kernel.period import Period
from merit.reviews.appeal import Verdict
from merit.rewards.payment.dispute import Remedy, Ruling
from merit_desk.accounts.access import Role
from merit_desk.demo_life.people import Cast
from merit_desk.disputes.actions.disputes import Question, answer, decide, file_dispute
from merit_desk.disputes.forms.evidence import Sent
from merit_desk.periods.actions.release import release_period
from merit_desk.results.models import Release
from merit_desk.results.queries.period_files import PayRow, period_files, periods_run


@dataclass(frozen=True, slots=True)
class _Said:
    """What somebody says of their line, how much more they want, and how they are answered."""

    reason: str
    more: Decimal | None
    answer: str = ""


_SAID = (
    _Said(
        "{month} 月 16 日的晚播是我顶班，排班系统里还写着原来的人，附当天的排班表。",
        Decimal("245.00"),
        "查了排班系统，16 日那场确实是顶班，另外 9 日是两人搭播，已经各算一半。",
    ),
    _Said("我 {month} 月的总分和绩效页上一样，但奖金比上个月少，想知道差在哪一项。", None),
    _Said(
        "{month} 月 22 日到 23 日是公司安排的出差，考勤里记成了缺勤，附出差审批记录。",
        Decimal("245.00"),
        "出差审批在系统里查得到，考勤没有同步过来。",
    ),
)
_GROUNDS = "出差算在岗。两天按在岗补进考勤，奖金按重算的结果为准。"
_MENDING = "把 22 日、23 日的出差审批同步到考勤，再重算这个月"


def question_pay(cast: Cast, period: Period) -> None:
    """Where the month was run, it is opened; three of the manager's people question theirs, two with a file."""
    if str(period) not in periods_run():
        return
    if not Release.objects.filter(period=str(period)).exists():
        release_period(cast.role(Role.HR), str(period))
    pay = period_files(str(period)).pay
    lines = [pay[person][0] for person in cast.own_people if pay.get(person)]
    for line, said in zip(lines, _SAID, strict=False):
        _question(cast, str(period), line, said)


def _question(cast: Cast, period: str, line: PayRow, said: _Said) -> None:
    person = line.person
    wanted = None if said.more is None else line.amount + said.more
    files = (_roster(cast, person, period),) if said.answer else ()
    question = Question(said.reason.format(month=int(period[5:7])), wanted, files)
    made = file_dispute(cast.viewer(person), period, line, question)
    if not said.answer:
        return
    if said is _SAID[0]:
        answer(cast.viewer(cast.manager), made.pk, said.answer)
        return
    answer(cast.role(Role.HR), made.pk, said.answer)
    decide(cast.role(Role.FINANCE), made.pk, Ruling(Verdict.UPHELD, Remedy.MEND, _GROUNDS), _MENDING)


def _roster(cast: Cast, person: str, month: str) -> Sent:
    """A page of the roster, as the scheduling tool exports it."""
    name = cast.name(person)
    rows = (
        "日期,班次,计划,实际,备注",
        f"{month}-09,20:00–22:00,{name},{name},两人搭播",
        f"{month}-16,20:00–23:00,轮休,{name},顶班，主管口头同意",
        f"{month}-22,全天,{name},出差,审批单 CC-{month.replace('-', '')}-07",
        f"{month}-23,全天,{name},出差,同上",
    )
    return Sent(f"排班-{month}.csv", ("\ufeff" + "\r\n".join(rows) + "\r\n").encode())
