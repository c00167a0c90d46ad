"""What changed from one version of a reward to the next, in words."""

from typing import Any

from merit.company import Company
from merit.kernel.differences import differences
from merit_desk.catalogue.queries.versions import DifferenceLine, as_text
from merit_desk.results.queries.names import kpi_title
from merit_desk.reward_plans.forms.reward_data import normal
from merit_desk.shell.sentences import knows, say


def changed_terms(company: Company, before: dict[str, Any], after: dict[str, Any]) -> list[DifferenceLine]:
    """Each changed term before and after, without the number of the version itself."""
    found = differences(normal(before), normal(after))
    return [
        DifferenceLine(_words(company, each.path), as_text(each.before), as_text(each.after))
        for each in found
        if each.path != ("version",)
    ]


def _words(company: Company, path: tuple[str, ...]) -> str:
    return " · ".join(_step(company, step) for step in path)


def _step(company: Company, step: str) -> str:
    families = ("reward_part", "reward_terms", "part")
    code = next((f"{family}.{step}" for family in families if knows(f"{family}.{step}")), "")
    return say(code) if code else kpi_title(company, step)
