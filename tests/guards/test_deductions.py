"""Loss compensation: at most a fifth of the month's wage, the minimum wage remains, the rest carries forward."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from merit.guards.deductions import LossClaim, carried_notes, deduct_losses, loss_findings, loss_line
from merit.kernel.explain import replays, steps
from merit.kernel.money import Money
from tests.guards.people_and_pay import OCTOBER, minimum, october, pay_line, yuan

FIFTH = Fraction(1, 5)


def claim(owed, contract="contract 7.2") -> LossClaim:
    return LossClaim("zhao", contract, 1, yuan(owed))


def taken(pay, *claims) -> list[tuple[str, str]]:
    found = deduct_losses(claims, pay, minimum(pay), FIFTH)
    return [(str(each.deducted.value), str(each.carried.value)) for each in found]


def test_a_fifth_of_the_months_wage_is_taken_and_the_rest_carried_forward() -> None:
    # 5,000 × 20 % = 1,000; 4,000 remain, above the minimum of 2,000.
    assert taken(october(wage="5000"), claim(1800)) == [("1000.00", "800.00")]


def test_commission_is_part_of_the_months_wage() -> None:
    assert taken(october(pay_line(1000), wage="5000"), claim(1800)) == [("1200.00", "600.00")]


def test_a_small_claim_is_taken_whole() -> None:
    assert taken(october(wage="5000"), claim("999.99")) == [("999.99", "0.00")]


def test_the_minimum_wage_remains_where_a_fifth_would_go_below_it() -> None:
    # 2,300 × 20 % = 460, but only 300 lie above the minimum of 2,000.
    assert taken(october(wage="2300"), claim(400)) == [("300.00", "100.00")]


def test_nothing_is_taken_at_or_below_the_minimum_wage() -> None:
    assert taken(october(wage="2000"), claim(400)) == [("0.00", "400.00")]
    assert taken(october(wage="1500"), claim(400)) == [("0.00", "400.00")]


def test_overtime_widens_the_fifth_but_is_not_what_remains() -> None:
    # Gross 2,900: a fifth is 580; without the overtime 2,400 count, so 400 may go.
    assert taken(october(wage="2400", overtime=500), claim(1000)) == [("400.00", "600.00")]


def test_a_broken_fen_of_the_limit_is_left_to_the_person() -> None:
    assert taken(october(wage="4000.04"), claim(1000)) == [("800.00", "200.00")]


def test_several_claims_share_one_limit_in_their_order() -> None:
    assert taken(october(wage="5000"), claim(700), claim(700), claim(50)) == [
        ("700.00", "0.00"),
        ("300.00", "400.00"),
        ("0.00", "50.00"),
    ]


def test_without_a_clause_in_the_contract_nothing_is_taken() -> None:
    pay = october(wage="5000")
    found = deduct_losses((claim(700, contract=""),), pay, minimum(pay), FIFTH)
    assert str(found[0].deducted.value) == "0.00"
    assert [each.code for each in carried_notes(found, pay)] == ["guards.loss_without_contract"]


def test_what_is_carried_forward_is_told_with_the_law() -> None:
    pay = october(wage="5000")
    (note,) = carried_notes(deduct_losses((claim(1800),), pay, minimum(pay), FIFTH), pay)
    assert note.code == "guards.loss_carried"
    assert (note.params["law"], note.params["article"], note.params["carried"]) == ("工资支付暂行规定", "16", "800.00")


def test_the_deduction_is_a_line_of_its_own_that_the_guards_accept() -> None:
    pay = october(wage="5000")
    (deduction,) = deduct_losses((claim(1800),), pay, minimum(pay), FIFTH)
    line = loss_line(deduction, pay)
    assert (line.line, line.reward, str(line.amount.value), line.period) == (
        "loss_compensation", "contract 7.2", "-1000.00", OCTOBER,
    )  # fmt: skip
    assert loss_findings((line,), pay, minimum(pay), FIFTH) == []
    assert all(replays(step) for step in steps(line.amount))


def codes(amount, **changed) -> list[str]:
    reward = changed.pop("reward", "contract 7.2")
    pay = october(**changed)
    line = pay_line(amount, "loss_compensation", reward=reward)
    return [each.code for each in loss_findings((line,), pay, minimum(pay), FIFTH)]


def test_a_line_over_the_limit_is_a_finding_from_the_first_fen() -> None:
    assert codes("-1000.00", wage="5000") == []
    assert codes("-1000.01", wage="5000") == ["guards.loss_over_limit"]


def test_the_limit_is_told_with_its_share() -> None:
    pay = october(wage="5000")
    line = pay_line("-500.01", "loss_compensation", reward="contract 7.2")
    (finding,) = loss_findings((line,), pay, minimum(pay), Fraction(1, 10))
    assert (finding.params["limit"], finding.params["percent"]) == ("500.00", "10")


def test_a_line_that_goes_below_the_minimum_is_a_finding_from_the_first_fen() -> None:
    assert codes("-300.00", wage="2300") == []
    assert codes("-300.01", wage="2300") == ["guards.loss_below_minimum"]


def test_a_line_without_a_clause_is_a_finding() -> None:
    assert codes("-10", wage="5000", reward=" ") == ["guards.loss_without_contract"]


@given(
    wage=st.integers(0, 1_000_000),
    overtime=st.integers(0, 200_000),
    owed=st.lists(st.integers(0, 500_000), min_size=1, max_size=4),
)
def test_deducted_and_carried_are_what_is_owed_and_the_minimum_remains(wage, overtime, owed) -> None:
    pay = october(wage=f"{wage / 100:.2f}", overtime=Fraction(overtime, 100))
    claims = [LossClaim("zhao", "contract 7.2", 1, Money(fen)) for fen in owed]
    least = minimum(pay)
    found = deduct_losses(claims, pay, least, FIFTH)
    assert all(each.deducted.value + each.carried.value == each.claim.owed for each in found)
    assert all(each.deducted.value.fen >= 0 for each in found)
    together = sum(each.deducted.value.fen for each in found)
    assert together * 5 <= pay.gross.value.fen
    assert together == 0 or pay.counted.value.fen - together >= least.value.fen
    assert loss_findings([loss_line(each, pay) for each in found], pay, least, FIFTH) == []


@given(wage=st.integers(200_000, 900_000), owed=st.integers(1, 2_000_000))
def test_a_claim_is_paid_off_in_the_end_and_never_more(wage, owed) -> None:
    pay = october(wage=f"{wage / 100:.2f}")
    left, paid = owed, 0
    for _ in range(200):
        (found,) = deduct_losses((LossClaim("zhao", "c", 1, Money(left)),), pay, minimum(pay), FIFTH)
        paid, left = paid + found.deducted.value.fen, found.carried.value.fen
        if not left or not found.deducted.value.fen:
            break
    assert paid + left == owed
