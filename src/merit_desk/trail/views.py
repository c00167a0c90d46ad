"""The trail: search, one entry, export, and the check of its chain."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.access import Can, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.audit.actions import Subject, record
from merit_desk.audit.models import Entry
from merit_desk.audit.queries.chain import checked_chain
from merit_desk.audit.queries.search import Asked, actions_written, entries
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.parts import Fact
from merit_desk.shell.sentences import say
from merit_desk.trail.forms import Filter
from merit_desk.trail.queries import about, account_names, as_csv, did, lines_of, moment_text, pretty

_A_PAGE = 50


@access(Can.SEE_TRAIL)
@require_GET
def trail(request: HttpRequest) -> HttpResponse:
    """Entries, latest first; filters in the address."""
    asked = _asked(request)
    page = Paginator(entries(asked, _zone()), _A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "title": say("trail.title"),
        "here": "trail",
        "page": page,
        "lines": lines_of(page, _zone()),
        "asked": asked,
        "filtered": asked != Asked(),
        "actions": sorted(((action, did(action)) for action in actions_written()), key=lambda pair: pair[1]),
        "export": f"{reverse('trail:export')}?{request.GET.urlencode()}",
    }
    return render(request, "trail/trail.html", shown)


@access(Can.SEE_TRAIL)
@require_GET
def entry(request: HttpRequest, number: int) -> HttpResponse:
    """One entry whole, with the state before and after."""
    found = Entry.objects.filter(pk=number).first()
    if found is None:
        raise NotFoundRefusal("refusal.no_such_page")
    facts = [
        Fact(say("trail.when"), moment_text(found.at, _zone())),
        Fact(say("trail.who"), found.name),
        Fact(say("trail.what"), did(found.action), found.action),
        Fact(say("trail.subject"), about(found, account_names([found]))),
        Fact(say("trail.from"), found.address or say("trail.no_address")),
        Fact(say("trail.digest"), found.digest),
    ]
    states = {"before": pretty(found.before), "after": pretty(found.after)}
    shown = {"title": say("trail.entry", number=number), "here": "trail", "facts": facts, **states}
    return render(request, "trail/entry.html", shown)


@access(Can.SEE_TRAIL)
@require_GET
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The filtered entries as CSV; taking them out is itself an entry."""
    record(viewer_of(request).account, "trail.exported", Subject("trail", request.GET.urlencode()[:200]))
    lines = as_csv(entries(_asked(request), _zone()).iterator(2000))
    disposition = {"Content-Disposition": 'attachment; filename="trail.csv"'}
    return StreamingHttpResponse(lines, "text/csv; charset=utf-8", headers=disposition)


@access(Can.SEE_TRAIL)
@require_GET
def check(request: HttpRequest) -> HttpResponse:
    """Every digest made again; the page says where the line breaks, if it does."""
    return render(
        request, "trail/checked.html", {"title": say("trail.check"), "here": "trail", "chain": checked_chain()}
    )


def _asked(request: HttpRequest) -> Asked:
    form = Filter(request.GET)
    form.is_valid()
    return Asked(**{name: value for name, value in form.cleaned_data.items() if value})


def _zone() -> str:
    return declared_company().profile.time_zone
