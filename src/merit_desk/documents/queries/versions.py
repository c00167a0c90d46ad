"""What a file was over time."""

import difflib
from dataclasses import dataclass

from django.db.models import Max, QuerySet

from merit.kernel.refusals import NotFoundRefusal
from merit_desk.documents.models import Version


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """`way` is "+" for a line that came, "-" for one that went, " " for one that stayed."""

    way: str
    text: str


def versions_of(path: str) -> QuerySet[Version]:
    """Latest first."""
    return Version.objects.filter(path=path).select_related("author").order_by("-number")


def version(path: str, number: int) -> Version:
    """Raises NotFoundRefusal for a version that was never written."""
    found = versions_of(path).filter(number=number).first()
    if found is None:
        raise NotFoundRefusal("documents.no_such_version", path=path, number=number)
    return found


def changed_lines(before: str | None, after: str | None, around: int = 3) -> list[ChangedLine]:
    """The lines that differ with some lines around them, as a unified difference without its headings."""
    lines = difflib.unified_diff((before or "").splitlines(), (after or "").splitlines(), lineterm="", n=around)
    return [ChangedLine(line[:1], line[1:]) for line in list(lines)[2:]]


def latest_versions() -> dict[str, Version]:
    """The last version of every file that was ever written here, by path."""
    last = Version.objects.values("path").annotate(last=Max("pk")).values("last")
    return {each.path: each for each in Version.objects.filter(pk__in=last).select_related("author").defer("text")}
