"""What comes from WooCommerce by a live source ends in the tables by the profile that its answers are recognised by."""

from importlib.util import find_spec

import pytest

from tests.sources.fact_files import read
from tests.sources.live.fetching import MISSING
from tests.sources.live.fetching import records as fetched
from tests.sources.live.platforms import woocommerce
from tests.sources.live.test_web import web_shop, woo_order

pytestmark = pytest.mark.skipif(find_spec("dlt") is None, reason=MISSING.format("dlt"))


def test_orders_of_woocommerce_come_into_the_tables_in_their_newest_form(serve, tmp_path):
    orders = [woo_order(1, 5), woo_order(2, 30)]
    web_shop(tmp_path, serve(woocommerce(orders)))
    fetched(tmp_path)
    orders[0] = woo_order(1, 40, total="9.00")
    fetched(tmp_path, 5)
    result = read(tmp_path)
    assert [each.code for each in result.problems if each.severity != "note"] == []
    assert (result.column("order_id"), result.column("paid_amount")) == (["2", "1", "1"], [121_000, 121_000, 90_000])
    assert result.column("paid_amount", "order_lines") == [101_000, 101_000, 70_000]
