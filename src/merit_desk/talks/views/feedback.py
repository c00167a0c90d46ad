"""Feedback received and given, the wall, writing, asking, answering."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from merit.follow.feedback import AskMove, AskState, ConsentMove
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.shell.sentences import say
from merit_desk.talks.actions.feedback import (
    answer_question,
    ask_feedback,
    decline_question,
    give_feedback,
    settle_consent,
    withdraw_question,
)
from merit_desk.talks.actions.values import set_values
from merit_desk.talks.colleagues import colleagues, found, people_under
from merit_desk.talks.forms.feedback import AskForm, GiveForm, ValuesForm, WordsForm
from merit_desk.talks.models import CompanyValue
from merit_desk.talks.queries.shown import company_values, shown_feedback, shown_notes, shown_questions
from merit_desk.talks.queries.visible import (
    feedback_visible_to,
    notes_visible_to,
    question_of,
    questions_to,
    questions_visible_to,
    received_by,
    require_person,
    wall,
    written_by,
)
from merit_desk.talks.views.frame import framed

ON_A_PAGE = 50


@access(Need.SIGNED_IN)
@require_GET
def talks(request: HttpRequest) -> HttpResponse:
    """What others wrote to me, and who asks me; who is nobody here is led to the wall."""
    viewer = viewer_of(request)
    shown = framed(viewer, "talks")
    if not viewer.person:
        return redirect("talks:wall")
    page = Paginator(received_by(viewer), ON_A_PAGE).get_page(request.GET.get("page"))
    shared = notes_visible_to(viewer).filter(about=viewer.person).exclude(author_id=viewer.account)
    shown |= {
        "page": page,
        "feedback": shown_feedback(viewer, page),
        "questions": shown_questions(viewer, questions_to(viewer)[:ON_A_PAGE]),
        "notes": shown_notes(viewer, shared[:20]),
    }
    return render(request, "talks/received.html", shown)


@access(Need.SIGNED_IN)
@require_GET
def given(request: HttpRequest) -> HttpResponse:
    """What I wrote, and what I asked."""
    viewer = viewer_of(request)
    shown = framed(viewer, "given")
    own = require_person(viewer)
    page = Paginator(written_by(viewer), ON_A_PAGE).get_page(request.GET.get("page"))
    asked = questions_visible_to(viewer).filter(asker=own)[:ON_A_PAGE]
    answers = feedback_visible_to(viewer).filter(question__asker=own)[:ON_A_PAGE]
    shown |= {
        "page": page,
        "feedback": shown_feedback(viewer, page),
        "questions": shown_questions(viewer, asked),
        "answers": shown_feedback(viewer, answers),
    }
    return render(request, "talks/given.html", shown)


@access(Need.SIGNED_IN)
@require_GET
def wall_page(request: HttpRequest) -> HttpResponse:
    """Praise that everybody may read, with the praised person's consent."""
    viewer = viewer_of(request)
    shown = framed(viewer, "wall")
    value = request.GET.get("value", "")
    rows = wall().filter(value=value) if value else wall()
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    shown |= {
        "page": page,
        "feedback": shown_feedback(viewer, page),
        "values": company_values(),
        "value": value,
        "may_set": viewer.can(Can.EDIT_COMPANY),
    }
    return render(request, "talks/wall.html", shown)


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def give(request: HttpRequest) -> HttpResponse:
    """Write to somebody."""
    viewer = viewer_of(request)
    require_person(viewer)
    told = {name: request.GET[name] for name in ("about", "kind") if name in request.GET}
    form = GiveForm(request.POST if request.method == "POST" else None, initial=told, today=viewer.today)
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            give_feedback(viewer, form.cleaned_data["about"], form.words)
        except ConflictRefusal as refusal:
            refused = say(refusal.code, **refusal.params)
        else:
            messages.success(request, say("talks.given_done"))
            return redirect("talks:given")
    return _form(request, "talks/give.html", form, refused, "talks.give", values=company_values())


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask somebody about oneself or about one of one's people."""
    viewer = viewer_of(request)
    own = require_person(viewer)
    under = colleagues(people_under(viewer))
    told = {name: request.GET[name] for name in ("about", "asked") if name in request.GET}
    data = request.POST if request.method == "POST" else None
    form = AskForm(data, initial={"about": own, **told}, today=viewer.today, own=own, people=under)
    refused = ""
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        try:
            ask_feedback(viewer, sent["asked"], sent["about"], sent["text"], sent["due"])
        except ConflictRefusal as refusal:
            refused = say(refusal.code, **refusal.params)
        else:
            messages.success(request, say("talks.asked_done"))
            return redirect("talks:given")
    return _form(request, "talks/ask.html", form, refused, "talks.ask")


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, number: int) -> HttpResponse:
    """A question to me: answer it here, or say no."""
    viewer = viewer_of(request)
    one = question_of(viewer, number)
    narrow = one.asker != one.about
    form = WordsForm(request.POST if request.method == "POST" else None, narrow=narrow)
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            answer_question(viewer, number, form.words)
        except ConflictRefusal as refusal:
            refused = say(refusal.code, **refusal.params)
        else:
            messages.success(request, say("talks.answered_done"))
            return redirect("talks:talks")
    shown = shown_questions(viewer, [one])[0]
    may_answer = AskMove.ANSWER in shown.moves and one.state == AskState.ASKED
    more = {"each": shown, "may_answer": may_answer, "values": company_values()}
    return _form(request, "talks/question.html", form, refused, "talks.question", **more)


