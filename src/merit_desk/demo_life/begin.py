"""Bringing the demo company to life, once."""

from datetime import date

from merit.company import Company
from merit.kernel.period import Grain, Period
from merit_desk.accounts.access import Role
from merit_desk.cycles.models import Cycle
from merit_desk.demo_life.alerts import watch
from merit_desk.demo_life.ask import ask_people
from merit_desk.demo_life.cycles import agreed_cycle, judged_cycle, rated_until_now
from merit_desk.demo_life.disputes import question_pay
from merit_desk.demo_life.growth import let_grow
from merit_desk.demo_life.judging import judge
from merit_desk.demo_life.pay import pay_out
from merit_desk.demo_life.people import Cast, give_accounts
from merit_desk.demo_life.recognition import recognise
from merit_desk.demo_life.rewards import make_known
from merit_desk.demo_life.work import ask_across, give_tasks, report_week, set_goals, talk
from merit_desk.results.queries.period_files import period_files, periods_run


def give_life(company: Company, today: date) -> int:
    """How many reviews came about; 0 where the company has a cycle already, or no period was run."""
    period = next(iter(periods_run()), None)
    if period is None or Cycle.objects.exists():
        return 0
    give_accounts(company, today)
    cast = Cast(company, today)
    last = Period.parse(period)
    coming = Period.containing(last.end, Grain.MONTH)
    set_goals(cast, str(Period.containing(last.end, Grain.QUARTER)), _sales_of(period) * 3)
    watch(last)
    give_tasks(cast)
    report_week(cast)
    ask_across(cast)
    talk(cast)
    judged = judged_cycle(cast, last)
    judge(cast, judged, lambda: rated_until_now(judged, cast.role(Role.HR)))
    agreed = agreed_cycle(cast, coming)
    ask_people(cast, judged)
    make_known(cast)
    recognise(cast)
    let_grow(cast)
    pay_out(cast, last)
    question_pay(cast, last.previous())
    return judged.participants.count() + agreed.participants.count()


def _sales_of(period: str) -> int:
    """The month's net sales in whole ten thousands of the currency."""
    rows = period_files(period).kpis["company", "company"]
    value = next((row.value for row in rows if row.kpi == "net_sales" and row.period == period), None)
    return int(value) // 10_000 * 10_000 if value is not None else 1_000_000
