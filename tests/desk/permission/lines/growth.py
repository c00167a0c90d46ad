"""Who may open which address of growth. `ann` (M) is in charge of cat (E); the owner and HR lead growth."""

from datetime import date

from merit_desk.growth.models import CareerStep, Case, GrowthPlan, SuccessionNote, Support
from tests.desk.permission.line import WITH_A_ROLE, line, post

GROWS = "OHMEA"
WRITES = "OHME"
READS = "OHMEA"
OTHERS = "OHMA"
LEADS = "OH"
LINE = "OHM"
PIP, IDP, SUPPORT = "an improvement plan of cat", "a development plan of cat", "a support of cat"
STEP, NOTE = "a career step", "a succession note about cat"
DRAFT, DECIDED, APPROVED = "a draft of ann about cat", "a case of cat with its panel", "an approved case of cat"
PLAN = {
    "kind": "improvement",
    "person": "cat",
    "title": "x",
    "first": "2026-10-01",
    "last": "2026-12-31",
    "reviews": ["2026-11-16"],
    "grounds": [{"ground": "review", "text": "x"}],
    "aims": [{"text": "x", "indicator": "csat", "target": "0.9"}],
    "supports": [{"kind": "coaching", "text": "x"}],
}
CASE = {
    "kind": "post_change",
    "person": "cat",
    "to_post": "lead",
    "to_team": "north",
    "start": "2099-01-01",
    "reason": "x",
}

LINES = [
    *(line(f"growth:{name}", GROWS) for name in ("growth", "plans", "paths", "cases")),
    line("growth:new_plan", WRITES),
    line("growth:plan", READS, relation=PIP),
    line("growth:plan", READS, relation=IDP),
    line("growth:change_plan", LINE, relation=PIP),
    line("growth:change_plan", WRITES, relation=IDP),
    *(line("growth:plan_step", "E", relation=PIP, move=move) for move in ("sign", "object")),
    *(line("growth:plan_step", LINE, relation=PIP, move=move) for move in ("countersign", "review", "conclude")),
    line("growth:plan_step", LEADS, relation=PIP, move="note_refusal"),
    line("growth:plan_step", WRITES, relation=PIP, move="check_in"),
    post("growth:support_done", WRITES, relation=SUPPORT),
    line("growth:new_step", LEADS),
    line("growth:change_step", LEADS, relation=STEP),
    post("growth:retire_step", LEADS, relation=STEP),
    line("growth:path", READS, person="cat"),
    line("growth:new_case", WRITES),
    line("growth:case", "M", relation=DRAFT),
    line("growth:case", OTHERS, relation=DECIDED),
    line("growth:case", READS, relation=APPROVED),
    line("growth:change_case", "M", relation=DRAFT),
    line("growth:case_step", "M", relation=DRAFT, move="submit"),
    line("growth:case_step", LEADS, relation=DECIDED, move="name_panel"),
    line("growth:case_step", "E", relation=APPROVED, move="consent"),
    line("growth:case_step", LEADS, relation=APPROVED, move="take_effect"),
    line("growth:talent", OTHERS),
    line("growth:judge", OTHERS, person="cat"),
    post("growth:succeed", LINE, person="cat"),
    post("growth:drop_successor", LINE, relation=NOTE),
    *(line(f"api:{name}", WITH_A_ROLE) for name in ("list_growth_plans", "list_career_steps", "list_promotions")),
    line("api:propose_one_plan", LINE, method="POST", body=PLAN),
    line("api:read_growth_plan", READS, relation=PIP),
    line("api:change_one_plan", LINE, method="PUT", relation=PIP, body=PLAN | {"version": 1}),
    line("api:step_one_plan", "E", method="POST", relation=PIP, body={"move": "sign"}),
    line("api:give_one_support", WRITES, method="POST", relation=SUPPORT),
    line("api:list_weak_results", WRITES, person="cat"),
    line(
        "api:set_one_step",
        LEADS,
        method="POST",
        body={"from_post": "cs_agent", "to_post": "lead", "criteria": [{"kind": "months", "need": "6"}]},
    ),
    line("api:retire_one_step", LEADS, method="DELETE", relation=STEP),
    line("api:read_career_path", READS, person="cat"),
    line("api:recommend_one", "OM", method="POST", person="cat", body={"to_post": "lead", "text": "x"}),
    line("api:list_talent", OTHERS),
    line("api:judge_one", LINE, method="POST", person="cat", body={"potential": "high", "reason": "x"}),
    line("api:note_one_successor", LINE, method="POST", body={"post": "lead", "person": "cat", "readiness": "now"}),
    line("api:drop_one_successor", LINE, method="DELETE", relation=NOTE),
    line("api:propose_one_promotion", WRITES, method="POST", body=CASE),
    line("api:read_promotion", OTHERS, relation=DECIDED),
    line("api:change_one_promotion", "M", method="PUT", relation=DRAFT, body=CASE | {"version": 1}),
    line("api:step_one_promotion", "M", method="POST", relation=DRAFT, body={"move": "submit"}),
]


def _plan(kind):
    def made_one(_letter, made):
        fields = {"title": "x", "first": date(2026, 10, 1), "last": date(2099, 1, 1), "author": "ann", "by": made["M"]}
        return GrowthPlan.objects.create(person="cat", kind=kind, **fields)

    return made_one


def _support(letter, made):
    plan = _plan("improvement")(letter, made)
    return {"number": plan.pk, "support": Support.objects.create(plan=plan, kind="coaching", text="x").pk}


def _case(state, **more):
    def made_one(_letter, made):
        fields = {"from_post": "cs_agent", "to_post": "lead", "to_team": "north", "start": date(2099, 1, 1)}
        fields |= {"kind": "post_change", "reason": "x", "author": "ann", "by": made["M"], **more}
        if "shown_at" in more:
            fields["shown_at"] = made["M"].date_joined
        return {"number": Case.objects.create(person="cat", state=state, **fields).pk}

    return made_one


def _step(_letter, made):
    criteria = [{"kind": "months", "what": "", "need": "6", "times": 1, "of": 1}]
    fields = {"to_post": "lead", "criteria": criteria, "by": made["H"]}
    return {"number": CareerStep.objects.create(from_post="cs_agent", **fields).pk}


def _note(_letter, made):
    SuccessionNote.objects.filter(person="cat").delete()
    fields = {"post": "lead", "readiness": "now", "by": made["M"]}
    return {"number": SuccessionNote.objects.create(person="cat", **fields).pk}


MAKERS = {
    PIP: lambda letter, made: {"number": _plan("improvement")(letter, made).pk},
    IDP: lambda letter, made: {"number": _plan("development")(letter, made).pk},
    SUPPORT: _support,
    STEP: _step,
    NOTE: _note,
    DRAFT: _case("draft"),
    DECIDED: _case("with_panel"),
    APPROVED: _case("approved", shown_at=True),
}
ELSEWHERE = {}
