"""WooCommerce, Shopify and other APIs, against a server that pages, refuses, slows down and breaks as they do."""

import json
from importlib.util import find_spec

import pytest

from merit.kernel.refusals import ConflictRefusal
from merit.sources.live.state import state_of
from tests.sources.fact_files import read
from tests.sources.live.fetching import MISSING, declare, enter, the_source
from tests.sources.live.fetching import records as fetched
from tests.sources.live.platforms import KEY, SECRET, TOKEN, Reply, graphql_error, shopify, woocommerce

pytestmark = pytest.mark.skipif(find_spec("dlt") is None, reason=MISSING.format("dlt"))


def woo_order(number, minute, total="12.10"):
    """An order with one line, changed at that minute after ten, GMT."""
    return {
        "id": number, "status": "processing", "order_key": f"wc_{number}", "currency": "CNY",
        "date_created_gmt": "2026-10-20T02:00:00",
        "date_modified_gmt": f"2026-10-21T{10 + minute // 60}:{minute % 60:02}:00",
        "date_paid_gmt": "2026-10-20T02:01:00", "date_completed_gmt": None, "customer_id": 7,
        "discount_total": "0.00", "shipping_total": "2.00", "total": total, "total_tax": "0.00",
        "payment_method": "alipay", "created_via": "checkout", "billing": {"email": "", "state": ""},
        "shipping": {"state": "GD", "country": "CN"}, "refunds": [],
        "line_items": [{"id": number * 10, "sku": "P1", "product_id": 1, "variation_id": 0, "quantity": 1,
                        "subtotal": "10.10", "total": "10.10", "price": 10.1}],
    }  # fmt: skip


def web_shop(folder, shop):
    """A company with that WooCommerce shop, its key entered."""
    declare(folder, f"name: web, from: woocommerce, address: '{shop.address}', user: {KEY}, read: orders", "shop: s1")
    enter(folder, SECRET)


def refused(folder):
    """The code of the refusal."""
    with pytest.raises(ConflictRefusal) as told:
        fetched(folder)
    assert SECRET not in repr(told.value.params)
    return told.value.code


def test_all_pages_are_followed_by_the_link_header(serve, tmp_path):
    orders = [woo_order(number, number % 600) for number in range(1, 252)]
    shop = serve(woocommerce(orders))
    web_shop(tmp_path, shop)
    assert len(fetched(tmp_path)) == 251
    assert [params.get("page") for _, params, _ in shop.asked] == [None, "2", "3"]


def test_the_next_fetch_asks_for_changes_alone_from_a_little_before_the_last_one(serve, tmp_path):
    orders = [woo_order(1, 5), woo_order(2, 30)]
    shop = serve(woocommerce(orders))
    web_shop(tmp_path, shop)
    fetched(tmp_path)
    orders[0] = woo_order(1, 40, total="9.00")
    assert [(each["id"], each["total"]) for each in fetched(tmp_path, 5)] == [(1, "9.00")]
    assert shop.asked[-1][1]["modified_after"] == "2026-10-21T10:20:00"
    assert fetched(tmp_path, 10) == []


def test_an_order_that_changes_while_pages_are_read_is_not_lost_and_pushes_none_out(serve, tmp_path):
    orders = [woo_order(number, number) for number in range(1, 202)]

    def changing(shop, *request):
        reply = woocommerce(orders)(shop, *request)
        if len(shop.asked) == 1:
            orders[49] = woo_order(50, 400)
        return reply

    web_shop(tmp_path, serve(changing))
    found = [each["id"] for each in fetched(tmp_path)]
    assert set(found) == set(range(1, 202)) - {50}
    assert [each["id"] for each in fetched(tmp_path, 5)] == [50]


def test_names_and_addresses_of_buyers_are_not_asked_for(serve, tmp_path):
    shop = serve(woocommerce([]))
    web_shop(tmp_path, shop)
    fetched(tmp_path)
    asked = shop.asked[0][1]["_fields"].split(",")
    assert "line_items" in asked
    assert not [each for each in asked if "name" in each or "address" in each or "phone" in each]


def test_a_shop_that_is_asked_too_often_is_given_the_time_that_it_wants(serve, tmp_path, pauses):
    shop = serve(woocommerce([woo_order(1, 1)]))
    web_shop(tmp_path, shop)
    shop.faults = [Reply(429, "{}", {"Retry-After": "7"}), Reply(429, "{}", {"Retry-After": "3"})]
    assert [each["id"] for each in fetched(tmp_path)] == [1]
    assert pauses == [7.0, 3.0]


