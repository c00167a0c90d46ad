"""Moments and days. A moment without an offset is one of the row's zone; days that do not exist are refused."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from merit.kernel.problems import Problem
from merit.sources.parsing.parsed import Fault, Parsed, faults_where, read_distinct, shown, trimmed

LOCAL = pa.timestamp("us")
MOMENT = pa.timestamp("us", tz="UTC")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOMENT = re.compile(
    r"(\d{4})([-/.年])(\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:(?:\s*[T ]\s*|(?<=日))(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,9}))?)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_EPOCHS = {"epoch_s": 1, "epoch_ms": 1_000, "epoch_us": 1_000_000}
"""Ways of writing a moment as the count of seconds, or of parts of them, since 1970 in UTC."""
_MONTH = re.compile(r"(\d{4})[-/年](\d{1,2})月?")


@dataclass(frozen=True, slots=True)
class Clock:
    """The time zone of each shop, of everything else, and when a business day begins."""

    shop_zones: Mapping[str, str]
    zone: str
    day_cut: time = time(0, 0)


def zones_of(shops: pa.Array | None, rows: int, clock: Clock) -> pa.Array:
    """The zone of each row, coded."""
    if shops is None:
        return pa.array([clock.zone]).dictionary_encode().take(pa.array(np.zeros(rows, dtype=np.int32)))
    return (
        read_distinct(shops, lambda shop: clock.shop_zones.get(shop, clock.zone), pa.string())
        .values.fill_null(clock.zone)
        .dictionary_encode()
    )


def read_instants(cells: pa.Array, zones: pa.Array, written: str = "") -> Parsed:
    """Moments in UTC. `written` is a strptime format for exports that write times in a way of their own."""
    if pa.types.is_timestamp(cells.type):
        if cells.type.tz:
            return Parsed(cells.cast(MOMENT, safe=False))
        return Parsed(_in_zones(cells.cast(LOCAL, safe=False), zones))
    if pa.types.is_date(cells.type):
        return Parsed(_in_zones(cells.cast(pa.date32()).cast(LOCAL), zones))
    texts = trimmed(cells if pa.types.is_string(cells.type) else cells.cast(pa.string()))
    try:
        return _instants_of(texts, zones, written)
    except OverflowError:
        everywhere = read_distinct(
            texts, lambda text: Problem("sources.no_such_time", params={"text": shown(text)}), pa.string()
        )
        return Parsed(pa.nulls(len(cells), MOMENT), everywhere.faults)


def _instants_of(texts: pa.Array, zones: pa.Array, written: str) -> Parsed:
    if not written:
        quick = _quick(texts, zones)
        if quick is not None:
            return Parsed(quick)
    local = read_distinct(texts, lambda text: _micros(text, written, aware=False), pa.int64())
    fixed = read_distinct(texts, lambda text: _micros(text, written, aware=True), pa.int64())
    return Parsed(pc.coalesce(fixed.values.cast(MOMENT), _in_zones(local.values.cast(LOCAL), zones)), local.faults)


def _quick(texts: pa.Array, zones: pa.Array) -> pa.Array | None:
    """The reading of cells that are all well-formed ISO 8601, or None."""
    for kind in (LOCAL, MOMENT):
        try:
            moments = texts.cast(kind)
        except pa.ArrowInvalid:
            continue
        return moments if kind == MOMENT else _in_zones(moments, zones)
    return None


def _micros(text: str, written: str, aware: bool) -> int | Problem | None:
    moment = moment_of(text, written)
    if moment is None:
        return Problem("sources.no_such_time", params={"text": shown(text)})
    if (moment.tzinfo is not None) != aware:
        return None
    return (moment.replace(tzinfo=moment.tzinfo or UTC) - _EPOCH) // timedelta(microseconds=1)


def moment_of(text: str, written: str = "") -> datetime | None:
    """One written moment, with its offset if it has one; None when it is no moment or does not exist."""
    try:
        if written in _EPOCHS:
            return _EPOCH + timedelta(microseconds=int(text) * (1_000_000 // _EPOCHS[written]))
        if written:
            return datetime.strptime(text, written)  # noqa: DTZ007 (a moment without offset is meant)
        compact = _COMPACT.fullmatch(text)
        if compact:
            return datetime(*map(int, compact.groups()))  # type: ignore[arg-type]  # noqa: DTZ001
        found = _MOMENT.fullmatch(text)
        return _built(found) if found else None
    except (ValueError, OverflowError):
        return None


def _built(found: re.Match[str]) -> datetime:
    year, _, month, day, hour, minute, second, part, offset = found.groups()
    micro = int((part or "0")[:6].ljust(6, "0"))
    at = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0), micro)  # noqa: DTZ001
    if not offset:
        return at
    if offset in ("Z", "UTC"):
        return at.replace(tzinfo=UTC)
    sign = -1 if offset[0] == "-" else 1
    return at.replace(tzinfo=timezone(sign * timedelta(hours=int(offset[1:3]), minutes=int(offset[-2:]))))


def _in_zones(local: pa.Array, zones: pa.Array) -> pa.Array:
    """Local times to UTC. An hour that comes twice is its first; one that the clock leaps over is the leap's end."""
    names = zones.dictionary.to_pylist()
    moments = pa.nulls(len(local), MOMENT)
    for code, zone in enumerate(names):
        here = pc.assume_timezone(local, zone, ambiguous="earliest", nonexistent="latest").cast(MOMENT)
        if len(names) == 1:
            return here
        moments = pc.if_else(pc.equal(zones.indices, code), here, moments)
    return moments


