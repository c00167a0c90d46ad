"""Help pages and lessons: Markdown in two languages, made HTML once."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from merit.kernel.refusals import NotFoundRefusal
from merit_desk.shell.language import current_language

_PAGES = Path(__file__).parents[1] / "pages"
COURSE = ("goals", "feedback", "interview")
"""The lessons of the managers' course, in order."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page without its heading, which is `title`."""

    name: str
    title: str
    body: SafeString


def help_page(topic: str) -> Page:
    """What a place of the application is for. Raises NotFoundRefusal for a topic without a page."""
    return _page("help", topic)


def lesson(name: str) -> Page:
    """A lesson. Raises NotFoundRefusal for one that the course does not have."""
    if name not in COURSE:
        raise NotFoundRefusal("refusal.no_such_page")
    return _page("course", name)


def has_help(topic: str) -> bool:
    """Whether there is a help page for the topic."""
    return topic in topics()


@cache
def topics() -> frozenset[str]:
    """Every topic that has a page."""
    return frozenset(file.stem for file in (_PAGES / "zh" / "help").glob("*.md"))


def _page(kind: str, name: str) -> Page:
    found = _rendered(current_language(), kind, name) if kind == "course" or has_help(name) else None
    if found is None:
        raise NotFoundRefusal("refusal.no_such_page")
    return Page(name, *found)


@cache
def _rendered(language: str, kind: str, name: str) -> tuple[str, SafeString]:
    heading, _, rest = (_PAGES / language / kind / f"{name}.md").read_text("utf-8").partition("\n")
    html = MarkdownIt("commonmark", {"html": False}).render(rest)
    return heading.removeprefix("# "), mark_safe(html)  # noqa: S308 (our own pages, and HTML in them is off)