@pytest.mark.parametrize(
    "fault",
    [Reply(500, "oops"), Reply(503, "", {"Retry-After": "2"}), Reply(200, '[{"id": 1, "to'), Reply(200, "[", cut=500)],
    ids=["server error", "maintenance", "half a page", "cut connection"],
)
def test_a_page_that_does_not_arrive_whole_is_asked_for_again(serve, tmp_path, pauses, fault):
    shop = serve(woocommerce([woo_order(number, number) for number in range(1, 151)]))
    web_shop(tmp_path, shop)
    shop.faults = [None, fault]
    assert len(fetched(tmp_path)) == 150
    assert len(pauses) == 1


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (Reply(429, "{}"), "sources.live_too_often"),
        (Reply(502, "oops"), "sources.live_answered"),
        (Reply(200, "[{", cut=9), "sources.live_unreachable"),
        (Reply(200, "<html>"), "sources.live_not_json"),
    ],
)
def test_what_stays_broken_is_given_up_after_six_tries_and_nothing_half_is_kept(serve, tmp_path, pauses, fault, code):
    shop = serve(woocommerce([woo_order(number, number) for number in range(1, 151)]))
    web_shop(tmp_path, shop)
    shop.faults = [None, *[fault] * 6]
    assert refused(tmp_path) == code
    assert len(pauses) == 5
    assert not (tmp_path / "raw").exists()
    assert list((tmp_path / ".merit/live/unfinished").iterdir()) == []
    assert state_of(tmp_path, the_source(tmp_path)).cursor is None
    assert len(fetched(tmp_path, 5)) == 150


def test_an_expired_key_is_said_at_once_and_a_new_one_mends_it(serve, tmp_path, pauses):
    shop = serve(woocommerce([woo_order(1, 1)]))
    web_shop(tmp_path, shop)
    enter(tmp_path, "cs_old")
    assert (refused(tmp_path), pauses, len(shop.asked)) == ("sources.live_denied", [], 1)
    enter(tmp_path, SECRET)
    assert len(fetched(tmp_path)) == 1
    assert state_of(tmp_path, the_source(tmp_path)).failure is None


@pytest.mark.parametrize(
    "elsewhere",
    [
        lambda other: Reply(302, "", {"Location": f"{other.address}/x"}),
        lambda other: Reply(200, "[]", {"Link": f'<{other.address}/x>; rel="next"'}),
    ],
    ids=["redirect", "next page"],
)
def test_the_secret_does_not_follow_to_another_address(serve, tmp_path, elsewhere):
    other = serve(woocommerce([]))
    shop = serve(woocommerce([]))
    web_shop(tmp_path, shop)
    shop.faults = [elsewhere(other)]
    assert (refused(tmp_path), other.asked) == ("sources.live_sent_elsewhere", [])


MONEY = {"shopMoney": {"amount": "10.10", "currencyCode": "CNY"}}


def shopify_order(number, minute, lines=1):
    """An order, changed at that minute."""
    line = {
        "sku": "P1", "name": "P1", "quantity": 1, "currentQuantity": 1, "originalUnitPriceSet": MONEY,
        "originalTotalSet": MONEY,
        "discountAllocations": [{"allocatedAmountSet": {"shopMoney": {"amount": "0.07", "currencyCode": "CNY"}}}] * 2,
    }  # fmt: skip
    nothing = {"shopMoney": {"amount": "0.0", "currencyCode": "CNY"}}
    total = {"shopMoney": {"amount": f"{lines * 10.10 - lines * 0.14:.2f}", "currencyCode": "CNY"}}
    return {
        "id": f"gid://shopify/Order/{number}", "legacyResourceId": str(number), "name": f"#{number}",
        "createdAt": "2026-10-20T02:00:00Z", "updatedAt": f"2026-10-21T10:{minute:02}:00Z",
        "processedAt": "2026-10-20T02:00:00Z", "cancelledAt": None, "closedAt": None, "test": False,
        "sourceName": "web", "currencyCode": "CNY", "displayFinancialStatus": "PAID",
        "displayFulfillmentStatus": "FULFILLED", "customer": {"id": "gid://shopify/Customer/7"},
        "shippingAddress": {"countryCodeV2": "CN", "provinceCode": "GD"}, "totalPriceSet": total,
        "subtotalPriceSet": total, "totalDiscountsSet": nothing, "totalShippingPriceSet": nothing,
        "totalTaxSet": nothing,
        "transactions": [
            {"kind": "AUTHORIZATION", "status": "SUCCESS", "processedAt": "2026-10-20T02:00:30Z", "amountSet": total},
            {"kind": "CAPTURE", "status": "SUCCESS", "processedAt": "2026-10-20T02:05:00Z", "amountSet": total},
        ],
        "fulfillments": [{"createdAt": "2026-10-20T08:00:00Z", "deliveredAt": None}],
        "lineItems": [{"id": f"gid://shopify/LineItem/{number}{at}", **line} for at in range(lines)],
    }  # fmt: skip


