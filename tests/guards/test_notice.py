"""Notice and acknowledgement: from when a plan counts for whom, and no later version reaches back."""

from dataclasses import replace

import pytest

from merit.guards.negative_lines import without_notice, without_rule
from merit.guards.notice import Notice, PlanVersion, effect_of, notice_findings
from merit.kernel.explain import DecisionRef, LineRef, given, replays, steps
from merit.kernel.problems import Place, Severity
from tests.guards.people_and_pay import day, pay_line, yuan

END = day("2026-10-31")
PLACE = Place("rewards/sales.yaml", 1)


def plan(version=1, valid_from="2026-10-01", people=("zhao",)) -> PlanVersion:
    return PlanVersion("sales", version, day(valid_from), people, PLACE)


def notice(given_on="2026-09-20", version=1, **acknowledged) -> Notice:
    return Notice("sales", version, day(given_on), {name: day(on) for name, on in acknowledged.items()})


def codes(plans, *notices) -> list[str]:
    return [each.code for each in notice_findings(plans, notices, END)]


def test_a_plan_made_known_and_acknowledged_in_time_is_right() -> None:
    assert codes([plan()], notice(zhao="2026-09-25")) == []


def test_a_plan_without_notice_does_not_take_effect() -> None:
    (finding,) = notice_findings([plan()], (), END)
    assert finding.code == "guards.plan_without_notice"
    assert finding.place == PLACE
    assert (finding.params["law"], finding.params["article"]) == ("劳动合同法", "4")


def test_a_notice_after_the_period_says_so_with_both_days() -> None:
    (finding,) = notice_findings([plan()], (notice("2026-11-01", zhao="2026-11-02"),), END)
    assert finding.code == "guards.notice_after_period"
    assert (finding.params["noticed"], finding.params["until"]) == ("2026-11-01", "2026-10-31")


@pytest.mark.parametrize(("version", "severity"), [(1, Severity.WARNING), (2, Severity.ERROR)])
def test_only_a_later_version_that_replaces_what_was_told_is_an_error(version, severity) -> None:
    of_that = {"version": version, "valid_from": "2026-10-01"}
    late = Notice("sales", version, day("2026-11-01"))
    silent = Notice("sales", version, day("2026-09-01"))
    for notices in ((), (late,), (silent,)):
        (finding,) = notice_findings([plan(**of_that)], notices, END)
        assert finding.severity is severity


def test_a_notice_of_another_version_is_none() -> None:
    assert codes([plan(version=2)], notice(zhao="2026-09-25")) == ["guards.plan_without_notice"]


def test_whoever_has_not_acknowledged_is_named() -> None:
    (finding,) = notice_findings(
        [plan(people=("zhao", "qian", "sun"))], (notice(zhao="2026-09-25", sun="2026-11-01"),), END
    )
    assert (finding.code, finding.params["count"]) == ("guards.plan_not_acknowledged", 2)
    assert finding.params["people"] == "qian, sun"


def test_a_later_version_may_not_begin_before_its_notice() -> None:
    late = Notice("sales", 2, day("2026-10-02"), {"zhao": day("2026-10-03")})
    assert codes([plan(version=2)], late) == ["guards.retroactive_change"]
    in_time = Notice("sales", 2, day("2026-10-01"), {"zhao": day("2026-10-03")})
    assert codes([plan(version=2)], in_time) == []


def test_a_first_version_told_late_is_a_warning() -> None:
    (finding,) = notice_findings([plan()], (notice("2026-10-02", zhao="2026-10-03"),), END)
    assert (finding.code, finding.severity) == ("guards.notice_late", Severity.WARNING)


def test_a_plan_counts_from_the_latest_of_start_notice_and_acknowledgement() -> None:
    assert effect_of(plan(), "zhao", [notice(zhao="2026-09-25")]).value == day("2026-10-01")
    confirmed = effect_of(plan(), "zhao", [notice(zhao="2026-10-09")])
    assert confirmed.value == day("2026-10-09")
    assert effect_of(plan(valid_from="2026-09-01"), "zhao", [notice(zhao="2026-09-20")]).value == day("2026-09-20")
    assert effect_of(plan(), "qian", [notice(zhao="2026-10-09")]).value is None
    assert effect_of(plan(), "zhao", []).value is None
    assert all(replays(step) for step in steps(confirmed))


def test_a_second_notice_may_reach_those_whom_the_first_did_not() -> None:
    both = (notice(zhao="2026-09-25"), notice("2026-10-05", qian="2026-10-06"))
    assert codes([plan(people=("zhao", "qian"))], *both) == []


def test_a_negative_line_must_cite_a_rule() -> None:
    cited, bare, positive = pay_line("-5"), pay_line("-5", cites=False), pay_line("5", cites=False)
    (finding,) = without_rule((cited, bare, positive), {("sales", 1): PLACE})
    assert (finding.code, finding.place) == ("guards.negative_without_rule", PLACE)
    assert (finding.params["law"], finding.params["article"], finding.params["amount"]) == (
        "工资支付暂行规定",
        "15",
        "-5.00",
    )


def test_a_line_of_a_file_or_a_persons_decision_alone_is_no_rule() -> None:
    row, decision = LineRef("events.csv", 3), DecisionRef("boss", "2026-10-30", "late again")
    amount = given(value=yuan(-5)).citing(row, decision)
    assert len(without_rule((replace(pay_line("-5"), amount=amount),), {})) == 1


def test_a_line_of_nothing_takes_nothing() -> None:
    nothing = pay_line("0", "clawback", cites=False)
    assert without_rule((nothing,), {}) == without_notice((nothing,), (), frozenset(), {}) == []


@pytest.mark.parametrize(
    ("line", "acknowledged", "found"),
    [
        ("clawback", {"zhao": "2026-10-31"}, 0),
        ("clawback", {"zhao": "2026-11-01"}, 1),
        ("clawback", {"qian": "2026-09-25"}, 1),
        ("clawback", {}, 1),
        ("carried", {}, 0),
    ],
)
def test_a_negative_line_needs_a_notice_that_the_person_acknowledged_in_time(line, acknowledged, found) -> None:
    findings = without_notice((pay_line("-5", line),), (notice(**acknowledged),), frozenset({"carried"}), {})
    assert [each.code for each in findings] == ["guards.negative_without_notice"] * found


def test_a_loss_compensation_needs_a_notice_of_its_clause() -> None:
    line = pay_line("-5", "loss_compensation", reward="contract 7.2")
    told = Notice("contract 7.2", 1, day("2026-10-20"), {"zhao": day("2026-10-21")})
    assert without_notice((line,), (told,), frozenset(), {}) == []
    assert len(without_notice((line,), (), frozenset(), {})) == 1
