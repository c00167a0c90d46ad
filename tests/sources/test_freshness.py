"""How new the facts are: rows that count now and their newest day, by file."""

from datetime import date

from merit.sources.freshness import file_facts
from tests.sources.fact_files import ORDERS, write
from tests.sources.test_load_facts import GOOD, load


def test_an_empty_store_has_no_files(tmp_path):
    assert file_facts(tmp_path) == (0, [])


def test_each_file_tells_its_rows_and_its_newest_day(tmp_path):
    write(tmp_path, "facts/orders/a.csv", ORDERS + GOOD + GOOD.replace("A1", "A2").replace("10-21", "10-25"))
    write(tmp_path, "facts/leave.csv", "person,from,to,kind\nann,2026-10-01,2026-10-03,sick\n")
    load(tmp_path)
    number, facts = file_facts(tmp_path)
    found = {(each.file, each.table): (each.rows, each.newest) for each in facts}
    assert number == 1
    assert found["facts/orders/a.csv", "orders"] == (2, date(2026, 10, 25))
    assert found["facts/leave.csv", "leave"] == (1, date(2026, 10, 1))


def test_a_row_replaced_by_another_file_counts_there_alone(tmp_path):
    write(tmp_path, "facts/orders/a.csv", ORDERS + GOOD)
    load(tmp_path)
    write(tmp_path, "facts/orders/b.csv", ORDERS + GOOD.replace("100.50", "99"))
    load(tmp_path, 1)
    assert [(each.file, each.rows) for each in file_facts(tmp_path)[1]] == [("facts/orders/b.csv", 1)]
