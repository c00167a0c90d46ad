"""Reward plans to be read: the list, one of them, its versions, who has confirmed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.viewer import Viewer, viewer_of
from merit_desk.documents.actions.drafts import draft_of
from merit_desk.plans.queries.versions import DefinitionVersion, in_force, version_numbered
from merit_desk.results.queries.names import reward_title, titled
from merit_desk.results.queries.open_company import declared_company
from merit_desk.reward_plans.actions.save import about_draft
from merit_desk.reward_plans.forms.notice_form import AnswerForm, NoticeForm, ObjectionForm
from merit_desk.reward_plans.models import Objection
from merit_desk.reward_plans.queries.differences import changed_terms
from merit_desk.reward_plans.queries.known import answers, known, to_confirm
from merit_desk.reward_plans.queries.lists import may_edit, on_reward, reward_cards, versions_of
from merit_desk.reward_plans.queries.own import own_example
from merit_desk.reward_plans.queries.payout import pay_charts
from merit_desk.reward_plans.queries.seen import require_version
from merit_desk.reward_plans.queries.supposed import example_of
from merit_desk.reward_plans.queries.words import audience_words, terms_words
from merit_desk.reward_plans.queries.worked import worked
from merit_desk.shell.comparison import beside
from merit_desk.shell.sentences import say

HERE = "reward_plans"


@require_GET
@access(Need.SIGNED_IN)
def plans(request: HttpRequest) -> HttpResponse:
    """Every reward that the viewer may read, a card each; `?q=` looks for words."""
    viewer, company = viewer_of(request), declared_company()
    asked = request.GET.get("q", "").strip()[:100]
    kinds = reward_cards(viewer, company, asked)
    shown = {
        "title": say("reward_plans.title"),
        "here": HERE,
        "kinds": kinds,
        "count": sum(len(cards) for _, cards in kinds),
        "asked": asked,
        "may_edit": may_edit(viewer),
        "waiting": [
            (each.reward, each.version, titled(each.title, each.reward)) for each in to_confirm(viewer, company)
        ],
    }
    return render(request, "reward_plans/plans.html", shown)


@require_GET
@access(Need.SIGNED_IN)
def plan(request: HttpRequest, reward: str) -> HttpResponse:
    """A reward in the version that counts today, of those that the viewer may read."""
    viewer = viewer_of(request)
    return version(request, reward, in_force(versions_of(viewer, reward)).number)


@require_GET
@access(Need.SIGNED_IN)
def version(request: HttpRequest, reward: str, number: int) -> HttpResponse:
    """A reward in one of its versions."""
    return version_page(request, reward, number, ObjectionForm())


def version_page(
    request: HttpRequest, reward: str, number: int, objection: ObjectionForm, status: int = 200
) -> HttpResponse:
    """The page, with the words of an objection as they were typed."""
    viewer, company = viewer_of(request), declared_company()
    seen = require_version(viewer, company, reward, number)
    declared = next(each for each in seen if each.version == number)
    found = versions_of(viewer, reward)
    people = on_reward(viewer, company, declared)
    one, example = known(company, reward, number), example_of(request.GET.dict())
    charts = pay_charts(company, declared, example)
    shown: dict[str, Any] = {
        "title": titled(declared.title, reward),
        "here": HERE,
        "reward": reward,
        "declared": declared,
        "whom": audience_words(company, declared, None if may_edit(viewer) else {each.person for each in people}),
        "facts": terms_words(company, declared),
        "charts": charts,
        "drawn": {chart.code: chart.data for chart in charts},
        "worked": worked(company, declared, example),
        "own": own_example(viewer, company, declared),
        "shown": version_numbered(found, number),
        "versions": found,
        "people": people,
        "known": one,
        "confirmed": sum(each.person in one.confirmed for each in people),
        "awaited": any((each.reward, each.version) == (reward, number) for each in to_confirm(viewer, company)),
        "confirmed_on": one.confirmed.get(viewer.person),
        "objections": Objection.objects.filter(reward=reward, version=number, person=viewer.or_nobody),
        "objection": objection,
        "may_edit": may_edit(viewer),
        "draft": draft_of(viewer, about_draft(reward)) if may_edit(viewer) else None,
    }
    shown["objected"] = any(each.answered_at is None for each in shown["objections"])
    return render(request, "reward_plans/plan.html", shown, status=status)


@require_GET
@access(Need.SIGNED_IN)
def versions(request: HttpRequest, reward: str) -> HttpResponse:
    """Two versions side by side: `?before=1&after=2`; the latest and the one before it unless said."""
    viewer, company = viewer_of(request), declared_company()
    found = versions_of(viewer, reward)
    after = _chosen(request, "after", found, found[0])
    earlier = [each for each in found if each.number < after.number]
    before = _chosen(request, "before", found, earlier[0] if earlier else after)
    title = reward_title(company, reward)
    shown = {
        "title": say("plans.versions_of", plan=title),
        "here": HERE,
        "plan_title": title,
        "versions": found,
        "before": before,
        "after": after,
        "changes": changed_terms(company, before.data, after.data),
        "lines": beside(before.text, after.text),
        "back": reverse("reward_plans:plan", args=(reward,)),
    }
    return render(request, "reward_plans/versions.html", shown)


@require_GET
@access(Need.SIGNED_IN)
def raw(request: HttpRequest, reward: str, number: int) -> HttpResponse:
    """One version as YAML text."""
    found = version_numbered(versions_of(viewer_of(request), reward), number)
    return HttpResponse(found.text, content_type="text/plain; charset=utf-8")


@require_GET
@access(Need.SIGNED_IN)
def confirmations(request: HttpRequest, reward: str, number: int) -> HttpResponse:
    """Who has confirmed, who objects, who has not read it; of those whom the viewer may see."""
    return confirmations_page(request, reward, number, NoticeForm(initial={"how": "desk"}))


def confirmations_page(
    request: HttpRequest, reward: str, number: int, form: NoticeForm, status: int = 200
) -> HttpResponse:
    """The page, with the notice as it was typed."""
    viewer, company = viewer_of(request), declared_company()
    declared = next(each for each in require_version(viewer, company, reward, number) if each.version == number)
    found = answers(viewer, company, declared)
    shown = {
        "title": say("reward_plans.confirmations_of", reward=titled(declared.title, reward), number=number),
        "plan_title": titled(declared.title, reward),
        "here": HERE,
        "reward": reward,
        "number": number,
        "known": known(company, reward, number),
        "answers": found,
        "silent": sum(each.confirmed_on is None for each in found),
        "confirmed": sum(each.confirmed_on is not None for each in found),
        "objections": _readable(viewer, reward, number),
        "reads_objections": viewer.everywhere(Can.SEE_REVIEW_TEXT),
        "form": form,
        "answer_form": AnswerForm(),
        "may_edit": may_edit(viewer),
        "back": reverse("reward_plans:version", args=(reward, number)),
    }
    return render(request, "reward_plans/confirmations.html", shown, status=status)


def _readable(viewer: Viewer, reward: str, number: int) -> list[tuple[str, Objection, bool]]:
    """Objections are for HR and the auditor; each with the writer's name and whether the viewer may answer it."""
    if not viewer.everywhere(Can.SEE_REVIEW_TEXT):
        return []
    company, found = declared_company(), Objection.objects.filter(reward=reward, version=number)
    names = company.organisation.spells_of
    return [
        (names[each.person][-1].name if names.get(each.person) else each.person, each, may_answer(viewer, each))
        for each in found
    ]


def may_answer(viewer: Viewer, one: Objection) -> bool:
    """HR answers, never one's own."""
    return may_edit(viewer) and one.answered_at is None and one.person != viewer.person


def _chosen(
    request: HttpRequest, name: str, found: list[DefinitionVersion], otherwise: DefinitionVersion
) -> DefinitionVersion:
    given = request.GET.get(name, "")
    return version_numbered(found, int(given)) if given.isascii() and given.isdigit() else otherwise
