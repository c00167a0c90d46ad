"""With whom a person shared tasks or requests, and how often."""

from collections.abc import Mapping
from datetime import date
from importlib import import_module
from importlib.util import find_spec

_WHERE = "merit_desk.follow.queries.partners"


def shared_with(person: str, start: date, end: date) -> dict[str, int]:
    """Other people by id with the number of things shared; empty where nothing is followed up in the desk."""
    if find_spec(_WHERE) is None:
        return {}
    found = import_module(_WHERE).partners_of(person, start, end)
    return dict(found) if isinstance(found, Mapping) else dict.fromkeys(found, 1)
