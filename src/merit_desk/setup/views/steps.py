"""The steps up to the plans: account, company, organisation, shops, templates."""

import tempfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from merit.company import Company
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit.sources.company_folder.rows import table_text as columns_of
from merit.sources.organisation_sheet.read_sheet import SheetOrganisation, read_staff_list
from merit.templates.read_templates import expected_groups, template_for
from merit_desk.accounts.access import Can, Need, access
from merit_desk.accounts.models import Account
from merit_desk.accounts.viewer import Viewer, viewer_of
from merit_desk.documents.actions import Unsound
from merit_desk.documents.queries.current import current, table_lines
from merit_desk.results.queries.names import kpi_title, titled
from merit_desk.results.queries.open_company import declared_company
from merit_desk.setup.actions.begin import first_owner, keep, skip
from merit_desk.setup.actions.declare import (
    fitted_plans,
    write_organisation,
    write_plans,
    write_profile,
    write_shops,
)
from merit_desk.setup.forms import CompanyForm, OwnerForm, ShopRows, TemplatesForm
from merit_desk.setup.queries.progress import STEPS, done, kept, next_step, shown_steps, step_after, step_before
from merit_desk.shell.sentences import say

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MOST_STAFF_BYTES = 5 << 20
SHOWN_PEOPLE = 12


def page(request: HttpRequest, step: str, shown: dict[str, Any], status: int = 200) -> HttpResponse:
    """One page of the set-up with its stepper."""
    viewer = viewer_of(request)
    content = kept(viewer) if viewer.account is not None else None
    frame = {
        "title": say(f"setup.{step}.title"),
        "lead": say(f"setup.{step}.lead"),
        "step": step,
        "steps": shown_steps(step if step in STEPS else "company", content),
        "before": step_before(step),
    }
    return render(request, f"setup/{step}.html", {**frame, "found": [], **shown}, status=status)


def onward(viewer: Viewer, step: str) -> HttpResponse:
    """To the step after, or to the first that is still open when this one was settled before."""
    content = kept(viewer)
    after = step_after(step)
    return redirect(after if after != reverse("setup:period") else f"setup:{next_step(content)}")


@access(Need.PUBLIC)
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """To the step that waits."""
    viewer = viewer_of(request)
    if viewer.account is not None:
        return redirect(f"setup:{next_step(kept(viewer))}")
    if Account.objects.exists():
        return redirect(f"{reverse('account_login')}?next={reverse('setup:start')}")
    return redirect("setup:account")


@access(Need.PUBLIC)
@sensitive_post_parameters("password", "again", "code")
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """The first account, for who can read the console."""
    if Account.objects.exists():
        raise NotFoundRefusal("refusal.no_such_page")
    form = OwnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = first_owner({name: form.cleaned_data[name] for name in ("username", "name", "email", "password")})
        login(request, made, backend=BACKEND)
        return redirect("setup:start")
    return page(request, "account", {"form": form}, 422 if form.is_bound else 200)


@access(Can.EDIT_COMPANY)
@require_http_methods(["GET", "POST"])
def company(request: HttpRequest) -> HttpResponse:
    """What the company is called, sells and counts in."""
    viewer = viewer_of(request)
    content = kept(viewer)
    known = "company" in done(content)
    told = content.get("company") or (_profile(declared_company()) if known else {})
    form = CompanyForm(request.POST or None, initial=told)
    if request.method == "POST" and form.is_valid():
        try:
            write_profile(viewer, form.profile())
        except Unsound as unsound:
            return page(request, "company", {"form": form, "found": unsound.problems, "known": known}, 422)
        keep(viewer, company={name: form.cleaned_data[name] for name in form.fields})
        return onward(viewer, "company")
    return page(request, "company", {"form": form, "known": known}, 422 if form.is_bound else 200)


@access(Can.EDIT_COMPANY)
@require_http_methods(["GET", "POST"])
def organisation(request: HttpRequest) -> HttpResponse:
    """A list of staff, pasted or uploaded, looked at before it is taken over."""
    viewer = viewer_of(request)
    content = _after_company(viewer)
    if request.POST.get("do") == "skip":
        skip(viewer, "organisation")
        return onward(viewer, "organisation")
    text, wrong = content.get("staff", ""), ""
    if request.method == "POST":
        text, wrong = _staff_text(request)
        content = keep(viewer, staff=text)
    found = _read_staff(text) if text.strip() else None
    shown: dict[str, Any] = {
        "text": text,
        "wrong": wrong,
        "staff": found,
        "found": list(found.problems) if found else [],
    }
    if found is not None:
        shown |= {"people": found.people[:SHOWN_PEOPLE], "more": max(len(found.people) - SHOWN_PEOPLE, 0)}
        shown |= {"names": {row["team"]: row["name"] for row in found.teams}}
    if request.method == "POST" and request.POST.get("do") == "use" and found is not None and found.good:
        try:
            write_organisation(viewer, found)
        except Unsound as unsound:
            return page(request, "organisation", shown | {"found": unsound.problems}, 422)
        return onward(viewer, "organisation")
    refused = request.method == "POST" and (found is None or not found.good)
    return page(request, "organisation", shown, 422 if refused else 200)


