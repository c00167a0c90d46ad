"""One's own notices: the list, opening one, and noting that all were read."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from merit_desk.accounts.access import Need, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.inbox.queries import line_of, notice_of, notices_of
from merit_desk.notices.actions import mark_read
from merit_desk.shell.sentences import say

_A_PAGE = 50


@access(Need.SIGNED_IN)
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """Latest first; what is unread stands out."""
    page = Paginator(notices_of(viewer_of(request)), _A_PAGE).get_page(request.GET.get("page"))
    shown = {"title": say("inbox.title"), "here": "inbox", "page": page, "lines": [line_of(each) for each in page]}
    return render(request, "inbox/inbox.html", shown)


@access(Need.SIGNED_IN)
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Note that every notice was read."""
    viewer = viewer_of(request)
    if viewer.account is not None:
        mark_read(viewer.account)
    return redirect("inbox:inbox")


@access(Need.SIGNED_IN)
@require_POST
def open_notice(request: HttpRequest, number: int) -> HttpResponse:
    """Note that it was read and go where it leads."""
    notice = notice_of(viewer_of(request), number)
    mark_read(notice.account_id, notice.pk)
    return redirect(notice.address or "inbox:inbox")
