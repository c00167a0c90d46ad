"""What a decision about pay does: a line of its own in the open period, sealed with it and never after it.

cat in October: 3,704.40. Bob in October: 36.00, clawed back for R2 2.00, R3 10.00 and, September sealed, R1 2.00.
"""

from decimal import Decimal
from pathlib import Path

import pytest

from merit.closing.compute import computed_period
from merit.closing.seal import seal_period
from merit.closing.sealed_period import sealed_folder
from merit.closing.verify import verify_period
from merit.kernel.explain import DecisionRef, LineRef
from merit.kernel.period import Period
from merit.kernel.refusals import ConflictRefusal
from merit.run import broken_steps
from merit.sources.company_folder import read_company
from merit.workspace import open_workspace
from tests.loaded_company import OCTOBER, SEPTEMBER, company_with_september_sealed, loaded_company

NOVEMBER = Period.parse("2026-11")
PAID = "period,person,reward,amount,concerns,reason,decided_by,decided_at,dispute,rule\n"
BORNE = "shop,refund_id,borne_by,reason,decided_by,decided_at\n"
WHEN = "2026-11-12T10:12:00+08:00"


def write(folder: Path, name: str, header: str, *rows: str) -> None:
    (folder / name).write_text(header + "".join(f"{row}\n" for row in rows), "utf-8")


def lines(folder: Path, period: Period, person: str) -> list[tuple[str, str, str]]:
    result = computed_period(open_workspace(folder), period)
    assert broken_steps(result) == []
    mine = [line for line in result.pay_lines if line.person == person]
    return [(line.line, str(line.concerns or ""), str(line.amount.value)) for line in mine]


def codes(folder: Path) -> list[str]:
    return [problem.code for problem in read_company(folder)[1] if problem.severity == "error"]


def test_each_decision_is_a_line_of_the_open_period_with_who_when_and_why(tmp_path: Path) -> None:
    folder = loaded_company(tmp_path)
    write(
        folder,
        "pay_decisions.csv",
        PAID,
        f"2026-10,cat,service-bonus,120.50,2026-09,counted twice,leader,{WHEN},7,",
        "2026-10,cat,service-bonus,-20.00,2026-09,paid too much,leader,2026-11-12T11:00:00,,clause 4",
    )
    assert lines(folder, OCTOBER, "cat") == [
        ("bonus", "", "3704.40"),
        ("manual", "2026-09", "120.50"),
        ("manual", "2026-09", "-20.00"),
    ]
    everything = computed_period(open_workspace(folder), OCTOBER).pay_lines
    taken = next(line for line in everything if line.line == "manual" and line.amount.value.fen < 0)
    assert taken.amount.step.inputs["clause"] == "clause 4"
    assert DecisionRef("leader", "2026-11-12T11:00:00+08:00", "paid too much") in taken.amount.about
    assert LineRef("pay_decisions.csv", 3) in taken.amount.about


def test_somebody_who_has_left_the_reward_is_still_paid_what_was_decided(tmp_path: Path) -> None:
    folder = loaded_company(tmp_path)
    write(folder, "pay_decisions.csv", PAID, f"2026-11,bob,sales-commission,88.00,2026-10,agreed,leader,{WHEN},3,")
    assert ("manual", "2026-10", "88.00") in lines(folder, NOVEMBER, "bob")


def test_a_decision_is_sealed_with_its_period_and_paid_once(tmp_path: Path) -> None:
    folder = loaded_company(tmp_path)
    write(folder, "pay_decisions.csv", PAID, f"2026-10,cat,service-bonus,120.50,2026-09,counted twice,leader,{WHEN},,")
    seal_period(open_workspace(folder), OCTOBER)
    assert (sealed_folder(folder, OCTOBER) / "definitions" / "pay_decisions.csv").is_file()
    assert verify_period(folder, OCTOBER).holds
    assert [line for line in lines(folder, NOVEMBER, "cat") if line[0] in ("manual", "adjustment")] == []


def test_a_decision_for_a_sealed_period_is_an_error_and_leaves_the_seal_alone(tmp_path: Path) -> None:
    folder = loaded_company(tmp_path)
    seal_period(open_workspace(folder), OCTOBER)
    write(folder, "pay_decisions.csv", PAID, f"2026-10,cat,service-bonus,120.50,2026-09,counted twice,leader,{WHEN},,")
    result = computed_period(open_workspace(folder), NOVEMBER)
    (found,) = [each for each in result.problems if each.code == "closing.decided_for_sealed"]
    assert (found.place.file, found.place.line) == ("pay_decisions.csv", 2)
    with pytest.raises(ConflictRefusal):
        seal_period(open_workspace(folder), NOVEMBER)
    assert verify_period(folder, OCTOBER).holds


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (f"2026-11,nobody,service-bonus,1.00,,why,leader,{WHEN},,", "company.unknown_person"),
        (f"2026-11,cat,no-such,1.00,,why,leader,{WHEN},,", "company.unknown_reward"),
        (f"2026-11,cat,service-bonus,-1.00,,why,leader,{WHEN},,", "company.taken_without_rule"),
        (f"2026-11,cat,service-bonus,1.005,,why,leader,{WHEN},,", "company.not_fen"),
        (f"2026-11,cat,service-bonus,0,,why,leader,{WHEN},,", "company.not_fen"),
        (f"2026-11,cat,service-bonus,1.00,2026-12,why,leader,{WHEN},,", "company.concerns_later"),
        (f"2026-11,cat,service-bonus,1.00,,,leader,{WHEN},,", "company.cell_empty"),
        (f"2026-11,cat,service-bonus,1.00,,why,cat,{WHEN},,", "company.paid_oneself"),
    ],
)
def test_a_decision_that_cannot_stand_says_why(tmp_path: Path, row: str, code: str) -> None:
    folder = loaded_company(tmp_path)
    write(folder, "pay_decisions.csv", PAID, row)
    assert codes(folder) == [code]


