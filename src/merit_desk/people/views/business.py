"""Shops, posts with what they answer for, and matters with who decides, does and must be told."""

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from merit.people.spells import spell_on
from merit_desk.accounts.access import Can, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.people.actions.business import put_row, row_of
from merit_desk.people.actions.spells import next_id
from merit_desk.people.actions.table_edit import Line, Rows, lines_of, own_lines
from merit_desk.people.forms.business import PLATFORMS, MatterForm, PostForm, ShopForm
from merit_desk.people.queries.person_page import shown_matters
from merit_desk.people.queries.reach import circle_on, nobody_here, require_everywhere
from merit_desk.people.views.chart import tabs
from merit_desk.people.views.editing import Editing, edited
from merit_desk.results.queries.names import post_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say


@access(Can.SEE_PEOPLE)
@require_GET
def shops(request: HttpRequest) -> HttpResponse:
    """All shops."""
    viewer = viewer_of(request)
    if not viewer.everywhere(Can.SEE_PEOPLE):
        raise nobody_here()
    shown = {
        "title": say("people.shops.title"),
        "here": "organisation",
        "tabs": tabs(viewer, "shops"),
        "shops": [(each, platform_word(each.platform)) for each in declared_company().shops],
        "may_edit": viewer.everywhere(Can.EDIT_PEOPLE),
    }
    return render(request, "people/shops.html", shown)


@access(Can.EDIT_PEOPLE)
@require_http_methods(["GET", "POST"])
def shop(request: HttpRequest, shop: str = "") -> HttpResponse:
    """A new shop, or another name, platform or zone."""
    viewer = viewer_of(request)
    require_everywhere(viewer)
    rows = row_of("shops", shop or "\0")
    found = own_lines(rows)
    if shop and not found:
        raise nobody_here()
    told: dict[str, str] = dict(found[0]) if found else {"shop": next_id("shops", "shop", "s")}
    form = ShopForm(not shop, request.POST or None, initial=told)

    def write(seen: Rows) -> str:
        key = shop or form.cleaned_data["shop"]
        line: Line = {"shop": key} | {name: form.cleaned_data[name] for name in ("name", "platform", "time_zone")}
        put_row(viewer, seen if shop else row_of("shops", key), line, not shop, form.cleaned_data["reason"])
        return reverse("people:shops")

    editing = Editing(
        title=say("people.shop.title", name=told["name"]) if shop else say("people.shop_new.title"),
        lead=say("people.shop.lead"),
        form=form,
        rows=rows,
        write=write,
        back=reverse("people:shops"),
        primary=say("form.save"),
        done="people.done.shop",
    )
    return edited(request, editing)


@access(Can.SEE_PEOPLE)
@require_GET
def posts(request: HttpRequest) -> HttpResponse:
    """Every post that is described or held, with how many hold it today."""
    viewer, company = viewer_of(request), declared_company()
    circle = circle_on(viewer, viewer.today)
    spells = (
        spell_on(company.organisation, person, viewer.today)
        for person in company.organisation.spells_of
        if person in circle
    )
    held = Counter(spell.post for spell in spells if spell is not None)
    described = {post.post: post for post in company.posts}
    names = dict.fromkeys([*described, *held])
    shown = {
        "title": say("people.posts.title"),
        "here": "organisation",
        "tabs": tabs(viewer, "posts"),
        "posts": [(name, post_name(company, name), described.get(name), held[name]) for name in names],
        "matters": [(matter, *_parts(matter.matter)) for matter in company.matters],
        "may_edit": viewer.everywhere(Can.EDIT_PEOPLE),
    }
    return render(request, "people/posts.html", shown)


