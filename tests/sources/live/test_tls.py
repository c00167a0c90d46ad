"""`tls: true`: the database's certificate must hold, for the very host that is declared; else nothing is fetched."""

import os
import shutil
import tempfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from merit.kernel.refusals import ConflictRefusal
from tests.sources.live.certificates import authority
from tests.sources.live.fetching import MISSING, declare, enter, fetched
from tests.sources.live.servers import PASSWORD, MariaDB, PostgreSQL

pytestmark = pytest.mark.skipif(
    not all(map(find_spec, ("sqlalchemy", "pymysql", "tenacity"))), reason=MISSING.format("sqlalchemy pymysql tenacity")
)


class Encrypted:
    """A server that shows a certificate for `localhost`, by an authority of its own."""

    def __init__(self, kind, server, database):
        self.kind, self.server, self.database = kind, server, database

    def line(self, host):
        """The `fetch` of sources.yaml, with `tls`."""
        address = f"{host}:{self.server.port}/{self.database}"
        return f"name: erp, from: {self.kind}, address: '{address}', user: merit, read: sold, tls: true"


@pytest.fixture(scope="module")
def certificates():
    folder = Path(tempfile.mkdtemp(prefix="merit-tls-"))
    folder.chmod(0o755)
    yield authority(folder, "localhost")
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def postgresql(certificates):
    import sqlalchemy

    server = PostgreSQL()
    data = server.folder / "data"
    owner = data.stat()
    for name in ("server.pem", "server.key"):
        shutil.copy(certificates / name, data / name)
        (data / name).chmod(0o600)
        os.chown(data / name, owner.st_uid, owner.st_gid)
    (data / "pg_hba.conf").write_text("local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n")
    url = f"postgresql+psycopg://merit@/merit?host={server.folder}&port={server.port}"
    engine = sqlalchemy.create_engine(url, poolclass=sqlalchemy.pool.NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        quoted = PASSWORD.replace(":", "\\:")
        for text in (
            f"ALTER ROLE merit PASSWORD '{quoted}'", "CREATE TABLE sold (order_id TEXT)",
            "INSERT INTO sold VALUES ('A1')",
            "ALTER SYSTEM SET ssl_cert_file = 'server.pem'", "ALTER SYSTEM SET ssl_key_file = 'server.key'",
            "ALTER SYSTEM SET ssl = on", "SELECT pg_reload_conf()",
        ):  # fmt: skip
            connection.execute(sqlalchemy.text(text))
    yield Encrypted("postgresql", server, "merit")
    server.stop()


@pytest.fixture(scope="module")
def mariadb(certificates):
    import sqlalchemy

    (certificates / "server.key").chmod(0o644)
    shown = [f"--ssl-{name}={certificates / file}" for name, file in (("cert", "server.pem"), ("key", "server.key"))]
    server = MariaDB(*shown)
    root = sqlalchemy.create_engine(f"mysql+pymysql://root@localhost/?unix_socket={server.socket}")
    with root.begin() as connection:
        for text in (
            "CREATE DATABASE erp", "CREATE TABLE erp.sold (order_id VARCHAR(9))", "INSERT INTO erp.sold VALUES ('A1')",
            f"CREATE USER merit@'127.0.0.1' IDENTIFIED BY '{PASSWORD}'", "GRANT SELECT ON erp.* TO merit@'127.0.0.1'",
        ):  # fmt: skip
            connection.exec_driver_sql(text)
    yield Encrypted("mysql", server, "erp")
    server.stop()


@pytest.fixture(params=["postgresql", "mariadb"])
def encrypted(request):
    return request.getfixturevalue(request.param)


def refused(folder):
    with pytest.raises(ConflictRefusal) as told:
        fetched(folder)
    assert PASSWORD not in repr(told.value.params)
    return told.value.code


def test_rows_come_when_the_certificate_holds_for_the_declared_host(encrypted, certificates, tmp_path, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates / "ca.pem"))
    declare(tmp_path, encrypted.line("localhost"))
    enter(tmp_path, PASSWORD)
    assert [row["order_id"] for row in fetched(tmp_path)[1]] == ["A1"]


def test_a_certificate_for_another_host_is_refused(encrypted, certificates, tmp_path, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates / "ca.pem"))
    declare(tmp_path, encrypted.line("127.0.0.1"))
    enter(tmp_path, PASSWORD)
    assert refused(tmp_path) == "sources.live_certificate"


def test_a_certificate_of_an_unknown_authority_is_refused(encrypted, tmp_path):
    declare(tmp_path, encrypted.line("localhost"))
    enter(tmp_path, PASSWORD)
    assert refused(tmp_path) == "sources.live_certificate"
