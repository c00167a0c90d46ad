"""Plans and rewards to be read: the list, one of them, its versions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.catalogue.queries.versions import difference_lines
from merit_desk.documents.actions.drafts import draft_of
from merit_desk.plans.actions.save import about_draft
from merit_desk.plans.queries.places import places
from merit_desk.plans.queries.rewards import payout_curves, reward_line, reward_lines, reward_named
from merit_desk.plans.queries.sheet import plan_lines, plan_sheet, require_plan
from merit_desk.plans.queries.versions import (
    DefinitionVersion,
    in_force,
    normal,
    plan_versions,
    reward_versions,
    version_numbered,
)
from merit_desk.results.queries.names import plan_title
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.comparison import beside
from merit_desk.shell.sentences import say


@require_GET
@access(Need.SIGNED_IN)
def plans(request: HttpRequest) -> HttpResponse:
    """All plans that the viewer may read; `?q=` looks for words."""
    viewer, company = viewer_of(request), declared_company()
    asked = request.GET.get("q", "").strip()
    lines = plan_lines(viewer, company, asked)
    shown = {
        "title": say("plans.title"),
        "here": "plans",
        "lines": lines,
        "asked": asked,
        "tabs": places(viewer, "plans"),
        "may_edit": viewer.can(Can.EDIT_DEFINITIONS),
    }
    return render(request, "plans/plans.html", shown)


@require_GET
@access(Need.SIGNED_IN)
def plan(request: HttpRequest, plan: str) -> HttpResponse:
    """A plan in the version that counts today."""
    require_plan(viewer_of(request), declared_company(), plan)
    return _sheet(request, plan, None)


@require_GET
@access(Need.SIGNED_IN)
def version(request: HttpRequest, plan: str, number: int) -> HttpResponse:
    """A plan in one of its versions."""
    require_plan(viewer_of(request), declared_company(), plan)
    return _sheet(request, plan, number)


def _sheet(request: HttpRequest, plan: str, number: int | None) -> HttpResponse:
    viewer, company = viewer_of(request), declared_company()
    versions = plan_versions(plan, viewer.today)
    shown_version = in_force(versions) if number is None else version_numbered(versions, number)
    declared = next(each for each in company.plans if each.plan == plan and each.version == shown_version.number)
    sheet = plan_sheet(viewer, company, declared)
    shown = {
        "title": sheet.title,
        "here": "plans",
        "sheet": sheet,
        "plan": plan,
        "shown": shown_version,
        "versions": versions,
        "curves": {line.id: chart.data for line, chart in sheet.indicators if chart},
        "may_edit": viewer.can(Can.EDIT_DEFINITIONS),
        "draft": draft_of(viewer, about_draft(plan)),
    }
    return render(request, "plans/plan.html", shown)


@require_GET
@access(Need.SIGNED_IN)
def versions(request: HttpRequest, plan: str) -> HttpResponse:
    """Two versions side by side: `?before=1&after=2`; the one in force and the one before it unless said."""
    viewer, company = viewer_of(request), declared_company()
    require_plan(viewer, company, plan)
    found = plan_versions(plan, viewer.today)
    after = _chosen(request, "after", found, found[0])
    earlier = [each for each in found if each.number < after.number]
    before = _chosen(request, "before", found, earlier[0] if earlier else after)
    title = plan_title(company, plan)
    shown = {
        "title": say("plans.versions_of", plan=title),
        "here": "plans",
        "plan_title": title,
        "versions": found,
        "before": before,
        "after": after,
        "changes": difference_lines(company, normal(before.data), normal(after.data)),
        "lines": beside(before.text, after.text),
        "back": reverse("plans:plan", args=(plan,)),
    }
    return render(request, "plans/versions.html", shown)


def _chosen(
    request: HttpRequest, name: str, found: list[DefinitionVersion], otherwise: DefinitionVersion
) -> DefinitionVersion:
    given = request.GET.get(name, "")
    return version_numbered(found, int(given)) if given.isascii() and given.isdigit() else otherwise


@require_GET
@access(Need.SIGNED_IN)
def raw(request: HttpRequest, plan: str, number: int) -> HttpResponse:
    """One version of a plan as YAML text."""
    viewer = viewer_of(request)
    require_plan(viewer, declared_company(), plan)
    found = version_numbered(plan_versions(plan, viewer.today), number)
    return HttpResponse(found.text, content_type="text/plain; charset=utf-8")


@require_GET
@access(Can.SEE_DEFINITIONS)
def rewards(request: HttpRequest) -> HttpResponse:
    """All bonuses, commissions and pools."""
    viewer, company = viewer_of(request), declared_company()
    shown = {
        "title": say("plans.rewards_title"),
        "here": "plans",
        "lines": reward_lines(viewer, company),
        "tabs": places(viewer, "rewards"),
    }
    return render(request, "plans/rewards.html", shown)


@require_GET
@access(Can.SEE_DEFINITIONS)
def reward(request: HttpRequest, reward: str) -> HttpResponse:
    """One reward with the curve of its payout; `?version=` shows another version."""
    viewer, company = viewer_of(request), declared_company()
    versions = reward_versions(reward, viewer.today)
    found = _chosen(request, "version", versions, in_force(versions))
    declared = reward_named(company, reward, found.number)
    curves = payout_curves(company, declared)
    shown = {
        "title": reward_line(company, declared).title,
        "here": "plans",
        "line": reward_line(company, declared),
        "shown": found,
        "versions": versions,
        "curves": curves,
        "drawn": {f"c{at}": curve.data for at, curve in enumerate(curves)},
    }
    return render(request, "plans/reward.html", shown)


@require_GET
@access(Can.SEE_DEFINITIONS)
def reward_raw(request: HttpRequest, reward: str, number: int) -> HttpResponse:
    """One version of a reward as YAML text."""
    found = version_numbered(reward_versions(reward, viewer_of(request).today), number)
    return HttpResponse(found.text, content_type="text/plain; charset=utf-8")
