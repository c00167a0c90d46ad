"""Plans and rewards by version: their documents, since when each counts, and which periods are sealed on it."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from merit.kernel.document import Document
from merit.kernel.period import Period
from merit.kernel.refusals import NotFoundRefusal
from merit.sources.company_folder.definitions import definition_documents
from merit.sources.written_documents import written_document
from merit_desk.documents.models import Version
from merit_desk.plans.forms.plan_data import data_of, forms_of
from merit_desk.results.queries.open_company import state_of


@dataclass(frozen=True, slots=True)
class DefinitionVersion:
    """One version. `state` is in_force, coming or past; `sealed` the sealed periods that were scored on it."""

    id: str
    number: int
    valid_from: date | None
    state: str
    file: str
    place: str
    data: dict[str, Any]
    text: str
    sealed: tuple[str, ...]
    who: str
    at: datetime | None
    reason: str


def plan_versions(plan: str, today: date) -> list[DefinitionVersion]:
    """Latest first. Raises NotFoundRefusal for a plan that nothing declares."""
    return _versions_of("plans", "plan", plan, today)


def reward_versions(reward: str, today: date) -> list[DefinitionVersion]:
    """The same of a bonus, commission or pool."""
    return _versions_of("rewards", "reward", reward, today)


def version_numbered(versions: list[DefinitionVersion], number: int) -> DefinitionVersion:
    """Raises NotFoundRefusal for a number that there is not."""
    found = next((each for each in versions if each.number == number), None)
    if found is None:
        raise NotFoundRefusal("documents.no_such_version", path=versions[0].id, number=number)
    return found


def in_force(versions: list[DefinitionVersion]) -> DefinitionVersion:
    """The version that counts today, else the next one to come, else the last."""
    ranked = {"in_force": 0, "coming": 1, "past": 2}
    return min(versions, key=lambda each: (ranked[each.state], -each.number))


def _versions_of(folder: str, key: str, name: str, today: date) -> list[DefinitionVersion]:
    found = [each for each in _documents(folder) if str(each.data.get(key, "")) == name]
    if not found:
        raise NotFoundRefusal("plans.no_such_plan", plan=name)
    ordered = sorted(found, key=lambda each: (_day(each) or date.min, _number(each)))
    begun = [each for each in ordered if (_day(each) or date.min) <= today]
    states = {id(each): "past" if each in begun else "coming" for each in ordered}
    if begun:
        states[id(begun[-1])] = "in_force"
    ends = [*(_day(each) for each in ordered[1:]), None]
    lines = [
        _version(name, document, states[id(document)], _sealed(_day(document), end))
        for document, end in zip(ordered, ends, strict=True)
    ]
    return lines[::-1]


def _documents(folder: str) -> list[Document]:
    company = Path(settings.MERIT_COMPANY)
    return _read(company, folder, state_of(company))


@lru_cache(maxsize=4)
def _read(company: Path, folder: str, _state: int) -> list[Document]:
    documents, _ = definition_documents(company, folder)
    return documents


def _version(name: str, document: Document, state: str, sealed: tuple[str, ...]) -> DefinitionVersion:
    number = _number(document)
    written = _written_by(document.file, document, number)
    return DefinitionVersion(
        id=name,
        number=number,
        valid_from=_day(document),
        state=state,
        file=document.file,
        place=_place(document),
        data=document.data,
        text=written_document(document.data),
        sealed=sealed,
        who=str(written.author or "") if written else "",
        at=written.at if written else None,
        reason=written.reason if written else "",
    )


def _place(document: Document) -> str:
    at = document.place("plan" if "plan" in document.data else "reward")
    return f"{at.file}:{at.line}"


def _number(document: Document) -> int:
    number = document.data.get("version", 1)
    return number if isinstance(number, int) else 1


def _day(document: Document) -> date | None:
    day = document.data.get("valid_from")
    return day if isinstance(day, date) else None


def _written_by(file: str, document: Document, number: int) -> Version | None:
    """The first state of the file that holds this version; None where that state was found and not written here."""
    key = "plan" if "plan" in document.data else "reward"
    line = f"{key}: {document.data[key]}\nversion: {number}\n"
    states = Version.objects.filter(path=file).select_related("author").order_by("number")
    first = next((state for state in states if state.text and line in state.text), None)
    return first if first is not None and first.author_id is not None else None


def sealed_periods() -> list[Period]:
    """Every sealed period, oldest first."""
    names = (path.parent.name for path in (Path(settings.MERIT_COMPANY) / "sealed").glob("*/seal.json"))
    return sorted(map(Period.parse, names))


def _sealed(start: date | None, end: date | None) -> tuple[str, ...]:
    days = [period for period in sealed_periods() if period.start >= (start or date.min)]
    return tuple(str(period) for period in days if end is None or period.start < end)


def normal(data: dict[str, Any]) -> dict[str, Any]:
    """A plan's document with usual choices left out, so that versions differ only where they mean something else."""
    return data_of(forms_of(data), str(data.get("plan", "")), int(data.get("version", 1)))
