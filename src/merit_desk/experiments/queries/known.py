"""Experiments as far as a viewer may know of them, and who decides."""

from pathlib import Path

from django.conf import settings

from merit.company import Company
from merit.experiments.experiment import Experiment
from merit.kernel.period import Grain, Period
from merit.kernel.refusals import NotFoundRefusal
from merit.people.tree import managers_of
from merit.sources.company_folder.experiments import FOLDER, read_experiments
from merit_desk.accounts.access import Can
from merit_desk.accounts.queries.subtree import below_in
from merit_desk.accounts.viewer import Viewer
from merit_desk.results.queries.open_company import declared_company, state_of

_kept: dict[int, tuple[Experiment, ...]] = {}


def experiments_known_to(viewer: Viewer) -> list[Experiment]:
    """Latest start first: one's own, those of one's shops and people, and all for who looks at the whole company."""
    if viewer.account is None:
        return []
    company = declared_company()
    every = sorted(declared(company), key=lambda each: each.experiment)
    if not viewer.everywhere(Can.SEE_EFFECTIVENESS):
        own = _own_people(viewer, company)
        every = [each for each in every if own & concerned(each, company)]
    return sorted(every, key=lambda each: each.start, reverse=True)


def experiment_of(viewer: Viewer, name: str) -> Experiment:
    """Raises NotFoundRefusal for one that the viewer may not know of."""
    found = next((each for each in experiments_known_to(viewer) if each.experiment == name), None)
    if found is None:
        raise NotFoundRefusal("refusal.no_such_page")
    return found


def may_decide(viewer: Viewer, one: Experiment) -> bool:
    """Only the people whom the file names; its owner where it names nobody."""
    return bool(viewer.person) and viewer.person in (one.deciders or (one.owner,))


def declared(company: Company) -> tuple[Experiment, ...]:
    """Every experiment of the folder that can be read."""
    key = experiments_state()
    if key not in _kept:
        _kept.clear()
        _kept[key] = read_experiments(Path(settings.MERIT_COMPANY), company)[0]
    return _kept[key]


def experiments_state() -> int:
    """A number that changes with the files of experiments, other declarations or the facts."""
    folder = Path(settings.MERIT_COMPANY)
    written = [(each.name, each.stat().st_mtime_ns) for each in sorted((folder / FOLDER).glob("*.y*ml"))]
    return hash((state_of(settings.MERIT_COMPANY), *written))


def concerned(one: Experiment, company: Company) -> frozenset[str]:
    """Owner, deciders, who works for its shops during its days, and who is in charge of the owner."""
    shops = {(each, "shop") for each in one.shops}
    working = {
        each.person
        for each in company.credits
        if (each.subject, each.kind) in shops
        and (each.start is None or each.start < one.end)
        and (each.end is None or each.end > one.start)
    }
    return frozenset({one.owner, *one.deciders, *working, *managers_of(company.organisation, one.owner, one.start)})


def _own_people(viewer: Viewer, company: Company) -> frozenset[str]:
    if not viewer.person:
        return frozenset()
    today = Period.containing(viewer.today, Grain.DAY)
    return below_in(company.organisation, viewer.person, today) | {viewer.person}
