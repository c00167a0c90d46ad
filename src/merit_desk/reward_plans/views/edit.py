"""Editing a reward: the form, its check and its drawing while one types, the draft, putting it in force."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from merit.company import Company
from merit.sources.documents import documents_of
from merit_desk.accounts.access import Can, access
from merit_desk.accounts.viewer import Viewer, viewer_of
from merit_desk.documents.actions import StaleEdit, Unsound
from merit_desk.documents.actions.drafts import draft_of, drop_draft, save_draft
from merit_desk.plans.queries.versions import in_force, reward_versions
from merit_desk.results.queries.names import post_name, reward_title, team_name, titled
from merit_desk.results.queries.open_company import declared_company
from merit_desk.reward_plans.actions.reshape import reshaped, with_example
from merit_desk.reward_plans.actions.save import (
    SealedRefusal,
    about_draft,
    is_newest,
    latest_number,
    next_start,
    save_reward,
)
from merit_desk.reward_plans.forms.example_form import ExampleForm
from merit_desk.reward_plans.forms.layout import cards_of
from merit_desk.reward_plans.forms.reward_data import RewardForms, data_of, forms_of, forms_posted
from merit_desk.reward_plans.queries.judged import judged
from merit_desk.reward_plans.queries.seen import require_version
from merit_desk.shell.comparison import beside
from merit_desk.shell.sentences import say


@require_http_methods(["GET", "POST"])
@access(Can.EDIT_DEFINITIONS)
def new(request: HttpRequest) -> HttpResponse:
    """A reward that there is not yet; `?kind=` says of which kind."""
    return _edited(request, "")


@require_http_methods(["GET", "POST"])
@access(Can.EDIT_DEFINITIONS)
def edit(request: HttpRequest, reward: str) -> HttpResponse:
    """The next version of a reward, from the viewer's draft or from the version in force."""
    require_version(viewer_of(request), declared_company(), reward)
    return _edited(request, reward)


@require_POST
@access(Can.EDIT_DEFINITIONS)
def check(request: HttpRequest) -> HttpResponse:
    """What is wrong with the form as it stands and what it pays; the draft is kept on the way."""
    viewer, reward = viewer_of(request), request.POST.get("editing", "")
    forms = forms_posted(request.POST)
    shown = _judged(viewer, request.POST, forms)
    saved_at = None
    data = data_of(forms, reward, 1)
    if not is_newest(viewer, reward, data):
        content = {"text": shown["text"]}
        saved_at = save_draft(viewer, about_draft(reward), content, request.POST.get("based_on", "")[:10]).saved_at
        if is_newest(viewer, reward, data):  # put in force while it was checked: no draft of it stays behind
            drop_draft(viewer, about_draft(reward))
    return render(request, "reward_plans/verdict.html", {**shown, "forms": forms, "saved_at": saved_at, "oob": True})


@require_POST
@access(Can.EDIT_DEFINITIONS)
def drop(request: HttpRequest, reward: str) -> HttpResponse:
    """Take the viewer's own draft away; the reward stays as it is."""
    viewer = viewer_of(request)
    require_version(viewer, declared_company(), reward)
    drop_draft(viewer, about_draft(reward))
    messages.success(request, say("plans.draft_dropped"))
    return redirect(reverse("reward_plans:plan", args=(reward,)))


def _named(posted: QueryDict) -> str:
    return posted.get("editing", "") or posted.get("reward_id", "").strip()


def _edited(request: HttpRequest, reward: str) -> HttpResponse:
    viewer = viewer_of(request)
    if request.method == "GET":
        data, seen = _opened(viewer, reward, request.GET.get("kind", ""))
        return _page(request, reward, forms_of(data), {"based_on": seen})
    forms, do = forms_posted(request.POST), _asked(request)
    if do == "save":
        return _saved(request, reward, forms)
    data = reshaped(data_of(forms, _named(request.POST), 1), do)
    return _page(request, reward, forms_of(data), {})


def _opened(viewer: Viewer, reward: str, kind: str) -> tuple[dict[str, Any], str]:
    """The draft where there is one, else the version in force; and the number of the version it goes back to."""
    draft = draft_of(viewer, about_draft(reward))
    if draft is not None and draft.content.get("text"):
        documents, _ = documents_of(draft.content["text"], "draft")
        if documents:
            return documents[0].data, draft.based_on or str(latest_number(reward, viewer.today))
    if not reward:
        start = {"kind": kind or "commission", "valid_from": next_start(viewer.today, "")}
        return with_example(start), "0"
    now = in_force(reward_versions(reward, viewer.today)).data
    start_on = next_start(viewer.today, str(now.get("cycle", "")))
    return {**now, "valid_from": start_on}, str(latest_number(reward, viewer.today))


