"""The versions of a KPI with what changed from one to the next, who wrote each and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from merit.company import Company
from merit.kernel.differences import Difference, differences
from merit.kernel.document import Document
from merit.kernel.refusals import NotFoundRefusal
from merit.sources.written_documents import written_document
from merit_desk.catalogue.queries.own import FOLDER, every_version
from merit_desk.documents.models import Version
from merit_desk.results.queries.names import kpi_title
from merit_desk.shell.sentences import knows, say

ORDER = ("kpi", "version", "title", "group", "unit", "direction")


@dataclass(frozen=True, slots=True)
class KpiVersion:
    """One version: its number, its text as files hold it, and who wrote it where the desk knows."""

    number: int
    own: bool
    place: str
    data: dict[str, Any]
    text: str
    who: str
    at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """One changed part, in words."""

    part: str
    before: str
    after: str


def kpi_versions(kpi: str) -> list[KpiVersion]:
    """Latest first. Raises NotFoundRefusal for an id that nothing declares."""
    documents = every_version().get(kpi)
    if not documents:
        raise NotFoundRefusal("metrics.unknown_kpi", kpi=kpi)
    return [_version(kpi, document) for document in reversed(documents)]


def kpi_version(kpi: str, number: int) -> KpiVersion:
    """Raises NotFoundRefusal for a number that there is not."""
    found = next((each for each in kpi_versions(kpi) if each.number == number), None)
    if found is None:
        raise NotFoundRefusal("documents.no_such_version", path=kpi, number=number)
    return found


def _version(kpi: str, document: Document) -> KpiVersion:
    number = int(document.data.get("version", 1))
    own = document.file.startswith(f"{FOLDER}/")
    data = in_order({**document.data, "version": number})
    written = _written_by(document.file, kpi, number) if own else None
    return KpiVersion(
        number=number,
        own=own,
        place=f"{document.file}:{document.place('kpi').line}",
        data=data,
        text=written_document(data),
        who=str(written.author or "") if written else "",
        at=written.at if written else None,
        reason=written.reason if written else "",
    )


def in_order(data: dict[str, Any]) -> dict[str, Any]:
    """What names a KPI first, its formula after; `extends` is worked in already."""
    named = {key: data[key] for key in ORDER if key in data}
    return named | {key: value for key, value in data.items() if key not in named and key != "extends"}


def _written_by(file: str, kpi: str, number: int) -> Version | None:
    """The first state of the file that holds this version; None where that state was found and not written here."""
    line = f"kpi: {kpi}\nversion: {number}\n"
    states = Version.objects.filter(path=file).select_related("author").order_by("number")
    first = next((state for state in states if state.text and line in state.text), None)
    return first if first is not None and first.author_id is not None else None


def difference_lines(company: Company, before: dict[str, Any], after: dict[str, Any]) -> list[DifferenceLine]:
    """What changed, without the number of the version itself."""
    return [_line(company, each) for each in differences(before, after) if each.path != ("version",)]


def _line(company: Company, each: Difference) -> DifferenceLine:
    return DifferenceLine(part_words(company, each.path), as_text(each.before), as_text(each.after))


def part_words(company: Company, path: tuple[str, ...]) -> str:
    """The path in words: 考核项 · 满意率 · 权重."""
    return " · ".join(_step_words(company, step) for step in path)


def _step_words(company: Company, step: str) -> str:
    code = next((f"{family}.{step}" for family in ("part", "rated", "event") if knows(f"{family}.{step}")), "")
    return say(code) if code else kpi_title(company, step)


def as_text(value: Any) -> str:
    """A part as one writes it; empty where there is none."""
    if value is None:
        return ""
    written = written_document({"x": value}).removeprefix("x:").strip()
    return "\n".join(line.removeprefix("  ") for line in written.splitlines())
