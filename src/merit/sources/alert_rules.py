"""alerts.yaml and alerts/*.yaml → the rules in force, with a Problem at the line of everything that does not fit.

A rule that cannot be read is left out and told; nothing else stops for it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from merit.alerts.rule import EVERY_TARGET, AlertRule, RuleKind, Side, Versus
from merit.alerts.standing import Patience
from merit.alerts.usual_rules import USUAL
from merit.catalogue.kpi import Catalogue
from merit.kernel.document import Document, PathIn
from merit.kernel.explain import LineRef
from merit.kernel.node import COMPANY, Node, NodeKind
from merit.kernel.period import Grain
from merit.kernel.problems import Problem, Severity
from merit.sources.documents import read_documents

FILE = "alerts.yaml"
FOLDER = "alerts"
BUDGET = 5
MOST_BUDGET = 100
TOP = ("alerts", "off", "budget")
_GRAINS = (Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER)
_LIMITS = ("above", "below", "clear_above", "clear_below")
_COUNTS = {"after": "fire_after", "clear_after": "clear_after", "rearm_after": "rearm_after"}
FIELDS = (*("name", "kind", "kpi", "nodes", "every", "versus", "side", "certainty", "least", "to"), *_LIMITS, *_COUNTS)
_USUAL = {rule.name: rule for rule in USUAL}


@dataclass(frozen=True, slots=True)
class AlertRules:
    """`rules`: the usual ones that are not switched off, then the company's; `budget`: alerts a person and day."""

    rules: tuple[AlertRule, ...]
    budget: int = BUDGET


def alert_files(folder: Path) -> list[Path]:
    """Where rules are declared, alerts.yaml first."""
    found = [folder / FILE] if (folder / FILE).is_file() else []
    inside = folder / FOLDER
    return [*found, *sorted([*inside.glob("*.yaml"), *inside.glob("*.yml")])]


def alert_rules(folder: Path, catalogue: Catalogue) -> tuple[AlertRules, list[Problem]]:
    """The rules in force. One that bears the name of a usual rule stands in its place."""
    found: list[Document] = []
    told: list[Problem] = []
    for path in alert_files(folder):
        documents, problems = read_documents(path, path.relative_to(folder).as_posix())
        told += [replace(each, severity=Severity.WARNING) for each in problems]
        found += documents
    rules, problems = rules_of(found, catalogue)
    return rules, [*told, *problems]


def rules_of(documents: Iterable[Document], catalogue: Catalogue) -> tuple[AlertRules, list[Problem]]:
    """The same of documents that are no files yet."""
    reading = _Reading(catalogue)
    for document in documents:
        reading.read(document)
    usual = [rule for rule in USUAL if rule.name not in reading.off and rule.name not in reading.rules]
    return AlertRules((*usual, *reading.rules.values()), reading.budget), reading.problems


@dataclass(slots=True)
class _Reading:
    catalogue: Catalogue
    problems: list[Problem] = field(default_factory=list)
    rules: dict[str, AlertRule] = field(default_factory=dict)
    off: set[str] = field(default_factory=set)
    budget: int = BUDGET

    def read(self, document: Document) -> None:
        self.check_fields(document, (), document.data, TOP)
        self._off(document)
        if "budget" in document.data:
            self._budget(document, document.data["budget"])
        entries = document.data.get("alerts")
        if entries is None:
            return
        if not isinstance(entries, list):
            self.tell(document, ("alerts",), "alerts.not_a_list", value=str(entries))
            return
        for index, entry in enumerate(entries):
            rule = _Entry(self, document, ("alerts", index)).rule(entry)
            if rule is not None and rule.name in self.rules:
                self.tell(document, ("alerts", index, "name"), "alerts.name_twice", name=rule.name)
            elif rule is not None:
                self.rules[rule.name] = rule

    def tell(self, document: Document, path: PathIn, code: str, **params: str | int) -> None:
        self.problems.append(Problem(code, document.place(*path), params, Severity.WARNING))

    def check_fields(self, document: Document, path: PathIn, data: dict[str, Any], known: tuple[str, ...]) -> None:
        for name in data:
            if name not in known:
                self.tell(document, (*path, name), "alerts.field_unknown", field=str(name), known=", ".join(known))

    def _off(self, document: Document) -> None:
        written = document.data.get("off")
        names = [] if written is None else [str(each) for each in (written if isinstance(written, list) else [written])]
        for name in names:
            if name == "all":
                self.off |= set(_USUAL)
            elif name in _USUAL:
                self.off.add(name)
            else:
                self.tell(document, ("off",), "alerts.choice", value=name, choices=", ".join(("all", *_USUAL)))

    def _budget(self, document: Document, written: Any) -> None:
        if isinstance(written, int) and not isinstance(written, bool) and 0 <= written <= MOST_BUDGET:
            self.budget = written
        else:
            self.tell(document, ("budget",), "alerts.count", value=str(written), least=0, most=MOST_BUDGET)


