"""Web APIs through dlt's REST client: WooCommerce, Shopify, and any other API whose answers are JSON."""

from collections.abc import Iterator, Mapping
from typing import Any

from merit.sources.live.batches import GoOn, Parts, Records
from merit.sources.live.secret_store import Secret
from merit.sources.live.shopify import shopify_pages
from merit.sources.live.source import LiveSource, SourceKind
from merit.sources.live.web_client import Answers, opened_client

WOOCOMMERCE_PATH = "/wp-json/wc/v3/"
A_PAGE = 100
"""The most that WooCommerce gives at once."""

_ORDER = (
    "id", "status", "currency", "order_key", "created_via", "customer_id", "payment_method", "total", "total_tax",
    "discount_total", "shipping_total", "date_created_gmt", "date_modified_gmt", "date_paid_gmt", "date_completed_gmt",
    "billing.email", "billing.state", "billing.country", "shipping.state", "shipping.country", "line_items",
    "fee_lines", "refunds",
)  # fmt: skip
"""Without anybody's name, street or telephone number; a guest is known by the e-mail address alone."""
_REFUND = ("id", "parent_id", "date_created_gmt", "amount", "reason", "refunded_by", "line_items")


def web_rows(source: LiveSource, secret: Secret, start: GoOn) -> Parts:
    """The records from the cursor on.

    Raises BrokenConnection when the connection fails, and ConflictRefusal for an answer that another try does not mend.
    """
    answers = opened_client(source, secret)
    if source.kind is SourceKind.SHOPIFY:
        return shopify_pages(answers, start)
    return _woocommerce(answers, start) if source.kind is SourceKind.WOOCOMMERCE else _any_api(answers, start)


def _woocommerce(answers: Answers, start: GoOn) -> Parts:
    """Newest first: an order that changes while pages are read moves to the front and pushes others back, so that one
    may come twice but none is passed over. Nothing is complete before the last page."""
    orders = answers.source.read == "orders"
    params: dict[str, Any] = {"per_page": A_PAGE, "order": "desc", "orderby": "modified" if orders else "date"}
    params["_fields"] = ",".join(_ORDER if orders else _REFUND)
    if start.since is not None:
        params |= {"modified_after" if orders else "after": str(start.since), "dates_are_gmt": "true"}
    return _records(answers.pages(WOOCOMMERCE_PATH + answers.source.read, params, answers.by_link()))


def _any_api(answers: Answers, start: GoOn) -> Parts:
    source = answers.source
    params: dict[str, Any] = {}
    if source.answer.since and start.since is not None:
        params[source.answer.since] = str(start.since)
    return _records(answers.pages(source.read, params, answers.as_declared(), source.answer.rows))


def _records(pages: Iterator[list[Mapping[str, Any]]]) -> Parts:
    for page in pages:
        yield Records(page)
