"""Databases as sources, on real servers: exact values, only what is new, nothing lost, nothing written."""

from importlib.util import find_spec

import pytest

from merit.kernel.refusals import ConflictRefusal
from merit.sources.live.state import state_of
from tests.sources.live.fetching import MISSING, NOW, declare, enter, fetched, the_source
from tests.sources.live.servers import PASSWORD, MariaDB, PostgreSQL

pytestmark = pytest.mark.skipif(
    not all(map(find_spec, ("sqlalchemy", "pymysql", "tenacity"))), reason=MISSING.format("sqlalchemy pymysql tenacity")
)
TABLE = (
    "CREATE TABLE {table} (shop VARCHAR(9), order_id VARCHAR(40), ordered_at {moment}, status VARCHAR(20),"
    " paid_amount DECIMAL(14,4), weight DOUBLE PRECISION, big BIGINT, note TEXT, updated_at {moment})"
)
KEPT = ("shop", "order_id", "ordered_at", "status", "paid_amount", "big", "note", "updated_at")


class Erp:
    """One of the servers with a table of orders, and how sources.yaml names it."""

    def __init__(self, kind, address, engine, moment):
        self.kind, self.address, self.engine, self.moment = kind, address, engine, moment

    def run(self, text, **values):
        """Change something, as the ERP would."""
        import sqlalchemy

        with self.engine.begin() as connection:
            connection.execute(sqlalchemy.text(text), values)

    def begin(self):
        """An empty table."""
        self.run("DROP TABLE IF EXISTS erp_orders")
        self.run(TABLE.format(table="erp_orders", moment=self.moment))
        return self

    def order(self, number, minute, amount="12.1000", note=None):
        """One order, changed at that minute after ten."""
        moment = f"2026-10-21 10:{minute:02}:00.123456"
        self.run(
            "INSERT INTO erp_orders VALUES ('s1', :id, '2026-10-20 09:30:00', 'paid', :amount, 0.1,"
            " 9007199254740993, :note, :at)",
            id=number, amount=amount, note=note, at=moment,
        )  # fmt: skip

    def line(self, more="read: erp_orders, cursor: updated_at"):
        """The `fetch` of sources.yaml."""
        return f"name: erp, from: {self.kind}, address: '{self.address}', user: merit, {more}"


@pytest.fixture(scope="module")
def postgresql():
    import sqlalchemy

    server = PostgreSQL()
    url = f"postgresql+psycopg://merit@/merit?host={server.folder}&port={server.port}"
    engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.pool.NullPool)
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text(f"ALTER ROLE merit PASSWORD '{PASSWORD.replace(':', chr(92) + ':')}'"))
        connection.execute(sqlalchemy.text("SELECT 1"))
    hba = server.folder / "data" / "pg_hba.conf"
    hba.write_text("local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n")
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("SELECT pg_reload_conf()"))
    yield Erp("postgresql", server.address, engine, "TIMESTAMP")
    server.stop()


@pytest.fixture(scope="module")
def mariadb():
    import sqlalchemy

    server = MariaDB()
    root = sqlalchemy.create_engine(f"mysql+pymysql://root@localhost/?unix_socket={server.socket}")
    with root.begin() as connection:
        connection.execute(sqlalchemy.text("CREATE DATABASE erp CHARACTER SET utf8mb4"))
        connection.exec_driver_sql(f"CREATE USER merit@'127.0.0.1' IDENTIFIED BY '{PASSWORD}'")
        connection.exec_driver_sql("GRANT SELECT ON erp.* TO merit@'127.0.0.1'")
    engine = sqlalchemy.create_engine(
        f"mysql+pymysql://root@localhost/erp?unix_socket={server.socket}", poolclass=sqlalchemy.pool.NullPool
    )
    yield Erp("mysql", server.address, engine, "DATETIME(6)")
    server.stop()


@pytest.fixture(params=["postgresql", "mariadb"])
def erp(request):
    return request.getfixturevalue(request.param).begin()


