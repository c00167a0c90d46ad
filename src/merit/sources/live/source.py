"""A live source as sources.yaml declares it. It never holds a secret; `place` is where it stands."""

from dataclasses import dataclass, field
from datetime import time, timedelta
from enum import StrEnum

from merit.kernel.problems import Place

FETCHED_FOLDER = "raw/fetched"
"""Where what was fetched lies, one folder a source; only the source's own entry takes files from it."""


class SourceKind(StrEnum):
    """What a live source is read from."""

    POSTGRESQL = "postgresql"
    MYSQL = "mysql"
    SQLITE = "sqlite"
    PARQUET = "parquet"
    DELTA = "delta"
    ICEBERG = "iceberg"
    WOOCOMMERCE = "woocommerce"
    SHOPIFY = "shopify"
    HTTP = "http"


DATABASES = frozenset({SourceKind.POSTGRESQL, SourceKind.MYSQL, SourceKind.SQLITE})
SERVERS = frozenset({SourceKind.POSTGRESQL, SourceKind.MYSQL})
TABLE_FOLDERS = frozenset({SourceKind.PARQUET, SourceKind.DELTA, SourceKind.ICEBERG})
WEB = frozenset({SourceKind.WOOCOMMERCE, SourceKind.SHOPIFY, SourceKind.HTTP})
LOCAL = TABLE_FOLDERS | {SourceKind.SQLITE}
"""Read from this machine's disk, without any secret."""


class SignIn(StrEnum):
    """How the secret is shown to the other side."""

    PASSWORD = "password"  # noqa: S105 - the word of sources.yaml, no secret
    BEARER = "bearer"
    BASIC = "basic"
    HEADER = "header"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Schedule:
    """When the desk's worker fetches: every so often, or at hours of the company's day; never where both are empty."""

    every: timedelta | None = None
    at: tuple[time, ...] = ()


@dataclass(frozen=True, slots=True)
class WebAnswer:
    """How an API of no known platform answers: where the rows are, how pages follow, what asks for newer rows alone."""

    rows: str = ""
    paging: str = ""
    next: str = ""
    since: str = ""
    header: str = ""


@dataclass(frozen=True, slots=True)
class LiveSource:
    """`overlap`: what lies this far before the cursor is read again, for rows that were committed late."""

    name: str
    kind: SourceKind
    address: str
    read: str = ""
    query: str = ""
    user: str = ""
    cursor: str = ""
    overlap: timedelta = timedelta(minutes=10)
    schedule: Schedule = Schedule()
    sign_in: SignIn = SignIn.PASSWORD
    version: str = ""
    tls: bool = False
    answer: WebAnswer = field(default_factory=WebAnswer)
    place: Place = field(default_factory=Place)

    @property
    def folder(self) -> str:
        """Where its raw files lie, below the company folder."""
        return f"{FETCHED_FOLDER}/{self.name}"

    @property
    def needs_secret(self) -> bool:
        """Whether it can only be read with a secret."""
        return self.kind not in LOCAL and self.sign_in is not SignIn.NONE
