"""Which reader reads which kind of live source."""

from importlib.util import find_spec
from pathlib import Path

from merit.kernel.refusals import ConflictRefusal
from merit.sources.live.batches import GoOn, Parts
from merit.sources.live.databases import database_rows
from merit.sources.live.secret_store import Secret
from merit.sources.live.source import DATABASES, SERVERS, TABLE_FOLDERS, WEB, LiveSource, SourceKind
from merit.sources.live.table_folders import table_folder_parts
from merit.sources.live.web import web_rows

_PLATFORM_CURSORS = {
    (SourceKind.WOOCOMMERCE, "orders"): "date_modified_gmt",
    (SourceKind.WOOCOMMERCE, "refunds"): "date_created_gmt",
    (SourceKind.SHOPIFY, "orders"): "updatedAt",
    (SourceKind.SHOPIFY, "refunds"): "orderUpdatedAt",
}


def cursor_column(source: LiveSource) -> str:
    """The column whose largest value says where the next fetch goes on; empty where everything is read each time."""
    return _PLATFORM_CURSORS.get((source.kind, source.read), source.cursor)


def missing_module(source: LiveSource) -> str:
    """The Python package that the source needs and that is not installed; empty when all is there."""
    needed = {
        **dict.fromkeys(DATABASES, "sqlalchemy"),
        **dict.fromkeys(WEB, "dlt"),
        SourceKind.ICEBERG: "pyiceberg",
    }.get(source.kind)
    driver = {SourceKind.MYSQL: "pymysql", SourceKind.POSTGRESQL: "psycopg"}.get(source.kind)
    names = [each for each in (needed, driver, "tenacity") if each]
    return next((each for each in names if find_spec(each) is None), "")


def parts_of(source: LiveSource, folder: Path, secret: Secret, start: GoOn) -> Parts:
    """What the source has from there on. Raises ConflictRefusal, and BrokenConnection where another try may help."""
    missing = missing_module(source)
    if missing:
        raise ConflictRefusal("sources.live_module_missing", name=source.name, module=missing)
    if source.kind in TABLE_FOLDERS:
        return table_folder_parts(source, folder, start)
    if source.kind in SERVERS or source.kind is SourceKind.SQLITE:
        return database_rows(source, folder, secret, start)
    return web_rows(source, secret, start)
