"""Honours, points, gifts, one option grant and what people value in the demo company."""

from datetime import date, timedelta
from decimal import Decimal

from merit.follow.feedback import ConsentMove
from merit.rewards.equity.grant import GrantMove
from merit.rewards.equity.leaving import LEAVER_RULES
from merit.rewards.recognition.nomination import NominationMove
from merit.rewards.recognition.redemption import RedemptionMove
from merit.rewards.recognition.valued import Valued
from merit_desk.accounts.access import Role
from merit_desk.accounts.queries.subtree import in_charge_of
from merit_desk.demo_life.people import Cast
from merit_desk.recognition.actions.equity import answer_grant, offer_grant, write_grant
from merit_desk.recognition.actions.gifts import put_gift, redeem, step_redemption
from merit_desk.recognition.actions.honours import (
    nominate,
    put_honour,
    settle_award_consent,
    step_nomination,
)
from merit_desk.recognition.actions.points import grant_points, set_budget, thank
from merit_desk.recognition.actions.valued import answer_valued, ask_before_talk, ask_everybody
from merit_desk.recognition.given import Answer, Described, Giving, Offer, Terms
from merit_desk.recognition.models import Award, Honour
from merit_desk.talks.actions.feedback import settle_consent
from merit_desk.talks.models import Feedback, Kind

_HONOURS = (
    Described("服务之星", "honour", "当月差评率低于 1%，客户点名表扬 3 次以上", 12, 300),
    Described("带教师傅", "title", "独立带出两名新人，新人转正评分都在 B 以上", 12, 200),
    Described("岗位第一名", "honour", "当期总分为同类岗位第一名，并列一起", 3, 500, "top", 1),
    Described("创意突破", "honour", "提出的做法被采用，并且数字上看得到改善", None, 300),
)
_GIVEN = (
    (0, 2, "大促期间主动接下升级投诉 27 件，全部 24 小时内办结，没有一件转差评。"),
    (1, 1, "带两名新人跑完整套上新流程，第三周起新人已能独立排期。"),
    (3, 0, "把直播切片改成三段式开头，短视频平均完播率从 21% 提到 29%。"),
)
"""Honour, place among the manager's people, what they did."""
_OTHERS = (
    ("ops", 3, "把退货原因按规格拆开看，改了两处详情页说明，被芯类退货率从 9.1% 降到 6.8%。"),
    ("supply", 0, "预售首日协调三家工厂提前两天交货，当天应发订单全部发出。"),
)
_GIFTS = (
    Offer("带薪休假半天", "提前两个工作日和上级约好", "time_off", 800, None),
    Offer("弹性上班一周", "早晚各可错开一小时", "flexible_hours", 500, None),
    Offer("专业书三本", "自己挑，三百元以内", "training", 300, 20),
    Offer("行业课程名额", "线上课，含证书", "training", 1200, 6),
    Offer("云感记忆枕", "自家产品，直接从仓库领", "gifts", 400, 30),
    Offer("家庭体检套餐", "本人加一位家人", "family", 1500, 8),
    Offer("健身月卡", "公司附近两家店通用", "health", 600, 10),
)
_ORDERS = (
    (Valued.TIME_OFF, Valued.MONEY, Valued.FAMILY),
    (Valued.TRAINING, Valued.CAREER),
    (Valued.FLEXIBLE_HOURS, Valued.FAMILY, Valued.MONEY),
    (Valued.MONEY, Valued.CAREER, Valued.RECOGNITION),
    (Valued.HEALTH, Valued.TIME_OFF),
)


