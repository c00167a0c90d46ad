"""Who stands above a person at the end of a period, the nearest first, and whose team they are in."""

from datetime import timedelta

from merit.company import Company
from merit.kernel.period import Period
from merit.people.spells import spells_in
from merit.people.tree import managers_of


def managers_above(company: Company, person: str, period: Period) -> list[str]:
    """Managers on the person's last day in the period, and theirs, the nearest first, each once."""
    parts = spells_in(company.organisation, person, period)
    day = min(parts[-1].period.last, period.last) if parts else period.end - timedelta(days=1)
    found: list[str] = []
    waiting = [person]
    while waiting:
        for above in managers_of(company.organisation, waiting.pop(0), day):
            if above not in found and above != person:
                found.append(above)
                waiting.append(above)
    return found
