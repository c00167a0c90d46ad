"""A draft as it is judged while it is written: findings per field, what it pays, an example, what differs."""

from collections.abc import Mapping
from typing import Any

from merit.company import Company
from merit_desk.accounts.viewer import Viewer
from merit_desk.catalogue.queries.slots import slots_of
from merit_desk.plans.queries.versions import in_force, reward_versions
from merit_desk.reward_plans.forms.places import field_of
from merit_desk.reward_plans.forms.reward_data import RewardForms
from merit_desk.reward_plans.queries.check import checked_reward
from merit_desk.reward_plans.queries.differences import changed_terms
from merit_desk.reward_plans.queries.payout import pay_charts
from merit_desk.reward_plans.queries.supposed import example_of
from merit_desk.reward_plans.queries.words import terms_words
from merit_desk.reward_plans.queries.worked import worked


def judged(
    viewer: Viewer, company: Company, forms: RewardForms, data: dict[str, Any], example: Mapping[str, str]
) -> dict[str, Any]:
    """Everything that the form shows beside what is typed."""
    checked, supposed, fields = checked_reward(company, data), example_of(example), forms.field_ids
    charts = pay_charts(company, checked.drawn, supposed) if checked.drawn is not None else []
    known = any(each.reward == data["reward"] for each in company.rewards)
    now = in_force(reward_versions(data["reward"], viewer.today)) if known else None
    return {
        "slots": slots_of(checked.problems, fields, lambda place: field_of(place.field, fields, forms.kind)),
        "sound": checked.plan is not None,
        "text": checked.text,
        "charts": charts,
        "drawn": {chart.code: chart.data for chart in charts},
        "worked": worked(company, checked.drawn, supposed) if checked.drawn is not None else None,
        "facts": terms_words(company, checked.drawn) if checked.drawn is not None else [],
        "changes": changed_terms(company, now.data, data) if now else [],
        "now_number": now.number if now else 0,
    }
