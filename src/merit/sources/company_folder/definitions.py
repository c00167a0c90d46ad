"""catalogue/, plans/ and rewards/: YAML documents to KPIs, score plans and rewards, every version kept."""

from collections.abc import Callable
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import TypeVar

from merit.catalogue.kpi import Catalogue
from merit.catalogue.read import read_kpis
from merit.kernel.document import Document
from merit.kernel.explain import LineRef
from merit.kernel.problems import Place, Problem
from merit.rewards.plan.plan_file import read_reward
from merit.rewards.plan.reward_plan import RewardPlan
from merit.scores.plan.plan_file import read_plan
from merit.scores.plan.score_plan import ScorePlan
from merit.sources.documents import read_documents

Read = TypeVar("Read")
SHIPPED = "merit/catalogue/kpis"


@cache
def shipped_kpi_documents() -> tuple[Document, ...]:
    """The KPI documents that come with Merit, in file order. Raises ValueError when one of them is broken."""
    with as_file(files("merit.catalogue") / "kpis") as folder:
        read = [read_documents(path, f"{SHIPPED}/{path.name}") for path in sorted(folder.glob("*.yaml"))]
    broken = [problem for _, problems in read for problem in problems]
    if broken:
        raise ValueError(f"shipped KPI files are broken: {broken}")
    return tuple(document for documents, _ in read for document in documents)


@cache
def _shipped_catalogue() -> tuple[Catalogue, list[Problem]]:
    return read_kpis(list(shipped_kpi_documents()))


def read_catalogue(folder: Path) -> tuple[Catalogue, frozenset[str], list[Problem]]:
    """The shipped KPIs with the company's added or in their place; and the ids of all, even those that fail."""
    own, problems = definition_documents(folder, "catalogue")
    catalogue, found = read_kpis([*shipped_kpi_documents(), *own]) if own else _shipped_catalogue()
    failed = {str(document.data.get("kpi", "")) for document in own} - {""}
    return catalogue, frozenset(catalogue.kpis) | failed, [*problems, *found]


def read_plans(folder: Path) -> tuple[tuple[ScorePlan, ...], list[Problem]]:
    """Every version of every score plan."""
    documents, problems = definition_documents(folder, "plans")
    plans, found = _each(documents, read_plan)
    by_number = _twice([((plan.plan, str(plan.version)), plan.source) for plan in plans])
    by_day = _twice([((plan.plan, str(plan.valid_from)), plan.source) for plan in plans])
    return plans, [*problems, *found, *(by_number or by_day)]


def read_rewards(folder: Path) -> tuple[tuple[RewardPlan, ...], list[Problem]]:
    """Every version of every bonus, commission and pool."""
    documents, problems = definition_documents(folder, "rewards")
    rewards, found = _each(documents, read_reward)
    return rewards, [*problems, *found, *_twice([((each.reward, str(each.version)), each.source) for each in rewards])]


def definition_documents(folder: Path, name: str) -> tuple[list[Document], list[Problem]]:
    """The company's own documents under catalogue, plans or rewards, in the order of files."""
    documents: list[Document] = []
    problems: list[Problem] = []
    paths = (path for path in (folder / name).glob("*") if path.suffix in (".yaml", ".yml"))
    for path in sorted(paths):
        read, found = read_documents(path, f"{name}/{path.name}")
        documents += read
        problems += found
    return documents, problems


def _each(
    documents: list[Document], read: Callable[[Document], tuple[Read | None, list[Problem]]]
) -> tuple[tuple[Read, ...], list[Problem]]:
    results = [read(document) for document in documents]
    things = tuple(thing for thing, _ in results if thing is not None)
    return things, [problem for _, problems in results for problem in problems]


def _twice(entries: list[tuple[tuple[str, str], LineRef]]) -> list[Problem]:
    first: dict[tuple[str, str], LineRef] = {}
    problems: list[Problem] = []
    for key, at in entries:
        earlier = first.setdefault(key, at)
        if earlier is not at:
            params: dict[str, str | int] = {"name": key[0], "version": key[1]}
            params["first"] = f"{earlier.file}:{earlier.line}"
            problems.append(Problem("company.definition_twice", Place(at.file, at.line), params))
    return problems
