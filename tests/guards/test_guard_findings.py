"""One period through all guards."""

from dataclasses import replace

from merit.guards.guard_findings import GuardedPay, guard_findings
from merit.guards.law_tables import LawTables
from merit.guards.laws import GUARDS
from merit.guards.month_pay import Payroll
from merit.guards.months import ContractKind
from merit.guards.notice import Notice, PlanVersion
from merit.guards.probation import Contract
from merit.kernel.period import Period
from merit.kernel.problems import Problem, Severity
from merit.people.organisation import SpellStatus
from merit.sources.guard_tables import shipped_tables
from merit.wording.sentences import LANGUAGES, problem_sentence
from tests.guards.people_and_pay import (
    LIMITS,
    OCTOBER,
    REGION,
    TABLES,
    day,
    minimum_wage,
    organisation,
    pay_line,
    spell,
    yuan,
)

TOLD = Notice("sales", 1, day("2025-12-01"), {"zhao": day("2025-12-02"), "qian": day("2025-12-02")})
PEOPLE = organisation(spell("zhao", "3000"), spell("qian", "2500"))
PLAN = PlanVersion("sales", 1, day("2026-01-01"))


def october(*lines, people=PEOPLE, **more) -> GuardedPay:
    stated = {"region": REGION, "notices": (TOLD,), "plans": (PLAN,)} | more
    return GuardedPay(OCTOBER, people, tuple(lines), **stated)


def codes(pay: GuardedPay, tables: LawTables = TABLES) -> list[str]:
    return [each.code for each in guard_findings(pay, tables)]


def test_a_month_within_the_law_has_no_findings() -> None:
    assert codes(october(pay_line(800), pay_line("-200", "clawback"), pay_line(100, person="qian"))) == []


def test_every_guard_speaks_in_one_list() -> None:
    lines = (
        pay_line("-1100.00", "clawback"),
        pay_line("-500.01", "loss_compensation", person="qian", reward="contract 7.2"),
        pay_line("-1", "veto", person="qian", cites=False),
    )
    agreed = Contract("sun", ContractKind.TASK, day("2026-10-01"), day("2026-12-01"), day("2026-10-15"))
    newer = PlanVersion("score", 2, day("2026-10-01"), ("zhao",))
    late = Notice("score", 2, day("2026-10-05"))
    pay = october(*lines, contracts=(agreed,), plans=(PLAN, newer), notices=(TOLD, late))
    assert set(codes(pay)) == {
        "guards.below_minimum_wage",  # zhao: 3,000 − 1,100 = 1,900 of 2,000
        "guards.loss_over_limit",  # qian: gross 2,499, a fifth is 499.80
        "guards.loss_below_minimum",  # 2,499 − 500.01 = 1,998.99
        "guards.negative_without_rule",  # the veto
        "guards.negative_without_notice",  # the loss compensation
        "guards.retroactive_change",
        "guards.plan_not_acknowledged",
        "guards.probation_not_allowed",
    }


def test_every_finding_with_a_law_is_a_guard_and_fills_its_sentence() -> None:
    pay = october(pay_line("-1100.00", "clawback"), notices=())
    findings = guard_findings(pay, TABLES)
    assert findings
    for finding in findings:
        assert finding.params["law"] == GUARDS[finding.code].law.title
        for language in LANGUAGES:
            assert "{" not in problem_sentence(finding, language)


def test_a_company_without_notices_hears_it_once() -> None:
    pay = october(pay_line("-5", "clawback"), pay_line("-5", "veto", person="qian"), notices=None)
    (finding,) = guard_findings(pay, TABLES)
    assert (finding.code, finding.severity) == ("guards.no_notices", Severity.NOTE)


def test_whoever_is_paid_by_a_plan_must_have_acknowledged_it() -> None:
    known = replace(TOLD, acknowledged={"zhao": day("2025-12-02")})
    pay = october(pay_line(5), pay_line(5, person="qian"), notices=(known,))
    (finding,) = guard_findings(pay, TABLES)
    assert (finding.code, finding.params["people"]) == ("guards.plan_not_acknowledged", "qian")