def local_times(moments: pa.Array, zones: pa.Array) -> pa.Array:
    """What the clock on the wall of each row's zone shows."""
    names = zones.dictionary.to_pylist()
    shown_times = pa.nulls(len(moments), LOCAL)
    for code, zone in enumerate(names):
        here = pc.local_timestamp(moments.cast(pa.timestamp("us", tz=zone)))
        if len(names) == 1:
            return here
        shown_times = pc.if_else(pc.equal(zones.indices, code), here, shown_times)
    return shown_times


def business_days(local: pa.Array, day_cut: time) -> pa.Array:
    """The business day of local times: a day begins at `day_cut`."""
    cut = timedelta(hours=day_cut.hour, minutes=day_cut.minute, seconds=day_cut.second)
    return pc.floor_temporal(pc.subtract(local, pa.scalar(cut, pa.duration("us"))), unit="day").cast(pa.date32())


def minutes_of_day(local: pa.Array) -> pa.Array:
    """Minutes since local midnight."""
    return pc.add(pc.multiply(pc.hour(local), 60), pc.minute(local)).cast(pa.int32())


def read_days(cells: pa.Array, written: str = "") -> Parsed:
    """Days; a month (`2026-10`) is its first day, a moment at midnight is its day, any other moment a fault."""
    if pa.types.is_date(cells.type):
        return Parsed(cells.cast(pa.date32()))
    if pa.types.is_timestamp(cells.type):
        days = pc.floor_temporal(pc.local_timestamp(cells) if cells.type.tz else cells, unit="day")
        late = pc.not_equal(days, pc.local_timestamp(cells) if cells.type.tz else cells)
        return Parsed(days.cast(pa.date32()), _not_days(late, cells))
    texts = trimmed(cells if pa.types.is_string(cells.type) else cells.cast(pa.string()))
    try:
        return Parsed(texts.cast(pa.date32()))
    except pa.ArrowInvalid:
        parsed = read_distinct(texts, lambda text: _day_number(text, written), pa.int32())
        return Parsed(parsed.values.cast(pa.date32()), parsed.faults)


def _day_number(text: str, written: str) -> int | Problem:
    moment = moment_of(text, written)
    month = _MONTH.fullmatch(text)
    if moment is None and month and 1 <= int(month[2]) <= 12:
        moment = datetime(int(month[1]), int(month[2]), 1)  # noqa: DTZ001
    if moment is None or moment.time() != time(0, 0):
        return Problem("sources.no_such_day", params={"text": shown(text)})
    return (moment.date() - date(1970, 1, 1)).days


def _not_days(late: pa.Array, cells: pa.Array) -> tuple[Fault, ...]:
    return faults_where(late, lambda row: Problem("sources.no_such_day", params={"text": shown(cells[row])}))