def test_every_value_arrives_digit_by_digit(erp, tmp_path):
    erp.order("00051100000000012345", 1, "1234567890.1234", '一行"引号",\n第二行')
    declare(tmp_path, erp.line())
    enter(tmp_path, PASSWORD)
    done, rows = fetched(tmp_path)
    assert (done.rows, done.files) == (1, ("raw/fetched/erp/20261101T033000-0000.csv",))
    assert {name: rows[0][name] for name in KEPT} == {
        "shop": "s1",
        "order_id": "00051100000000012345",
        "ordered_at": "2026-10-20T09:30:00",
        "status": "paid",
        "paid_amount": "1234567890.1234",
        "big": "9007199254740993",
        "note": '一行"引号",\n第二行',
        "updated_at": "2026-10-21T10:01:00.123456",
    }


def test_the_second_fetch_brings_what_is_new_and_what_has_changed_and_nothing_else(erp, tmp_path):
    for minute in (1, 2, 30):
        erp.order(f"A{minute}", minute)
    declare(tmp_path, erp.line())
    enter(tmp_path, PASSWORD)
    assert len(fetched(tmp_path)[1]) == 3
    assert fetched(tmp_path, 5)[0].files == ()
    erp.order("A31", 31)
    erp.run("UPDATE erp_orders SET status = 'closed', updated_at = '2026-10-21 10:40:00' WHERE order_id = 'A1'")
    _, rows = fetched(tmp_path, 10)
    assert [(row["order_id"], row["status"]) for row in rows] == [("A31", "paid"), ("A1", "closed")]


def test_a_row_committed_late_with_an_earlier_moment_is_found_inside_the_overlap(erp, tmp_path):
    erp.order("A30", 30)
    declare(tmp_path, erp.line())
    enter(tmp_path, PASSWORD)
    fetched(tmp_path)
    erp.order("A25", 25)
    assert [row["order_id"] for row in fetched(tmp_path, 5)[1]] == ["A25"]


def test_rows_without_a_cursor_are_not_lost_and_not_brought_twice(erp, tmp_path):
    erp.order("A1", 1)
    erp.run("INSERT INTO erp_orders (shop, order_id) VALUES ('s1', 'N1')")
    declare(tmp_path, erp.line())
    enter(tmp_path, PASSWORD)
    assert [row["order_id"] for row in fetched(tmp_path)[1]] == ["A1", "N1"]
    erp.run("INSERT INTO erp_orders (shop, order_id) VALUES ('s1', 'N2')")
    assert [row["order_id"] for row in fetched(tmp_path, 5)[1]] == ["N2"]


def test_a_query_chooses_joins_and_names_columns(erp, tmp_path):
    erp.order("A1", 1)
    erp.order("A2", 2)
    query = "select order_id as id, updated_at, '10:30 100%' as label from erp_orders where order_id <> 'A2' -- ours"
    declare(tmp_path, erp.line(f'query: "{query}", cursor: updated_at'))
    enter(tmp_path, PASSWORD)
    assert [(row["id"], row["label"]) for row in fetched(tmp_path)[1]] == [("A1", "10:30 100%")]


def test_a_wrong_password_is_said_at_once_and_shown_nowhere(erp, tmp_path, pauses):
    declare(tmp_path, erp.line())
    enter(tmp_path, "falsch-9f3a")
    with pytest.raises(ConflictRefusal) as refused:
        fetched(tmp_path)
    assert (refused.value.code, pauses) == ("sources.live_denied", [])
    assert "falsch-9f3a" not in repr(refused.value.params)
    failure = state_of(tmp_path, the_source(tmp_path)).failure
    assert (failure.code, failure.times) == ("sources.live_denied", 1)
    everything = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"falsch-9f3a" not in everything


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("read: nobody", "sources.live_query_failed"),
        ("read: erp_orders, cursor: changed", "sources.live_query_failed"),
        ("query: select order_id from erp_orders, cursor: updated_at", "sources.live_query_failed"),
    ],
)
def test_a_table_or_column_that_is_not_there_is_said_with_the_words_of_the_database(erp, tmp_path, more, code, pauses):
    erp.order("A1", 1)
    declare(tmp_path, erp.line(more))
    enter(tmp_path, PASSWORD)
    with pytest.raises(ConflictRefusal) as refused:
        fetched(tmp_path)
    assert (refused.value.code, pauses) == (code, [])
    assert list((tmp_path / ".merit" / "live" / "unfinished").glob("*")) == []


