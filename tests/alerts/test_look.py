"""What fires over months of days made by hand: paid sales of 1,000 a day, orders of 20."""

from datetime import date, timedelta
from fractions import Fraction

from merit.alerts.causes import Link, within_budget
from merit.alerts.rule import AlertRule, RuleKind, Versus
from merit.alerts.standing import AlertState, Patience
from merit.company import Shop
from merit.kernel.explain import LineRef
from merit.kernel.node import NodeKind
from merit.kernel.period import Grain, Period
from merit.targets.target import Target, TargetBasis
from tests.alerts.watched_days import LAST, DayFigures, company, look

BAND = AlertRule("sales_band", RuleKind.OUT_OF_BAND, "paid_sales")
YESTERDAY = LAST - timedelta(days=1)


def steady() -> DayFigures:
    return DayFigures().daily_value("paid_sales", "company", lambda day: 1000 + day.day % 3 * 10)


def on(figures: DayFigures, amount: int, *days: date, kpi: str = "paid_sales", node: str = "company") -> DayFigures:
    for day in days:
        figures.days[kpi, node][day] = Fraction(amount)
    return figures


def test_nothing_fires_while_days_are_as_usual() -> None:
    assert look(steady(), BAND).groups == ()


def test_a_day_far_below_the_band_fires_with_the_money_that_is_missing() -> None:
    """The eight Wednesdays before brought 1,020 four times, 1,010 twice and 1,000 twice: 1,015 in the middle."""
    found = look(on(steady(), 400, LAST), BAND).groups[0].head
    assert found.worst.expected == 1015
    assert (found.standing.state, found.stake) == (AlertState.FIRING, 615)


def test_the_days_of_one_alert_are_at_stake_together() -> None:
    found = look(on(steady(), 400, LAST, YESTERDAY), BAND).groups[0].head
    assert 1200 <= found.stake <= 1240


def test_a_good_surprise_is_no_alert_unless_both_sides_are_asked_for() -> None:
    figures = on(steady(), 3000, LAST)
    assert look(figures, BAND).groups == ()


def test_a_day_after_today_is_not_judged() -> None:
    assert look(on(steady(), 400, LAST), BAND, today=YESTERDAY).groups == ()


def test_late_data_take_an_alert_back() -> None:
    figures = on(steady(), 400, LAST)
    assert look(figures, BAND).groups
    assert look(on(figures, 1010, LAST), BAND).groups == ()


def test_a_shop_without_rows_on_a_closed_day_is_missing() -> None:
    figures = steady().daily_value("orders_paid", "company", 20).daily_value("orders_paid", "tb", 20)
    figures.without("orders_paid", "tb", LAST)
    rule = AlertRule("orders_missing", RuleKind.DATA_MISSING, "orders_paid", (NodeKind.COMPANY, NodeKind.SHOP))
    of = company(shops=(Shop("tb", "一号店", "taobao", "Asia/Shanghai"),))
    found = look(figures, rule, of=of).groups
    assert [str(each.node) for group in found for each in group.alerts] == ["shop:tb"]
    assert found[0].stake is None, "what the rows would have held nobody knows"


def test_a_shop_that_sells_now_and_then_is_not_missing() -> None:
    figures = steady().daily_value("orders_paid", "tb", lambda day: 3)
    figures.rows = 1
    figures.without("orders_paid", "tb", *(LAST - timedelta(days=at * 3) for at in range(40)))
    rule = AlertRule("orders_missing", RuleKind.DATA_MISSING, "orders_paid", (NodeKind.SHOP,))
    of = company(shops=(Shop("tb", "一号店", "taobao", "Asia/Shanghai"),))
    assert look(figures.daily_value("visitors", "company", 9), rule, of=of).groups == ()


def test_a_change_is_counted_from_the_same_weekday_a_week_before() -> None:
    week_ago = LAST - timedelta(days=7)
    rule = AlertRule(
        "fell",
        RuleKind.CHANGE,
        "paid_sales",
        versus=Versus.LAST_WEEK,
        below=Fraction(-3, 10),
        clear_below=Fraction(-1, 10),
    )
    assert not look(on(steady(), 720, LAST), rule).groups, "29.4 % below 1,020 is not 30 %"
    found = look(on(on(steady(), 2000, week_ago), 1000, LAST), rule).groups[0].head
    assert (found.worst.gap, found.stake) == (-1000, 1000)


