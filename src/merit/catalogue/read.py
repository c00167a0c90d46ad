"""Documents to the catalogue: later documents override earlier ones, and the whole is checked at once."""

from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any

from merit.catalogue.check import check_catalogue
from merit.catalogue.fields import Fields
from merit.catalogue.kpi import Body, Catalogue, Credit, Kpi, RatioOf
from merit.catalogue.read_kpi import BODIES, read_kpi
from merit.catalogue.read_measure import read_credit
from merit.catalogue.relations import RELATIONS
from merit.kernel.document import Document
from merit.kernel.problems import Place, Problem, Severity, in_order


def read_kpis(documents: list[Document]) -> tuple[Catalogue, list[Problem]]:
    """The shipped documents first, then the company's. What cannot be read is left out and reported."""
    overrides, problems = _credit_rules([each for each in documents if "credit_of" in each.data])
    library = _Library()
    library.add([each for each in documents if "credit_of" not in each.data])
    problems += library.problems
    kpis: dict[str, Kpi] = {}
    places: dict[str, Place] = {}
    for versions in library.every.values():
        read, found = _in_force_one_after_another(versions, overrides)
        problems += found
        kpis |= {kpi.id: kpi for kpi in read}
        places |= {kpi.id: versions[-1].place("kpi") for kpi in read}
    unread = library.final.keys() - kpis.keys()
    kpis, found = check_catalogue(kpis, places, unread)
    return Catalogue(kpis, overrides), in_order([*problems, *found])


def kpi_versions(documents: list[Document]) -> dict[str, list[Document]]:
    """Every version of every KPI with `extends` worked in and its number stated, oldest first."""
    library = _Library()
    library.add([each for each in documents if "credit_of" not in each.data])
    return library.every


def _in_force_one_after_another(
    versions: list[Document], overrides: dict[str, Credit]
) -> tuple[list[Kpi], list[Problem]]:
    """The last version and, where it is valid only from a day on, the ones before it under ids such as `kpi@1`."""
    read, problems = read_kpi(versions[-1], overrides)
    if not read or read[0].valid_from is None or len(versions) == 1:
        return read, problems
    before, found = _in_force_one_after_another(versions[:-1], overrides)
    if not before:
        return read, problems + found
    kept = _set_aside(before)
    return [replace(read[0], earlier=kept[0].id), *read[1:], *kept], problems + found


def _set_aside(read: list[Kpi]) -> list[Kpi]:
    """A version and its parts under ids of their own; versions still older have theirs already."""
    name, mark = read[0].id, f"@{read[0].version}"
    named = {kpi.id: kpi.id.replace(name, name + mark, 1) for kpi in read if "@" not in kpi.id}
    return [replace(kpi, id=named.get(kpi.id, kpi.id), hidden=True, body=_renamed(kpi.body, named)) for kpi in read]


def _renamed(body: Body, named: dict[str, str]) -> Body:
    if not isinstance(body, RatioOf):
        return body
    return RatioOf(named.get(body.part, body.part), named.get(body.whole, body.whole))


def _credit_rules(documents: list[Document]) -> tuple[dict[str, Credit], list[Problem]]:
    rules: dict[str, Credit] = {}
    problems: list[Problem] = []
    for document in documents:
        fields = Fields(document, document.data, (), problems)
        fields.only(("credit_of",))
        inside = fields.inside("credit_of")
        for name in inside.data if inside is not None else ():
            if inside is None or name not in RELATIONS:
                fields.report("catalogue.unknown_relation", "credit_of", relation=name, known=", ".join(RELATIONS))
            else:
                rules[name] = read_credit(inside, name, RELATIONS[name].columns)
    return rules, problems


@dataclass(slots=True)
class _Library:
    """The documents that count, by KPI id, with `extends` worked in."""

    final: dict[str, Document] = field(default_factory=dict)
    every: dict[str, list[Document]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def add(self, documents: list[Document]) -> None:
        """Add in order; a document that extends a KPI declared further on waits for it."""
        waiting = documents
        while waiting:
            left = [each for each in waiting if not self._take(each)]
            if len(left) == len(waiting):
                self._give_up(left)
                return
            waiting = left

    def _take(self, document: Document) -> bool:
        extended = document.data.get("extends")
        if extended is None:
            self._put(document)
            return True
        if str(extended) not in self.final:
            return False
        self._put(_extended(document, self.final[str(extended)]))
        return True

    def _put(self, document: Document) -> None:
        name = str(document.data.get("kpi", ""))
        earlier = self.final.get(name)
        if earlier is not None and _folder(earlier) == _folder(document) and not _is_next(document, earlier):
            self._report("catalogue.duplicate_kpi", document, kpi=name, earlier=str(earlier.place("kpi")))
            return
        self.final[name] = document if earlier is None else self._newer(document, earlier)
        self.every.setdefault(name, []).append(self.final[name])

    def _newer(self, document: Document, earlier: Document) -> Document:
        """A changed formula is a new version: one more than before, unless the file says which."""
        before = _version(earlier)
        if "version" not in document.data:
            return Document(document.file, {**document.data, "version": before + 1}, document.lines)
        if _version(document) <= before:
            params: dict[str, str | int] = {"kpi": str(document.data.get("kpi")), "before": before}
            place = document.place("version")
            self.problems.append(Problem("catalogue.version_not_raised", place, params, Severity.WARNING))
        return document

    def _give_up(self, left: list[Document]) -> None:
        for document in left:
            self._report("catalogue.extends_unknown", document, "extends", kpi=str(document.data["extends"]))

    def _report(self, code: str, document: Document, name: str = "kpi", **params: str | int) -> None:
        self.problems.append(Problem(code, document.place(name), params))


def _is_next(document: Document, earlier: Document) -> bool:
    """Two documents of one folder are two versions where the later extends the KPI itself or has a higher number."""
    if document.data.get("extends") == document.data.get("kpi"):
        return True
    return "version" in document.data and _version(document) > _version(earlier)


def _folder(document: Document) -> PurePosixPath:
    return PurePosixPath(document.file.replace("\\", "/")).parent


def _version(document: Document) -> int:
    version = document.data.get("version", 1)
    return version if isinstance(version, int) else 1


def _extended(document: Document, base: Document) -> Document:
    """The base with the given fields changed; inside a measure, too, only the given fields change."""
    data: dict[str, Any] = dict(base.data)
    own = document.data
    if any(name in own for name in BODIES):
        data = {name: given for name, given in data.items() if name not in BODIES or name in own}
    data.pop("version", None)
    if "kpi" in own and own["kpi"] != base.data.get("kpi"):
        data.pop("valid_from", None)
    for name, given in own.items():
        inherited = data.get(name)
        merged = name in BODIES and isinstance(given, dict) and isinstance(inherited, dict)
        data[name] = {**inherited, **given} if merged and isinstance(inherited, dict) else given
    data.setdefault("kpi", base.data.get("kpi"))
    return Document(document.file, data, document.lines)
