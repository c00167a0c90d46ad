"""A file that is not taken, with every reason."""

from collections.abc import Iterable

from merit.kernel.problems import Problem
from merit.kernel.refusals import ConflictRefusal


class NotTaken(ConflictRefusal):
    """`problems` say what is wrong with the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("api.file_not_taken", count=len(self.problems))
