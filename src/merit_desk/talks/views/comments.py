"""The block of comments that a page of any app includes, and who can be named in it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from merit.kernel.refusals import ConflictRefusal
from merit_desk.accounts.access import Need, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.shell.sentences import say
from merit_desk.talks.actions.comments import LONGEST, take_back_comment, write_comment
from merit_desk.talks.queries.comments import comments_on, who_may_be_named
from merit_desk.talks.subjects import looked_up


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def comments(request: HttpRequest, kind: str, subject: str) -> HttpResponse:
    """Everything said beside the subject; posting writes. A refused text stays in its field."""
    viewer = viewer_of(request)
    seen = looked_up(viewer, kind, subject)
    typed = refused = ""
    if request.method == "POST":
        typed = request.POST.get("text", "")
        try:
            write_comment(viewer, kind, subject, typed)
        except ConflictRefusal as refusal:
            refused = say(refusal.code, **refusal.params)
        else:
            if not request.headers.get("HX-Request"):
                return redirect("talks:comments", kind, subject)
            typed = ""
    shown = {
        "here": "",
        "title": seen.title,
        "seen": seen,
        "kind": kind,
        "subject": subject,
        "comments": comments_on(viewer, kind, subject),
        "typed": typed,
        "refused": refused,
        "longest": LONGEST,
    }
    in_page = request.headers.get("HX-Request")
    template = "talks/comments.html" if in_page else "talks/comments_page.html"
    return render(request, template, shown, status=422 if refused and not in_page else 200)


@access(Need.SIGNED_IN)
@require_POST
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Empty one's own comment."""
    gone = take_back_comment(viewer_of(request), number)
    if not request.headers.get("HX-Request"):
        return redirect("talks:comments", gone.kind, gone.subject)
    again = request
    again.method = "GET"
    return comments(again, gone.kind, gone.subject)


@access(Need.SIGNED_IN)
@require_GET
def mentionable(request: HttpRequest, kind: str, subject: str) -> HttpResponse:
    """Whom the typed name can mean: only people who may see the subject."""
    people = who_may_be_named(viewer_of(request), kind, subject, request.GET.get("q", "")[:80])
    return render(request, "talks/mentionable.html", {"people": people})
