"""The documents that a simulation changes: as they are in force, as somebody is writing them, as they were before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from django.conf import settings

from merit.company import Company
from merit.kernel.document import Document
from merit.kernel.period import Period
from merit.kernel.problems import Problem
from merit.sources.company_folder.definitions import definition_documents
from merit.sources.documents import documents_of
from merit_desk.accounts.viewer import Viewer
from merit_desk.documents.models import Draft
from merit_desk.plans.queries.versions import DefinitionVersion, plan_versions, reward_versions
from merit_desk.results.queries.names import plan_title, reward_title
from merit_desk.results.queries.open_company import state_of

Key: TypeAlias = tuple[str, str]
"""plan or reward, and its id."""
FOLDERS = {"plan": "plans", "reward": "rewards"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A document that can be tried. `origin` is draft, or version with its number; `name` is what a form sends."""

    kind: str
    id: str
    title: str
    origin: str
    text: str
    when: str

    @property
    def name(self) -> str:
        """As a form sends it."""
        return f"{self.kind}/{self.id}/{self.origin}"


def in_force(last: Period) -> dict[Key, Mapping[str, Any]]:
    """Every plan and reward as it holds at the end of the period; what begins only later is not there."""
    folder = Path(settings.MERIT_COMPANY)
    return dict(_in_force(folder, state_of(folder), last.last))


@lru_cache(maxsize=4)
def _in_force(folder: Path, _state: int, day: date) -> tuple[tuple[Key, Mapping[str, Any]], ...]:
    found: dict[Key, Mapping[str, Any]] = {}
    for kind, place in FOLDERS.items():
        documents, _ = definition_documents(folder, place)
        for each in sorted(documents, key=_begins):
            if _begins(each)[0] <= day:
                found[kind, str(each.data.get(kind, ""))] = each.data
    return tuple(found.items())


def _begins(document: Document) -> tuple[date, int]:
    day, number = document.data.get("valid_from"), document.data.get("version", 1)
    return (day if isinstance(day, date) else date.min), number if isinstance(number, int) else 1


def data_of(text: str) -> tuple[Mapping[str, Any] | None, list[Problem]]:
    """The one document of a text."""
    documents, problems = documents_of(text, "draft")
    return (documents[0].data if documents else None), problems


def choices(viewer: Viewer, company: Company) -> list[Choice]:
    """What can be tried: the viewer's own drafts in the editors, and every version of every plan and reward."""
    return [*_drafts(viewer, company), *_versions(viewer, company)]


def _drafts(viewer: Viewer, company: Company) -> Iterable[Choice]:
    kept = Draft.objects.filter(account_id=viewer.signer).order_by("-saved_at")
    for each in kept:
        kind, _, name = each.about.partition(":")
        text = str(each.content.get("text", "")) if isinstance(each.content, dict) else ""
        if kind in FOLDERS and name and text:
            yield Choice(kind, name, title_of(company, kind, name), "draft", text, each.saved_at.isoformat())


def _versions(viewer: Viewer, company: Company) -> Iterable[Choice]:
    names = [("plan", each.plan) for each in company.plans] + [("reward", each.reward) for each in company.rewards]
    for kind, name in dict.fromkeys(names):
        found: list[DefinitionVersion] = (plan_versions if kind == "plan" else reward_versions)(name, viewer.today)
        if len(found) > 1:
            for each in found:
                day = each.valid_from.isoformat() if each.valid_from else ""
                yield Choice(kind, name, title_of(company, kind, name), f"v{each.number}", each.text, day)


def title_of(company: Company, kind: str, name: str) -> str:
    """What the plan or reward is called."""
    return plan_title(company, name) if kind == "plan" else reward_title(company, name)
