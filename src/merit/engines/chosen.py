"""Which engine answers: one setting, `MERIT_ENGINE`, for everything that asks. Figures do not depend on it."""

from os import environ

from merit.engines.embedded import DEFAULT_SETTINGS, EmbeddedDatabase, EngineSettings
from merit.engines.query_engine import Database
from merit.kernel.refusals import NotFoundRefusal

SETTING = "MERIT_ENGINE"
EMBEDDED = "embedded"


def chosen_engine() -> str:
    """The address that the setting gives; `embedded` where it gives none."""
    return environ.get(SETTING, "").strip() or EMBEDDED


def is_embedded() -> bool:
    """Whether queries run in this process."""
    return chosen_engine() == EMBEDDED


def open_database(settings: EngineSettings = DEFAULT_SETTINGS, address: str | None = None) -> Database:
    """The database at the address: `embedded`, `spark://host:port` or `postgresql://host/database`.

    Without an address that of the setting. `settings` bound the embedded one; the others have bounds of their own.
    Raises NotFoundRefusal for an address of another kind, ConflictRefusal where nothing answers there.
    """
    address = address or chosen_engine()
    match address.partition("://")[0]:
        case "embedded":
            return EmbeddedDatabase(settings)
        case "spark":
            from merit.engines.spark import SparkDatabase

            return SparkDatabase(address)
        case "postgresql" | "postgres":
            from merit.engines.postgres import PostgresDatabase

            return PostgresDatabase(address)
        case other:
            raise NotFoundRefusal("engines.unknown", setting=SETTING, given=other)
