"""The sources of a company's facts: which export, whose, how new, and whether it is late."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from merit.kernel.problems import Problem
from merit.sources.feeds import Feed, feeds_of
from merit.sources.profile import Constant
from merit.store.fact_store import FactStore
from merit_desk.intake.models import Freshness
from merit_desk.intake.queries.places import company_folder
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.language import current_language

LATE_AFTER = {"day": timedelta(days=2), "week": timedelta(days=9), "month": timedelta(days=40)}
"""New data come a little after the day, week or month they are of."""


@dataclass(slots=True)
class Source:
    """One kind of export of one shop. `newest` is the newest day among its rows that count."""

    title: str
    tables: tuple[str, ...]
    shop: str
    every: str
    files: int = 0
    rows: int = 0
    newest: date | None = None
    loaded_at: datetime | None = None
    names: set[str] = field(default_factory=set)
    shop_id: str = ""
    """The shop's id where all of its rows are of one shop; `shop` is what that one is called."""

    def is_late(self, today: date) -> bool:
        """Whether newer data should be there by now; never where nobody said how often they come."""
        return bool(self.every) and self.newest is not None and today - self.newest > LATE_AFTER[self.every]

    def days_old(self, today: date) -> int:
        """Days from the newest row to today; 0 without rows, and for rows of days to come."""
        return max((today - self.newest).days, 0) if self.newest else 0


def sources() -> tuple[list[Source], list[Problem]]:
    """Every source in the order of sources.yaml, then facts/; and what is wrong with the entries."""
    feeds, problems = feeds_of(company_folder())
    found: dict[tuple[str, str], Source] = {}
    for feed in feeds:
        shop = _shop(feed)
        one = found.setdefault((feed.profile.name, shop), _source(feed, shop))
        one.files += len(set(feed.names) - one.names)
        one.names |= set(feed.names)
        one.every = one.every or feed.every
    facts = kept_facts()
    for one in found.values():
        _add(one, [each for each in facts if each["file"] in one.names and each["table"] in one.tables])
    return list(found.values()), problems


def _source(feed: Feed, shop: str) -> Source:
    names = {each.shop: each.name for each in declared_company().shops}
    tables = tuple(dict.fromkeys(each.table.name for each in feed.profile.outputs if not each.unwanted))
    title = "" if feed.profile.canonical else feed.profile.title_in(current_language())
    return Source(title, tables, names.get(shop, shop), feed.every, shop_id=shop)


def _shop(feed: Feed) -> str:
    given = (output.columns.get("shop") for output in feed.profile.outputs)
    return next((rule.origin.text for rule in given if rule is not None and isinstance(rule.origin, Constant)), "")


def _add(source: Source, facts: Iterable[dict[str, Any]]) -> None:
    for each in facts:
        source.rows += each["rows"]
        newest = date.fromisoformat(each["newest"]) if each["newest"] else None
        if newest is not None and (source.newest is None or newest > source.newest):
            source.newest = newest
        loaded = datetime.fromisoformat(each["recorded_at"])
        if source.loaded_at is None or loaded > source.loaded_at:
            source.loaded_at = loaded


def kept_facts() -> list[dict[str, Any]]:
    """What the store held after the latest load that was looked at."""
    kept = Freshness.objects.first()
    return list(kept.facts) if kept is not None else []


def facts_are_old() -> bool:
    """Whether there was a load since (from the command line, for example)."""
    kept = Freshness.objects.first()
    return FactStore(company_folder() / ".merit" / "facts").snapshot().number != (kept.load_number if kept else 0)