@access(Can.EDIT_COMPANY)
@require_http_methods(["GET", "POST"])
def shops(request: HttpRequest) -> HttpResponse:
    """Where the company sells."""
    viewer = viewer_of(request)
    _after_company(viewer)
    if request.POST.get("do") == "skip":
        skip(viewer, "shops")
        return onward(viewer, "shops")
    rows = ShopRows(request.POST or None, initial=table_lines(current("shops.csv").text))
    if request.method == "POST" and rows.is_valid():
        typed = [row for row in rows.cleaned_data if row.get("name")]
        lines = [{**row, "shop": row["shop"] or f"s{number}"} for number, row in enumerate(typed, 1)]
        try:
            write_shops(viewer, lines)
        except Unsound as unsound:
            return page(request, "shops", {"rows": rows, "found": unsound.problems}, 422)
        return onward(viewer, "shops")
    return page(request, "shops", {"rows": rows}, 422 if rows.is_bound else 200)


@access(Can.EDIT_COMPANY)
@require_http_methods(["GET", "POST"])
def templates(request: HttpRequest) -> HttpResponse:
    """A plan for every post, fitted to what the company records."""
    viewer = viewer_of(request)
    content = _after_company(viewer)
    if request.POST.get("do") == "skip":
        skip(viewer, "templates")
        return onward(viewer, "templates")
    posts = list(Counter(spells[-1].post for spells in declared_company().organisation.spells_of.values()).items())
    form = TemplatesForm(posts, request.POST or None, initial=_proposed(content, [post for post, _ in posts]))
    chosen, groups = _chosen(form, posts)
    shown: dict[str, Any] = {"form": form, "posts": posts}
    if request.method == "POST" and form.is_valid() and request.POST.get("do") == "use":
        try:
            write_plans(viewer, chosen, groups)
        except Unsound as unsound:
            return page(request, "templates", shown | {"found": unsound.problems}, 422)
        return onward(viewer, "templates")
    plans = fitted_plans(declared_company(), chosen, groups, viewer.today)
    shown["plans"] = [(_plan_title(plan.data), _indicators(plan.data), list(plan.notes)) for plan in plans]
    return page(request, "templates", shown)


def _profile(company: Company) -> dict[str, Any]:
    """The form's fields as the folder declares them."""
    profile = company.profile
    told = {name: getattr(profile, name) for name in ("name", "currency", "time_zone", "holidays")}
    categories = say("people.comma").join(profile.categories)
    return told | {"sells_to": profile.sells_to.value, "categories": categories, "day_cut": f"{profile.day_cut:%H:%M}"}


def _after_company(viewer: Viewer) -> dict[str, Any]:
    """Raises ConflictRefusal as long as there is no company that can be read."""
    content = kept(viewer)
    if "company" not in done(content):
        raise ConflictRefusal("setup.company_first")
    return content


def _staff_text(request: HttpRequest) -> tuple[str, str]:
    """What was pasted, or the uploaded list as text that can be mended on the page; and what is wrong with the file."""
    file = request.FILES.get("file")
    if file is None:
        return request.POST.get("staff", ""), ""
    if (file.size or 0) > MOST_STAFF_BYTES:
        return request.POST.get("staff", ""), say("setup.wrong.staff_too_large")
    with tempfile.TemporaryDirectory(prefix="merit-staff-") as made:
        path = Path(made) / f"staff{Path(str(file.name)).suffix.lower()[:8]}"
        path.write_bytes(file.read())
        read = columns_of(path, str(file.name))
    if read.problems or not read.header:
        return request.POST.get("staff", ""), say("setup.wrong.staff_file")
    lines = [read.header, *(cells for _, cells in read.rows)]
    return "\n".join("\t".join(" ".join(cell.split()) for cell in cells) for cells in lines), ""


def _read_staff(text: str) -> SheetOrganisation:
    company = declared_company()
    with tempfile.TemporaryDirectory(prefix="merit-staff-") as made:
        path = Path(made) / "staff.tsv"
        path.write_text(text, "utf-8")
        return read_staff_list(path, say("setup.staff_list"), company.profile.name, date(_this_year(), 1, 1))


def _this_year() -> int:
    return timezone.localdate().year


def _proposed(content: dict[str, Any], posts: list[str]) -> dict[str, Any]:
    company = declared_company()
    platforms = frozenset(shop.platform for shop in company.shops)
    groups = content.get("groups") or expected_groups(company.profile.sells_to, platforms, company.profile.categories)
    before = content.get("templates", {})
    told: dict[str, Any] = {"groups": sorted(groups)}
    for number, post in enumerate(posts):
        likely = template_for(post)
        told[f"post_{number}"] = before.get(post, likely.template if likely else "")
    return told


def _chosen(form: TemplatesForm, posts: list[tuple[str, int]]) -> tuple[dict[str, str], frozenset[str]]:
    if form.is_bound and form.is_valid():
        return form.chosen(), frozenset(form.cleaned_data["groups"])
    told = {post: str(form.initial.get(f"post_{number}", "")) for number, (post, _) in enumerate(posts)}
    return {post: name for post, name in told.items() if name}, frozenset(form.initial["groups"])


def _plan_title(data: dict[str, Any] | None) -> str:
    return titled(data["title"], data["plan"]) if data else ""


def _indicators(data: dict[str, Any] | None) -> list[tuple[str, int]]:
    """Title and weight of each indicator that was left."""
    company = declared_company()
    found = [
        (next(each[kind] for kind in ("kpi", "task", "rated") if kind in each), each)
        for each in (data or {}).get("indicators", ())
    ]
    return [
        (kpi_title(company, name) if "rated" not in each else say(f"rated.{name}"), each["weight"])
        for name, each in found
    ]
