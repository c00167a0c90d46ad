"""The shipped templates: one YAML file per post, and the groups of records that they draw on."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from merit.company import Trade
from merit.kernel.document import Document
from merit.sources.documents import documents_of


@dataclass(frozen=True, slots=True)
class PostTemplate:
    """A ready plan for one kind of post."""

    template: str
    title: dict[str, str]
    words: tuple[str, ...]
    """A post whose name holds one of these words is likely of this kind."""
    leads: bool
    responsibilities: dict[str, tuple[str, ...]]
    authority: dict[str, tuple[str, ...]]
    indicators: tuple[dict[str, Any], ...]
    """As plan files write them; `sells_to` and `platforms` say for which companies one is meant."""
    modifiers: tuple[dict[str, Any], ...]
    grades: list[Any]


@dataclass(frozen=True, slots=True)
class DataGroup:
    """A kind of record that a company may have, and the fact tables that it fills."""

    group: str
    title: dict[str, str]
    tables: tuple[str, ...]
    expected: bool
    sells_to: tuple[str, ...]
    platforms: tuple[str, ...]
    unless_sells: tuple[str, ...]


@cache
def post_templates() -> tuple[PostTemplate, ...]:
    """Every template in the order in which a company would name the posts. Raises ValueError when a file is broken."""
    folder = files("merit.templates") / "posts"
    documents = [_document(path) for path in folder.iterdir() if path.name.endswith(".yaml")]
    return tuple(_template(each.data) for each in sorted(documents, key=lambda each: int(each.data["order"])))


@cache
def data_groups() -> tuple[DataGroup, ...]:
    """Every group of records, the one that most companies have first."""
    document = _document(files("merit.templates") / "data_groups.yaml")
    return tuple(
        DataGroup(
            group=row["group"],
            title=row["title"],
            tables=tuple(row["tables"]),
            expected=row.get("expected", False),
            sells_to=tuple(row.get("sells_to", ())),
            platforms=tuple(row.get("platforms", ())),
            unless_sells=tuple(row.get("unless_sells", ())),
        )
        for row in document.data["groups"]
    )


@cache
def bonus_template() -> dict[str, Any]:
    """The first bonus of a company, without the posts it is for."""
    return dict(_document(files("merit.templates") / "bonus.yaml").data)


def expected_groups(trade: Trade, platforms: frozenset[str], categories: tuple[str, ...]) -> frozenset[str]:
    """The groups of records that a company of this kind most likely has; a proposal, not a rule."""
    sold = " ".join(categories).lower()

    def likely(group: DataGroup) -> bool:
        if group.unless_sells and any(word in sold for word in group.unless_sells):
            return False
        return group.expected or trade in group.sells_to or bool(platforms & set(group.platforms))

    return frozenset(group.group for group in data_groups() if likely(group))


def tables_in(groups: frozenset[str]) -> frozenset[str]:
    """The fact tables that these groups of records fill."""
    return frozenset(table for group in data_groups() if group.group in groups for table in group.tables)


def template_for(post_name: str) -> PostTemplate | None:
    """The template whose word stands latest in the post's name: 客服主管 is a leader, 直播运营 an operator."""
    found = [
        (post_name.lower().rfind(word.lower()), len(word), template)
        for template in post_templates()
        for word in template.words
        if word.lower() in post_name.lower()
    ]
    return max(found, key=lambda each: (each[0] + each[1], each[1]))[2] if found else None


def _document(path: Traversable) -> Document:
    documents, problems = documents_of(path.read_text("utf-8"), path.name)
    if problems or len(documents) != 1:
        raise ValueError(f"shipped template {path.name} is broken: {problems}")
    return documents[0]


def _template(data: dict[str, Any]) -> PostTemplate:
    return PostTemplate(
        template=data["template"],
        title=data["title"],
        words=tuple(data["words"]),
        leads=data["leads"],
        responsibilities={language: tuple(said) for language, said in data["responsibilities"].items()},
        authority={language: tuple(said) for language, said in data["authority"].items()},
        indicators=tuple(data["indicators"]),
        modifiers=tuple(data["modifiers"]),
        grades=data["grades"],
    )