def test_the_same_decision_twice_is_an_error(tmp_path: Path) -> None:
    folder = loaded_company(tmp_path)
    row = f"2026-11,cat,service-bonus,1.00,,why,leader,{WHEN},,"
    write(folder, "pay_decisions.csv", PAID, row, row)
    assert codes(folder) == ["company.row_twice"]


def test_a_refund_that_the_company_is_decided_to_bear_takes_nothing(tmp_path: Path) -> None:
    folder = company_with_september_sealed(tmp_path)
    assert ("clawback", "2026-10", "-12.00") in lines(folder, OCTOBER, "bob")
    write(folder, "refund_bearers.csv", BORNE, f"s2,R3,company,wrong size chart,leader,{WHEN}")
    assert [line for line in lines(folder, OCTOBER, "bob") if line[0] == "clawback"] == [
        ("clawback", "2026-09", "-2.00"),
        ("clawback", "2026-10", "-2.00"),
    ]


def test_the_working_cites_the_decision_about_the_refund(tmp_path: Path) -> None:
    folder = company_with_september_sealed(tmp_path)
    write(folder, "refund_bearers.csv", BORNE, f"s2,R3,person,customer was right,leader,{WHEN}")
    result = computed_period(open_workspace(folder), OCTOBER)
    cited = [line for line in result.pay_lines if "LineRef(file='refund_bearers.csv', line=2)" in str(line.amount)]
    assert [(line.person, line.line, str(line.concerns)) for line in cited] == [("bob", "clawback", "2026-10")]


def test_a_decision_about_a_refund_that_is_not_there_is_warned_of(tmp_path: Path) -> None:
    folder = loaded_company(tmp_path)
    write(folder, "refund_bearers.csv", BORNE, f"s2,R3,company,why,leader,{WHEN}", f"s1,R3,company,why,leader,{WHEN}")
    found = computed_period(open_workspace(folder), OCTOBER).problems
    (told,) = [each for each in found if each.code == "closing.no_such_refund"]
    assert (told.place.line, told.params["shop"]) == (3, "s1")


def test_of_several_decisions_about_a_refund_the_latest_counts(tmp_path: Path) -> None:
    folder = company_with_september_sealed(tmp_path)
    later = WHEN.replace("11-12", "11-13")
    write(folder, "refund_bearers.csv", BORNE, f"s2,R3,person,back,leader,{later}", f"s2,R3,company,x,leader,{WHEN}")
    assert ("clawback", "2026-10", "-12.00") in lines(folder, OCTOBER, "bob")


def test_a_choice_after_the_seal_gives_back_in_the_open_period_what_was_clawed_back(tmp_path: Path) -> None:
    folder = company_with_september_sealed(tmp_path)
    seal_period(open_workspace(folder), OCTOBER)
    write(folder, "refund_bearers.csv", BORNE, f"s2,R3,company,wrong size chart,leader,{WHEN}")
    assert ("clawback", "2026-10", "10.00") in lines(folder, NOVEMBER, "bob")
    assert verify_period(folder, OCTOBER).holds
    assert verify_period(folder, SEPTEMBER).holds


def test_with_falling_attainment_a_choice_after_the_seal_comes_to_the_same_as_one_before(tmp_path: Path) -> None:
    """Bob sells 3,600 in October, of which 1,000 (R3) and his 200 of R2 come back.

    From 3,000 on the whole amount earns 2 % instead of 1 %. With R3 at bob's expense the table is read at 2,400: 1 %,
    36.00 less 12.00. Borne by the company it is read at 3,400: 2 %, 72.00 less 4.00 for R2 = 68.00, 44.00 more.
    """
    folder = company_with_september_sealed(tmp_path)
    rewards = folder / "rewards" / "rewards.yaml"
    text = rewards.read_text("utf-8").replace(
        "{mode: marginal, bands: [[0, 0.01], [10000, 0.02]]}", "{mode: highest, bands: [[0, 0.01], [3000, 0.02]]}"
    )
    rewards.write_text(text.replace("refunds: clawback", "refunds: {mode: clawback, attainment: falls}"), "utf-8")

    def total(period: Period) -> Decimal:
        found = lines(folder, period, "bob")
        return sum((Decimal(amount) for _, concerns, amount in found if concerns in ("", "2026-10")), Decimal(0))

    borne = [f"s2,R3,company,wrong size chart,leader,{WHEN}"]
    write(folder, "refund_bearers.csv", BORNE, *borne)
    before = total(OCTOBER)
    (folder / "refund_bearers.csv").unlink()
    first = total(OCTOBER)
    seal_period(open_workspace(folder), OCTOBER)
    write(folder, "refund_bearers.csv", BORNE, *borne)
    again = lines(folder, NOVEMBER, "bob")
    late = sum(Decimal(amount) for line, concerns, amount in again if concerns == "2026-10")
    assert (first, before) == (Decimal("24.00"), Decimal("68.00"))
    assert late == Decimal("44.00")


def test_a_refund_that_nobody_decided_rightly_says_so(tmp_path: Path) -> None:
    folder = loaded_company(tmp_path)
    write(folder, "refund_bearers.csv", BORNE, f"s9,R3,shared,why,leader,{WHEN}")
    assert "company.not_a_choice" in codes(folder)
    write(folder, "refund_bearers.csv", BORNE, f"s9,R3,company,why,leader,{WHEN}")
    assert codes(folder) == ["company.unknown_shop"]
