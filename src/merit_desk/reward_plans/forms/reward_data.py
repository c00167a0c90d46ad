"""A whole reward between its document and its forms; what can be typed survives the way there and back."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from merit_desk.catalogue.forms.typed import filled, pairs_of, pairs_shown, rows_of, shown, typed
from merit_desk.reward_plans.forms.kinds_data import (
    contest_data,
    contest_values,
    profit_data,
    profit_values,
    year_end_data,
    year_end_values,
)
from merit_desk.reward_plans.forms.kinds_form import ContestForm, ProfitForm, YearEndForm
from merit_desk.reward_plans.forms.parts_data import (
    coefficient_data,
    coefficient_values,
    condition_values,
    day_of,
    gate_data,
    head_data,
    head_values,
    individual_data,
    individual_values,
    kicker_data,
    mapping,
    one_or_more,
    percent_shown,
    rates_shown,
)
from merit_desk.reward_plans.forms.parts_form import CoefficientForm, GateForm, HeadForm, KickerForm, RewardPart
from merit_desk.reward_plans.forms.terms_form import BonusForm, CommissionForm, PoolForm

MOST_PARTS = 12
USUAL_OF = {"department_coefficient": "department", "company_coefficient": "company", "multiplier": "person"}
_TWO = ("department_coefficient", "company_coefficient")
TABLES = {"bonus": _TWO, "commission": ("multiplier",), "year_end": _TWO}
"""The coefficient tables of each kind."""
PREFIXES = {"department_coefficient": "dep", "company_coefficient": "com", "multiplier": "mul"}


@dataclass(frozen=True, slots=True)
class RewardForms:
    """The forms of one reward: its head, the terms of its kind, coefficient tables, gates and kickers."""

    head: HeadForm
    terms: Any
    tables: dict[str, CoefficientForm] = field(default_factory=dict)
    gates: list[GateForm] = field(default_factory=list)
    kickers: list[KickerForm] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """Which kind it is."""
        return self.head.value("kind")

    @property
    def every(self) -> list[RewardPart]:
        """All of them."""
        return [self.head, self.terms, *self.tables.values(), *self.gates, *self.kickers]

    @property
    def field_ids(self) -> list[str]:
        """Ids of all controls that are shown."""
        return [form[name].auto_id for form in self.every for name in form.shown]


def forms_of(data: dict[str, Any]) -> RewardForms:
    """The forms filled from a document."""
    head = HeadForm(initial=head_values(data), prefix="plan")
    kind = head.value("kind") if head.value("kind") in _KINDS else "bonus"
    form, values, _ = _KINDS[kind]
    gates, kickers = one_or_more(data.get("gate")), one_or_more(data.get("kicker"))
    if kind != "commission":
        gates, kickers = [], []
    return RewardForms(
        head,
        form(initial=values(data), prefix="t"),
        {
            key: CoefficientForm(initial=coefficient_values(data.get(key), USUAL_OF[key]), prefix=PREFIXES[key])
            for key in TABLES.get(kind, ())
        },
        [GateForm(initial=condition_values(each), prefix=f"g{at}") for at, each in enumerate(gates)],
        [KickerForm(initial=condition_values(each), prefix=f"k{at}") for at, each in enumerate(kickers)],
    )


def forms_posted(posted: QueryDict) -> RewardForms:
    """The forms as they were sent."""
    head = HeadForm(posted, prefix="plan")
    kind = head.value("kind") if head.value("kind") in _KINDS else "bonus"
    return RewardForms(
        head,
        _KINDS[kind][0](posted, prefix="t"),
        {key: CoefficientForm(posted, prefix=PREFIXES[key]) for key in TABLES.get(kind, ())},
        [GateForm(posted, prefix=f"g{at}") for at in range(_count(posted, "gates"))],
        [KickerForm(posted, prefix=f"k{at}") for at in range(_count(posted, "kickers"))],
    )


def data_of(forms: RewardForms, reward: str, version: int) -> dict[str, Any]:
    """The document, in the order of the documented form."""
    kind = forms.kind if forms.kind in _KINDS else "bonus"
    found = head_data(forms.head) | _KINDS[kind][2](forms)
    return {"reward": reward, "version": version, **filled(found)}


def normal(data: dict[str, Any]) -> dict[str, Any]:
    """A document with usual choices left out, so that versions differ only where they mean something else."""
    return data_of(forms_of(data), str(data.get("reward", "")), int(data.get("version", 1)))


def _count(posted: QueryDict, name: str) -> int:
    given = posted.get(name, "0")
    return min(int(given), MOST_PARTS) if given.isascii() and given.isdigit() else 0


def _bonus_values(data: dict[str, Any]) -> dict[str, str]:
    found = individual_values(data.get("coefficients"))
    return {**found, "by": "score" if found["by"] == "score" else "grade", "base": shown(data.get("base"))}


def _bonus_data(forms: RewardForms) -> dict[str, Any]:
    form = forms.terms
    found: dict[str, Any] = {"base": typed(form.value("base"))}
    found["coefficients"] = individual_data(form.value("by"), form.value("coefficients"))
    return found | {key: coefficient_data(table, USUAL_OF[key]) for key, table in forms.tables.items()}


def _commission_values(data: dict[str, Any]) -> dict[str, str]:
    base, rates = mapping(data.get("base")), mapping(data.get("rates"))
    refunds, faster = data.get("refunds"), mapping(data.get("accelerator"))
    draw, held = mapping(data.get("draw")), mapping(data.get("holdback"))
    on = shown(rates.get("on")) or "actual"
    cumulative = shown(base.get("cumulative"))
    return {
        "kpi": shown(base.get("kpi")),
        "date_basis": shown(base.get("date_basis")) or "paid",
        "cumulative": "" if cumulative == "month" else cumulative,
        "counting": shown(base.get("counting")) or "span",
        "target": shown(base.get("target")),
        "mode": shown(rates.get("mode")) or "marginal",
        "on": on,
        "bands": rates_shown(rates.get("bands", rates.get("points")), on == "attainment"),
        "above": percent_shown(faster.get("above")),
        "times": shown(faster.get("times")),
        "cap": shown(data.get("cap")),
        "floor": shown(data.get("floor", data.get("guarantee"))),
        "refunds": shown(mapping(refunds).get("mode") if isinstance(refunds, dict) else refunds) or "ignore",
        "attainment": shown(mapping(refunds).get("attainment")) or "stays",
        "override_rate": percent_shown(mapping(data.get("override")).get("rate")),
        "draw_amount": shown(draw.get("amount")),
        "recoverable": shown(draw.get("recoverable", True)),
        "holdback_share": percent_shown(held.get("share")),
        "release_after": shown(held.get("release_after")).removesuffix("d"),
        "ramp": ", ".join(f"{month} {percent_shown(share)}" for month, share in mapping(data.get("ramp")).items())
        or pairs_shown(data.get("ramp")),
        "line_minimum": shown(data.get("line_minimum")),
    }


def _commission_data(forms: RewardForms) -> dict[str, Any]:
    form = forms.terms
    return {
        "base": _base_data(form),
        "rates": filled(
            {
                "mode": form.value("mode"),
                "bands": rows_of(form.value("bands")),
                "on": "" if form.value("on") == "actual" else form.value("on"),
            }
        ),
        "accelerator": filled({"above": typed(form.value("above")), "times": typed(form.value("times"))})
        if form.value("above")
        else {},
        "gate": _one_or_list([gate_data(each) for each in forms.gates]),
        **{key: coefficient_data(table, USUAL_OF[key]) for key, table in forms.tables.items()},
        "kicker": _one_or_list([kicker_data(each) for each in forms.kickers]),
        "cap": typed(form.value("cap")),
        "floor": typed(form.value("floor")),
        "refunds": _refunds_data(form),
        **_payment_data(form),
    }


def _base_data(form: CommissionForm) -> dict[str, Any]:
    found: dict[str, Any] = {"kpi": form.value("kpi") or None, "date_basis": form.value("date_basis")}
    counting = "" if form.value("counting") == "span" else form.value("counting")
    target = typed(form.value("target")) if "target" in form.shown else ""
    return found | filled({"cumulative": form.value("cumulative"), "counting": counting, "target": target})


def _refunds_data(form: CommissionForm) -> Any:
    if form.value("refunds") == "clawback" and form.value("attainment") == "falls":
        return {"mode": "clawback", "attainment": "falls"}
    return "" if form.value("refunds") == "ignore" else form.value("refunds")


def _payment_data(form: CommissionForm) -> dict[str, Any]:
    draw, held = typed(form.value("draw_amount")), typed(form.value("holdback_share"))
    recoverable = form.value("recoverable") != "false"
    days = form.value("release_after")
    return {
        "override": {"to": "leader", "rate": typed(form.value("override_rate"))} if form.value("override_rate") else {},
        "draw": {} if draw == "" else {"amount": draw, "recoverable": recoverable},
        "holdback": {} if held == "" else {"share": held, "release_after": f"{days}d" if days else None},
        "ramp": pairs_of(form.value("ramp")),
        "line_minimum": typed(form.value("line_minimum")),
    }


def _one_or_list(parts: list[dict[str, Any]]) -> Any:
    return parts[0] if len(parts) == 1 else parts


def _year_end_data(forms: RewardForms) -> dict[str, Any]:
    found = year_end_data(forms.terms)
    tables = {key: coefficient_data(table, USUAL_OF[key]) for key, table in forms.tables.items()}
    leavers = found.pop("leavers")
    return {**found, **tables, "leavers": leavers}


def _pool_values(data: dict[str, Any]) -> dict[str, Any]:
    amount = data.get("amount")
    part = mapping(amount)
    return {
        **_shared_values(data),
        "source": "kpi" if part else "amount",
        "amount": "" if part else shown(amount),
        "kpi": shown(part.get("kpi")),
        "of": shown(part.get("of")) or "company",
        "share": percent_shown(part.get("share")),
        "over": shown(part.get("above")),
        "start": shown(data.get("from")),
        "end": shown(data.get("to")),
    }


def _shared_values(data: dict[str, Any]) -> dict[str, Any]:
    """By what a pool is shared."""
    written = data.get("share_by")
    shares = written if isinstance(written, list) else []
    kpi = next((each["kpi"] for each in shares if isinstance(each, dict) and "kpi" in each), "")
    factors = [each for each in shares if isinstance(each, str)]
    return {**individual_values(data.get("coefficients")), "share_by": factors, "share_kpi": shown(kpi)}


def _pool_data(forms: RewardForms) -> dict[str, Any]:
    form = forms.terms
    amount: Any = typed(form.value("amount"))
    if form.value("source") == "kpi":
        of = {} if form.value("of") in ("", "company") else {"of": form.value("of")}
        over = filled({"above": typed(form.value("over"))})
        amount = {"kpi": form.value("kpi") or None, **of, "share": typed(form.value("share")) or None, **over}
    days = {"from": day_of(form.value("start")), "to": day_of(form.value("end"))}
    return {"amount": amount, **_shared_data(forms), **days}


def _shared_data(forms: RewardForms) -> dict[str, Any]:
    form = forms.terms
    by_kpi = [{"kpi": form.value("share_kpi")}] if form.value("share_kpi") else []
    own = "coefficients" in form.shown
    coefficients = individual_data(form.value("by"), form.value("coefficients")) if own else {}
    return {"share_by": [*form.factors, *by_kpi], "coefficients": coefficients}


_Values = Callable[[dict[str, Any]], dict[str, Any]]
_KINDS: dict[str, tuple[type[RewardPart], _Values, Callable[[RewardForms], dict[str, Any]]]] = {
    "bonus": (BonusForm, _bonus_values, _bonus_data),
    "commission": (CommissionForm, _commission_values, _commission_data),
    "pool": (PoolForm, _pool_values, _pool_data),
    "contest": (ContestForm, contest_values, lambda forms: contest_data(forms.terms)),
    "profit_share": (
        ProfitForm,
        lambda data: {**_shared_values(data), **profit_values(data)},
        lambda forms: {**profit_data(forms.terms), **_shared_data(forms)},
    ),
    "year_end": (YearEndForm, year_end_values, _year_end_data),
}