def test_a_source_can_only_read_even_where_its_user_may_write(postgresql, tmp_path):
    postgresql.begin().order("A1", 1)
    postgresql.run("CREATE OR REPLACE FUNCTION wipe() RETURNS int LANGUAGE sql AS 'DELETE FROM erp_orders RETURNING 1'")
    declare(tmp_path, postgresql.line("query: select wipe() as n"))
    enter(tmp_path, PASSWORD)
    with pytest.raises(ConflictRefusal, match="live_query_failed"):
        fetched(tmp_path)
    declare(tmp_path, postgresql.line())
    enter(tmp_path, PASSWORD)
    assert len(fetched(tmp_path)[1]) == 1


def test_a_server_that_is_away_is_tried_five_times_with_growing_pauses(tmp_path, pauses):
    declare(tmp_path, "name: erp, from: postgresql, address: '127.0.0.1:1/erp', user: merit, read: orders")
    enter(tmp_path, PASSWORD)
    with pytest.raises(ConflictRefusal) as refused:
        fetched(tmp_path)
    assert refused.value.code == "sources.live_unreachable"
    assert len(pauses) == 4
    assert all(base <= pause <= base + 1 for base, pause in zip((1, 2, 4, 8), pauses, strict=True))


def test_a_secret_is_not_sent_to_another_address_than_it_was_entered_for(postgresql, tmp_path):
    postgresql.begin()
    declare(tmp_path, postgresql.line())
    enter(tmp_path, PASSWORD)
    declare(tmp_path, postgresql.line().replace("127.0.0.1", "localhost"))
    with pytest.raises(ConflictRefusal, match="live_secret_elsewhere"):
        fetched(tmp_path)


def test_another_query_begins_from_the_start(postgresql, tmp_path):
    postgresql.begin().order("A1", 1)
    declare(tmp_path, postgresql.line())
    enter(tmp_path, PASSWORD)
    fetched(tmp_path)
    declare(tmp_path, postgresql.line("query: select * from erp_orders, cursor: updated_at"))
    assert [row["order_id"] for row in fetched(tmp_path, 5)[1]] == ["A1"]


def test_a_fetch_that_breaks_half_way_keeps_what_is_whole_and_goes_on_there(postgresql, tmp_path, monkeypatch):
    from merit.sources.live import databases, raw_file
    from merit.sources.live import fetch as fetching

    for minute in range(1, 8):
        postgresql.begin() if minute == 1 else None
        postgresql.order(f"A{minute}", minute)
    monkeypatch.setattr(databases, "ROWS_AT_ONCE", 2)
    monkeypatch.setattr(raw_file, "MOST_ROWS", 2)

    class Pulled(Exception):
        """The power goes."""

    class Watcher:
        def fetched(self, _name, rows):
            if rows == 5:
                raise Pulled

    declare(tmp_path, postgresql.line("read: erp_orders, cursor: updated_at, overlap: 1m"))
    enter(tmp_path, PASSWORD)
    with pytest.raises(Pulled):
        fetching.fetch(the_source(tmp_path), tmp_path, NOW, Watcher())
    state = state_of(tmp_path, the_source(tmp_path))
    assert len(state.unloaded) == 2
    done, rows = fetched(tmp_path, 5)
    assert [row["order_id"] for row in rows] == ["A5", "A6", "A7"]
    assert state_of(tmp_path, the_source(tmp_path)).unloaded == (*state.unloaded, *done.files)


def test_a_file_of_sqlite_is_read_from_inside_the_company_folder_only(tmp_path):
    import sqlite3

    company = tmp_path / "company"
    (company / "erp").mkdir(parents=True)
    for place in (company / "erp" / "shop.sqlite3", tmp_path / "elsewhere.sqlite3"):
        with sqlite3.connect(place) as database:
            database.execute("CREATE TABLE o (id TEXT, n INTEGER)")
            database.execute("INSERT INTO o VALUES ('007', 1), ('008', 2)")
        database.close()
    declare(company, "name: pos, from: sqlite, address: erp/shop.sqlite3, read: o, cursor: n")
    assert [row["id"] for row in fetched(company)[1]] == ["007", "008"]
    assert fetched(company, 5)[0].rows == 0
    declare(company, "name: pos, from: sqlite, address: ../elsewhere.sqlite3, read: o")
    with pytest.raises(ConflictRefusal, match="live_not_allowed"):
        fetched(company)
    declare(company, "name: pos, from: sqlite, address: erp/none.sqlite3, read: o")
    with pytest.raises(ConflictRefusal, match="live_no_such_path"):
        fetched(company)
