"""One line of the matrix."""

from dataclasses import dataclass, field

EVERYBODY = "OHMESFAX"
WITH_A_ROLE = "OHMESFA"
LOOK = "OHSFA"  # people, definitions
SOURCES = "OHSA"
NOBODY = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One address with values for its parts; `relation` says whose thing it is, seen from the role."""

    name: str
    who: str
    method: str = "GET"
    relation: str = "any"
    parts: dict[str, object] = field(default_factory=dict)
    query: str = ""
    body: dict[str, object] | None = None


def line(name, who, /, method="GET", relation="any", **rest):
    query, body = rest.pop("query", ""), rest.pop("body", None)
    return Line(name, who, method, relation, rest, query, body)


def post(name, who, /, relation="any", **parts):
    """A form sent empty: who may, is told what is missing; who may not, finds nothing."""
    return line(name, who, "POST", relation, **parts)