@dataclass(slots=True)
class _Entry:
    """One rule while it is read; `bad` once anything in it does not fit."""

    reading: _Reading
    document: Document
    path: PathIn
    bad: bool = False

    def rule(self, data: Any) -> AlertRule | None:
        if not isinstance(data, dict):
            self.tell("", "alerts.not_a_rule", value=str(data))
            return None
        self.reading.check_fields(self.document, self.path, data, FIELDS)
        name, kind, kpi = self._name(data), self._choice(data, "kind", RuleKind), self._kpi(data)
        if kind is None:
            return None
        kinds, nodes = self._nodes(data)
        relative = kind in (RuleKind.CHANGE, RuleKind.PACE)
        limits = {each: self._number(data, each, part=relative) for each in _LIMITS if each in data}
        place = self.document.place(*self.path)
        found = AlertRule(
            name,
            kind,
            kpi,
            kinds,
            nodes,
            grain=self._choice(data, "every", Grain, Grain.DAY, _GRAINS) or Grain.DAY,
            versus=self._choice(data, "versus", Versus, Versus.PREVIOUS) or Versus.PREVIOUS,
            side=self._choice(data, "side", Side, Side.WORSE) or Side.WORSE,
            certainty=self._certainty(data),
            least=self._number(data, "least", part=True) if "least" in data else Fraction(1, 10),
            patience=self._patience(data),
            to=tuple(str(each) for each in _listed(data.get("to"))),
            source=LineRef(place.file, place.line),
            **limits,
        )
        self._check(found)
        return None if self.bad else found

    def tell(self, at: str, code: str, **params: str | int) -> None:
        self.bad = True
        self.reading.tell(self.document, (*self.path, at) if at else self.path, code, **params)

    def _name(self, data: dict[str, Any]) -> str:
        text = str(data.get("name") or "")
        if not text or len(text) > 60 or not text.replace("_", "").replace("-", "").isalnum():
            self.tell("name", "alerts.name", value=text)
        return text

    def _kpi(self, data: dict[str, Any]) -> str:
        text = str(data.get("kpi") or "")
        every = text == EVERY_TARGET and data.get("kind") == RuleKind.PACE
        if not every and text not in self.reading.catalogue:
            self.tell("kpi", "alerts.unknown_kpi", kpi=text)
        return text

    def _choice(self, data: dict[str, Any], name: str, kind: Any, usual: Any = None, known: Any = None) -> Any:
        choices = tuple(known or kind)
        text = str(data.get(name, usual if usual is not None else ""))
        if text in choices:
            return kind(text)
        self.tell(name, "alerts.choice", value=text, choices=", ".join(choices))
        return None

    def _nodes(self, data: dict[str, Any]) -> tuple[tuple[NodeKind, ...], tuple[Node, ...]]:
        kinds: list[NodeKind] = []
        nodes: list[Node] = []
        for text in map(str, _listed(data.get("nodes")) or ["company"]):
            kind, _, name = text.partition(":")
            if kind not in tuple(NodeKind) or (":" in text and not name):
                self.tell("nodes", "alerts.node", value=text, choices=", ".join(NodeKind))
            elif name:
                nodes.append(COMPANY if kind == NodeKind.COMPANY else Node(NodeKind(kind), name))
            else:
                kinds.append(NodeKind(kind))
        return tuple(dict.fromkeys(kinds)), tuple(dict.fromkeys(nodes))

    def _number(self, data: dict[str, Any], name: str, part: bool) -> Fraction:
        text = str(data[name]).strip().replace(",", "")
        try:
            found = Fraction(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
        except (ValueError, ZeroDivisionError):
            self.tell(name, "alerts.number", value=text, example="20%" if part else "100")
            return Fraction(0)
        return found

    def _certainty(self, data: dict[str, Any]) -> float:
        found = self._number(data, "certainty", part=True) if "certainty" in data else Fraction(1, 1000)
        if not 0 < found <= Fraction(1, 20):
            self.tell("certainty", "alerts.certainty", value=str(data.get("certainty")))
        return float(found)

    def _patience(self, data: dict[str, Any]) -> Patience:
        found = {}
        for name, of in _COUNTS.items():
            written = data.get(name)
            if written is None:
                continue
            if isinstance(written, int) and not isinstance(written, bool) and 1 <= written <= 30:
                found[of] = written
            else:
                self.tell(name, "alerts.count", value=str(written), least=1, most=30)
        return Patience(**found)

    def _check(self, rule: AlertRule) -> None:
        limited = rule.kind in (RuleKind.THRESHOLD, RuleKind.CHANGE)
        if limited and rule.above is None and rule.below is None:
            self.tell("", "alerts.no_limit", name=rule.name)
        if rule.above is not None and rule.clear_above is not None and rule.clear_above > rule.above:
            self.tell("clear_above", "alerts.clears_beyond")
        if rule.below is not None and rule.clear_below is not None and rule.clear_below < rule.below:
            self.tell("clear_below", "alerts.clears_beyond")
        if rule.versus is Versus.LAST_WEEK and rule.grain is not Grain.DAY:
            self.tell("versus", "alerts.last_week_by_day")


def _listed(written: Any) -> list[Any]:
    return [] if written is None else list(written) if isinstance(written, list) else [written]
