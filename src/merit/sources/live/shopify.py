"""Shopify's Admin GraphQL API: orders with their lines, and refunds, in the order of their last change."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from merit.kernel.refusals import ConflictRefusal
from merit.sources.live.batches import GoOn, Parts, Records
from merit.sources.live.web_client import Answers

VERSION = "2026-07"
"""Of the API, where the source names none; Shopify answers an outdated one with the oldest that it still has."""
A_PAGE = 25
"""Orders asked for at once at first; a shop that finds this too much is asked for half, and half again."""
_PAID = ("SALE", "CAPTURE")
_MONEY = "{ shopMoney { amount currencyCode } }"
_LINES = f"""
pageInfo {{ hasNextPage endCursor }}
nodes {{
  id sku name quantity currentQuantity
  originalUnitPriceSet {_MONEY} originalTotalSet {_MONEY}
  discountAllocations {{ allocatedAmountSet {_MONEY} }}
}}"""
_ORDER = f"""
id legacyResourceId name createdAt updatedAt processedAt cancelledAt closedAt test sourceName currencyCode
displayFinancialStatus displayFulfillmentStatus
customer {{ id }} shippingAddress {{ countryCodeV2 provinceCode }}
totalPriceSet {_MONEY} subtotalPriceSet {_MONEY} totalDiscountsSet {_MONEY} totalShippingPriceSet {_MONEY}
totalTaxSet {_MONEY}
transactions(first: 20) {{ kind status processedAt amountSet {_MONEY} }}
fulfillments(first: 20) {{ createdAt deliveredAt }}
lineItems(first: 25) {{ {_LINES} }}"""
_REFUNDED = f"""
id legacyResourceId name updatedAt customer {{ id }}
refunds(first: 50) {{
  id createdAt note totalRefundedSet {_MONEY}
}}"""
_MORE_LINES = (
    f"query($id: ID!, $after: String) {{ order(id: $id) {{ lineItems(first: 100, after: $after) {{ {_LINES} }} }} }}"
)
_FIELDS = {"orders": _ORDER, "refunds": _REFUNDED}
_ONLY = {"orders": "", "refunds": "(financial_status:refunded OR financial_status:partially_refunded)"}


def shopify_pages(answers: Answers, start: GoOn) -> Parts:
    """The records from the last change on. Raises ConflictRefusal when the shop refuses, as web_client does."""
    shop = _Shop(answers, f"/admin/api/{answers.source.version or VERSION}/graphql.json")
    for nodes in shop.orders(start):
        yield Records(list(shop.records(nodes)), complete=True)


@dataclass(slots=True)
class _Shop:
    answers: Answers
    path: str
    size: int = A_PAGE

    def orders(self, start: GoOn) -> Iterator[list[Mapping[str, Any]]]:
        reads = self.answers.source.read
        since = f"updated_at:>='{start.since}'" if start.since is not None else ""
        chosen = " AND ".join(each for each in (since, _ONLY[reads]) if each)
        query = (
            "query($first: Int!, $after: String, $chosen: String) { orders(first: $first, after: $after,"
            f" sortKey: UPDATED_AT, query: $chosen) {{ nodes {{ {_FIELDS[reads]} }}"
            " pageInfo { hasNextPage endCursor } } }"
        )
        after = None
        while True:
            answer = self.asked(query, {"first": self.size, "after": after, "chosen": chosen})
            if answer is None:
                continue
            yield answer["orders"]["nodes"]
            page = answer["orders"]["pageInfo"]
            if not page["hasNextPage"]:
                return
            after = page["endCursor"]

    def asked(self, query: str, variables: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """The data of an answer; None when it was too much at once and less is to be asked for."""
        answer = self.answers.asked(self.path, {"query": query, "variables": dict(variables)})
        name = self.answers.source.name
        errors = answer.get("errors") if isinstance(answer, Mapping) else "?"
        if not errors and isinstance(answer.get("data"), Mapping):
            data: Mapping[str, Any] = answer["data"]
            return data
        codes = {str((each.get("extensions") or {}).get("code")) for each in errors or [] if isinstance(each, Mapping)}
        if "MAX_COST_EXCEEDED" in codes and self.size > 1:
            self.size = self.size // 2
            return None
        if "THROTTLED" in codes:
            raise ConflictRefusal("sources.live_too_often", name=name, address=self.answers.source.address)
        if "ACCESS_DENIED" in codes:
            raise ConflictRefusal("sources.live_scope_missing", name=name, reason=_message(errors))
        raise ConflictRefusal("sources.live_query_failed", name=name, reason=_message(errors))

    def records(self, nodes: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
        for order in nodes:
            if self.answers.source.read == "orders":
                yield self.whole_order(order)
            else:
                yield from _refunds_of(order)

    def whole_order(self, order: Mapping[str, Any]) -> Mapping[str, Any]:
        """The order with all its lines, and with the moments that Shopify keeps in lists."""
        lines = list(order["lineItems"]["nodes"])
        page = order["lineItems"]["pageInfo"]
        while page["hasNextPage"]:
            answer = self.asked(_MORE_LINES, {"id": order["id"], "after": page["endCursor"]})
            more = (answer or {})["order"]["lineItems"]
            lines += more["nodes"]
            page = more["pageInfo"]
        paid = [each["processedAt"] for each in order["transactions"] if _is_payment(each) and each["processedAt"]]
        return {
            **order,
            "paidAt": min(paid, default=None),
            "fulfilledAt": _last(order["fulfillments"], "createdAt"),
            "deliveredAt": _last(order["fulfillments"], "deliveredAt"),
            "lineItems": [{**line, "discountAmount": _discount(line)} for line in lines],
        }


def _is_payment(transaction: Mapping[str, Any]) -> bool:
    return transaction["kind"] in _PAID and transaction["status"] == "SUCCESS"


def _last(fulfillments: Iterable[Mapping[str, Any]], name: str) -> str | None:
    """The last of these moments: an order has gone when its last parcel has; None while one has none."""
    moments = [each[name] for each in fulfillments]
    return max(moments) if moments and all(moments) else None


def _discount(line: Mapping[str, Any]) -> str:
    """The line's share of all discounts, its own and those of the order."""
    amounts = (Decimal(each["allocatedAmountSet"]["shopMoney"]["amount"]) for each in line["discountAllocations"])
    return format(sum(amounts, Decimal(0)), "f")


def _refunds_of(order: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    around = {f"order.{name}": order[name] for name in ("id", "legacyResourceId", "name", "customer")}
    for refund in order["refunds"]:
        yield {**refund, **around, "orderUpdatedAt": order["updatedAt"]}


def _message(errors: Any) -> str:
    """What Shopify said, for people."""
    if isinstance(errors, list):
        return "; ".join(str(each.get("message")) for each in errors if isinstance(each, Mapping))[:300]
    return str(errors)[:300]
