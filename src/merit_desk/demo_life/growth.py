"""Courses with attendance, a career step, two development plans, an improvement plan and a promotion of the demo."""

from datetime import timedelta
from decimal import Decimal

from merit.follow.growth_plan import PlanGround, PlanKind, PlanMove
from merit.follow.promotion import CaseKind, CaseMove
from merit.people.spells import spell_on
from merit.reviews.nine_box import Potential
from merit_desk.accounts.access import Role
from merit_desk.demo_life.people import Cast
from merit_desk.growth.actions.cases import propose_case, step_case
from merit_desk.growth.actions.people import judge_potential, recommend, set_step
from merit_desk.growth.actions.plans import propose_plan, step_plan
from merit_desk.growth.given import AimGiven, CaseGiven, CaseSaid, Ground, PlanGiven, Said, StepGiven, SupportGiven
from merit_desk.growth.models import GrowthPlan
from merit_desk.growth.queries.weak import weak_results
from merit_desk.training.actions.courses import make_course, make_session
from merit_desk.training.actions.seats import note_attendance, sign_up
from merit_desk.training.given import CourseGiven, SessionGiven
from merit_desk.training.models import Course

_COURSES = (
    ("短视频脚本：前三秒", "写出能让人停下来的开头，并用数据复盘", 4, 30_000),
    ("涨粉的选题和搭档", "选出能涨粉的题，和主播、投放一起把它做成", 2, 0),
    ("排期与一次做对", "排得出能按时交的活，交前自己先查一遍", 3, 15_000),
)
_GROWS = 12
"""So many days ago the first session was held; the next ones come after today."""


def let_grow(cast: Cast) -> int:
    """How many plans came about; 0 where there are courses already."""
    if Course.objects.exists():
        return 0
    _train(cast)
    _develop(cast)
    _improve(cast)
    _promote(cast)
    return GrowthPlan.objects.count()


def _train(cast: Cast) -> None:
    """Three courses by who leads departments; the first two were held and attendance is noted."""
    hr = cast.role(Role.HR)
    subjects = _subjects(cast)
    for at, (title, about, hours, cost) in enumerate(_COURSES):
        serves = tuple(subjects[at::3][:2])
        course = make_course(hr, CourseGiven(title, about, serves, "", Decimal(hours), cost))
        today = make_session(hr, course.pk, SessionGiven(cast.today, "14:00–17:00", "三楼培训室", cast.manager, "", 20))
        later = SessionGiven(cast.today + timedelta(days=_GROWS), "14:00–17:00", "三楼培训室", cast.manager, "", 6)
        coming = make_session(hr, course.pk, later)
        came = [sign_up(cast.viewer(cast.manager), today.pk, person).pk for person in cast.own_people[: 6 - at]]
        note_attendance(cast.viewer(cast.manager), today.pk, set(came[:-1]))
        for person in cast.own_people[-3:]:
            sign_up(cast.viewer(person), coming.pk, person)


def _develop(cast: Cast) -> None:
    """One plan that runs with a check-in, one that waits for the manager."""
    manager, people = cast.viewer(cast.manager), cast.own_people
    for at, person in enumerate(people[:2]):
        one = propose_plan(cast.viewer(person), _development(cast, person))
        step_plan(cast.viewer(person), one.pk, PlanMove.SIGN, Said())
        if at == 0:
            step_plan(manager, one.pk, PlanMove.COUNTERSIGN, Said())
            step_plan(cast.viewer(person), one.pk, PlanMove.CHECK_IN, Said("跟了两场晚播，开头三版里第二版留人最好"))


def _improve(cast: Cast) -> None:
    """For whoever of the manager's people has an indicator below target: from the result, signed by both."""
    manager = cast.viewer(cast.manager)
    for person in cast.own_people[2:]:
        weak = [each for each in weak_results(manager, person) if not each.rated and each.wanted]
        if not weak:
            continue
        low = weak[0]
        ground = Ground(PlanGround.MEASURE, low.period, low.segment, low.indicator)
        given = PlanGiven(
            PlanKind.IMPROVEMENT,
            person,
            f"{cast.name(person)}的改进计划",
            cast.today,
            cast.today + timedelta(days=60),
            why="双十一前后人手紧，排班也要一起调",
            reviews=(cast.today + timedelta(days=30),),
            grounds=(ground,),
            aims=(AimGiven(f"{low.title}达到目标", low.subject, low.wanted),),
            supports=(SupportGiven("coaching", "每周一次复盘，看三条案例", cast.manager),),
        )
        one = propose_plan(manager, given)
        step_plan(manager, one.pk, PlanMove.COUNTERSIGN, Said())
        step_plan(cast.viewer(person), one.pk, PlanMove.SIGN, Said("排班调开后我能做到"))
        return


def _promote(cast: Cast) -> None:
    """A step of the path from the post of the manager's first person, and a case that waits for its panel."""
    hr, manager, person = cast.role(Role.HR), cast.viewer(cast.manager), cast.own_people[0]
    spell = spell_on(cast.company.organisation, person, cast.today)
    above = spell_on(cast.company.organisation, cast.manager, cast.today)
    if spell is None or above is None or spell.post == above.post:
        return
    course = Course.objects.order_by("pk")[0]
    criteria: tuple[dict[str, str | int], ...] = (
        {"kind": "grades", "what": "B", "need": "1", "times": 2, "of": 2},
        {"kind": "months", "what": "", "need": "12", "times": 1, "of": 1},
        {"kind": "course", "what": str(course.pk), "need": "1", "times": 1, "of": 1},
        {"kind": "recommended", "what": "", "need": "1", "times": 1, "of": 1},
    )
    step = set_step(hr, StepGiven(spell.post, above.post, criteria, "带过新人的优先"))
    recommend(manager, person, step.to_post, "预售首日顶了两场晚播，脚本也带着新人写")
    for each, potential in zip(cast.own_people[:4], ("high", "mid", "mid", "high"), strict=False):
        _judge(cast, each, potential)
    start = (cast.today.replace(day=1) + timedelta(days=40)).replace(day=1)
    given = CaseGiven(CaseKind.PROMOTION, person, step.to_post, spell.team, start, "两个大促都扛下来，带出两名新人")
    case = propose_case(manager, given)
    step_case(manager, case.pk, CaseMove.SUBMIT, CaseSaid())
    owner = cast.role(Role.OWNER)
    step_case(hr, case.pk, CaseMove.NAME_PANEL, CaseSaid("", (owner.signer,)))


def _judge(cast: Cast, person: str, potential: str) -> None:
    judge_potential(cast.viewer(cast.manager), person, Potential(potential), "学得快，出错后当天就改")


def _development(cast: Cast, person: str) -> PlanGiven:
    return PlanGiven(
        PlanKind.DEVELOPMENT,
        person,
        f"{cast.name(person)}的发展计划",
        cast.today,
        cast.today + timedelta(days=90),
        grounds=(Ground(PlanGround.WISH, text="想独立带一场直播"),),
        aims=(AimGiven("独立排一场直播的脚本和货盘"),),
        supports=(SupportGiven("coaching", "跟主播搭两场晚播", cast.manager),),
    )


def _subjects(cast: Cast) -> list[str]:
    post = {spell.post for each in cast.own_people if (spell := spell_on(cast.company.organisation, each, cast.today))}
    plans = (plan for plan in cast.company.plans if set(plan.audience.posts) & post)
    return list(dict.fromkeys(line.subject for plan in plans for line in plan.indicators))
