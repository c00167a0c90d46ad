"""What each step writes into the company folder: profile, organisation, shops, plans."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from merit.catalogue.kpi import Catalogue
from merit.company import Company
from merit.kernel.problems import Problem
from merit.kernel.refusals import ConflictRefusal
from merit.sources.company_folder.columns import COLUMNS
from merit.sources.documents import documents_of
from merit.sources.organisation_sheet.read_sheet import PEOPLE, TEAMS, SheetOrganisation, table_csv
from merit.sources.written_documents import written_document
from merit.templates.fit import FittedPlan, Fitting, fit_bonus, fit_template
from merit.templates.read_templates import PostTemplate, post_templates, tables_in
from merit_desk.accounts.viewer import Viewer
from merit_desk.documents.actions import Change, write_documents
from merit_desk.documents.queries.current import current
from merit_desk.results.queries.open_company import declared_company
from merit_desk.setup.actions.begin import keep
from merit_desk.setup.queries.progress import kept
from merit_desk.shell.language import current_language
from merit_desk.shell.sentences import say

_MARK = "\ufeff"


def write_profile(viewer: Viewer, profile: dict[str, Any]) -> None:
    """company.yaml; what it says beside the form's fields stays."""
    documents, _ = documents_of(current("company.yaml").text or "", "company.yaml")
    before = documents[0].data if documents else {}
    whole = {**before, **profile}
    _write(viewer, {"company.yaml": written_document({name: value for name, value in whole.items() if value})})


def write_organisation(viewer: Viewer, found: SheetOrganisation) -> None:
    """people.csv and teams.csv together."""
    texts = {"people.csv": table_csv(PEOPLE, found.people), "teams.csv": table_csv(TEAMS, found.teams)}
    _write(viewer, {path: _MARK + text for path, text in texts.items()})


def write_shops(viewer: Viewer, shops: Iterable[dict[str, str]]) -> None:
    """shops.csv."""
    _write(viewer, {"shops.csv": _MARK + table_csv(COLUMNS["shops"].all, shops)})


def fitted_plans(company: Company, chosen: Mapping[str, str], groups: frozenset[str], today: date) -> list[FittedPlan]:
    """One plan per template that posts were given; `chosen` is post → template."""
    fitting = Fitting(company.profile.sells_to, frozenset(shop.platform for shop in company.shops), tables_in(groups))
    catalogue: Catalogue = company.catalogue
    start = date(today.year - 1, 1, 1)
    plans = []
    for template in post_templates():
        posts = [post for post, name in chosen.items() if name == template.template]
        if posts:
            plans.append(fit_template(template, fitting, catalogue, posts, start))
    return plans


def write_plans(viewer: Viewer, chosen: Mapping[str, str], groups: frozenset[str]) -> list[Problem]:
    """plans/, the first bonus and posts.csv; what was left out of the templates.

    Raises ConflictRefusal where there are plans that this set-up did not write.
    """
    if "templates" not in kept(viewer) and any((Path(settings.MERIT_COMPANY) / "plans").glob("*.yaml")):
        raise ConflictRefusal("setup.plans_there")
    company = declared_company()
    plans = fitted_plans(company, chosen, groups, viewer.today)
    texts = {f"plans/{plan.template}.yaml": written_document(plan.data) for plan in plans if plan.data is not None}
    posts = [post for post, name in chosen.items() if f"plans/{name}.yaml" in texts]
    if posts and any(spell.bonus_base for spell in company.organisation.spells):
        texts["rewards/performance-bonus.yaml"] = written_document(fit_bonus(posts, date(viewer.today.year - 1, 1, 1)))
    if chosen:
        rows = [_described(post, name) for post, name in chosen.items()]
        texts["posts.csv"] = _MARK + table_csv(COLUMNS["posts"].all, rows)
    if texts:
        _write(viewer, texts)
    keep(viewer, templates=dict(chosen), groups=sorted(groups))
    return [note for plan in plans for note in plan.notes]


def _described(post: str, name: str) -> dict[str, str]:
    template = next((each for each in post_templates() if each.template == name), None)
    row = {"post": post, "name": post}
    return row | (_texts(template) if template is not None else {})


def _texts(template: PostTemplate) -> dict[str, str]:
    language = current_language()
    texts = {"name_en": template.title["en"]}
    for name in ("responsibilities", "authority"):
        said: dict[str, tuple[str, ...]] = getattr(template, name)
        texts[name] = "；".join(said.get(language) or said["zh"])
    return texts


def _write(viewer: Viewer, texts: Mapping[str, str]) -> None:
    changes = [Change(path, text, current(path).digest) for path, text in texts.items()]
    write_documents(viewer, changes, say("setup.reason"))
