"""company.yaml to the company's profile."""

import re
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path

from merit.company import Profile, Trade
from merit.kernel.document import Document
from merit.kernel.problems import Place, Problem, Severity, has_errors
from merit.sources.company_folder.reconciliation_rules import read_rules
from merit.sources.company_folder.sign_rules import read_sign_rules
from merit.sources.documents import read_documents
from merit.sources.official_calendar import CALENDARS
from merit.sources.time_zones import is_time_zone

FILE = "company.yaml"
FIELDS = (
    *("name", "currency", "time_zone", "day_cut", "region", "holidays"),
    *("anonymity_floor", "categories", "sells_to", "reconciliation", "signs"),
)
LOWEST_FLOOR = 2
"""Below two answers, a mean is somebody's answer."""


def read_profile(folder: Path) -> tuple[Profile | None, Document | None, list[Problem]]:
    """The profile, the document it came from, and everything wrong with it."""
    path = folder / FILE
    if not path.is_file():
        return None, None, [Problem("company.no_company_yaml", Place(FILE))]
    documents, problems = read_documents(path, FILE)
    if not documents:
        return None, None, problems or [Problem("company.no_company_yaml", Place(FILE))]
    reading = _Reading(documents[0], problems)
    profile = reading.profile()
    return (None if has_errors(problems) else profile), documents[0], problems


@dataclass(slots=True)
class _Reading:
    """company.yaml while it is read."""

    document: Document
    problems: list[Problem] = field(default_factory=list)

    def profile(self) -> Profile:
        for name in self.document.data:
            if name not in FIELDS:
                params: dict[str, str | int] = {"column": str(name), "known": ", ".join(FIELDS)}
                place = self.document.place(name)
                self.problems.append(Problem("company.column_unknown", place, params, Severity.NOTE))
        return Profile(
            name=self.needed("name"),
            currency=self.currency(),
            time_zone=self.time_zone(),
            day_cut=self.day_cut(),
            region=self.text("region"),
            holidays=self.holidays(),
            anonymity_floor=self.anonymity_floor(),
            categories=self.categories(),
            sells_to=self.sells_to(),
            reconciliation=read_rules(self.document, self.problems),
            signs=read_sign_rules(self.document, self.problems),
        )

    def text(self, name: str) -> str:
        value = self.document.data.get(name)
        return "" if value is None else str(value).strip()

    def needed(self, name: str) -> str:
        text = self.text(name)
        if not text:
            self.problems.append(Problem("company.cell_empty", self.document.place(name), {"column": name}))
        return text

    def currency(self) -> str:
        text = self.needed("currency")
        if text and not re.fullmatch(r"[A-Z]{3}", text):
            self.problems.append(Problem("company.unknown_currency", self.document.place("currency"), {"value": text}))
        return text

    def time_zone(self) -> str:
        text = self.needed("time_zone")
        if text and not is_time_zone(text):
            place = self.document.place("time_zone")
            self.problems.append(Problem("company.unknown_time_zone", place, {"value": text}))
        return text

    def day_cut(self) -> time:
        text = self.text("day_cut") or "00:00"
        if re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", text):
            hour, minute = text.split(":")
            return time(int(hour), int(minute))
        self.problems.append(Problem("company.not_a_clock_time", self.document.place("day_cut"), {"value": text}))
        return time(0, 0)

    def holidays(self) -> str:
        text = self.text("holidays") or "CN"
        if text not in CALENDARS:
            params: dict[str, str | int] = {"value": text, "choices": ", ".join(CALENDARS)}
            self.problems.append(Problem("company.not_a_choice", self.document.place("holidays"), params))
        return text

    def anonymity_floor(self) -> int:
        value = self.document.data.get("anonymity_floor", 3)
        if isinstance(value, int) and not isinstance(value, bool) and value >= LOWEST_FLOOR:
            return value
        params: dict[str, str | int] = {"value": str(value), "lowest": LOWEST_FLOOR}
        place = self.document.place("anonymity_floor")
        self.problems.append(Problem("company.anonymity_floor_too_low", place, params))
        return LOWEST_FLOOR

    def categories(self) -> tuple[str, ...]:
        value = self.document.data.get("categories")
        listed = value if isinstance(value, list) else [value]
        return tuple(str(each).strip() for each in listed if each is not None and str(each).strip())

    def sells_to(self) -> Trade:
        text = self.text("sells_to") or Trade.B2C
        if text in set(Trade):
            return Trade(text)
        params: dict[str, str | int] = {"value": text, "choices": ", ".join(Trade)}
        self.problems.append(Problem("company.not_a_choice", self.document.place("sells_to"), params))
        return Trade.B2C
