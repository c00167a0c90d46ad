"""The `fetch:` of an entry of sources.yaml → LiveSource, with a Problem at the line of everything that does not fit."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import time, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from merit.kernel.document import Document, PathIn
from merit.kernel.problems import Problem, has_errors
from merit.sources.documents import read_documents
from merit.sources.live.source import DATABASES, SERVERS, WEB, LiveSource, Schedule, SignIn, SourceKind, WebAnswer
from merit.sources.live.statements import is_one_select

SHORTEST = timedelta(minutes=5)
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_SPAN = re.compile(r"([1-9][0-9]{0,3})([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_SERVER = re.compile(r"(?P<host>\[[0-9a-fA-F:]+\]|[A-Za-z0-9._-]+)(:(?P<port>[0-9]{1,5}))?/(?P<database>[^/?#\s@]+)")
_SHOP = re.compile(r"[a-z0-9][a-z0-9-]*\.myshopify\.com")
_ALWAYS = ("name", "from", "address", "schedule")
_FIELDS: dict[SourceKind, tuple[str, ...]] = {
    SourceKind.POSTGRESQL: ("user", "read", "query", "cursor", "overlap", "sign_in", "tls"),
    SourceKind.MYSQL: ("user", "read", "query", "cursor", "overlap", "sign_in", "tls"),
    SourceKind.SQLITE: ("read", "query", "cursor", "overlap"),
    SourceKind.PARQUET: ("cursor", "overlap"),
    SourceKind.DELTA: ("cursor", "overlap"),
    SourceKind.ICEBERG: ("cursor", "overlap"),
    SourceKind.WOOCOMMERCE: ("user", "read", "overlap"),
    SourceKind.SHOPIFY: ("user", "read", "overlap", "version"),
    SourceKind.HTTP: (
        "user", "read", "cursor", "overlap", "sign_in", "rows", "paging", "next", "since", "header",
    ),
}  # fmt: skip
_ADDRESSES = {
    SourceKind.POSTGRESQL: "db.example.cn:5432/erp",
    SourceKind.MYSQL: "db.example.cn:3306/erp",
    SourceKind.SQLITE: "erp/orders.sqlite3",
    SourceKind.PARQUET: "lake/orders",
    SourceKind.DELTA: "lake/orders",
    SourceKind.ICEBERG: "lake/orders",
    SourceKind.WOOCOMMERCE: "https://shop.example.cn",
    SourceKind.SHOPIFY: "my-shop.myshopify.com",
    SourceKind.HTTP: "https://api.example.cn",
}
_PLATFORM_READS = ("orders", "refunds")
_SIGN_INS = {
    SourceKind.HTTP: (SignIn.BEARER, SignIn.BASIC, SignIn.HEADER, SignIn.NONE),
    SourceKind.POSTGRESQL: (SignIn.PASSWORD, SignIn.NONE),
    SourceKind.MYSQL: (SignIn.PASSWORD, SignIn.NONE),
}
PAGINGS = ("none", "link", "page", "next_address", "next_mark")
_ON_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


def fetch_name(entry: dict[str, Any]) -> str:
    """The name that the entry's `fetch` gives its source; empty where there is none that can stand in a path."""
    fetch = entry.get("fetch")
    name = str(fetch.get("name") or "") if isinstance(fetch, dict) else ""
    return name if _NAME.fullmatch(name) else ""


def live_sources(folder: Path) -> tuple[list[LiveSource], list[Problem]]:
    """The live sources of the company's sources.yaml, in order."""
    path = folder / "sources.yaml"
    return sources_in(read_documents(path, path.name)[0]) if path.is_file() else ([], [])


def sources_in(documents: Iterable[Document]) -> tuple[list[LiveSource], list[Problem]]:
    """The live sources that these documents declare; of one name the first."""
    found: dict[str, LiveSource] = {}
    problems: list[Problem] = []
    for document in documents:
        entries = document.data.get("sources")
        for index, entry in enumerate(entries if isinstance(entries, list) else []):
            if not isinstance(entry, dict) or "fetch" not in entry:
                continue
            reading = _Reading(document, ("sources", index, "fetch"), problems)
            source = reading.source(entry["fetch"])
            if source is not None and source.name in found:
                reading.tell("sources.live_name_twice", "name", name=source.name)
            elif source is not None:
                found[source.name] = source
    return list(found.values()), problems


def server_address(source: LiveSource) -> tuple[str, int | None, str]:
    """Host, port and database of a database server's address."""
    found = _SERVER.fullmatch(source.address)
    if found is None:
        raise ValueError(source.address)
    return found["host"].strip("[]"), int(found["port"]) if found["port"] else None, found["database"]


