"""The same settlements in two exports are told with both files and what to write; nothing else is called doubled."""

from datetime import UTC, datetime, timedelta

import pytest

from merit.sources.load_facts import load_facts
from tests.sources.fact_files import company, write
from tests.sources.platform_company import EXPORTS

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
LEDGER = "  - {files: raw/l*, profile: douyin_ledger, shop: s1%s}\n"
SETTLEMENT = "  - {files: raw/s*, profile: douyin_settlement, shop: %s}\n"


def told(folder, ledger="", shop="s1", settlement=None, *, only=None, hour=0):
    """The doubts of a load of 抖店's ledger beside its settlements."""
    write(folder, "sources.yaml", "sources:\n" + LEDGER % ledger + SETTLEMENT % shop)
    write(folder, "raw/ledger.csv", (EXPORTS / "douyin_ledger.csv").read_bytes())
    write(folder, "raw/settled.csv", settlement or (EXPORTS / "douyin_settlement.csv").read_bytes())
    report = load_facts(company(), folder, NOON + timedelta(hours=hour), only=only)
    return [each for each in report.problems if each.code == "sources.settled_twice"]


def test_orders_settled_in_both_are_told_with_count_example_and_both_files(tmp_path):
    (problem,) = told(tmp_path)
    assert problem.severity == "warning"
    assert problem.place.file == "raw/settled.csv"
    assert problem.params == {
        "count": 2,
        "order": "6923000000000000017",
        "first": "raw/ledger.csv",
        "one": "douyin_ledger",
        "other": "douyin_settlement",
    }


def test_they_are_told_also_when_the_second_file_is_loaded_alone_as_the_desk_does(tmp_path):
    told(tmp_path, shop="uk", only=["raw/ledger.csv"])
    assert len(told(tmp_path, only=["raw/settled.csv"], hour=1)) == 1


def test_with_the_fees_alone_of_one_of_them_nothing_is_doubled(tmp_path):
    assert told(tmp_path, ledger=", only: [fees]") == []


def test_another_shop_is_other_money(tmp_path):
    assert told(tmp_path, shop="uk") == []


@pytest.mark.parametrize(("before", "after"), [("2026-10-", "2026-12-"), ("0000017", "0000099")])
def test_other_days_and_other_orders_are_other_money(tmp_path, before, after):
    later = (EXPORTS / "douyin_settlement.csv").read_text("utf-8").replace(before, after)
    assert told(tmp_path, settlement=later.encode()) == []