def test_a_sample_is_told_once_where_it_stands() -> None:
    tables = LawTables(minimum_wages=(minimum_wage(2000, sample=True),), limits=(LIMITS,))
    (finding,) = guard_findings(october(), tables)
    assert (finding.code, finding.severity, finding.place.line) == ("guards.sample_minimum_wage", Severity.NOTE, 5)


def test_without_a_region_or_its_minimum_wage_the_floor_is_said_to_be_unchecked() -> None:
    assert codes(october(region="")) == ["guards.no_region"]
    assert codes(october(region="CN-98")) == ["guards.no_minimum_wage"]


def test_a_person_elsewhere_has_the_minimum_wage_of_that_place() -> None:
    tables = replace(TABLES, minimum_wages=(*TABLES.minimum_wages, minimum_wage(2600, region="CN-97")))
    (finding,) = guard_findings(october(regions={"qian": "CN-97"}), tables)
    assert (finding.params["person"], finding.params["short"]) == ("qian", "100.00")


def test_people_without_a_wage_are_named_in_one_note() -> None:
    people = organisation(spell("zhao", None), spell("qian", None), spell("sun", None, status=SpellStatus.LEAVE))
    (finding,) = guard_findings(october(people=people), TABLES)
    assert (finding.code, finding.params) == ("guards.no_wage", {"count": 2, "people": "qian, zhao"})


def test_what_payroll_says_counts_before_the_contract_wage() -> None:
    worked = Payroll("zhao", yuan(1950), yuan(600), yuan(0))
    (finding,) = guard_findings(october(payroll=(worked,)), TABLES)
    assert (finding.code, finding.params["short"]) == ("guards.below_minimum_wage", "50.00")


def test_the_floor_is_checked_for_months_only() -> None:
    quarter = replace(october(people=organisation(spell("zhao", "100"))), period=Period.parse("2026-Q4"))
    assert codes(quarter) == []


def test_probation_is_checked_while_it_lasts() -> None:
    agreed = Contract(
        "zhao", ContractKind.FIXED, day("2026-07-01"), day("2027-07-01"), day("2026-10-02"), yuan(3000), yuan(2000)
    )
    assert codes(october(contracts=(agreed,))) == ["guards.probation_pay_low", "guards.probation_too_long"]
    over = replace(agreed, probation_end=day("2026-10-01"))
    assert codes(october(contracts=(over,))) == []


def test_with_a_contract_its_dates_count_and_not_the_spells() -> None:
    people = organisation(spell("zhao", "3000", start="2026-01-01", status=SpellStatus.PROBATION))
    assert codes(october(people=people)) == ["guards.probation_too_long"]
    agreed = Contract("zhao", ContractKind.OPEN_ENDED, day("2026-06-01"), None, day("2026-11-01"))
    assert codes(october(people=people, contracts=(agreed,))) == []


def year(amount, **more) -> list[Problem]:
    period = Period.parse("2026")
    lines = (pay_line(amount, "bonus", period=period, reward="year-end"),)
    pay = GuardedPay(period, PEOPLE, lines, REGION, notices=(), **more)
    return [each for each in guard_findings(pay, shipped_tables()) if each.code == "guards.year_end_blind_zone"]


def test_a_year_end_bonus_in_a_blind_zone_is_a_warning() -> None:
    (finding,) = year(36_001)
    assert (finding.severity, finding.params["less"]) == (Severity.WARNING, "2309.10")
    assert year(36_000) == []


def test_the_day_of_payment_decides_on_the_tax_table() -> None:
    assert year(36_001, paid_on=day("2028-01-15")) == []


def test_the_same_pay_in_another_order_has_the_same_findings() -> None:
    lines = [pay_line("-1100", "clawback"), pay_line("-600", "veto", person="qian"), pay_line("-1", cites=False)]
    forth, back = (guard_findings(october(*each, notices=()), TABLES) for each in (lines, lines[::-1]))
    assert forth == back
