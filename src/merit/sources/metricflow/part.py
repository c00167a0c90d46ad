"""One mapping inside a dbt file, read field by field; every finding names the file and the line."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from merit.kernel.document import Document, PathIn
from merit.kernel.problems import Place, Problem, Severity


@dataclass(slots=True)
class Part:
    """The mappings of one import share the list `problems`."""

    document: Document
    data: dict[Any, Any]
    path: PathIn = ()
    problems: list[Problem] = field(default_factory=list)

    def place(self, name: str = "") -> Place:
        """Where that field stands, or the mapping itself."""
        return self.document.place(*self.path, *((name,) if name else ()))

    def report(self, code: str, name: str = "", severity: Severity = Severity.ERROR, /, **params: str | int) -> None:
        """Note a finding about that field."""
        self.problems.append(Problem(code, self.place(name), params, severity))

    def text(self, name: str, default: str = "") -> str:
        """The scalar as text; the default where there is none."""
        given = self.data.get(name)
        if given is None or isinstance(given, dict | list):
            return default
        if isinstance(given, Decimal):
            return format(given, "f")
        return ("true" if given else "false") if isinstance(given, bool) else str(given).strip()

    def inside(self, name: str) -> "Part":
        """The mapping under that field; a text alone is its `name`, anything else an empty mapping."""
        return self._part(self.data.get(name), name)

    def each(self, name: str) -> list["Part"]:
        """The mappings of the list under that field."""
        given = self.data.get(name)
        if given is None:
            return []
        if not isinstance(given, list):
            self.report("sources.metricflow_shape", name, field=name)
            return []
        return [self._part(entry, name, at) for at, entry in enumerate(given)]

    def texts(self, name: str) -> list[str]:
        """One text, or a list of texts."""
        given = self.data.get(name)
        if isinstance(given, list):
            return [str(each) for each in given]
        return [] if given is None else [str(given)]

    def only(self, *known: str) -> None:
        """Report every field that none of these is: nothing is dropped silently."""
        for name in self.data:
            if name not in known:
                self.report("sources.metricflow_field", str(name), Severity.WARNING, field=str(name))

    def _part(self, given: Any, *path: str | int) -> "Part":
        data = given if isinstance(given, dict) else {} if given is None else {"name": given}
        return Part(self.document, data, (*self.path, *path), self.problems)