def test_a_threshold_has_a_limit_of_its_own_for_clearing() -> None:
    rule = AlertRule(
        "low",
        RuleKind.THRESHOLD,
        "paid_sales",
        below=Fraction(500),
        clear_below=Fraction(900),
        patience=Patience(1, 1, 1),
    )
    figures = on(on(steady(), 400, LAST - timedelta(days=2)), 700, YESTERDAY, LAST)
    assert look(figures, rule).watched[0].standing.state is AlertState.FIRING, "700 is above 500 but not yet 900"
    assert look(on(figures, 950, LAST), rule).watched[0].standing.state is AlertState.RESOLVED


def test_what_orders_lack_is_worth_their_average_value() -> None:
    """Ten orders too few at 50 each."""
    figures = steady().daily_value("orders_paid", "company", 20).daily_value("aov", "company", 50)
    on(figures, 10, LAST, kpi="orders_paid")
    rule = AlertRule("orders", RuleKind.THRESHOLD, "orders_paid", below=Fraction(20))
    assert look(figures, rule).groups[0].stake == 500


def test_what_leads_nowhere_is_unknown_not_nothing() -> None:
    figures = steady().daily_value("frt_p50", "company", 30)
    on(figures, 300, LAST, kpi="frt_p50")
    rule = AlertRule("slow", RuleKind.THRESHOLD, "frt_p50", above=Fraction(60))
    assert look(figures, rule).groups[0].stake is None


def test_a_shop_and_the_company_it_is_part_of_are_one_cause_and_an_unrelated_kpi_another() -> None:
    figures = on(steady(), 400, LAST).daily_value("paid_sales", "tb", 600).daily_value("frt_p50", "company", 30)
    on(figures, 50, LAST, node="tb")
    on(figures, 300, LAST, kpi="frt_p50")
    rules = (
        AlertRule("sales", RuleKind.THRESHOLD, "paid_sales", (NodeKind.COMPANY, NodeKind.SHOP), below=Fraction(500)),
        AlertRule("slow", RuleKind.THRESHOLD, "frt_p50", above=Fraction(60)),
    )
    of = company(shops=(Shop("tb", "一号店", "taobao", "Asia/Shanghai"),))
    figures.daily_value("paid_sales", "tb", 600, Period(date(2026, 6, 1), LAST))
    groups = look(figures, *rules, of=of).groups
    assert [[each.kpi for each in group.alerts] for group in groups] == [["paid_sales", "paid_sales"], ["frt_p50"]]
    assert groups[0].links == (Link.PARTS,)
    assert groups[0].stake == 450, "the largest, for the company's gap contains the shop's"


def test_beyond_the_days_budget_the_rest_waits_for_the_digest() -> None:
    groups = tuple("abc")
    assert within_budget(groups, 0, 2) == within_budget(groups, 1, 3)
    assert (within_budget(groups, 1, 2).now, within_budget(groups, 1, 2).later) == (("a",), ("b", "c"))
    assert within_budget(groups, 9, 2).now == ()


def target(amount: int, period: str = "2026-09") -> Target:
    of = Period.parse(period)
    return Target(
        "paid_sales", "company", "company", of, Fraction(amount), TargetBasis.ABSOLUTE, None, "", LineRef("t", 2)
    )


PACE = AlertRule("behind", RuleKind.PACE, "*", (NodeKind.COMPANY,))


def test_a_target_behind_its_pace_fires_with_the_chance_that_is_left() -> None:
    """20 days of about 1,010 against a target of 60,000 in 30 days: 40,000 were due."""
    today = date(2026, 9, 20)
    found = look(steady(), PACE, BAND, today=today, of=company(targets=(target(60_000),))).groups[0].head
    assert (found.rule.kind, found.target, str(found.period)) == (RuleKind.PACE, 60_000, "2026-09")
    assert found.worst.chance < 0.2
    assert found.worst.low <= found.worst.high < 60_000
    assert found.stake == found.worst.expected - found.worst.value


def test_a_target_that_is_on_its_way_is_quiet_and_one_just_begun_is_not_judged() -> None:
    of = company(targets=(target(30_000),))
    assert look(steady(), PACE, BAND, today=date(2026, 9, 20), of=of).groups == ()
    begun = look(steady(), PACE, BAND, today=date(2026, 9, 2), of=company(targets=(target(90_000),)))
    assert begun.groups == ()


def test_a_week_is_judged_once_it_is_over() -> None:
    """27 September 2026 is a Sunday."""
    weekly = AlertRule("week", RuleKind.THRESHOLD, "paid_sales", grain=Grain.WEEK, below=Fraction(6000))
    figures = on(steady(), 0, *(date(2026, 9, 21) + timedelta(days=at) for at in range(6)))
    assert look(figures, weekly, BAND, today=date(2026, 9, 26)).watched[0].latest.interval.last == date(2026, 9, 20)
    assert look(figures, weekly, BAND, today=date(2026, 9, 30)).groups
