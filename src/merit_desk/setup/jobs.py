"""The long part of the set-up in the background: sample data or the demo company, a load, the first period."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from merit.closing.compute import computed_period
from merit.demo import write_demo
from merit.demo.sample import write_sample
from merit.kernel.period import Period
from merit.reports.result_files import results_folder, write_result
from merit.sources.company_folder import read_company
from merit.sources.load_facts import load_facts
from merit.templates.read_templates import template_for
from merit.workspace import FolderRefusal, open_workspace, publish_figures
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import viewer_for
from merit_desk.jobs.bodies import Running, job_body
from merit_desk.results.queries.open_company import declared_company
from merit_desk.setup.actions.sample import add_sample_rows

_STEPS = 4


@job_body("setup.first_period")
def first_period(running: Running, period: str, sample: bool, templates: dict[str, str]) -> dict[str, Any]:
    """Sample data where they are wanted, what is new loaded, and the period computed."""
    folder, asked = Path(settings.MERIT_COMPANY), Period.parse(period)
    running.progress(0, _STEPS)
    if sample and running.account is not None:
        rows = write_sample(folder, asked, _people(templates))
        add_sample_rows(viewer_for(Account.objects.get(pk=running.account)), rows)
    running.progress(1, _STEPS)
    return _loaded_and_run(running, folder, asked)


@job_body("setup.demo")
def demo_company(running: Running, period: str) -> dict[str, Any]:
    """The whole demo company in an empty folder, loaded and computed."""
    folder, asked = Path(settings.MERIT_COMPANY), Period.parse(period)
    running.progress(0, _STEPS)
    write_demo(folder, 1, asked)
    running.progress(1, _STEPS)
    return _loaded_and_run(running, folder, asked)


def _loaded_and_run(running: Running, folder: Path, period: Period) -> dict[str, Any]:
    company, problems = read_company(folder)
    if company is None:
        raise FolderRefusal(folder, problems)
    report = load_facts(company, folder, datetime.now(UTC))
    publish_figures(folder)
    running.progress(2, _STEPS)
    workspace = open_workspace(folder)
    result = computed_period(workspace, period)
    running.progress(3, _STEPS)
    write_result(results_folder(folder, period), result, workspace)
    running.progress(_STEPS, _STEPS)
    return {"people": len(result.scorecards), "added": sum(table.loaded for table in report.tables)}


def _people(templates: dict[str, str]) -> dict[str, list[str]]:
    """The company's people by template: as chosen, else by the name of the post."""
    found: dict[str, list[str]] = {}
    for person, spells in declared_company().organisation.spells_of.items():
        likely = template_for(spells[-1].post)
        template = templates.get(spells[-1].post) or (likely.template if likely else "")
        found.setdefault(template, []).append(person)
    return found
