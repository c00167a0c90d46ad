"""Orders, lines and refunds: what a line owes to its order, and what a refund owes to its line."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.metrics.hand_made import HandMade


def order(order_id: str = "o1", **more: object) -> dict[str, object]:
    return {"shop": "s1", "order_id": order_id, "ordered_at": "2026-10-01T10:00", "status": "paid", **more}


def line(line_id: str, amount: object, order_id: str = "o1", **more: object) -> dict[str, object]:
    keys = {"shop": "s1", "order_id": order_id, "line_id": line_id, "ordered_at": "2026-10-01T10:00"}
    return keys | {"quantity": 1, "unit_price": amount, "paid_amount": amount} | more


def refund(refund_id: str, amount: object, **more: object) -> dict[str, object]:
    keys = {"shop": "s1", "refund_id": refund_id, "amount": amount, "status": "success"}
    return keys | {"refunded_at": "2026-10-20T10:00"} | more


def shares(amounts: list[object], **charges: object) -> list[int]:
    lines = [line(f"l{place}", amount) for place, amount in enumerate(amounts)]
    facts = HandMade({"orders": [order(**charges)], "order_lines": lines})
    return [share for (share,) in facts.rows("order_lines", "charges")]


def test_freight_is_shared_out_by_amount_and_equals_the_order() -> None:
    # 10.00 over 30 : 30 : 40 is 3.00, 3.00, 4.00
    assert shares([30, 30, 40], freight=10) == [30_000, 30_000, 40_000]


def test_the_largest_remainder_takes_the_last_fen_and_ties_go_to_the_lower_line() -> None:
    # 0.10 over three equal lines: 3.33 fen each, one fen left
    assert shares([5, 5, 5], freight="0.10") == [400, 300, 300]


def test_the_fen_left_over_go_to_the_largest_remainders() -> None:
    # 10 fen over 1 : 2 : 4 is 1.43, 2.86 and 5.71: the second and the third take one more
    assert shares([1, 2, 4], freight="0.10") == [100, 300, 600]


def test_lines_of_no_amount_share_freight_evenly() -> None:
    assert shares([0, 0], freight=3) == [15_000, 15_000]


def test_a_charge_finer_than_a_fen_is_shared_out_in_full() -> None:
    assert sum(shares([1, 1, 1], freight="0.0100")) == 100
    assert sorted(shares([1, 1, 1], freight="0.0002")) == [0, 1, 1]


def test_a_large_order_is_shared_out_to_the_last_ten_thousandth() -> None:
    # 11,012.9474 over 3,179.20 : 70,973.70 is 472.164438… and 10,540.782961…; the products are beyond binary floats
    found = shares(["3179.20", "70973.70"], tax="11012.9474")
    assert found == [4_721_644, 105_407_830]
    assert sum(found) == 110_129_474


def test_tax_and_freight_make_what_the_buyer_paid() -> None:
    facts = HandMade({"orders": [order(freight=6, tax="1.30")], "order_lines": [line("l1", 10)]})
    assert facts.rows("order_lines", "buyer_paid") == [(173_000,)]


def test_lines_are_the_same_without_their_charges() -> None:
    orders = [order(freight=6, buyer="b"), order("o2", invalid_reason="test")]
    lines = [line("l1", 10), line("l2", 3), line("l1", 5, "o2"), line("l1", 7, "gone")]
    facts = HandMade({"orders": orders, "order_lines": lines})
    columns = ("order_id", "line_id", "paid_amount", "buyer", "valid", "order_key")
    narrow = facts.engine.run(facts.engine.columns_of("order_lines", columns))
    assert sorted(narrow.column_names) == sorted(columns)
    cheaper = {tuple(row[name] for name in columns) for row in narrow.to_pylist()}
    assert cheaper == set(facts.rows("order_lines", *columns))


def test_an_order_without_charges_pays_its_lines() -> None:
    facts = HandMade({"orders": [order()], "order_lines": [line("l1", 10), line("l2", "2.5")]})
    assert facts.rows("order_lines", "charges", "buyer_paid") == [(0, 100_000), (0, 25_000)]


@settings(max_examples=4, deadline=None)
@given(
    st.lists(
        st.tuples(st.lists(st.integers(0, 500_000), min_size=1, max_size=6), st.integers(0, 99_999)),
        min_size=10,
        max_size=40,
    )
)
def test_the_shares_of_the_lines_always_equal_the_order(drawn: list[tuple[list[int], int]]) -> None:
    orders = [order(f"o{at}", freight=f"{freight / 100:.2f}") for at, (_, freight) in enumerate(drawn)]
    lines = [
        line(f"l{place}", f"{fen / 100:.2f}", f"o{at}")
        for at, (amounts, _) in enumerate(drawn)
        for place, fen in enumerate(amounts)
    ]
    found: dict[str, list[int]] = {}
    for order_id, share in HandMade({"orders": orders, "order_lines": lines}).rows(
        "order_lines", "order_id", "charges"
    ):
        found.setdefault(order_id, []).append(share)
    for at, (_, freight) in enumerate(drawn):
        assert sum(found[f"o{at}"]) == freight * 100
        assert min(found[f"o{at}"]) >= 0


def test_a_line_without_an_order_stays_and_has_no_day_of_payment() -> None:
    facts = HandMade({"order_lines": [line("l1", 10)]})
    assert facts.rows("order_lines", "valid", "paid_at", "buyer_paid") == [(True, None, 100_000)]


def test_two_shops_may_have_the_same_order_id() -> None:
    orders = [order(region="north"), {**order(region="south"), "shop": "s2"}]
    lines = [line("l1", 10), {**line("l1", 20), "shop": "s2"}]
    facts = HandMade({"orders": orders, "order_lines": lines})
    assert facts.rows("order_lines", "shop", "region", "order_key") == [
        ("s1", "north", "s1/o1"),
        ("s2", "south", "s2/o1"),
    ]


def test_a_reason_makes_an_order_invalid_and_an_empty_one_does_not() -> None:
    orders = [order("o1", invalid_reason="brush"), order("o2", invalid_reason=""), order("o3")]
    assert HandMade({"orders": orders}).rows("orders", "valid") == [(False,), (True,), (True,)]


def test_a_refund_is_credited_as_its_order_was_on_the_day_of_payment() -> None:
    orders = [order(paid_at="2026-09-30T23:59", region="north", channel="live", campaign="c1", buyer="b1")]
    lines = [line("l1", 10, agent="amy", sku="k1", category="shoes")]
    refunds = [refund("r1", 4, order_id="o1", line_id="l1", region="elsewhere")]
    facts = HandMade({"orders": orders, "order_lines": lines, "refunds": refunds})
    found = facts.rows(
        "refunds", "region", "channel", "campaign", "agent", "sku", "buyer", "credit_day", "refunded_at_day"
    )
    assert found == [("north", "live", "c1", "amy", "k1", "b1", date(2026, 9, 30), date(2026, 10, 20))]


def test_a_refund_without_an_order_keeps_its_own_region_and_day() -> None:
    facts = HandMade({"refunds": [refund("r1", 4, region="north")]})
    assert facts.rows("refunds", "region", "credit_day", "valid") == [("north", None, True)]


def test_only_a_refund_carried_out_has_succeeded_and_an_unknown_kind_is_no_adjustment() -> None:
    refunds = [refund("r1", 4), refund("r2", 4, status="closed"), refund("r3", 4, kind="adjustment")]
    facts = HandMade({"refunds": refunds})
    assert facts.rows("refunds", "succeeded", "is_adjustment") == [(True, False), (False, False), (True, True)]


def test_refunds_are_never_doubled_by_the_lines_of_their_order() -> None:
    lines = [line("l1", 10), line("l2", 20)]
    facts = HandMade({"orders": [order()], "order_lines": lines, "refunds": [refund("r1", 30, order_id="o1")]})
    assert facts.rows("refunds", "amount", "sku") == [(300_000, None)]


def test_the_ledger_of_an_order_stands_on_its_first_settlement_only() -> None:
    facts = HandMade(
        {
            "orders": [order(freight=5)],
            "order_lines": [line("l1", 95)],
            "refunds": [refund("r1", 20, order_id="o1"), refund("r2", 9, order_id="o1", status="closed")],
            "fees": [
                {"shop": "s1", "fee_id": "f1", "order_id": "o1", "kind": "platform", "amount": 4, "at": "2026-10-02"}
            ],
            "settlements": [
                {"shop": "s1", "settlement_id": "a", "order_id": "o1", "amount": 50, "settled_at": "2026-10-11"},
                {"shop": "s1", "settlement_id": "b", "order_id": "o1", "amount": 26, "settled_at": "2026-10-12"},
                {"shop": "s1", "settlement_id": "c", "amount": 1, "settled_at": "2026-10-12"},
            ],
        }
    )
    # 95 + 5 − 20 − 4 = 76
    assert facts.rows("settlements", "ledger_amount") == [(760_000,), (0,), (None,)]
