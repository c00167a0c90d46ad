"""Who may open which address of the surveys."""

from datetime import date

from merit_desk.surveys.models import Invitation, Link, Survey
from tests.desk.cycle_world import october_cycle
from tests.desk.permission.line import EVERYBODY, line, post

ASKED = {"kind": "nps", "title": "x", "closes": "2099-01-01"}
LINKED = {"label": "x"}

LINES = [
    line("surveys:surveys", EVERYBODY),
    line("surveys:new", "OH"),
    post("surveys:publish", "OH"),
    line("surveys:survey", "OHA", relation="a customers' survey"),
    line("surveys:survey", "OHEA", relation="a pulse of cat"),
    line("surveys:answer", "OHEA", relation="a pulse of cat"),  # those not asked are led to its page
    post("surveys:open", "OH", relation="a customers' survey"),
    line("surveys:close", "OH", relation="a customers' survey"),
    post("surveys:link", "OH", relation="a customers' survey"),
    post("surveys:revoke", "OH", relation="a link of customers"),
    line("api:surveys", EVERYBODY),
    line("api:survey", "OHEA", relation="a pulse of cat"),
    line("api:new_survey", "OH", method="POST", body=ASKED),
    post("api:survey_opened", "OH", relation="a customers' survey"),
    post("api:survey_closed", "OH", relation="a customers' survey"),
    line("api:survey_links", "OH", method="POST", relation="a customers' survey", body=LINKED),
    line("api:survey_answered", "E", method="POST", relation="a pulse of cat", body={}),
]


def _survey(made, kind="nps", **rest):
    return Survey.objects.create(kind=kind, title="x", closes=date(2099, 1, 1), made_by=made["H"], **rest)


def _pulse(_letter, made):
    cycle = october_cycle(people=())
    cycle.code = f"c{cycle.pk}"
    cycle.save()
    survey = _survey(made, "pulse", state="open", cycle=cycle)
    Invitation.objects.create(survey=survey, account=made["E"])
    return {"number": survey.pk}


def _link(_letter, made):
    survey = _survey(made, state="open")
    return {"number": survey.pk, "link": Link.objects.create(survey=survey, label="x", digest=str(survey.pk)).pk}


MAKERS = {
    "a customers' survey": lambda _, made: {"number": _survey(made).pk},
    "a pulse of cat": _pulse,
    "a link of customers": _link,
}
"""How the thing of a relation is made: (letter, accounts) → parts of the address, None where it says nothing."""
ELSEWHERE = {"surveys:customer": "a key nobody can guess; tests/desk/surveys"}
