"""What kind of value a row expression yields, told from the columns of its relation; mistakes become Problems."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from merit.catalogue.expression import Call, Expression, Literal, Name, Operation
from merit.facts.columns import ColumnKind
from merit.kernel.problems import Place, Problem

NUMERIC = frozenset({ColumnKind.AMOUNT, ColumnKind.NUMBER, ColumnKind.COUNT})
WRITTEN = frozenset({ColumnKind.ID, ColumnKind.TEXT})
_COMPARED = frozenset({"==", "!=", "<", "<=", ">", ">=", "in"})


def kind_of(expression: Expression, columns: Mapping[str, ColumnKind]) -> ColumnKind | None:
    """The kind of value; None when it is `none` or cannot be told. A sum of an amount and a number is an amount."""
    return _Kinds(columns, Place()).kind(expression)


def check_kinds(
    expression: Expression, columns: Mapping[str, ColumnKind], place: Place
) -> tuple[ColumnKind | None, list[Problem]]:
    """The kind of value, and every unknown column or mismatch inside the expression."""
    kinds = _Kinds(columns, place)
    return kinds.kind(expression), kinds.problems


def _same_family(left: ColumnKind, right: ColumnKind) -> bool:
    return left is right or {left, right} <= NUMERIC or {left, right} <= WRITTEN


@dataclass(frozen=True, slots=True)
class _Kinds:
    columns: Mapping[str, ColumnKind]
    place: Place
    problems: list[Problem] = field(default_factory=list)

    def kind(self, expression: Expression) -> ColumnKind | None:
        match expression:
            case Name():
                return self._column(expression.id)
            case Literal():
                return _literal_kind(expression)
            case Operation():
                return self._operation(expression)
            case Call():
                return self._call(expression)

    def _column(self, name: str) -> ColumnKind | None:
        if name not in self.columns:
            known = ", ".join(sorted(self.columns))
            self.problems.append(Problem("catalogue.unknown_column", self.place, {"column": name, "known": known}))
        return self.columns.get(name)

    def _operation(self, operation: Operation) -> ColumnKind | None:
        kinds = [self.kind(each) for each in operation.operands]
        if operation.operator in ("and", "or", "not"):
            self._all_are(kinds, frozenset({ColumnKind.FLAG}), operation.operator)
            return ColumnKind.FLAG
        if operation.operator in _COMPARED:
            self._comparable(kinds, operation.operator)
            return ColumnKind.FLAG
        self._all_are(kinds, NUMERIC, operation.operator)
        if operation.operator == "/":
            self._by_a_number(operation.operands[1])
            return ColumnKind.NUMBER
        return _widest(kinds)

    def _by_a_number(self, divisor: Expression) -> None:
        """Rows hold whole numbers: what divides them must be known, or the result would not be exact."""
        if not isinstance(divisor, Literal) or not divisor.value:
            self.problems.append(Problem("catalogue.divides_by_a_column", self.place))

    def _call(self, call: Call) -> ColumnKind | None:
        kinds = [self.kind(each) for each in call.arguments]
        match call.function:
            case "has":
                return ColumnKind.FLAG
            case "seconds":
                self._all_are(kinds, frozenset({ColumnKind.INSTANT}), "seconds")
                return ColumnKind.NUMBER
            case "days":
                self._all_are(kinds, frozenset({ColumnKind.DAY}), "days")
                return ColumnKind.COUNT
            case "in_period" | "in_period_before":
                self._all_are(kinds, frozenset({ColumnKind.DAY}), call.function)
                return ColumnKind.FLAG
            case "when":
                self._all_are(kinds[:1], frozenset({ColumnKind.FLAG}), "when")
                return self._alike(kinds[1:], "when")
            case "abs":
                self._all_are(kinds, NUMERIC, "abs")
                return kinds[0]
            case _:
                return self._alike(kinds, call.function)

    def _alike(self, kinds: list[ColumnKind | None], operator: str) -> ColumnKind | None:
        self._comparable(kinds, operator)
        known = [kind for kind in kinds if kind is not None]
        return _widest(kinds) if known and known[0] in NUMERIC else next(iter(known), None)

    def _all_are(self, kinds: list[ColumnKind | None], allowed: frozenset[ColumnKind], operator: str) -> None:
        for kind in kinds:
            if kind is not None and kind not in allowed:
                self._mismatch(operator, kind)
                return

    def _comparable(self, kinds: list[ColumnKind | None], operator: str) -> None:
        known = [kind for kind in kinds if kind is not None]
        for kind in known[1:]:
            if not _same_family(known[0], kind):
                self._mismatch(operator, kind)
                return

    def _mismatch(self, operator: str, kind: ColumnKind) -> None:
        params: dict[str, str | int] = {"operator": operator, "kind": kind.value}
        self.problems.append(Problem("catalogue.kinds_do_not_match", self.place, params))


def _literal_kind(literal: Literal) -> ColumnKind | None:
    match literal.value:
        case None:
            return None
        case bool():
            return ColumnKind.FLAG
        case str():
            return ColumnKind.TEXT
        case number:
            return ColumnKind.COUNT if number.denominator == 1 else ColumnKind.NUMBER


def _widest(kinds: list[ColumnKind | None]) -> ColumnKind:
    for kind in (ColumnKind.AMOUNT, ColumnKind.NUMBER):
        if kind in kinds:
            return kind
    return ColumnKind.COUNT
