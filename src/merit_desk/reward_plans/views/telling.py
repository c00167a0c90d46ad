"""Making a version known, confirming it, objecting, answering."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.results.queries.open_company import declared_company
from merit_desk.reward_plans.actions.notice import answer_objection, confirm, give_notice, object_to
from merit_desk.reward_plans.forms.notice_form import AnswerForm, NoticeForm, ObjectionForm
from merit_desk.reward_plans.models import Objection
from merit_desk.reward_plans.queries.known import to_confirm
from merit_desk.reward_plans.queries.seen import require_version
from merit_desk.reward_plans.views.browse import confirmations_page, version_page
from merit_desk.shell.sentences import say


@require_POST
@access(Can.EDIT_DEFINITIONS)
def give(request: HttpRequest, reward: str, number: int) -> HttpResponse:
    """Make the version known to its people."""
    viewer = viewer_of(request)
    require_version(viewer, declared_company(), reward, number)
    form = NoticeForm(request.POST)
    if not form.is_valid():
        return confirmations_page(request, reward, number, form, 422)
    try:
        told = give_notice(viewer, reward, number, form.cleaned_data["how"], form.cleaned_data["given_on"])
    except ConflictRefusal as refusal:
        form.add_error("given_on", say(refusal.code, **refusal.params))
        return confirmations_page(request, reward, number, form, 409)
    messages.success(request, say("reward_plans.notice_given", count=told))
    return redirect(reverse("reward_plans:confirmations", args=(reward, number)))


@require_POST
@access(Need.SIGNED_IN)
def confirm_one(request: HttpRequest, reward: str, number: int) -> HttpResponse:
    """The viewer has read it."""
    viewer = viewer_of(request)
    require_version(viewer, declared_company(), reward, number)
    confirm(viewer, reward, number)
    messages.success(request, say("reward_plans.confirmed_now"))
    return redirect(reverse("reward_plans:version", args=(reward, number)))


@require_POST
@access(Need.SIGNED_IN)
def object_one(request: HttpRequest, reward: str, number: int) -> HttpResponse:
    """The viewer has something against it."""
    viewer, company = viewer_of(request), declared_company()
    require_version(viewer, company, reward, number)
    if all((each.reward, each.version) != (reward, number) for each in to_confirm(viewer, company)):
        raise NotFoundRefusal("reward_plans.no_such", reward=reward)
    form = ObjectionForm(request.POST)
    if not form.is_valid():
        return version_page(request, reward, number, form, 422)
    try:
        object_to(viewer, reward, number, form.cleaned_data["objection"])
    except ConflictRefusal as refusal:
        form.add_error("objection", say(refusal.code, **refusal.params))
        return version_page(request, reward, number, form, 409)
    messages.success(request, say("reward_plans.objected_now"))
    return redirect(reverse("reward_plans:version", args=(reward, number)))


@require_POST
@access(Can.EDIT_DEFINITIONS)
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """HR answers an objection."""
    viewer = viewer_of(request)
    one = Objection.objects.filter(pk=number).exclude(person=viewer.or_nobody).first()
    if one is None:
        raise NotFoundRefusal("refusal.no_such_page")
    address = f"{reverse('reward_plans:confirmations', args=(one.reward, one.version))}#objections"
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, say("reward_plans.answer_missing"))
        return redirect(address)
    answer_objection(viewer, number, form.cleaned_data["answer"])
    messages.success(request, say("reward_plans.answered_now"))
    return redirect(address)
