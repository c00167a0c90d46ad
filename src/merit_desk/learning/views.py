"""Help beside every place, the first tour, and the managers' course with its attendance."""

from itertools import pairwise

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from merit_desk.accounts.access import Can, Need, Role, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.learning.actions import attend, end_tour
from merit_desk.learning.queries.attendance import managers_attendance, own_lessons
from merit_desk.learning.queries.pages import COURSE, help_page, lesson
from merit_desk.learning.queries.tours import step_of, tour_due
from merit_desk.shell.sentences import say


@access(Need.SIGNED_IN)
@require_GET
def course(request: HttpRequest) -> HttpResponse:
    """The lessons and which of them one has read."""
    viewer = viewer_of(request)
    read = own_lessons(viewer)
    lessons = [(lesson(name), read.get(name)) for name in COURSE]
    shown = {"title": say("learning.title"), "here": "learning", "lessons": lessons}
    return render(request, "learning/course.html", {**shown, "sees_others": viewer.can(Can.MANAGE_ACCOUNTS)})


@access(Need.SIGNED_IN)
@require_GET
def one_lesson(request: HttpRequest, name: str) -> HttpResponse:
    """One lesson, and the button that notes that it was read."""
    page, read = lesson(name), own_lessons(viewer_of(request))
    following = dict(pairwise(COURSE)).get(name, "")
    shown = {"title": page.title, "here": "learning", "page": page, "read_at": read.get(name), "following": following}
    return render(request, "learning/lesson.html", shown)


@access(Need.SIGNED_IN)
@require_POST
def attend_lesson(request: HttpRequest, name: str) -> HttpResponse:
    """Note that it was read, and go on."""
    attend(viewer_of(request), name)
    return redirect("learning:course")


@access(Can.MANAGE_ACCOUNTS)
@require_GET
def attendance(request: HttpRequest) -> HttpResponse:
    """Which manager read which lesson when."""
    shown = {
        "title": say("learning.attendance"),
        "here": "learning",
        "lessons": [lesson(name) for name in COURSE],
        "rows": managers_attendance(viewer_of(request), COURSE),
    }
    return render(request, "learning/attendance.html", shown)


@access(Need.SIGNED_IN)
@require_GET
def help_on(request: HttpRequest, topic: str) -> HttpResponse:
    """What a place is for: in the drawer, or as a page where there is no script."""
    page = help_page(topic)
    in_drawer = request.headers.get("HX-Request") == "true"
    template = "learning/help_drawer.html" if in_drawer else "learning/help.html"
    response = render(request, template, {"title": page.title, "here": "learning", "page": page})
    response["Vary"] = "HX-Request"
    return response


@access(Need.SIGNED_IN)
@require_GET
def tour(request: HttpRequest) -> HttpResponse:
    """One step of the tour of the viewer's role; nothing once it was ended. `?step=` counts from 1."""
    role = tour_due(viewer_of(request))
    if role is None:
        return HttpResponse()
    asked = request.GET.get("step", "1")
    return render(request, "learning/tour.html", {"step": step_of(role, int(asked) if asked.isdecimal() else 1)})


@access(Need.SIGNED_IN)
@require_POST
def tour_end(request: HttpRequest) -> HttpResponse:
    """Finished or skipped: it is not shown again."""
    viewer = viewer_of(request)
    asked = request.POST.get("role", "")
    if asked in viewer.roles:
        end_tour(viewer, Role(asked))
    return HttpResponse() if request.headers.get("HX-Request") else redirect("/")
