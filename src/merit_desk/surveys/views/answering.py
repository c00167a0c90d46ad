"""Pages of those who answer: employees once and anonymously, customers by a link without an account."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from merit.kernel.refusals import ConflictRefusal
from merit_desk.accounts.access import Need, access
from merit_desk.accounts.queries.lock_out import address_of
from merit_desk.accounts.viewer import viewer_of
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say
from merit_desk.surveys.actions.answering import From, answer_customer, answer_pulse, link_of
from merit_desk.surveys.forms import QUESTIONS, CustomerForm, PulseForm
from merit_desk.surveys.queries.visible import survey_of


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
@never_cache
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """An employee's answer; it cannot be looked at again, as it belongs to nobody."""
    viewer = viewer_of(request)
    survey = survey_of(viewer, number)
    own = survey.invitations.filter(account_id=viewer.signer).first()
    if own is None or survey.state != "open" or own.answered:
        return redirect("surveys:survey", number)
    form = PulseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        scores = {question: given[question] for question in QUESTIONS if given[question] is not None}
        answer_pulse(viewer, survey, scores, given["remark"])
        messages.success(request, say("surveys.thanks"))
        return redirect("surveys:surveys")
    shown = {
        "title": survey.title,
        "here": "surveys",
        "survey": survey,
        "form": form,
        "floor": declared_company().profile.anonymity_floor,
    }
    return render(request, "surveys/answer.html", shown, status=422 if form.errors else 200)


@access(Need.PUBLIC)
@require_http_methods(["GET", "POST"])
@never_cache
def customer(request: HttpRequest, key: str) -> HttpResponse:
    """A customer's answer. What fills in the hidden field is thanked and forgotten."""
    link = link_of(key)
    form = CustomerForm(request.POST if request.method == "POST" else None, kind=link.survey.kind)
    shown = {"title": link.survey.title, "survey": link.survey, "form": form, "wrong": "", "done": False}
    if request.method != "POST" or not form.is_valid():
        return render(request, "surveys/customer.html", shown, status=422 if form.errors else 200)
    if not form.cleaned_data["website"]:
        origin = From(address_of(request), request.headers.get("User-Agent", "")[:200])
        try:
            answer_customer(link, form.cleaned_data["score"], form.cleaned_data["text"], origin)
        except ConflictRefusal as refusal:
            shown["wrong"] = say(refusal.code, **refusal.params)
            return render(request, "surveys/customer.html", shown, status=409)
    return render(request, "surveys/customer.html", {**shown, "done": True})
