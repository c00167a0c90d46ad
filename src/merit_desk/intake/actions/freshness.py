"""Noting how new the facts are, after every load."""

from dataclasses import asdict
from typing import Any

from merit.sources.freshness import FileFacts, file_facts
from merit_desk.intake.models import Freshness
from merit_desk.intake.queries.places import company_folder


def note_freshness() -> None:
    """Look through the store and keep what the list of sources shows."""
    number, facts = file_facts(company_folder())
    Freshness.objects.update_or_create(
        pk=1, defaults={"load_number": number, "facts": [_written(each) for each in facts]}
    )


def _written(each: FileFacts) -> dict[str, Any]:
    newest = each.newest.isoformat() if each.newest else None
    return asdict(each) | {"newest": newest, "recorded_at": each.recorded_at.isoformat()}
