"""An expression of the catalogue as its author would write it again; read anew it is the same expression."""

from fractions import Fraction

from merit.catalogue.expression import Call, Expression, Literal, Name, Operation

_BINDING = {"or": 1, "and": 2, "not": 3, "in": 4, "+": 5, "-": 5, "*": 6, "/": 6, "neg": 7}
_COMPARISON = 4
_ATOM = 9


def expression_text(expression: Expression) -> str:
    """quantity * unit_price; status in ('signed', 'closed'). A number is written with all its digits."""
    match expression:
        case Name(name):
            return name
        case Literal(value):
            return _literal(value)
        case Call(function, arguments):
            return f"{function}({', '.join(expression_text(each) for each in arguments)})"
        case Operation(operator, operands):
            return _operation(operator, operands)


def decimal_text(value: Fraction) -> str:
    """All digits of a number that was written as a decimal. Raises ValueError for any other, such as a third."""
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
        if places > _MOST_PLACES:
            raise ValueError(f"no decimal: {value}")
    digits = str(abs(int(value * 10**places))).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


_MOST_PLACES = 1000


def _literal(value: Fraction | str | bool | None) -> str:
    match value:
        case None:
            return "none"
        case bool():
            return "true" if value else "false"
        case Fraction():
            return decimal_text(value)
        case _:
            return repr(value)


def _operation(operator: str, operands: tuple[Expression, ...]) -> str:
    binding = _BINDING.get(operator, _COMPARISON)
    match operator:
        case "not":
            return f"not {_inside(operands[0], binding)}"
        case "neg":
            return f"-{_inside(operands[0], binding)}"
        case "in":
            choices = ", ".join(expression_text(each) for each in operands[1:])
            return f"{_inside(operands[0], binding + 1)} in ({choices})"
        case _:
            first = binding if operator in "+-*/" else binding + 1
            texts = [_inside(operands[0], first), *(_inside(each, binding + 1) for each in operands[1:])]
            return f" {operator} ".join(texts)


def _inside(expression: Expression, binding: int) -> str:
    """In brackets where it binds less than what stands around it."""
    text = expression_text(expression)
    own = _BINDING.get(expression.operator, _COMPARISON) if isinstance(expression, Operation) else _ATOM
    return f"({text})" if own < binding else text
