"""The files that declare the company: what there is, what each was over time, and one version beside the one before."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.access import Can, access
from merit_desk.accounts.viewer import Viewer, viewer_of
from merit_desk.documents.models import Version
from merit_desk.documents.queries.current import current, declared_files
from merit_desk.documents.queries.readable import may_read, readable_text
from merit_desk.documents.queries.versions import latest_versions, version, versions_of
from merit_desk.shell.comparison import beside
from merit_desk.shell.parts import Entry
from merit_desk.shell.sentences import say


@access(Can.SEE_DEFINITIONS)
@require_GET
def documents(request: HttpRequest) -> HttpResponse:
    """Every file with its last change."""
    viewer, latest = viewer_of(request), latest_versions()
    lines = [(path, latest.get(path)) for path in declared_files() if may_read(viewer, path)]
    return render(
        request, "documents/documents.html", {"title": say("documents.title"), "here": "documents", "lines": lines}
    )


@access(Can.SEE_DEFINITIONS)
@require_GET
def history(request: HttpRequest, path: str) -> HttpResponse:
    """All versions of a file, latest first, and its text as it stands."""
    viewer = viewer_of(request)
    _readable(viewer, path)
    versions = list(versions_of(path))
    entries = [_entry(each, now=at == 0) for at, each in enumerate(versions)]
    text = readable_text(viewer, path, current(path).text)
    shown = {"title": path, "here": "documents", "entries": entries, "text": text}
    return render(request, "documents/history.html", shown)


@access(Can.SEE_DEFINITIONS)
@require_GET
def one_version(request: HttpRequest, number: int, path: str) -> HttpResponse:
    """A version beside the one before."""
    viewer = viewer_of(request)
    _readable(viewer, path)
    found = version(path, number)
    before = versions_of(path).filter(number=number - 1).first()
    texts = (readable_text(viewer, path, before.text if before else None), readable_text(viewer, path, found.text))
    shown = {
        "title": say("documents.version", path=path, number=number),
        "here": "documents",
        "path": path,
        "left": say("documents.before"),
        "right": say("documents.this"),
        "lines": beside(texts[0] or "", texts[1] or ""),
        "reason": found.reason,
    }
    return render(request, "documents/version.html", shown)


def _readable(viewer: Viewer, path: str) -> None:
    if not may_read(viewer, path):
        raise NotFoundRefusal("documents.no_such_file", path=path)


def _entry(each: Version, now: bool) -> Entry:
    return Entry(
        title=say("documents.number", number=each.number),
        moment=each.at.strftime("%Y-%m-%d %H:%M"),
        who=str(each.author) if each.author else say("documents.found"),
        note=each.reason,
        address=reverse("documents:version", args=[each.number, each.path]),
        now=now,
    )
