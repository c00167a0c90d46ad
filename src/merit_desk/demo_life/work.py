"""Goals of the quarter, tasks, weekly reports, requests, feedback and talks of the demo company."""

from datetime import timedelta

from merit.follow.request import RequestKind, RequestMove
from merit.follow.task import TaskMove
from merit.reviews.stages import working_days_from
from merit_desk.accounts.access import Role
from merit_desk.demo_life.people import Cast
from merit_desk.follow.actions.checkins import answer_report, send_report
from merit_desk.follow.actions.requests import ask, step_request
from merit_desk.follow.actions.tasks import give_task, step_task
from merit_desk.follow.given import Asking, Given, Reply, Said, Words
from merit_desk.follow.queries.weeks import week_of
from merit_desk.goals.actions.write import Whose, make_goal
from merit_desk.goals.models import Goal
from merit_desk.talks.actions.feedback import give_feedback
from merit_desk.talks.actions.pairs import add_point, begin_pair, plan_talk
from merit_desk.talks.models import Audience, Kind
from merit_desk.talks.words import Words as Told

_DEPARTMENTS = {"ops": 70, "ads": 16, "content": 12}
"""Percent of the company's goal; together less than the whole, so that the tree has a gap to find."""


def set_goals(cast: Cast, quarter: str, sales: int) -> None:
    """Net sales of the quarter, split to departments 2 % short; a margin beside it; a goal that serves nothing."""
    whole = _goal(
        cast,
        Whose("company", "company"),
        {"kpi": "net_sales", "title": "四季度净销售额", "target": str(sales)},
        quarter,
    )
    for department, percent in _DEPARTMENTS.items():
        told = {"title": f"{_name(cast, department)}带来的净销售额", "measure": "净销售额", "unit": "元"}
        whose = Whose("department", department, whole.pk)
        _goal(cast, whose, {**told, "target": str(sales * percent // 100), "person": cast.leads(department)}, quarter)
    margin = {"title": "综合毛利率", "kpi": "gross_margin", "target": "0.34"}
    _goal(cast, Whose("company", "company"), margin, quarter)
    videos = {
        "title": "每月上新视频 60 条",
        "measure": "上新视频",
        "unit": "条",
        "target": "60",
        "person": cast.manager,
    }
    _goal(cast, Whose("department", "content"), {**videos, "person": cast.manager}, quarter)


def give_tasks(cast: Cast) -> None:
    """Tasks of the manager's people: accepted, returned, handed in, late, and some to come."""
    manager, people = cast.viewer(cast.manager), cast.own_people
    for at, (title, days) in enumerate(_TASKS):
        owner = people[at % len(people)]
        due = working_days_from(cast.today, days, cast.company.calendar)
        made = give_task(manager, Given(title, owner, due, expected="能直接用的成稿", criteria="按内容规范逐条过"))
        doer = cast.viewer(owner)
        if at % 4 in {0, 1}:
            step_task(doer, made.pk, TaskMove.HAND_IN, Said("已放到素材库，请看"))
        if at % 4 == 0:
            step_task(manager, made.pk, TaskMove.ACCEPT, Said("可以，直接排期", quality=90))


def report_week(cast: Cast) -> None:
    """Last week's reports of most of the manager's people; the first is answered."""
    week = week_of(cast.today - timedelta(days=7)).code
    for at, person in enumerate(cast.own_people[:-2]):
        words = Words("直播切片 8 条，2 条进了首页推荐", _STUCK[at % len(_STUCK)], "把双旦预热脚本定下来", "")
        sent = send_report(cast.viewer(person), week, words, 0)
        if at == 0:
            answer_report(cast.viewer(cast.manager), sent.pk, "切片的节奏保持住，样品我今天去催。")


def ask_across(cast: Cast) -> None:
    """Operations tell supply what runs out; supply accepts."""
    asker, asked = cast.viewer(cast.leads("ops")), cast.viewer(cast.leads("supply"))
    needed = working_days_from(cast.today, 3, cast.company.calendar)
    text = "近 7 天日均 42 件，库存只够 5 天，请回复最早到货日。"
    made = ask(asker, Asking(RequestKind.RUNS_OUT, "云感记忆枕 标准款", f"person:{asked.person}", needed, text))
    step_request(asked, made.pk, RequestMove.ACCEPT, Reply("工厂今天确认产能，明天给到货日。"))


def talk(cast: Cast) -> None:
    """Praise on the wall's way, feedback to a person, and a 1-on-1 with an agenda."""
    manager, people = cast.viewer(cast.manager), cast.own_people
    praise = Told(Kind.RECOGNITION, "预售首日主动顶了两场晚播，观众留存比平时高。", Audience.EVERYBODY, "demo-1")
    give_feedback(manager, people[0], praise)
    advice = Told(Kind.FEEDBACK, "脚本里把“谁用、解决什么”放到前三秒，完播会更好。", Audience.MANAGER, "demo-2")
    give_feedback(cast.viewer(people[1]), people[0], advice)
    pair = begin_pair(manager, people[0], 14)
    plan_talk(manager, pair.pk, working_days_from(cast.today, 2, cast.company.calendar))
    add_point(manager, pair.pk, "双旦预热的分工")
    add_point(cast.viewer(people[0]), pair.pk, "想试试自己带一场直播")


def _goal(cast: Cast, whose: Whose, told: dict[str, str], quarter: str) -> Goal:
    """The owner sets it, in force at once."""
    return make_goal(cast.role(Role.OWNER), whose, {"person": cast.owner, "period": quarter, **told}, active=True)


def _name(cast: Cast, team: str) -> str:
    return cast.company.organisation.rows_of[team][0].name


_TASKS = (
    ("双旦主视觉三版", -6),
    ("主播话术更新：被芯系列", -4),
    ("详情页首屏改版", -3),
    ("短视频选题 20 条", -1),
    ("买家秀整理", 1),
    ("达人寄样跟进", 2),
    ("直播间背景板", 4),
    ("年货节预热脚本", 8),
    ("素材库标签清理", 12),
)
_STUCK = ("新品样品还没到，拍摄往后推了两天", "晚场流量不稳，想试换时段", "没有")