def _saved(request: HttpRequest, reward: str, forms: RewardForms) -> HttpResponse:
    named, reason = _named(request.POST), request.POST.get("reason", "").strip()
    if not reason or not named:
        return _page(request, reward, forms, {"no_reason": not reason, "no_name": not named}, 422)
    seen = request.POST.get("based_on", "")
    based_on = int(seen) if seen.isascii() and seen.isdigit() else 0
    try:
        number = save_reward(viewer_of(request), data_of(forms, named, 1), based_on, reason)
    except Unsound as unsound:
        return _page(request, reward, forms, {"unsound": unsound.problems}, 422)
    except SealedRefusal as sealed:
        return _page(request, reward, forms, {"sealed": say(sealed.code, **sealed.params)}, 422)
    except StaleEdit as stale:
        latest = latest_number(named, viewer_of(request).today)
        more = {"stale": beside(stale.theirs or "", stale.yours or ""), "stale_number": latest, "based_on": latest}
        return _page(request, reward, forms, more, 409)
    title = reward_title(declared_company(), named)
    messages.success(request, say("reward_plans.saved", reward=title, number=number))
    return redirect(reverse("reward_plans:confirmations", args=(named, number)))


def _judged(viewer: Viewer, posted: QueryDict, forms: RewardForms) -> dict[str, Any]:
    named = _named(posted)
    number = latest_number(named, viewer.today) + 1 if named else 1
    data = data_of(forms, named or "draft", number)
    example = {name.removeprefix("ex-"): value for name, value in posted.items() if name.startswith("ex-")}
    return judged(viewer, declared_company(), forms, data, {name: str(value) for name, value in example.items()})


def _page(
    request: HttpRequest, reward: str, forms: RewardForms, more: dict[str, Any], status: int = 200
) -> HttpResponse:
    viewer, company = viewer_of(request), declared_company()
    posted = request.POST.copy()
    if reward:
        posted["editing"] = reward
    latest = latest_number(reward, viewer.today) if reward else 0
    draft = draft_of(viewer, about_draft(reward)) if request.method == "GET" else None
    title = reward_title(company, reward)
    address = reverse("reward_plans:edit", args=(reward,)) if reward else reverse("reward_plans:new")
    shown = {
        "title": say("plans.edit_title", plan=title) if reward else say("reward_plans.new"),
        "here": "reward_plans",
        "reward": reward,
        "reward_id": request.POST.get("reward_id", ""),
        "forms": forms,
        "cards": cards_of(forms),
        "example": ExampleForm(request.POST or None, kind=forms.kind, prefix="ex"),
        "number": latest + 1,
        "based_on": request.POST.get("based_on", str(latest)),
        "reason": request.POST.get("reason", ""),
        **_names(company),
        "draft": draft,
        "address": address,
        "shape_address": f"{address}?do=shape",
        "back": reverse("reward_plans:plan", args=(reward,)) if reward else reverse("reward_plans:plans"),
        **_judged(viewer, posted, forms),
        "calm": request.method == "GET" and not reward and draft is None,
        **more,
    }
    partial = request.headers.get("HX-Request") == "true" and _asked(request) != "save"
    return render(request, f"reward_plans/{'form' if partial else 'edit'}.html", shown, status=status)


def _asked(request: HttpRequest) -> str:
    """What to do with the form: `save`, or a change of its shape."""
    return request.POST.get("do", "") or request.GET.get("do", "") or "save"


def _names(company: Company) -> dict[str, list[tuple[str, str]]]:
    """What fields may name, with its words: KPIs, posts and teams."""
    listed = [kpi for kpi in company.catalogue.kpis.values() if not kpi.hidden]
    posts = sorted({spell.post for spell in company.organisation.spells})
    return {
        "kpis": [(kpi.id, titled(kpi.title, kpi.id)) for kpi in listed],
        "posts": [(post, post_name(company, post)) for post in posts],
        "teams": [(team, team_name(company, team)) for team in company.organisation.rows_of],
    }
