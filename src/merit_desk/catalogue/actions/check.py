"""A KPI as it is being written: read by the core beside the rest of the catalogue, nothing is stored."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from merit.catalogue.kpi import Catalogue, Kpi
from merit.catalogue.read import read_kpis
from merit.kernel.problems import Place, Problem, has_errors
from merit.sources.company_folder.definitions import definition_documents, shipped_kpi_documents
from merit.sources.documents import documents_of
from merit.sources.written_documents import written_document
from merit_desk.catalogue.queries.own import FOLDER, every_version

DRAFT = f"{FOLDER}/~draft.yaml"


@dataclass(frozen=True, slots=True)
class CheckedKpi:
    """The text of the draft, the catalogue with it, what is wrong with it, and the KPI when nothing is."""

    text: str
    catalogue: Catalogue
    problems: tuple[Problem, ...]
    kpi: Kpi | None


def checked_kpi(data: dict[str, Any], new: bool = False) -> CheckedKpi:
    """Findings point into the draft; those about other KPIs count only when the draft brings them.

    A `new` KPI may not have the id of one that there is.
    """
    text = written_document(data)
    draft, problems = documents_of(text, DRAFT)
    own, _ = definition_documents(Path(settings.MERIT_COMPANY), FOLDER)
    catalogue, found = read_kpis([*shipped_kpi_documents(), *own, *draft])
    _, before = read_kpis([*shipped_kpi_documents(), *own])
    if new and data.get("kpi") in every_version():
        earlier = str(every_version()[data["kpi"]][-1].place("kpi"))
        params: dict[str, str | int] = {"kpi": data["kpi"], "earlier": earlier}
        problems.append(Problem("catalogue.duplicate_kpi", Place(DRAFT, 1, "kpi"), params))
    known = {(each.code, each.place) for each in before}
    problems += [each for each in found if each.place.file == DRAFT or (each.code, each.place) not in known]
    sound = not has_errors(problems)
    return CheckedKpi(text, catalogue, tuple(problems), catalogue.kpis.get(str(data.get("kpi"))) if sound else None)
