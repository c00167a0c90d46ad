"""The expression language of definitions: parsed into a tree, checked, never evaluated as code."""

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Name:
    """A column of a relation, or a KPI id in a formula."""

    id: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, a text, yes/no, or nothing."""

    value: Fraction | str | bool | None


@dataclass(frozen=True, slots=True)
class Operation:
    """`+ - * / == != < <= > >= and or not neg in` on the operands; `in` lists the choices after the first operand."""

    operator: str
    operands: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Call:
    """One of the named functions of the language."""

    function: str
    arguments: tuple["Expression", ...]


Expression: TypeAlias = Name | Literal | Operation | Call
