"""The KPI documents that a dbt project's metrics become beside those of a company, and what was not taken over."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from merit.catalogue.check import depends_on
from merit.catalogue.kpi import Aggregate, Catalogue, Kpi, Measured, RatioOf, Unit
from merit.catalogue.read import read_kpis
from merit.catalogue.relations import RELATIONS
from merit.catalogue.value_kinds import kind_of
from merit.facts.columns import ColumnKind
from merit.kernel.document import Document
from merit.kernel.problems import Problem, Severity, in_order
from merit.sources.metricflow.mapping import Mapping
from merit.sources.metricflow.read_manifest import read_manifest
from merit.sources.metricflow.translate import Translation
from merit.sources.written_documents import written_document


@dataclass(frozen=True, slots=True)
class TakenOver:
    """`documents` are new KPI documents, each with the dbt file and line it comes from."""

    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]

    def files(self) -> dict[str, str]:
        """The YAML text per dbt file, under the name that its documents get in `catalogue`: `dbt_orders.yaml`."""
        texts: dict[str, list[str]] = {}
        for document in self.documents:
            name = f"dbt_{PurePosixPath(document.file.replace(chr(92), '/')).stem}.yaml"
            texts.setdefault(name, []).append(written_document(document.data))
        return {name: "---\n".join(written) for name, written in texts.items()}


def take_over(dbt: list[Document], mapping: Mapping, company: Iterable[Document], prefix: str = "") -> TakenOver:
    """`company` are the KPI documents that exist, shipped ones first; none of them is changed.

    `prefix` goes before every id. What an existing KPI says already is left out with a note; what it says otherwise
    is an error, and so is whatever rests on that.
    """
    problems: list[Problem] = []
    translation = Translation(read_manifest(dbt, problems), mapping, prefix)
    translation.run()
    made, existing = translation.made, list(company)
    before, _ = read_kpis(existing)
    others = [each for each in existing if each.data.get("kpi") not in made]
    read, found = read_kpis([*others, *made.values()])
    files = {each.file for each in dbt}
    problems += [each for each in found if each.place.file in files]
    kept = _kept(_Beside(made, before, read, problems))
    for document in kept:
        if "unit" not in document.data:
            document.data["unit"] = guessed_unit(read, read[str(document.data["kpi"])]).value
    return TakenOver(tuple(kept), tuple(in_order(problems)))


@dataclass(frozen=True, slots=True)
class _Beside:
    """What was made, what stands there, what both together read as, and the findings so far."""

    made: dict[str, Document]
    before: Catalogue
    read: Catalogue
    problems: list[Problem]

    def is_told(self, document: Document) -> bool:
        place = document.place("kpi")
        return any((each.place.file, each.place.line) == (place.file, place.line) for each in self.problems)

    def report(self, code: str, kpi: str, severity: Severity = Severity.ERROR, /, **params: str) -> None:
        self.problems.append(Problem(code, self.made[kpi].place("kpi"), {"name": kpi, **params}, severity))


def _kept(beside: _Beside) -> list[Document]:
    """The documents that are new and sound."""
    same, bad = set[str](), set[str]()
    for kpi, document in beside.made.items():
        if kpi not in beside.read:
            bad.add(kpi)
            if not beside.is_told(document):
                beside.report("sources.metricflow_rests_on", kpi)
        elif kpi in beside.before:
            is_same = _says_the_same(beside.before, beside.read, kpi)
            (same if is_same else bad).add(kpi)
            if is_same:
                beside.report("sources.metricflow_same", kpi, Severity.NOTE)
            else:
                beside.report("sources.metricflow_taken", kpi)
    while more := [kpi for kpi in beside.made if kpi not in bad and _parts(beside.read, kpi) & bad]:
        for kpi in more:
            beside.report("sources.metricflow_rests_on", kpi)
        bad.update(more)
    return [document for kpi, document in beside.made.items() if kpi not in bad | same]


def _parts(catalogue: Catalogue, kpi: str) -> set[str]:
    return depends_on(catalogue[kpi].body)


def _says_the_same(before: Catalogue, read: Catalogue, kpi: str) -> bool:
    """The same body, of parts that say the same."""
    mine, theirs = before[kpi], read[kpi]
    if (mine.body, mine.window_days) != (theirs.body, theirs.window_days):
        return False
    inner = (each for each in depends_on(mine.body) if each.startswith(f"{kpi}."))
    return all(each in read and before[each].body == read[each].body for each in inner)


_UNITS = {ColumnKind.AMOUNT: Unit.MONEY, ColumnKind.COUNT: Unit.COUNT, None: Unit.NUMBER}


def guessed_unit(catalogue: Catalogue, kpi: Kpi) -> Unit:
    """Money for sums of amounts, counts for counts, rates of like by like, money per thing; else a number."""
    match kpi.body:
        case Measured(measure) if measure.aggregate in (Aggregate.COUNT, Aggregate.DISTINCT):
            return Unit.COUNT
        case Measured(measure):
            columns = RELATIONS[measure.relation].columns
            kind = None if measure.value is None else kind_of(measure.value, columns)
            return _UNITS.get(kind, Unit.NUMBER)
        case RatioOf(part, whole):
            above, below = (guessed_unit(catalogue, catalogue[each]) for each in (part, whole))
            if above is Unit.MONEY and below is not Unit.MONEY:
                return Unit.MONEY
            return Unit.RATE if above is below and above is not Unit.NUMBER else Unit.NUMBER
        case _:
            return Unit.NUMBER if kpi.unit is Unit.NUMBER else kpi.unit
