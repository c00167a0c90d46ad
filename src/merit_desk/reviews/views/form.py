"""The form of a cycle: its questions and the words of its scales."""

from django.contrib import messages
from django.forms import formset_factory
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from merit.kernel.refusals import ConflictRefusal
from merit.reviews.form import MOST_QUESTIONS, usual_form
from merit.scores.plan.score_plan import IndicatorKind
from merit_desk.accounts.access import Can, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.cycles.models import Cycle
from merit_desk.results.queries.names import indicator_title
from merit_desk.results.queries.open_company import declared_company
from merit_desk.reviews.actions.forms import change_form, form_cycle, may_change_form
from merit_desk.reviews.forms.review import (
    QuestionForm,
    form_of_fields,
    initial_of,
    question_of,
    words_of,
    words_text,
)
from merit_desk.reviews.queries.indicators import form_of
from merit_desk.shell.sentences import say

_WORDS = "words-of-"
_USUAL = frozenset(each.id for each in usual_form().questions)


@access(Can.RUN_CYCLES)
@require_http_methods(["GET", "POST"])
def form(request: HttpRequest, code: str) -> HttpResponse:
    """Questions and words; once somebody fills the form in, it can be read only."""
    viewer = viewer_of(request)
    cycle = form_cycle(viewer, code)
    now = form_of(cycle)
    fields = formset_factory(QuestionForm, extra=2, max_num=MOST_QUESTIONS)
    asked = fields(request.POST or None, initial=[initial_of(each) for each in now.questions])
    refused = ""
    if request.method == "POST" and asked.is_valid():
        typed = [question_of(each.cleaned_data, at, _USUAL) for at, each in enumerate(asked.forms, 1)]
        words = {
            name.removeprefix(_WORDS): words_of(str(request.POST[name])) for name in request.POST if _is_words(name)
        }
        try:
            change_form(viewer, code, form_of_fields([each for each in typed if each], words))
        except ConflictRefusal as found:
            refused = say(found.code, **found.params)
        else:
            messages.success(request, say("reviews.form.kept"))
            return HttpResponseRedirect(reverse("reviews:form", args=[code]))
    shown = {
        "title": say("reviews.form.title", cycle=cycle.title),
        "here": "reviews",
        "cycle": cycle,
        "questions": asked,
        "words": _words(cycle, request),
        "may_change": may_change_form(cycle),
        "refused": refused,
    }
    return render(request, "reviews/form.html", shown, status=409 if refused else 200)


def _is_words(name: str) -> bool:
    return name.startswith(_WORDS)


def _words(cycle: Cycle, request: HttpRequest) -> list[tuple[str, str, str]]:
    """Field, title and text of every rated indicator that stands in a plan."""
    company, form_now = declared_company(), form_of(cycle)
    rated = {
        line.subject: indicator_title(company, plan.plan, line.id)
        for plan in company.plans
        for line in plan.indicators
        if line.kind is IndicatorKind.RATED
    }
    return [
        (f"{_WORDS}{name}", title, request.POST.get(_WORDS + name, words_text(form_now.words.get(name, {}))))
        for name, title in sorted(rated.items())
    ]