def shopify_shop(folder, shop, more=""):
    """A company with that shop, its token entered."""
    declare(folder, f"name: sf, from: shopify, address: '{shop.address}', read: orders{more}", "shop: s1")
    enter(folder, "app-geheim" if "user" in more else TOKEN)


def test_shopify_orders_come_with_all_their_lines_and_discounts_to_the_cent(serve, tmp_path):
    shop = serve(shopify([shopify_order(1, 1, lines=5), shopify_order(2, 2)]))
    shopify_shop(tmp_path, shop)
    first, _ = fetched(tmp_path)
    assert len(first["lineItems"]) == 5
    assert (first["paidAt"], first["lineItems"][0]["discountAmount"]) == ("2026-10-20T02:05:00Z", "0.14")
    result = read(tmp_path)
    assert [each.code for each in result.problems if each.severity != "note"] == []
    assert (result.column("order_id"), result.column("paid_amount")) == (["#1", "#2"], [498_000, 99_600])
    assert result.column("paid_amount", "order_lines") == [99_600] * 6


def test_a_query_that_is_too_dear_is_asked_for_half_until_it_is_answered(serve, tmp_path):
    shop = serve(shopify([shopify_order(number, number) for number in range(1, 12)], most=6))
    shopify_shop(tmp_path, shop)
    assert [each["name"] for each in fetched(tmp_path)] == [f"#{number}" for number in range(1, 12)]


def test_a_throttled_query_is_asked_again_after_a_pause(serve, tmp_path, pauses):
    shop = serve(shopify([shopify_order(1, 1)]))
    shopify_shop(tmp_path, shop)
    shop.faults = [Reply(200, json.dumps(graphql_error("THROTTLED", "Throttled")))] * 2
    assert len(fetched(tmp_path)) == 1
    assert len(pauses) == 2


def test_a_token_without_the_rights_is_told_with_the_rights_that_are_missing(serve, tmp_path):
    shop = serve(shopify([]))
    shopify_shop(tmp_path, shop)
    said = "Access denied for customer field. Required access: `read_customers` access scope."
    shop.faults = [Reply(200, json.dumps(graphql_error("ACCESS_DENIED", said)))]
    with pytest.raises(ConflictRefusal) as told:
        fetched(tmp_path)
    assert (told.value.code, told.value.params["reason"]) == ("sources.live_scope_missing", said)


def test_an_apps_id_and_secret_are_exchanged_for_a_token_of_the_day(serve, tmp_path):
    shop = serve(shopify([shopify_order(1, 1)]))
    shopify_shop(tmp_path, shop, ", user: app")
    assert len(fetched(tmp_path)) == 1
    enter(tmp_path, "app-old")
    assert refused(tmp_path) == "sources.live_denied"


def test_what_is_asked_of_shopify_is_valid_graphql(serve, tmp_path):
    graphql = pytest.importorskip("graphql", reason="GRAPHQL-CORE IS NOT INSTALLED, so queries were not parsed")
    texts = []

    def noting(shop, path, params, headers, body):
        texts.append(body["query"])
        return shopify([shopify_order(1, 1, lines=5)])(shop, path, params, headers, body)

    shopify_shop(tmp_path, serve(noting))
    fetched(tmp_path)
    assert len(texts) == 2
    for text in texts:
        graphql.parse(text)


API = "name: api, from: http, address: '{}', read: /v1/sales"


def paged(shop, path, params, headers, _body):
    """Three rows, two a page, by a mark in the answer; times ten to the minus first as JSON numbers."""
    if headers.get("Authorization") != "Bearer t0ken":
        return Reply(401, "{}")
    rows = [f'{{"id": {n}, "at": "2026-10-2{n}T00:00:00Z", "amount": 0.1{n}0}}' for n in (1, 2, 3)]
    since = params.get("from", "")
    rows = [each for each in rows if json.loads(each)["at"] >= since]
    begin = int(params.get("next", 0))
    mark = begin + 2 if begin + 2 < len(rows) else "null"
    return Reply(200, f'{{"data": {{"sales": [{",".join(rows[begin : begin + 2])}]}}, "meta": {{"next": {mark}}}}}')


def test_any_api_is_read_by_where_its_rows_and_its_next_page_are(serve, tmp_path):
    shop = serve(paged)
    line = API.format(shop.address) + ", rows: data.sales, paging: next_mark, next: meta.next, cursor: at, since: from"
    declare(tmp_path, line, "table: orders")
    enter(tmp_path, "t0ken")
    assert [each["amount"] for each in fetched(tmp_path)] == ["0.110", "0.120", "0.130"]
    assert fetched(tmp_path, 5) == []
    assert shop.asked[-1][1]["from"] == "2026-10-22T23:50:00Z"
