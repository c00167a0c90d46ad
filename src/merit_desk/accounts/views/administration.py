"""Looking after accounts: the list, one account, and what can be done with it. For the owner and HR."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from merit_desk.accounts.access import GRANTED, Can, access
from merit_desk.accounts.actions.accounts import (
    change_account,
    forget_second_factor,
    link,
    lock,
    make_account,
    open_again,
    unlink,
)
from merit_desk.accounts.actions.grants import give, take_back
from merit_desk.accounts.actions.invitations import LASTS, invite
from merit_desk.accounts.forms.accounts import AccountForm, GrantForm, LinkForm
from merit_desk.accounts.models import Account, Grant
from merit_desk.accounts.queries.reach import may_change_roles, offer
from merit_desk.accounts.queries.roster import (
    account_to_manage,
    accounts_in_sight,
    company_or_none,
    held,
    lines,
    links_of,
    people_without_account,
    waiting_until,
    who,
)
from merit_desk.accounts.queries.ways import ways
from merit_desk.accounts.viewer import Viewer, viewer_of
from merit_desk.shell.sentences import say

_PER_PAGE = 50


@access(Can.MANAGE_ACCOUNTS)
@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    """Everybody who can sign in, with what they may do."""
    viewer = viewer_of(request)
    words, role = request.GET.get("q", "").strip(), request.GET.get("role", "")
    found = accounts_in_sight(viewer, words, role if role in {each.value for each in GRANTED} else "")
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    shown = {
        "title": say("accounts.list.title"),
        "page": page,
        "lines": lines(viewer, list(page.object_list)),
        "words": words,
        "role": role,
        "roles": [each.value for each in GRANTED],
    }
    return render(request, "accounts/list.html", shown)


@access(Can.MANAGE_ACCOUNTS)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new account; what was typed stays when something is wrong."""
    viewer, company = viewer_of(request), company_or_none()
    form = AccountForm(company, None, request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = make_account(viewer, form.asked())
        messages.success(request, say("accounts.notice.made", name=str(account)))
        return redirect("accounts:one", account.pk)
    shown = {"title": say("accounts.new.title"), "form": form, "people": people_without_account(company, viewer)}
    return render(request, "accounts/new.html", shown, status=422 if form.is_bound else 200)


@access(Can.MANAGE_ACCOUNTS)
@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, number: int) -> HttpResponse:
    """One account: who it is, what it may do, how it signs in."""
    viewer, company = viewer_of(request), company_or_none()
    account = account_to_manage(viewer, number)
    told = {name: getattr(account, name) for name in ("username", "name", "person", "email", "language")}
    form = AccountForm(company, account, request.POST or None, initial=told)
    if request.method == "POST" and form.is_valid():
        change_account(viewer, account, form.asked())
        messages.success(request, say("accounts.notice.changed"))
        return redirect("accounts:one", number)
    return _one(request, account, form=form)


@access(Can.MANAGE_ACCOUNTS)
@require_POST
def role_given(request: HttpRequest, number: int) -> HttpResponse:
    """A role for the account."""
    viewer = viewer_of(request)
    account = account_to_manage(viewer, number)
    form = GrantForm(offer(viewer, company_or_none()), request.POST)
    if not form.is_valid():
        return _one(request, account, grant_form=form)
    give(viewer, account, form.asked())
    messages.success(request, say("accounts.notice.role_given", role=say(f"accounts.role.{form.asked().role}")))
    return redirect("accounts:one", number)


@access(Can.MANAGE_ACCOUNTS)
@require_POST
def role_taken(request: HttpRequest, number: int, grant: int) -> HttpResponse:
    """A role ends."""
    viewer = viewer_of(request)
    account = account_to_manage(viewer, number)
    found = Grant.objects.filter(account=account, pk=grant).first()
    if found is not None:
        take_back(viewer, found)
        messages.success(request, say("accounts.notice.role_taken"))
    return redirect("accounts:one", number)


@access(Can.MANAGE_ACCOUNTS)
@require_POST
def invitation(request: HttpRequest, number: int) -> HttpResponse:
    """A fresh link, shown once; also sent by mail where a mail server is set."""
    account = account_to_manage(viewer_of(request), number)
    made = invite(viewer_of(request), account, f"{request.scheme}://{request.get_host()}")
    shown = {"title": say("accounts.invite.title"), "account": account, "made": made, "days": LASTS.days}
    response = render(request, "accounts/invited.html", shown)
    response["Cache-Control"] = "no-store"
    return response


@access(Can.MANAGE_ACCOUNTS)
@require_POST
def linked(request: HttpRequest, number: int) -> HttpResponse:
    """The account can now sign in by one of the company's systems."""
    viewer = viewer_of(request)
    account = account_to_manage(viewer, number)
    form = LinkForm(_offered(request), request.POST)
    if not form.is_valid():
        return _one(request, account, link_form=form)
    link(viewer, account, form.cleaned_data["way"], form.cleaned_data["uid"])
    messages.success(request, say("accounts.notice.linked"))
    return redirect("accounts:one", number)


@access(Can.MANAGE_ACCOUNTS)
@require_POST
def unlinked(request: HttpRequest, number: int) -> HttpResponse:
    """And now no more."""
    viewer = viewer_of(request)
    unlink(viewer, account_to_manage(viewer, number), request.POST.get("way", ""), request.POST.get("uid", ""))
    messages.success(request, say("accounts.notice.unlinked"))
    return redirect("accounts:one", number)


def _done(action: Callable[[Viewer, Account], None], notice: str) -> Callable[[HttpRequest, int], HttpResponse]:
    @access(Can.MANAGE_ACCOUNTS)
    @require_POST
    def answer(request: HttpRequest, number: int) -> HttpResponse:
        viewer = viewer_of(request)
        action(viewer, account_to_manage(viewer, number))
        messages.success(request, say(notice))
        return redirect("accounts:one", number)

    return answer


locked = _done(lock, "accounts.notice.locked")
opened = _done(open_again, "accounts.notice.opened")
second_factor_forgotten = _done(forget_second_factor, "accounts.notice.second_factor_forgotten")


def _one(
    request: HttpRequest,
    account: Account,
    form: AccountForm | None = None,
    grant_form: GrantForm | None = None,
    link_form: LinkForm | None = None,
) -> HttpResponse:
    viewer, company, offered = viewer_of(request), company_or_none(), _offered(request)
    told = {name: getattr(account, name) for name in ("username", "name", "person", "email", "language")}
    line = lines(viewer, list(accounts_in_sight(viewer).filter(pk=account.pk)))[0]
    shown = {
        "title": str(account),
        "account": account,
        "line": line,
        "yourself": account.pk == viewer.account,
        "who": who(company, account.person, viewer.today),
        "form": form or AccountForm(company, account, initial=told),
        "people": people_without_account(company, viewer),
        "grants": held(viewer, account),
        "grant_form": (grant_form or GrantForm(offer(viewer, company))) if may_change_roles(viewer, account) else None,
        "links": links_of(account),
        "link_form": (link_form or LinkForm(offered)) if offered else None,
        "waiting_until": waiting_until(account),
    }
    wrong = any(each is not None and each.is_bound and each.errors for each in (form, grant_form, link_form))
    return render(request, "accounts/one.html", shown, status=422 if wrong else 200)


def _offered(request: HttpRequest) -> list[tuple[str, str]]:
    return [("company" if each.id == "openid_connect" else each.id, each.name) for each in ways(request)]