@access(Can.SEE_PEOPLE)
@require_GET
def post(request: HttpRequest, post: str) -> HttpResponse:
    """One post: responsibilities, authority and matters."""
    viewer, company = viewer_of(request), declared_company()
    described = next((each for each in company.posts if each.post == post), None)
    held = [spells[-1] for spells in company.organisation.spells_of.values() if spells[-1].post == post]
    if described is None and not held:
        raise nobody_here()
    circle = circle_on(viewer, viewer.today)
    now = (spell_on(company.organisation, each.person, viewer.today) for each in held if each.person in circle)
    shown = {
        "title": post_name(company, post),
        "here": "organisation",
        "post": post,
        "described": described,
        "matters": shown_matters(company, post),
        "people": [each for each in now if each is not None and each.post == post],
        "may_edit": viewer.everywhere(Can.EDIT_PEOPLE),
    }
    return render(request, "people/post.html", shown)


@access(Can.EDIT_PEOPLE)
@require_http_methods(["GET", "POST"])
def describing(request: HttpRequest, post: str) -> HttpResponse:
    """What the post answers for and may decide by itself."""
    viewer, company = viewer_of(request), declared_company()
    require_everywhere(viewer)
    known = {each.post for each in company.posts} | {each.post for each in company.organisation.spells}
    if post not in known:
        raise nobody_here()
    rows = row_of("posts", post)
    found = own_lines(rows)
    told: dict[str, str] = dict(found[0]) if found else {"name": post_name(company, post)}
    form = PostForm(request.POST or None, initial=told)

    def write(seen: Rows) -> str:
        names = ("name", "name_en", "responsibilities", "authority")
        line: Line = {"post": post} | {name: form.cleaned_data[name] for name in names}
        put_row(viewer, seen, line, False, form.cleaned_data["reason"])
        return reverse("people:post", args=[post])

    editing = Editing(
        title=say("people.describe.title", name=told["name"]),
        lead=say("people.describe.lead"),
        form=form,
        rows=rows,
        write=write,
        back=reverse("people:post", args=[post]),
        primary=say("form.save"),
        done="people.done.post",
    )
    return edited(request, editing)


@access(Can.EDIT_PEOPLE)
@require_http_methods(["GET", "POST"])
def matter(request: HttpRequest, number: int = 0) -> HttpResponse:
    """A new matter, or the parts in the matter of that number in the file (1 is the first)."""
    viewer, company = viewer_of(request), declared_company()
    require_everywhere(viewer)
    lines = lines_of("matters")
    if number > len(lines):
        raise nobody_here()
    now = lines[number - 1] if number else {}
    key = now.get("matter", "")
    told = {"matter": key} | {name: _listed(now.get(name, "")) for name in ("does", "decides", "told")}
    form = MatterForm(company, request.POST or None, initial=told)

    def write(seen: Rows) -> str:
        found = form.cleaned_data
        line: Line = {"matter": found["matter"]} | {
            name: "；".join(found[name]) for name in ("does", "decides", "told")
        }
        new = found["matter"] != key
        put_row(viewer, seen if number else row_of("matters", found["matter"]), line, new, found["reason"])
        return reverse("people:posts")

    editing = Editing(
        title=say("people.matter.title", name=key) if number else say("people.matter_new.title"),
        lead=say("people.matter.lead"),
        form=form,
        rows=row_of("matters", key or "\0"),
        write=write,
        back=reverse("people:posts"),
        primary=say("form.save"),
        done="people.done.matter",
    )
    return edited(request, editing)


def platform_word(platform: str) -> str:
    """The platform's name; one without a word of its own shows its id."""
    return say(f"people.platform.{platform}") if platform in PLATFORMS else platform


def _parts(matter: str) -> tuple[str, str, str]:
    company = declared_company()
    found = next(each for each in company.matters if each.matter == matter)
    comma = say("people.comma")
    does, decides, told = (
        comma.join(post_name(company, post) for post in posts) for posts in (found.does, found.decides, found.told)
    )
    return does, decides, told


def _listed(cell: str) -> list[str]:
    return [each.strip() for each in cell.replace("；", ";").split(";") if each.strip()]
