"""Net sales of a WooCommerce and a Shopify shop from load to query: refunds in part, of freight, a month later."""

import json
from itertools import permutations

import pytest

from tests.sources.platform_company import figures, folder_with, loaded

KPIS = "line_sales,refund_amt,net_sales,refund_amt_cohort,paid_sales"


def woo_order(number, total, rest, paid, lines):
    """An order as REST /orders gives it; `rest` is freight and tax, `lines` are (sku, total)."""
    return {
        "id": number, "order_key": f"wc_{number}", "created_via": "checkout", "status": "completed", "currency": "USD",
        "date_created_gmt": paid, "date_paid_gmt": paid, "date_completed_gmt": None, "customer_id": number,
        "discount_total": "0.00", "shipping_total": rest[0], "total": total, "total_tax": rest[1],
        "payment_method": "card", "billing": {"email": "", "state": "NY"}, "shipping": {"state": "NY"},
        "line_items": [
            {"id": number * 10 + at, "sku": sku, "product_id": 1, "variation_id": 0, "quantity": 1,
             "subtotal": amount, "total": amount}
            for at, (sku, amount) in enumerate(lines)
        ],
    }  # fmt: skip


def woo_refund(number, order, amount, at, reason):
    """A refund as REST /refunds gives it."""
    return {"id": number, "parent_id": order, "date_created_gmt": at, "amount": amount, "reason": reason,
            "refunded_by": 1, "line_items": []}  # fmt: skip


WOO_ORDERS = [
    woo_order(900, "118.00", ("10.00", "8.00"), "2026-10-05T13:30:00", [("CUP", "60.00"), ("PLATE", "40.00")]),
    woo_order(901, "50.00", ("5.00", "0.00"), "2026-10-20T13:30:00", [("CUP", "45.00")]),
]
WOO_REFUNDS = [
    woo_refund(950, 900, "24.50", "2026-10-12T09:00:00", "chipped"),
    woo_refund(951, 900, "10.00", "2026-10-15T09:00:00", "freight"),
    woo_refund(952, 901, "50.00", "2026-11-02T09:00:00", "returned"),
]


def money(amount):
    return {"shopMoney": {"amount": amount, "currencyCode": "USD"}}


def shopify_order(name, total, rest, paid, lines):
    """An order as a live source writes it from the Admin API; `rest` is freight and tax."""
    return {
        "id": f"gid://shopify/Order/{name[1:]}", "legacyResourceId": name[1:], "name": name, "createdAt": paid,
        "paidAt": paid, "updatedAt": paid, "cancelledAt": None, "test": False, "sourceName": "web",
        "displayFinancialStatus": "PARTIALLY_REFUNDED", "customer": {"id": "gid://shopify/Customer/7"},
        "shippingAddress": {"countryCodeV2": "US", "provinceCode": "NY"}, "totalPriceSet": money(total),
        "totalDiscountsSet": money("0.0"), "totalShippingPriceSet": money(rest[0]), "totalTaxSet": money(rest[1]),
        "lineItems": [
            {"id": f"gid://shopify/LineItem/{name[1:]}{at}", "sku": sku, "name": sku, "quantity": 1,
             "originalUnitPriceSet": money(amount), "originalTotalSet": money(amount), "discountAmount": "0.00"}
            for at, (sku, amount) in enumerate(lines)
        ],
    }  # fmt: skip


def shopify_refund(number, name, amount, at):
    """A refund as a live source writes it."""
    return {
        "id": f"gid://shopify/Refund/{number}", "createdAt": at, "note": "", "totalRefundedSet": money(amount),
        "order": {"id": "gid://shopify/Order/1", "legacyResourceId": name[1:], "name": name,
                  "customer": {"id": "gid://shopify/Customer/7"}},
        "orderUpdatedAt": at,
    }  # fmt: skip


