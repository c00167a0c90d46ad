"""dbt files taken over into a company folder: read, translated, and written as `catalogue/dbt_<file>.yaml`."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from merit.kernel.document import Document
from merit.kernel.problems import Problem, in_order
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.sources.company_folder.definitions import definition_documents, shipped_kpi_documents
from merit.sources.documents import read_documents
from merit.sources.metricflow.mapping import read_mapping
from merit.sources.metricflow.take_over import TakenOver, take_over


@dataclass(frozen=True, slots=True)
class Names:
    """How the two sides' names go together: `orders=fct_orders`, mapping files, and what goes before every id."""

    tables: Sequence[str] = ()
    mappings: Sequence[Path] = ()
    prefix: str = ""


def read_dbt(files: Sequence[Path], folder: Path, names: Names) -> TakenOver:
    """What the files say that the company's catalogue does not. Folders are searched for YAML.

    Raises NotFoundRefusal for a file that is not there, ConflictRefusal for a mis-written table.
    """
    documents, problems = _documents([each for file in files for each in _yaml_files(file)])
    mappings, found = _documents(names.mappings)
    mapping, wrong = read_mapping(mappings, list(names.tables))
    own, broken = definition_documents(folder, "catalogue")
    taken = take_over(documents, mapping, [*shipped_kpi_documents(), *own], names.prefix)
    every = [*problems, *found, *wrong, *broken, *taken.problems]
    return TakenOver(taken.documents, tuple(in_order(every)))


def write_taken_over(taken: TakenOver, folder: Path) -> list[str]:
    """Write the new documents behind those that the files hold already; the files' names inside the folder."""
    written: list[str] = []
    for name, text in taken.files().items():
        path = folder / "catalogue" / name
        path.parent.mkdir(exist_ok=True)
        before = path.read_text("utf-8") if path.exists() else ""
        joint = "" if not before.strip() else "---\n" if before.endswith("\n") else "\n---\n"
        new = path.with_suffix(".new")
        new.write_text(before + joint + text, "utf-8")
        new.replace(path)
        written.append(f"catalogue/{name}")
    return written


def _yaml_files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(each for each in path.rglob("*") if each.suffix in (".yml", ".yaml"))
    return [path]


def _documents(paths: Sequence[Path]) -> tuple[list[Document], list[Problem]]:
    documents: list[Document] = []
    problems: list[Problem] = []
    for path in paths:
        if not path.is_file():
            raise NotFoundRefusal("sources.metricflow_no_file", file=str(path))
        try:
            read, found = read_documents(path, str(path))
        except OSError as error:
            raise ConflictRefusal("sources.cannot_open", error=str(error)) from None
        documents += read
        problems += found
    return documents, problems
