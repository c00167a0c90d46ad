"""Values of a document that somebody wrote, taken as what they have to be, with a Problem at the line of any other."""

import re
from dataclasses import dataclass, field
from typing import Any

from merit.kernel.document import Document, PathIn
from merit.kernel.problems import Problem


@dataclass(slots=True)
class WrittenData:
    """One document on its way into types; `problems` collects what is not understood."""

    document: Document
    problems: list[Problem] = field(default_factory=list)

    def one_of(self, closed: Any, data: Any, path: PathIn) -> Any:
        """A member of the closed set, or None with a Problem."""
        if data is None or data in tuple(closed):
            return None if data is None else closed(data)
        place = self.document.place(*path)
        self.problems.append(
            Problem("sources.profile_choice", place, {"text": str(data), "choices": ", ".join(closed)})
        )
        return None

    def regex(self, data: Any, path: PathIn) -> str:
        """A regular expression; empty, with a Problem, when it is none."""
        try:
            re.compile(str(data or ""))
        except re.error as error:
            self.problems.append(Problem("sources.bad_regex", self.document.place(*path), {"error": str(error)}))
            return ""
        return str(data or "")

    def texts(self, data: Any, path: PathIn) -> tuple[str, ...]:
        """One text or a list of texts."""
        if data is None:
            return ()
        if isinstance(data, dict) or (isinstance(data, list) and any(isinstance(each, dict | list) for each in data)):
            self.wrong(path)
            return ()
        return tuple(map(text_of, data)) if isinstance(data, list) else (text_of(data),)

    def whole(self, data: Any, path: PathIn) -> int:
        """A whole number from 0."""
        if isinstance(data, int) and not isinstance(data, bool) and data >= 0:
            return data
        self.wrong(path)
        return 0

    def only_known(self, data: dict[str, Any], known: tuple[str, ...], path: PathIn) -> None:
        """A Problem for every field that is not known."""
        for name in data:
            if name not in known:
                place = self.document.place(*path, name)
                self.problems.append(
                    Problem("sources.profile_field", place, {"field": str(name), "known": ", ".join(known)})
                )

    def wrong(self, path: PathIn) -> None:
        """A Problem: what stands there has another shape."""
        self.problems.append(Problem("sources.profile_shape", self.document.place(*path), {"field": str(path[-1])}))


def text_of(value: Any) -> str:
    """A scalar of a document as a user wrote it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
