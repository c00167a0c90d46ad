"""The documents behind KPIs: those that come with Merit and the company's own."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from merit.catalogue.read import kpi_versions
from merit.kernel.document import Document
from merit.sources.company_folder.definitions import definition_documents, shipped_kpi_documents
from merit_desk.results.queries.open_company import state_of

FOLDER = "catalogue"


def own_kpis() -> frozenset[str]:
    """Ids of KPIs that the company's own files declare or change."""
    return frozenset(kpi for kpi, versions in every_version().items() if _is_own(versions[-1]))


def every_version() -> dict[str, list[Document]]:
    """Every version of every KPI, oldest first."""
    folder = Path(settings.MERIT_COMPANY)
    return _versions(folder, state_of(folder))


@lru_cache(maxsize=2)
def _versions(folder: Path, _state: int) -> dict[str, list[Document]]:
    own, _ = definition_documents(folder, FOLDER)
    return kpi_versions([*shipped_kpi_documents(), *own])


def _is_own(document: Document) -> bool:
    return document.file.startswith(f"{FOLDER}/")


def file_of(kpi: str) -> str:
    """The file to which the next version of the KPI is added."""
    own = [document.file for document in every_version().get(kpi, ()) if _is_own(document)]
    if own:
        return own[-1]
    return f"{FOLDER}/{kpi}.yaml" if kpi.isascii() else f"{FOLDER}/own.yaml"