@access(Need.SIGNED_IN)
@require_POST
def move_question(request: HttpRequest, number: int) -> HttpResponse:
    """Say no, or take one's own question back."""
    viewer = viewer_of(request)
    question_of(viewer, number)
    if request.POST.get("move") == AskMove.WITHDRAW:
        withdraw_question(viewer, number)
        messages.success(request, say("talks.withdrawn_done"))
        return redirect("talks:given")
    if request.POST.get("move") != AskMove.DECLINE:
        raise ConflictRefusal("talks.no_such_move")
    decline_question(viewer, number)
    messages.success(request, say("talks.declined_done"))
    return redirect("talks:talks")


@access(Need.SIGNED_IN)
@require_POST
def consent(request: HttpRequest, number: int) -> HttpResponse:
    """The praised person says whether it hangs on the wall."""
    agree = request.POST.get("move") == ConsentMove.AGREE
    settle_consent(viewer_of(request), number, ConsentMove.AGREE if agree else ConsentMove.REFUSE)
    messages.success(request, say("talks.consent_given" if agree else "talks.consent_refused"))
    return redirect("talks:talks")


@access(Need.SIGNED_IN)
@require_GET
def people_list(request: HttpRequest) -> HttpResponse:
    """Colleagues whom the typed words fit, as options of a list; nothing for an account that is nobody here."""
    viewer = viewer_of(request)
    if not viewer.person:
        raise NotFoundRefusal("refusal.no_such_page")
    words = str(next(iter(request.GET.values()), ""))
    return render(request, "talks/people_options.html", {"people": found(words, viewer.today, viewer.person)})


@access(Can.EDIT_COMPANY)
@require_http_methods(["GET", "POST"])
def values(request: HttpRequest) -> HttpResponse:
    """What the company wants to praise."""
    viewer = viewer_of(request)
    data = request.POST if request.method == "POST" else None
    kept = list(CompanyValue.objects.values_list("title", flat=True)) or company_values()
    form = ValuesForm(data, initial={"values": "\n".join(kept)})
    if request.method == "POST" and form.is_valid():
        set_values(viewer, form.cleaned_data["values"])
        messages.success(request, say("talks.values_set"))
        return redirect("talks:wall")
    return _form(request, "talks/values.html", form, "", "talks.values")


def _form(request: HttpRequest, template: str, form: object, refused: str, title: str, **more: object) -> HttpResponse:
    shown = {"here": "talks", "title": say(title), "form": form, "refused": refused, **more}
    wrong = refused or getattr(form, "errors", None)
    return render(request, template, shown, status=422 if wrong else 200)