SHOPIFY_ORDERS = [
    shopify_order("#900", "118.00", ("10.0", "8.0"), "2026-10-05T13:30:00Z", [("CUP", "60.00"), ("PLATE", "40.00")]),
    shopify_order("#901", "50.00", ("5.0", "0.0"), "2026-10-20T13:30:00Z", [("CUP", "45.00")]),
]
SHOPIFY_REFUNDS = [
    shopify_refund(950, "#900", "24.50", "2026-10-12T09:00:00Z"),
    shopify_refund(951, "#900", "10.0", "2026-10-15T09:00:00Z"),
    shopify_refund(952, "#901", "50.0", "2026-11-02T09:00:00Z"),
    shopify_refund(953, "#901", "0.0", "2026-11-03T09:00:00Z"),
]


def lines(records):
    """As a live source keeps them: a record a line."""
    return "".join(f"{json.dumps(each)}\n" for each in records)


@pytest.mark.parametrize(
    ("orders", "refunds"),
    [(WOO_ORDERS, WOO_REFUNDS), (SHOPIFY_ORDERS, SHOPIFY_REFUNDS)],
    ids=["woocommerce", "shopify"],
)
def test_net_sales_fall_by_every_refund_on_its_own_day(tmp_path, orders, refunds):
    """#900: goods 60.00 + 40.00, freight 10.00, tax 8.00: 118.00. #901: goods 45.00, freight 5.00: 50.00.

    Given back: 24.50 for the plate and its tax on 12 October, the freight of 10.00 on 15 October, all 50.00 of #901 on
    2 November. A record of a refund by which nothing was given back counts for nothing.

    October: goods 145.00 less 24.50 + 10.00 = 110.50; paid 168.00; of what was paid in October 84.50 went back.
    November: nothing sold, 50.00 given back.
    """
    folder = folder_with(
        tmp_path,
        ["files: raw/*, shop: web"],
        {"raw/orders.jsonl": lines(orders), "raw/refunds.jsonl": lines(refunds)},
    )
    loaded(folder)
    october = {"line_sales": "145", "refund_amt": "34.5", "net_sales": "110.5", "refund_amt_cohort": "84.5"}
    assert figures(folder, KPIS) == {**october, "paid_sales": "168"}
    later = figures(folder, KPIS, first="2026-11")
    assert (later["refund_amt"], later["net_sales"]) == ("50", "-50")


INSIDE = [{**WOO_ORDERS[0], "refunds": [{"id": 950, "reason": "chipped", "total": "-24.50"}]}]
"""The plate of #900 was given back on 12 October; the order tells it without the day."""
ENTRIES = {
    "orders": "files: raw/orders.jsonl, shop: web",
    "inside": "files: raw/orders.jsonl, profile: woocommerce_refunds, shop: web",
    "refunds": "files: raw/refunds.jsonl, shop: web",
}


@pytest.mark.parametrize("order", list(permutations(ENTRIES)), ids="-".join)
def test_in_whatever_order_the_files_are_read_a_refund_counts_once_and_keeps_its_day(tmp_path, order):
    """Goods 100.00 less 24.50 = 75.50; without the day October would have no refund at all."""
    files = {"raw/orders.jsonl": lines(INSIDE), "raw/refunds.jsonl": lines(WOO_REFUNDS[:1])}
    folder = folder_with(tmp_path, [ENTRIES[each] for each in order], files)
    loaded(folder)
    found = figures(folder, KPIS)
    assert (found["refund_amt"], found["refund_amt_cohort"], found["net_sales"]) == ("24.5", "24.5", "75.5")


@pytest.mark.parametrize("first", ["refunds", "inside"])
def test_a_refund_keeps_its_day_when_the_other_source_is_loaded_on_another_day(tmp_path, first):
    """The refunds of the night, then the orders changed by them, or the reverse; a third load changes nothing."""
    files = {"raw/orders.jsonl": lines(INSIDE), "raw/refunds.jsonl": lines(WOO_REFUNDS[:1])}
    folder = folder_with(tmp_path, [ENTRIES["orders"], ENTRIES[first]], files)
    loaded(folder)
    entries = "".join(f"  - {{{each}}}\n" for each in ENTRIES.values())
    for _ in range(2):
        (folder / "sources.yaml").write_text(f"sources:\n{entries}", "utf-8")
        loaded(folder)
        found = figures(folder, KPIS)
        assert (found["refund_amt"], found["refund_amt_cohort"], found["net_sales"]) == ("24.5", "24.5", "75.5")
