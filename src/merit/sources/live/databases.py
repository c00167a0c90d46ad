"""PostgreSQL, MySQL or MariaDB, and SQLite: rows of a table or of one SELECT from the cursor on, only ever read."""

import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from merit.kernel.refusals import ConflictRefusal, Refusal
from merit.sources.live.batches import GoOn, Part, Parts, Rows
from merit.sources.live.declared import server_address
from merit.sources.live.local_paths import local_path
from merit.sources.live.secret_store import Secret, without_secret
from merit.sources.live.source import LiveSource, SourceKind

ROWS_AT_ONCE = 5_000
CONNECT_SECONDS = 15
_DRIVERS = {SourceKind.POSTGRESQL: "postgresql+psycopg", SourceKind.MYSQL: "mysql+pymysql"}
_LONGEST_REASON = 300


class BrokenConnection(Exception):
    """The server could not be reached or was lost on the way: worth trying again."""


def database_rows(source: LiveSource, folder: Path, secret: Secret, start: GoOn) -> Parts:
    """The rows, by the cursor where there is one: rows without one last, since they cannot be told from new ones.

    Raises BrokenConnection, and ConflictRefusal for what another try does not mend (a wrong password, no such table).
    """
    import sqlalchemy

    engine = _engine(source, folder, secret)
    try:
        with engine.connect() as connection:
            if source.kind is SourceKind.MYSQL:
                connection.execute(sqlalchemy.text("SET SESSION TRANSACTION READ ONLY"))
                connection.commit()
            for condition in _conditions(source, start):
                yield from _selected(connection, source, condition)
    except sqlalchemy.exc.DBAPIError as error:
        raise _refused(source, error, secret) from None
    finally:
        engine.dispose()


def _engine(source: LiveSource, folder: Path, secret: Secret) -> Any:
    import sqlalchemy

    options: dict[str, Any] = {"hide_parameters": True, "poolclass": sqlalchemy.pool.NullPool}
    if source.kind is SourceKind.SQLITE:
        path = local_path(source, folder)
        address = f"sqlite:///file:{path.as_posix()}?mode=ro&uri=true"
        return sqlalchemy.create_engine(address, **options)
    host, port, database = server_address(source)
    password = secret.text or None
    url = sqlalchemy.URL.create(_DRIVERS[source.kind], source.user, password, host, port, database)
    return sqlalchemy.create_engine(
        url,
        connect_args=_connection_options(source),
        execution_options={"postgresql_readonly": True} if source.kind is SourceKind.POSTGRESQL else {},
        **options,
    )


def _connection_options(source: LiveSource) -> dict[str, Any]:
    if source.kind is SourceKind.POSTGRESQL:
        tls = {"sslmode": "verify-full", "sslrootcert": _trusted()} if source.tls else {}
        return {"connect_timeout": CONNECT_SECONDS, "application_name": "merit", "keepalives_idle": 30, **tls}
    # PyMySQL's own settings check no host name unless they also name a file of authorities
    secured = {"ssl": ssl.create_default_context()} if source.tls else {}
    return {"connect_timeout": CONNECT_SECONDS, "read_timeout": 300, "charset": "utf8mb4", **secured}


def _trusted() -> str:
    """The authorities that this machine trusts: libpq's own copy of OpenSSL looks for them where it was built."""
    return ssl.get_default_verify_paths().cafile or "system"


def _conditions(source: LiveSource, start: GoOn) -> Iterator[Any]:
    """Without a cursor all rows; with one those from it on, in its order, then those that have none."""
    import sqlalchemy

    if not source.cursor:
        yield None
        return
    column: Any = sqlalchemy.column(source.cursor)
    yield column >= start.since if start.since is not None else column.is_not(None)
    yield column.is_(None)


def _selected(connection: Any, source: LiveSource, condition: Any) -> Iterator[Part]:
    import sqlalchemy

    chosen = sqlalchemy.select(sqlalchemy.text("*")).select_from(_origin(source))
    if condition is not None:
        chosen = chosen.where(condition).order_by(sqlalchemy.column(source.cursor))
    found = connection.execution_options(stream_results=True, yield_per=ROWS_AT_ONCE).execute(chosen)
    for page in found.mappings().partitions():
        yield Rows([dict(row) for row in page], complete=bool(source.cursor))


def _origin(source: LiveSource) -> Any:
    import sqlalchemy

    if source.query:
        return sqlalchemy.text(f"({source.query}\n) AS merit_rows".replace(":", r"\:"))
    schema, dot, table = source.read.rpartition(".")
    return sqlalchemy.table(table, schema=schema if dot else None)


def _refused(source: LiveSource, error: Any, secret: Secret) -> Exception:
    """What the database said, as a refusal in our words; never with the password or the address of its login."""
    reason = without_secret(" ".join(str(error.orig).split()), secret)[:_LONGEST_REASON]
    words = reason.lower()
    params: dict[str, str | int] = {"name": source.name, "address": source.address}
    if any(each in words for each in ("password authentication failed", "access denied", "no password supplied")):
        return ConflictRefusal("sources.live_denied", **params)
    if source.tls and any(each in words for each in ("certificate", "ssl")):
        return ConflictRefusal("sources.live_certificate", reason=reason, **params)
    if error.connection_invalidated or _is_lost(error, words):
        return BrokenConnection(reason)
    refused: Refusal = ConflictRefusal("sources.live_query_failed", name=source.name, reason=reason)
    return refused


def _is_lost(error: Any, words: str) -> bool:
    code = error.orig.args[0] if error.orig.args else ""
    mysql_lost = code in (1040, 1053, 1158, 1159, 1160, 1161, 1205, 1213, 2002, 2003, 2006, 2013)
    said = (
        "connection", "could not translate host", "timeout", "timed out", "terminat", "starting up", "shutting down",
        "server closed", "database is locked", "name resolution", "deadlock",
    )  # fmt: skip
    return mysql_lost or (type(error).__name__ == "OperationalError" and any(each in words for each in said))
