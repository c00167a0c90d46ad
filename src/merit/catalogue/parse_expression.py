"""Text to expression. Python's grammar serves as the grammar; only nodes named here pass, and nothing is evaluated."""

import ast
from collections.abc import Mapping
from fractions import Fraction
from warnings import catch_warnings, simplefilter

from merit.catalogue.expression import FORMULA_FUNCTIONS, ROW_FUNCTIONS, Call, Expression, Literal, Name, Operation
from merit.kernel.exact import exact
from merit.kernel.problems import Place, Problem

LONGEST = 1000
DEEPEST = 25
NOWHERE = Place()

_ARITHMETIC: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "none": None}


class _NotInTheLanguage(Exception):
    """Carries the finding out of the recursion; never leaves this module."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def parse_row_expression(text: str, place: Place = NOWHERE) -> tuple[Expression | None, list[Problem]]:
    """Read a condition or value over the columns of a relation."""
    return _parse(text, _Reader(text, place, ROW_FUNCTIONS, of_rows=True))


def parse_formula(text: str, place: Place = NOWHERE) -> tuple[Expression | None, list[Problem]]:
    """Read a formula over KPI ids: numbers, `+ - * /` and the functions of formulas."""
    return _parse(text, _Reader(text, place, FORMULA_FUNCTIONS, of_rows=False))


def _parse(text: str, reader: "_Reader") -> tuple[Expression | None, list[Problem]]:
    if len(text) > LONGEST:
        return None, [Problem("catalogue.expression_too_long", reader.place, {"longest": LONGEST})]
    try:
        with catch_warnings():
            simplefilter("ignore")  # what Python thinks of a user's backslash is no message for a merchant
            tree = ast.parse(text.strip(), mode="eval")
        return reader.read(tree.body, 0), []
    except _NotInTheLanguage as found:
        return None, [found.problem]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None, [Problem("catalogue.expression_unreadable", reader.place, {"text": text})]


class _Reader:
    """Translates the nodes of one expression."""

    def __init__(self, text: str, place: Place, functions: Mapping[str, tuple[int, int]], *, of_rows: bool) -> None:
        self.text = text.strip()
        self.place = place
        self.functions = functions
        self.of_rows = of_rows

    def read(self, node: ast.expr, depth: int) -> Expression:
        if depth > DEEPEST:
            raise _NotInTheLanguage(Problem("catalogue.expression_too_deep", self.place, {"deepest": DEEPEST}))
        match node:
            case ast.Constant():
                return self._literal(node)
            case ast.Name():
                return self._name(node.id)
            case ast.BinOp():
                return self._arithmetic(node, depth)
            case ast.UnaryOp():
                return self._unary(node, depth)
            case ast.Call():
                return self._call(node, depth)
            case ast.BoolOp() | ast.Compare() if self.of_rows:
                return self._condition(node, depth)
            case _:
                raise self._outside(node)

    def _outside(self, node: ast.expr) -> _NotInTheLanguage:
        written = ast.get_source_segment(self.text, node) or self.text
        return _NotInTheLanguage(Problem("catalogue.expression_not_allowed", self.place, {"part": written}))

    def _name(self, written: str) -> Expression:
        return Literal(_WORDS[written]) if self.of_rows and written in _WORDS else Name(written)

    def _literal(self, node: ast.Constant) -> Literal:
        match node.value:
            case bool() | None | str() if self.of_rows:
                return Literal(node.value)
            case bool():
                raise self._outside(node)
            case int() | float():
                return Literal(self._number(node))
            case _:
                raise self._outside(node)

    def _number(self, node: ast.Constant) -> Fraction:
        """From the text as written, so that 0.1 is one tenth."""
        try:
            return exact(ast.get_source_segment(self.text, node) or "")
        except ValueError:
            raise self._outside(node) from None

    def _arithmetic(self, node: ast.BinOp, depth: int) -> Expression:
        operator = _ARITHMETIC.get(type(node.op))
        if operator is None:
            raise self._outside(node)
        return Operation(operator, (self.read(node.left, depth + 1), self.read(node.right, depth + 1)))

    def _unary(self, node: ast.UnaryOp, depth: int) -> Expression:
        inside = self.read(node.operand, depth + 1)
        match node.op:
            case ast.USub() if isinstance(inside, Literal) and isinstance(inside.value, Fraction):
                return Literal(-inside.value)
            case ast.USub():
                return Operation("neg", (inside,))
            case ast.UAdd():
                return inside
            case ast.Not() if self.of_rows:
                return Operation("not", (inside,))
            case _:
                raise self._outside(node)

    def _condition(self, node: ast.BoolOp | ast.Compare, depth: int) -> Expression:
        if isinstance(node, ast.BoolOp):
            operator = "and" if isinstance(node.op, ast.And) else "or"
            return Operation(operator, tuple(self.read(each, depth + 1) for each in node.values))
        operands = [node.left, *node.comparators]
        links = [
            self._link(operation, operands[at], operands[at + 1], depth + 1) for at, operation in enumerate(node.ops)
        ]
        return links[0] if len(links) == 1 else Operation("and", tuple(links))

    def _link(self, operation: ast.cmpop, left: ast.expr, right: ast.expr, depth: int) -> Expression:
        if isinstance(operation, ast.In | ast.NotIn):
            found = Operation("in", (self.read(left, depth), *self._choices(right)))
            return found if isinstance(operation, ast.In) else Operation("not", (found,))
        operator = _COMPARISONS.get(type(operation))
        if operator is None:
            raise self._outside(right)
        return Operation(operator, (self.read(left, depth), self.read(right, depth)))

    def _choices(self, node: ast.expr) -> tuple[Literal, ...]:
        """What stands after `in`: a list of literals; one alone needs no comma."""
        written = node.elts if isinstance(node, ast.Tuple | ast.List) else [node]
        choices = tuple(self.read(each, DEEPEST) for each in written)
        if not choices or not all(isinstance(each, Literal) for each in choices):
            raise self._outside(node)
        return tuple(each for each in choices if isinstance(each, Literal))

    def _call(self, node: ast.Call, depth: int) -> Expression:
        if not isinstance(node.func, ast.Name) or node.keywords:
            raise self._outside(node)
        function = node.func.id
        if self.of_rows and function == "minute_of":
            return self._minute_of(node)
        if function not in self.functions:
            raise _NotInTheLanguage(
                Problem(
                    "catalogue.unknown_function",
                    self.place,
                    {"function": function, "known": ", ".join(sorted(self.functions))},
                )
            )
        least, most = self.functions[function]
        if not least <= len(node.args) <= most:
            raise self._wrong_arguments(function, len(node.args))
        return Call(function, tuple(self.read(each, depth + 1) for each in node.args))

    def _minute_of(self, node: ast.Call) -> Expression:
        if len(node.args) != 1 or not isinstance(node.args[0], ast.Name):
            raise self._wrong_arguments("minute_of", len(node.args))
        return Name(f"{node.args[0].id}_minute")

    def _wrong_arguments(self, function: str, given: int) -> _NotInTheLanguage:
        params: dict[str, str | int] = {"function": function, "given": given}
        return _NotInTheLanguage(Problem("catalogue.wrong_arguments", self.place, params))