def recognise(cast: Cast) -> None:
    """Through the same actions as a click; the manager's people are the ones it happens to."""
    hr, manager, people = cast.role(Role.HR), cast.viewer(cast.manager), cast.own_people
    honours = [put_honour(hr, each) for each in _HONOURS]
    for at, (which, place, words) in enumerate(_GIVEN):
        person = people[place % len(people)]
        one = nominate(manager, honours[which].pk, person, words, f"demo-honour-{at}")
        step_nomination(hr, one.pk, NominationMove.GRANT)
        award = Award.objects.get(nomination=one)
        if at < len(_GIVEN) - 1:
            settle_award_consent(cast.viewer(person), award.pk, ConsentMove.AGREE)
    nominate(
        cast.viewer(people[0]), honours[0].pk, people[-1], "连着三周帮同事顶早班，没有漏掉一次交接。", "demo-honour-9"
    )
    praise = Feedback.objects.filter(about=people[0], kind=Kind.RECOGNITION).first()
    if praise is not None:
        settle_consent(cast.viewer(praise.about), praise.pk, ConsentMove.AGREE)
    _elsewhere(cast, honours)
    _points(cast)
    _options(cast)
    _values(cast)


def _elsewhere(cast: Cast, honours: list[Honour]) -> None:
    """Two people of other departments, proposed by their leads."""
    charge = in_charge_of(cast.company.organisation, cast.today)
    for at, (team, which, words) in enumerate(_OTHERS):
        lead = cast.leads(team)
        person = min(charge.get(lead, ()), default="")
        if person:
            one = nominate(cast.viewer(lead), honours[which].pk, person, words, f"demo-other-{at}")
            step_nomination(cast.role(Role.HR), one.pk, NominationMove.GRANT)
            award = Award.objects.get(nomination=one)
            settle_award_consent(cast.viewer(person), award.pk, ConsentMove.AGREE)


def _points(cast: Cast) -> None:
    hr, manager, people = cast.role(Role.HR), cast.viewer(cast.manager), cast.own_people
    gifts = [put_gift(hr, each) for each in _GIFTS]
    set_budget(hr, cast.manager, 1000, f"{hr.today:%Y-%m}")
    for at, person in enumerate(people[:3]):
        thank(manager, Giving(person, 100 + 50 * at, "晚场顶班，交接清楚", f"demo-thanks-{at}"))
    for at, person in enumerate(people[:6]):
        grant_points(hr, Giving(person, 300, "仓库盘点支援日", f"demo-event-{at}"))
    for at, gift in enumerate((gifts[2], gifts[4])):
        one = redeem(cast.viewer(people[at + 1]), gift.pk, gift.points, f"demo-gift-{at}")
        if at == 0:
            step_redemption(hr, one.pk, RedemptionMove.APPROVE)


def _options(cast: Cast) -> None:
    """One of the owner's to the manager, agreed; its vesting has begun some time ago."""
    owner, holder = cast.role(Role.OWNER), cast.viewer(cast.manager)
    start = date(cast.today.year - 2, cast.today.month, 1)
    leaver = {str(kind): str(rule) for kind, rule in LEAVER_RULES.items()}
    terms = Terms(
        number=f"ESOP-{start.year}-001",
        person=cast.manager,
        agreement=f"{start.year} 年期权激励协议",
        units=50_000,
        price=Decimal("2.5000"),
        currency=cast.company.profile.currency,
        granted_on=start,
        start=start,
        months=48,
        cliff_months=12,
        every_months=3,
        conditions="归属日在职；连续两期考核等级不低于 B。",
        leaver=leaver,
        exercise_days=90,
    )
    one = offer_grant(owner, write_grant(owner, terms).pk)
    answer_grant(holder, one.pk, GrantMove.AGREE, one.digest)


def _values(cast: Cast) -> None:
    """HR asks everybody; some answer, some for their manager alone; the manager asks one before a 1-on-1."""
    hr, people = cast.role(Role.HR), cast.own_people
    asked = ask_everybody(hr, "四季度：什么样的奖励对你有用", cast.today + timedelta(days=10))
    for at, person in enumerate(people[:-2]):
        said = Answer(_ORDERS[at % len(_ORDERS)], "", for_manager=True, for_hr=at % 3 != 2, token=f"demo-valued-{at}")
        answer_valued(cast.viewer(person), said, asked.pk)
    ask_before_talk(cast.viewer(cast.manager), people[-1])
