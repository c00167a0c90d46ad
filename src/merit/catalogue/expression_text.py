"""An expression of the catalogue as its author would write it again."""

from fractions import Fraction

from merit.catalogue.expression import Call, Expression, Literal, Name, Operation
from merit.kernel.exact import plain

_WORDS = {"and", "or"}


def expression_text(expression: Expression) -> str:
    """quantity * unit_price; status in ('signed', 'closed')."""
    match expression:
        case Name(name):
            return name
        case Literal(value):
            return _literal(value)
        case Call(function, arguments):
            return f"{function}({', '.join(expression_text(each) for each in arguments)})"
        case Operation(operator, operands):
            return _operation(operator, operands)


def _literal(value: Fraction | str | bool | None) -> str:
    match value:
        case None:
            return "none"
        case bool():
            return "true" if value else "false"
        case Fraction():
            return plain(value)
        case _:
            return f"'{value}'"


def _operation(operator: str, operands: tuple[Expression, ...]) -> str:
    texts = [_inside(each) for each in operands]
    match operator:
        case "not":
            return f"not {texts[0]}"
        case "neg":
            return f"-{texts[0]}"
        case "in":
            return f"{texts[0]} in ({', '.join(texts[1:])})"
        case _:
            return f" {operator} ".join(texts)


def _inside(expression: Expression) -> str:
    text = expression_text(expression)
    return f"({text})" if isinstance(expression, Operation) and expression.operator in _WORDS else text
