"""The bodies of jobs: each app registers its own in its `jobs.py`, which is imported when the application starts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol


class Cancelled(Exception):
    """Raised by a body that stops because it was asked to; what it began is undone by its own transaction."""


class Running(Protocol):
    """What a body is given beside its parameters."""

    account: int | None

    def progress(self, done: int, total: int, **outcome: int | str) -> None:
        """Say how far it is; written at most twice a second. Raises Cancelled when that was asked for."""

    def cancelled(self) -> bool:
        """Whether somebody asked to stop."""


Body = Callable[..., dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Registered:
    """`repeatable`: may be begun again from the start after its worker died, since it changes nothing until its end.

    `page`: the name of the address at which its app shows such a job by its number; empty without one.
    """

    body: Body
    repeatable: bool
    page: str = ""


_bodies: dict[str, Registered] = {}


def job_body(kind: str, repeatable: bool = True, page: str = "") -> Callable[[Body], Body]:
    """Register the function that does the work of jobs of this kind: `body(running, **parameters)` → outcome."""

    def register(body: Body) -> Body:
        _bodies[kind] = Registered(body, repeatable, page)
        return body

    return register


def body_of(kind: str) -> Registered:
    """The registered body. Raises KeyError for a kind that no app knows."""
    return _bodies[kind]


def page_of(kind: str) -> str:
    """The name of the page of jobs of this kind; empty without one, and for a kind that no app knows any more."""
    found = _bodies.get(kind)
    return found.page if found else ""
