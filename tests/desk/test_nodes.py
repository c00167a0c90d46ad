"""KPIs of any node, and the days of one of them with the table behind the chart."""

import pytest

from tests.desk.pages import text

NODES = "/periods/2026-10/nodes/"


@pytest.mark.parametrize(
    ("node", "shown"),
    [
        ("department/trade", "7,800.00"),
        ("team/south", "6,000.00"),
        ("shop/s1", "7,000.00"),
        ("person/ann", "4,200.00"),
        ("person/unassigned", "3,200.00"),
    ],
)
def test_each_node_shows_its_own_sales(reader, node, shown):
    assert f"支付金额 {shown}" in text(reader.get(f"{NODES}{node}/?q=paid_sales"))


def test_the_days_of_a_kpi_stand_in_a_table_and_as_data(reader):
    page = reader.get(f"{NODES}company/company/days/paid_sales/")
    told = text(page)
    assert "10-20 2,000.00" in told  # A15: P1 and four P2
    assert '<script id="drawn" type="application/json">' in page.content.decode()
    assert "最高" in told
