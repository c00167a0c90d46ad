"""One KPI document to KPIs: the declared one, and the hidden parts that its inline measures become."""

from collections.abc import Mapping
from dataclasses import replace
from keyword import iskeyword

from merit.catalogue.expression import FORMULA_FUNCTIONS, about
from merit.catalogue.fields import Fields
from merit.catalogue.kpi import (
    EVERYWHERE,
    Aggregate,
    Body,
    Credit,
    Dialect,
    Direction,
    Entered,
    Formula,
    Kpi,
    Measured,
    RatioOf,
    Unit,
)
from merit.catalogue.parse_expression import parse_formula
from merit.catalogue.read_measure import read_measure
from merit.kernel.document import Document
from merit.kernel.node import NodeKind
from merit.kernel.problems import Problem

BODIES = (*(aggregate.value for aggregate in Aggregate), "ratio", "formula", "entered")
FIELDS = (
    "kpi",
    "version",
    "extends",
    "title",
    "group",
    "unit",
    "direction",
    "minimum_sample",
    "mature_after_days",
    "mature_after_months",
    "window_days",
    "dialect",
    "valid_from",
    "valid_to",
    "of",
    "nodes",
    "note",
    "hidden",
    *BODIES,
)


def read_kpi(document: Document, overrides: Mapping[str, Credit]) -> tuple[list[Kpi], list[Problem]]:
    """The KPI and its hidden parts; an empty list when what is wrong leaves no KPI."""
    fields = Fields(document, document.data)
    fields.only(FIELDS)
    if not _well_named(fields):
        return [], fields.problems
    bare = _described(fields)
    body, parts = _body(fields, bare, overrides)
    if body is None or fields.problems:
        return [], fields.problems
    return [replace(bare, body=body), *parts], []


def _well_named(fields: Fields) -> bool:
    name = fields.text("kpi")
    if name.isidentifier() and not iskeyword(name) and name not in FORMULA_FUNCTIONS:
        return True
    fields.report("catalogue.not_an_id", "kpi", id=name)
    return False


def _described(fields: Fields) -> Kpi:
    """Everything but the body."""
    title = fields.wording("title")
    if not title:
        fields.report("catalogue.no_title", "kpi", kpi=fields.text("kpi"))
    return Kpi(
        id=fields.text("kpi"),
        version=max(1, fields.whole("version", 1)),
        title=title,
        group=fields.text("group", "own"),
        unit=Unit(fields.choice("unit", Unit, "number")),
        direction=Direction(fields.choice("direction", Direction, "none")),
        body=Entered(),
        nodes=_nodes(fields),
        minimum_sample=fields.whole("minimum_sample", 0),
        mature_after_days=fields.whole("mature_after_days", 0),
        mature_after_months=fields.whole("mature_after_months", 0),
        window_days=fields.whole("window_days", 0),
        dialect=Dialect(fields.choice("dialect", Dialect)),
        valid_from=fields.day("valid_from"),
        valid_to=fields.day("valid_to"),
        note=fields.wording("note"),
        hidden=fields.yes("hidden"),
    )


def _nodes(fields: Fields) -> tuple[NodeKind, ...]:
    given = fields.data.get("nodes")
    if given is None:
        return EVERYWHERE
    kinds = [kind.value for kind in NodeKind]
    if isinstance(given, list) and given and all(each in kinds for each in given):
        return tuple(kind for kind in NodeKind if kind.value in given)
    fields.report("catalogue.not_a_choice", "nodes", field="nodes", given=str(given), choices=", ".join(kinds))
    return EVERYWHERE


def _body(fields: Fields, bare: Kpi, overrides: Mapping[str, Credit]) -> tuple[Body | None, list[Kpi]]:
    given = [name for name in BODIES if name in fields.data]
    if len(given) != 1:
        fields.report("catalogue.one_body", "kpi", kpi=bare.id, given=", ".join(given) or "–", known=", ".join(BODIES))
        return None, []
    if given[0] == "ratio":
        return _ratio(fields, bare, overrides)
    return _single(fields, given[0], overrides), []


def _single(fields: Fields, name: str, overrides: Mapping[str, Credit]) -> Body | None:
    if name == "formula":
        return _formula(fields)
    if name == "entered":
        if not fields.yes("entered"):
            fields.report("catalogue.wrong_kind", name, field=name, expected="true")
            return None
        return Entered()
    inside = fields.inside(name)
    measure = read_measure(Aggregate(name), inside, overrides) if inside is not None else None
    return Measured(measure) if measure is not None else None


def _formula(fields: Fields) -> Formula | None:
    expression, problems = parse_formula(fields.text("formula"), fields.place("formula"))
    fields.problems.extend(problems)
    of = str(fields.document.data.get("of", ""))
    return Formula(about(expression, of) if of else expression) if expression is not None else None


def _ratio(fields: Fields, bare: Kpi, overrides: Mapping[str, Credit]) -> tuple[Body | None, list[Kpi]]:
    inside = fields.inside("ratio")
    if inside is None:
        return None, []
    inside.only(("part", "whole"))
    ids, hidden = [], []
    for side in ("part", "whole"):
        if isinstance(inside.data.get(side), dict):
            hidden += _side(inside, side, bare, overrides)
            ids.append(f"{bare.id}.{side}")
        else:
            ids.append(inside.text(side))
        if not ids[-1]:
            inside.report("catalogue.half_a_ratio", side, side=side)
    return RatioOf(ids[0], ids[1]), hidden


def _side(ratio: Fields, side: str, bare: Kpi, overrides: Mapping[str, Credit]) -> list[Kpi]:
    """The hidden KPI that an inline measure or formula of a ratio becomes."""
    inside = ratio.inside(side)
    if inside is None:
        return []
    allowed = [name for name in BODIES if name not in ("ratio", "entered")]
    inside.only(allowed)
    given = [name for name in allowed if name in inside.data]
    if len(given) != 1:
        ratio.report("catalogue.one_body", side, kpi=f"{bare.id}.{side}", given="–", known=", ".join(allowed))
        return []
    body = _single(inside, given[0], overrides)
    if body is None:
        return []
    named = {language: f"{title} · {_SIDES[side].get(language, side)}" for language, title in bare.title.items()}
    return [
        replace(
            bare, id=f"{bare.id}.{side}", title=named, unit=Unit.NUMBER, direction=Direction.NONE, body=body,
            hidden=True, minimum_sample=0, note={}, valid_from=None, valid_to=None,
        )
    ]  # fmt: skip


_SIDES = {"part": {"zh": "分子", "en": "part"}, "whole": {"zh": "分母", "en": "whole"}}
