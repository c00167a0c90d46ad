"""One modifier of a document as the values of its form, and the way back."""

from typing import Any

from merit.scores.plan.score_plan import Comparison
from merit.sources.documents import documents_of
from merit.sources.written_documents import written_document
from merit_desk.catalogue.forms.typed import filled, pairs_of, pairs_shown, shown, typed, words_of
from merit_desk.plans.forms.plan_form import CHANGES, ChangeForm

_PLAIN = ("points", "limit", "slope", "cap_total", "cap_grade", "grade", "payout")


def change_values(data: dict[str, Any]) -> dict[str, str]:
    """The values of the form."""
    kind = next((each for each in CHANGES if each in data), "bonus_points")
    written = data.get(kind)
    inner: dict[str, Any] = written if isinstance(written, dict) else {}
    when = next((each for each in ("event", "kpi", "count") if each in inner), "event")
    compared = next((each for each in Comparison if each in inner), None)
    values = {name: shown(inner.get(name)) for name in _PLAIN}
    values |= {
        "kind": kind,
        "when": when,
        "subject": shown(inner.get(when)),
        "paired": shown(inner.get("with")),
        "of": shown(inner.get("of")) or "person",
        "comparison": str(compared or Comparison.ABOVE),
        "threshold": shown(inner.get(compared)) if compared else "",
        "cap_indicator": pairs_shown(inner.get("cap_indicator")),
        "rewards": ", ".join(inner["rewards"])
        if isinstance(inner.get("rewards"), list)
        else shown(inner.get("rewards")),
        "where": written_document({"x": inner["where"]}).removeprefix("x: ").strip() if inner.get("where") else "",
    }
    return values


def change_data(form: ChangeForm) -> dict[str, Any]:
    """The modifier as the document writes it."""
    kind, asked = form.value("kind"), form.shown
    inner: dict[str, Any] = {(form.value("when") if "when" in asked else "kpi"): form.value("subject") or None}
    if kind == "balance":
        inner["with"] = form.value("paired") or None
    if "of" in asked and form.value("of") != "person":
        inner["of"] = form.value("of")
    if "where" in asked and form.value("where"):
        inner["where"] = _mapping(form.value("where"))
    if "threshold" in asked:
        inner["above" if kind == "cost_factor" else form.value("comparison")] = typed(form.value("threshold"))
    rest = {name: typed(form.value(name)) for name in _PLAIN if name in asked}
    if "cap_indicator" in asked:
        rest["cap_indicator"] = pairs_of(form.value("cap_indicator"))  # type: ignore[assignment]
    if "rewards" in asked:
        rest["rewards"] = words_of(form.value("rewards"))  # type: ignore[assignment]
    return {kind: {**inner, **filled(rest)}}


def _mapping(text: str) -> Any:
    """`{column: value}` as a document writes it; anything else stays text, which the core then refuses."""
    documents, problems = documents_of(f"x: {text}\n", "where")
    return documents[0].data.get("x") if len(documents) == 1 and not problems else text
