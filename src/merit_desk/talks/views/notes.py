"""Notes about one's people."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.accounts.access import Need, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.shell.comparison import beside
from merit_desk.shell.sentences import say
from merit_desk.talks.actions.notes import StaleText, change_note, drop_note, share_note, write_note
from merit_desk.talks.colleagues import colleague, colleagues, people_under
from merit_desk.talks.forms.talk_forms import NoteForm, NoteTextForm
from merit_desk.talks.models import Note
from merit_desk.talks.queries.shown import shown_feedback, shown_notes
from merit_desk.talks.queries.visible import (
    NOT_THERE,
    feedback_visible_to,
    knows_something_of,
    may_note,
    note_of,
    notes_visible_to,
)
from merit_desk.talks.views.frame import framed


@access(Need.SIGNED_IN)
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """My people, each with what I have on them."""
    viewer = viewer_of(request)
    shown = framed(viewer, "people")
    under = people_under(viewer)
    written = Note.objects.filter(author_id=viewer.account).values_list("about", flat=True)
    counts: dict[str, int] = {}
    for about in written:
        counts[about] = counts.get(about, 0) + 1
    everybody = colleagues(under | set(counts))
    if not everybody:
        raise NotFoundRefusal("refusal.no_such_page")
    lines = [(each, counts.get(each.person, 0), each.person in under) for each in everybody]
    return render(request, "talks/people.html", shown | {"lines": lines})


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, person: str) -> HttpResponse:
    """My notes about one of my people, and the feedback on them that I may read; a new note is written here."""
    viewer = viewer_of(request)
    if not knows_something_of(viewer, person):
        raise NotFoundRefusal(NOT_THERE)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        write_note(viewer, person, form.cleaned_data["text"], form.cleaned_data["shared"])
        messages.success(request, say("talks.note_kept"))
        return redirect("talks:person", person)
    who = colleague(person)
    notes = notes_visible_to(viewer).filter(about=person, author_id=viewer.account)
    feedback = feedback_visible_to(viewer).filter(about=person)[:50]
    shown = framed(viewer, "people") | {
        "title": who.name,
        "who": who,
        "form": form,
        "may_write": may_note(viewer, person),
        "notes": shown_notes(viewer, notes),
        "feedback": shown_feedback(viewer, feedback),
    }
    return render(request, "talks/person.html", shown, status=422 if form.errors else 200)


@access(Need.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, number: int) -> HttpResponse:
    """Change one's own note; both versions are shown where another window was first."""
    viewer = viewer_of(request)
    one = note_of(viewer, number)
    if one.author_id != viewer.account:
        raise NotFoundRefusal(NOT_THERE)
    told = {"text": one.text, "based_on": one.version}
    form = NoteTextForm(request.POST if request.method == "POST" else None, initial=told)
    stale = None
    if request.method == "POST" and form.is_valid():
        try:
            change_note(viewer, number, form.cleaned_data["text"], form.cleaned_data["based_on"])
        except StaleText as found:
            stale = beside(found.theirs, form.cleaned_data["text"])
            form = NoteTextForm(initial={"text": form.cleaned_data["text"], "based_on": found.version})
        else:
            messages.success(request, say("talks.note_kept"))
            return redirect("talks:person", one.about)
    back = reverse("talks:person", args=(one.about,))
    shown = {"here": "talks", "title": say("talks.note_change"), "form": form, "one": one, "back": back, "stale": stale}
    return render(request, "talks/note.html", shown, status=409 if stale else 422 if form.errors else 200)


@access(Need.SIGNED_IN)
@require_POST
def move_note(request: HttpRequest, number: int) -> HttpResponse:
    """Share a note with the person, or take a private one away."""
    viewer = viewer_of(request)
    about = note_of(viewer, number).about
    match request.POST.get("move"):
        case "share":
            share_note(viewer, number)
            messages.success(request, say("talks.note_now_shared"))
        case "drop":
            drop_note(viewer, number)
            messages.success(request, say("talks.note_gone"))
        case _:
            raise ConflictRefusal("talks.no_such_move")
    return redirect("talks:person", about)