@dataclass(slots=True)
class _Reading:
    document: Document
    path: PathIn
    problems: list[Problem]
    found: list[Problem] = field(default_factory=list)

    def tell(self, code: str, at: str, **params: str | int) -> None:
        """Note a Problem at that field."""
        problem = Problem(code, self.document.place(*self.path, at), params)
        self.found.append(problem)
        self.problems.append(problem)

    def source(self, data: Any) -> LiveSource | None:
        if not isinstance(data, dict):
            self.tell("sources.profile_shape", "", field="fetch")
            return None
        kind = self.kind(data)
        if kind is None:
            return None
        self.check_fields(data, kind)
        address = self.address(str(data.get("address") or ""), kind)
        source = LiveSource(
            self.name(data),
            kind,
            address,
            read=self.reads(data, kind),
            query=self.query(data, kind),
            user=str(data.get("user") or ""),
            cursor=str(data.get("cursor") or ""),
            overlap=self.span(data, "overlap", timedelta(minutes=10)),
            schedule=self.schedule(data.get("schedule")),
            sign_in=self.sign_in(data, kind),
            version=str(data.get("version") or ""),
            tls=data.get("tls") is True,
            answer=self.answer(data),
            place=self.document.place(*self.path),
        )
        self.check_user(source)
        return None if has_errors(self.found) else source

    def kind(self, data: dict[str, Any]) -> SourceKind | None:
        written = str(data.get("from") or "")
        if written not in tuple(SourceKind):
            self.tell("sources.profile_choice", "from", text=written, choices=", ".join(SourceKind))
            return None
        return SourceKind(written)

    def check_fields(self, data: dict[str, Any], kind: SourceKind) -> None:
        known = (*_ALWAYS, *_FIELDS[kind])
        for name in data:
            if str(name) in ("password", "secret", "token", "key"):
                self.tell("sources.live_secret_in_file", str(name), field=str(name))
            elif name not in known:
                self.tell("sources.profile_field", str(name), field=str(name), known=", ".join(known))

    def name(self, data: dict[str, Any]) -> str:
        written = str(data.get("name") or "")
        if not _NAME.fullmatch(written):
            self.tell("sources.live_name", "name", name=written)
        return written

    def address(self, written: str, kind: SourceKind) -> str:
        if "@" in written or (kind in WEB and "?" in written):
            self.tell("sources.live_secret_in_file", "address", field="address")
        elif not written or not _address_fits(written, kind):
            self.tell("sources.live_address", "address", address=written, example=_ADDRESSES[kind])
        elif kind in WEB and kind is not SourceKind.SHOPIFY and not _is_safe(written):
            self.tell("sources.live_not_https", "address", address=written)
        return written

    def reads(self, data: dict[str, Any], kind: SourceKind) -> str:
        written = str(data.get("read") or "")
        if kind in (SourceKind.WOOCOMMERCE, SourceKind.SHOPIFY) and written not in _PLATFORM_READS:
            self.tell("sources.profile_choice", "read", text=written, choices=", ".join(_PLATFORM_READS))
        if kind in DATABASES and bool(written) == bool(data.get("query")):
            self.tell("sources.live_read_or_query", "read")
        if kind is SourceKind.HTTP and not written:
            self.tell("sources.profile_field_missing", "read", field="read")
        if kind is SourceKind.HTTP and ("://" in written or ".." in written):
            self.tell("sources.live_address", "read", address=written, example="/v1/orders")
        return written

    def query(self, data: dict[str, Any], kind: SourceKind) -> str:
        written = str(data.get("query") or "").strip().rstrip(";")
        if written and kind in DATABASES and not is_one_select(written, kind):
            self.tell("sources.live_not_one_select", "query")
        return written

    def span(self, data: dict[str, Any], name: str, default: timedelta) -> timedelta:
        written = data.get(name)
        if written is None:
            return default
        found = _span(str(written))
        if found is None:
            self.tell("sources.live_span", name, text=str(written))
        return found or default

    def schedule(self, written: Any) -> Schedule:
        if written is None:
            return Schedule()
        texts = [str(each) for each in (written if isinstance(written, list) else [written])]
        times = [_time_of_day(each) for each in texts]
        every = _span(texts[0]) if len(texts) == 1 else None
        if texts and None not in times:
            return Schedule(None, tuple(sorted({each for each in times if each is not None})))
        if every is None or every < SHORTEST:
            self.tell("sources.live_schedule", "schedule", text=", ".join(texts))
        return Schedule(every)

    def sign_in(self, data: dict[str, Any], kind: SourceKind) -> SignIn:
        choices = _SIGN_INS.get(kind, (SignIn.PASSWORD,))
        written = str(data.get("sign_in") or choices[0])
        if written not in choices:
            self.tell("sources.profile_choice", "sign_in", text=written, choices=", ".join(choices))
            return choices[0]
        return SignIn(written)

    def answer(self, data: dict[str, Any]) -> WebAnswer:
        texts = {name: str(data.get(name) or "") for name in ("rows", "next", "since", "header")}
        paging = str(data.get("paging") or "none")
        if paging not in PAGINGS:
            self.tell("sources.profile_choice", "paging", text=paging, choices=", ".join(PAGINGS))
        if paging.startswith("next_") and not texts["next"]:
            self.tell("sources.profile_field_missing", "next", field="next")
        return WebAnswer(paging=paging, **texts)

    def check_user(self, source: LiveSource) -> None:
        needs = source.kind in SERVERS or source.kind is SourceKind.WOOCOMMERCE or source.sign_in is SignIn.BASIC
        if needs and not source.user:
            self.tell("sources.profile_field_missing", "user", field="user")
        if source.sign_in is SignIn.HEADER and not source.answer.header:
            self.tell("sources.profile_field_missing", "header", field="header")


def _address_fits(written: str, kind: SourceKind) -> bool:
    if kind in SERVERS:
        return _SERVER.fullmatch(written) is not None
    if kind is SourceKind.SHOPIFY:
        return _SHOP.fullmatch(written) is not None or _is_on_this_machine(written)
    if kind in WEB:
        return urlsplit(written).scheme in ("http", "https") and bool(urlsplit(written).hostname)
    return True


def _is_safe(written: str) -> bool:
    return urlsplit(written).scheme == "https" or _is_on_this_machine(written)


def _is_on_this_machine(written: str) -> bool:
    return urlsplit(written).hostname in _ON_THIS_MACHINE


def _span(text: str) -> timedelta | None:
    found = _SPAN.fullmatch(text)
    return timedelta(**{_UNITS[found[2]]: int(found[1])}) if found else None


def _time_of_day(text: str) -> time | None:
    try:
        return time.fromisoformat(text) if re.fullmatch(r"[0-2][0-9]:[0-5][0-9]", text) else None
    except ValueError:
        return None
