"""experiments/: every experiment of the company, with the people, shops and columns that it names checked."""

from pathlib import Path

from merit.catalogue.relations import RELATIONS
from merit.company import Company
from merit.experiments.experiment import Experiment
from merit.experiments.experiment_file import read_experiment_file
from merit.experiments.units_and_kpis import PERSONAL, POPULATIONS
from merit.kernel.problems import Place, Problem, in_order
from merit.sources.company_folder.definitions import definition_documents

FOLDER = "experiments"


def read_experiments(folder: Path, company: Company) -> tuple[tuple[Experiment, ...], list[Problem]]:
    """Every experiment that can be read, by name, and everything wrong with any of them."""
    documents, problems = definition_documents(folder, FOLDER)
    found: dict[str, Experiment] = {}
    for document in documents:
        one, wrong = read_experiment_file(document, company.catalogue)
        problems += wrong
        if one is None:
            continue
        if one.experiment in found:
            first = found[one.experiment].source
            params: dict[str, str | int] = {"experiment": one.experiment, "first": f"{first.file}:{first.line}"}
            problems.append(Problem("experiments.twice", Place(one.source.file, one.source.line), params))
            continue
        problems += _references(one, company)
        found[one.experiment] = one
    return tuple(found[name] for name in sorted(found)), in_order(problems)


def _references(one: Experiment, company: Company) -> list[Problem]:
    place = Place(one.source.file, one.source.line)
    people = company.organisation.spells_of
    shops = {each.shop for each in company.shops}
    unknown = [("owner", one.owner)] if one.owner not in people else []
    unknown += [("deciders", each) for each in one.deciders if each not in people]
    problems = [Problem("experiments.unknown_person", place, {"key": key, "person": person}) for key, person in unknown]
    problems += [Problem("experiments.unknown_shop", place, {"shop": each}) for each in one.shops if each not in shops]
    for each in one.segments:
        columns = RELATIONS[each.relation].columns if each.relation in RELATIONS else {}
        unit = POPULATIONS[one.unit].column
        named = {unit, "customer"} if one.unit in PERSONAL else {unit, "unit"}
        if each.column not in columns or not (named & columns.keys()):
            written = f"{each.relation}.{each.column}"
            problems.append(Problem("experiments.segment_not_found", place, {"of": written, "column": unit}))
    return problems
