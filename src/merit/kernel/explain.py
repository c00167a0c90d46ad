"""Every figure is a value with the step that made it; each step can be replayed to its stated result.

A calculation rule is a pure function under a code. Calling the rule computes *and* records, so that no figure
exists without its working: ``pay(base=..., score=...)`` gives ``Explained(value, Step("bonus.pay", inputs, value))``.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from fractions import Fraction
from typing import Generic, TypeAlias, TypeVar

from merit.kernel.exact import plain
from merit.kernel.money import Money
from merit.kernel.period import Period

T = TypeVar("T", covariant=True)
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class KpiRef:
    """Points at a KPI value; from there the explanation goes on to the query and the source rows."""

    kpi: str
    version: int
    node_kind: str
    node: str
    period: str


@dataclass(frozen=True, slots=True)
class DefinitionRef:
    """Points at one version of a definition: kind is plan, reward, kpi or guard."""

    kind: str
    name: str
    version: int


@dataclass(frozen=True, slots=True)
class LineRef:
    """Points at one line of a file in the company folder (a target, an event, a spell)."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class DecisionRef:
    """Points at a person's decision, with when and why (all as text)."""

    by: str
    at: str
    reason: str


Ref: TypeAlias = KpiRef | DefinitionRef | LineRef | DecisionRef
Plain: TypeAlias = Fraction | int | str | bool | date | Period | Money | None
Input: TypeAlias = "Plain | Ref | Explained[object] | tuple[Input, ...] | Mapping[str, Input]"


@dataclass(frozen=True, slots=True)
class Step:
    """One application of a rule: what went in, by name, and what came out."""

    code: str
    inputs: Mapping[str, "Input"]
    result: object


@dataclass(frozen=True, slots=True)
class Explained(Generic[T]):
    """A value that carries its working. `about` names sources that do not enter the arithmetic."""

    value: T
    step: Step
    about: tuple[Ref, ...] = ()

    def citing(self, *refs: Ref) -> "Explained[T]":
        """The same figure with further sources named."""
        return Explained(self.value, self.step, (*self.about, *refs))


RULES: dict[str, Callable[..., object]] = {}


class Rule(Generic[R]):
    """A pure function under a code, that records each application."""

    def __init__(self, code: str, compute: Callable[..., R]) -> None:
        if code in RULES:
            raise ValueError(f"two rules are called {code}")
        self.code = code
        self.compute = compute
        RULES[code] = compute

    def __call__(self, **inputs: "Input") -> Explained[R]:
        result = self.compute(**{name: bare(given) for name, given in inputs.items()})
        return Explained(result, Step(self.code, inputs, result))


def rule(code: str) -> Callable[[Callable[..., R]], Rule[R]]:
    """Make a pure function of keyword arguments a recorded rule called `code` ("<stage>.<what>")."""
    return lambda compute: Rule(code, compute)


@rule("given")
def given(value: object) -> object:
    """A figure that was read, not computed; cite where with `.citing(...)`."""
    return value


def bare(thing: object) -> object:
    """The values alone, without their working."""
    if isinstance(thing, Explained):
        return thing.value
    if isinstance(thing, tuple):
        return tuple(bare(each) for each in thing)
    if isinstance(thing, Mapping):
        return {name: bare(each) for name, each in thing.items()}
    return thing


def replays(step: Step) -> bool:
    """True when the rule, given the recorded inputs, comes to the stated result again."""
    return RULES[step.code](**{name: bare(each) for name, each in step.inputs.items()}) == step.result


def steps(explained: Explained[object]) -> Iterator[Step]:
    """Every step of the working, this one first, inputs after."""
    yield explained.step
    yield from _steps_within(tuple(explained.step.inputs.values()))


def _steps_within(thing: object) -> Iterator[Step]:
    if isinstance(thing, Explained):
        yield from steps(thing)
    elif isinstance(thing, tuple):
        for each in thing:
            yield from _steps_within(each)
    elif isinstance(thing, Mapping):
        yield from _steps_within(tuple(thing.values()))


def as_data(thing: object) -> object:
    """JSON-ready form, the same bytes for the same figure: numbers are exact text ("107.3", "1/3")."""
    match thing:
        case Explained():
            return _explained_data(thing)
        case bool() | None | str():
            return thing
        case Fraction() | int():
            return exact_text(Fraction(thing))
        case Money():
            return {"money": str(thing), "currency": thing.currency}
        case KpiRef() | DefinitionRef() | LineRef() | DecisionRef():
            return {"ref": _REF_NAMES[type(thing)], **asdict(thing)}
        case tuple():
            return [as_data(each) for each in thing]
        case Mapping():
            return {str(name): as_data(each) for name, each in thing.items()}
        case _:
            return str(thing)


def _explained_data(thing: Explained[object]) -> dict[str, object]:
    data: dict[str, object] = {"value": as_data(thing.value), "rule": thing.step.code}
    data["inputs"] = {name: as_data(each) for name, each in thing.step.inputs.items()}
    if thing.about:
        data["about"] = [as_data(ref) for ref in thing.about]
    return data


_REF_NAMES: dict[type, str] = {KpiRef: "kpi", DefinitionRef: "definition", LineRef: "line", DecisionRef: "decision"}


def exact_text(value: Fraction) -> str:
    """Exact: a decimal when it ends within 12 places, else numerator/denominator."""
    return plain(value, 12) if (value * 10**12).denominator == 1 else f"{value.numerator}/{value.denominator}"
