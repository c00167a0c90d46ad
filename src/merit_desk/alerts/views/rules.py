"""Which rules hold, and for whoever may change definitions, the form of alerts.yaml."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from merit.alerts.rule import AlertRule
from merit.alerts.usual_rules import USUAL
from merit.kernel.refusals import NotFoundRefusal
from merit.sources.alert_rules import alert_rules
from merit.wording.sentences import problem_sentence
from merit_desk.accounts.access import Can, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.alerts.actions.rules import WrongRules, keep_rules
from merit_desk.alerts.forms.rules import RulesForm
from merit_desk.alerts.queries.rules import rules_text
from merit_desk.alerts.views.frame import tabs
from merit_desk.documents.actions import StaleEdit
from merit_desk.intake.queries.places import company_folder
from merit_desk.results.queries.names import kpi_title
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.language import current_language
from merit_desk.shell.sentences import say


@access(Can.SEE_DEFINITIONS)
@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """The rules in force; the form only for who may change definitions."""
    viewer = viewer_of(request)
    may_edit = viewer.can(Can.EDIT_DEFINITIONS)
    if request.method == "POST" and not may_edit:
        raise NotFoundRefusal("refusal.no_such_page")
    form = RulesForm(request.POST) if request.method == "POST" else _as_it_stands()
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            keep_rules(viewer, given["budget"], given["usual"], given["own"], given["based_on"])
        except WrongRules as wrong:
            for each in wrong.problems:
                form.add_error("own", f"{each.place}: {problem_sentence(each, current_language())}")
        except StaleEdit as stale:
            form.add_error(None, say(stale.code, **stale.params))
        else:
            messages.success(request, say("alert.rules_kept"))
            return redirect("alerts:rules")
    found, problems = alert_rules(company_folder(), declared_company().catalogue)
    shown = {
        "title": say("alert.tab.rules"),
        "here": "alerts",
        "tabs": tabs("rules"),
        "form": form if may_edit else None,
        "budget": found.budget,
        "rules": [_line(each) for each in found.rules],
        "found": problems,
    }
    return render(request, "alerts/rules.html", shown, status=422 if form.is_bound else 200)


def _as_it_stands() -> RulesForm:
    text, digest = rules_text()
    off = [each.name for each in USUAL] if "all" in text.off else text.off
    on = [rule.name for rule in USUAL if rule.name not in off]
    return RulesForm(initial={"budget": text.budget, "usual": on, "own": text.own, "based_on": digest})


def _line(rule: AlertRule) -> dict[str, str]:
    nodes = [say(f"alert.nodes.{each}") for each in rule.kinds] + [str(each) for each in rule.nodes]
    usual = say(f"alert.usual.{rule.name}") if rule.source is None else ""
    return {
        "name": rule.name,
        "usual": usual,
        "kind": say(f"alert.kind.{rule.kind}"),
        "kpi": say("alert.every_target") if rule.kpi == "*" else kpi_title(declared_company(), rule.kpi),
        "nodes": say("list.comma").join(nodes),
        "every": say(f"alert.every.{rule.grain}"),
        "place": f"{rule.source.file}:{rule.source.line}" if rule.source else "",
    }
