"""The terms of a contest, a profit share and a year-end bonus as the values of their forms, and the way back."""

from typing import Any

from merit_desk.catalogue.forms.typed import filled, rows_of, shown, typed
from merit_desk.reward_plans.forms.kinds_form import ContestForm, ProfitForm, YearEndForm
from merit_desk.reward_plans.forms.parts_data import (
    day_of,
    individual_data,
    individual_values,
    mapping,
    percent_shown,
)


def profit_values(data: dict[str, Any]) -> dict[str, Any]:
    """A profit share; by what it is shared is told as of a pool."""
    part = mapping(data.get("profit"))
    plain = {"kpi": shown(part.get("kpi")), "of": shown(part.get("of")) or "company"}
    return {**plain, "share": percent_shown(part.get("share")), "above": shown(part.get("above"))}


def profit_data(form: ProfitForm) -> dict[str, Any]:
    """The profit as the document writes it."""
    of = {} if form.value("of") in ("", "company") else {"of": form.value("of")}
    above = filled({"above": typed(form.value("above"))})
    return {"profit": {"kpi": form.value("kpi") or None, **of, "share": typed(form.value("share")) or None, **above}}


def contest_values(data: dict[str, Any]) -> dict[str, str]:
    """A contest."""
    by, prizes = mapping(data.get("by")), data.get("prizes")
    limit = "at_most" if "at_most" in by else "at_least"
    return {
        "kpi": shown(by.get("kpi")),
        "comparison": limit,
        "threshold": shown(by.get(limit)),
        "best": shown(data.get("best")),
        "prizes": "\n".join(map(shown, prizes)) if isinstance(prizes, list) else shown(prizes),
        "start": shown(data.get("from")),
        "end": shown(data.get("to")),
    }


def contest_data(form: ContestForm) -> dict[str, Any]:
    """The same as the document writes it."""
    limit = filled({form.value("comparison"): typed(form.value("threshold"))})
    return {
        "by": {"kpi": form.value("kpi") or None, **limit},
        "prizes": [cell for row in rows_of(form.value("prizes")) for cell in row],
        "best": form.value("best"),
        "from": day_of(form.value("start")),
        "to": day_of(form.value("end")),
    }


def year_end_values(data: dict[str, Any]) -> dict[str, str]:
    """A year-end bonus."""
    found = individual_values(data.get("coefficients"))
    return {
        **found,
        "by": "none" if found["by"] == "own" else found["by"],
        "source": "base" if data.get("base") is not None else "months",
        "months": shown(data.get("months")),
        "of": shown(data.get("of")) or "wage",
        "base": shown(data.get("base")),
        "leavers": shown(data.get("leavers")) or "pro_rata",
    }


def year_end_data(form: YearEndForm) -> dict[str, Any]:
    """The same as the document writes it; usual choices are left out."""
    own = "coefficients" in form.shown
    stated: dict[str, Any] = {"base": typed(form.value("base"))}
    if form.value("source") != "base":
        of = "" if form.value("of") == "wage" else form.value("of")
        stated = {"months": typed(form.value("months")), "of": of}
    return {
        **stated,
        "coefficients": individual_data(form.value("by"), form.value("coefficients")) if own else {},
        "leavers": "" if form.value("leavers") == "pro_rata" else form.value("leavers"),
    }
