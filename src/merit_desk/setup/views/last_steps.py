"""The last steps: first data, first period; and a folder from elsewhere, the demo company, an export."""

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from merit.kernel.period import Grain, Period
from merit.kernel.problems import Place, Problem, has_errors
from merit.sources.company_folder.archive import export_folder, import_folder
from merit_desk.accounts.access import Can, access
from merit_desk.accounts.viewer import Viewer, viewer_of
from merit_desk.audit.actions import Subject, record
from merit_desk.jobs.actions import start as start_job
from merit_desk.jobs.queries.shown import shown_job
from merit_desk.jobs.queries.visible import job_of
from merit_desk.setup.actions.begin import finish, keep
from merit_desk.setup.forms import PeriodForm
from merit_desk.setup.queries.progress import done, kept, next_step
from merit_desk.setup.views.steps import page
from merit_desk.shell.sentences import say

MOST_BYTES = 2 << 30


@access(Can.EDIT_COMPANY)
@require_http_methods(["GET", "POST"])
def data(request: HttpRequest) -> HttpResponse:
    """Sample data, own files, or none for now."""
    viewer = viewer_of(request)
    content = kept(viewer)
    if request.method == "POST" and request.POST.get("data") in ("sample", "own", "later"):
        keep(viewer, data=request.POST["data"])
        return redirect("intake:upload" if request.POST["data"] == "own" else "setup:period")
    facts = any((Path(settings.MERIT_COMPANY) / "facts").glob("*")) or (Path(settings.MERIT_COMPANY) / "raw").is_dir()
    return page(request, "data", {"chosen": content.get("data", ""), "facts": facts})


@access(Can.RUN_PERIOD)
@require_http_methods(["GET", "POST"])
def period(request: HttpRequest) -> HttpResponse:
    """The first period is computed while one watches."""
    viewer = viewer_of(request)
    content = kept(viewer)
    form = PeriodForm(request.POST or None, initial={"period": str(_last_month(viewer))})
    if request.method == "POST" and form.is_valid():
        sample = content.get("data") == "sample" and not (Path(settings.MERIT_COMPANY) / "sources.yaml").exists()
        templates = content.get("templates", {})
        asked = form.cleaned_data["period"]
        job = start_job(viewer, "setup.first_period", period=asked, sample=sample, templates=templates)
        keep(viewer, job=job.pk)
        return redirect("setup:period")
    asked_before = job_of(viewer, content["job"]) if content.get("job") else None
    shown: dict[str, Any] = {"form": form, "job": None, "ended": False}
    if asked_before is not None:
        shown |= {"job": shown_job(asked_before), "ended": asked_before.ended}
    return page(request, "period", {**shown, "open": sorted(_open(viewer))}, 422 if form.is_bound else 200)


@access(Can.EDIT_COMPANY)
@require_POST
def finished(request: HttpRequest) -> HttpResponse:
    """The set-up is over: home."""
    finish(viewer_of(request))
    messages.success(request, say("setup.finished"))
    return redirect("/")


@access(Can.EDIT_COMPANY)
@require_http_methods(["GET", "POST"])
def from_archive(request: HttpRequest) -> HttpResponse:
    """A company folder from elsewhere, as one zip."""
    viewer = viewer_of(request)
    kept(viewer)
    file = request.FILES.get("file")
    if request.method != "POST" or not isinstance(file, UploadedFile):
        wrong = say("setup.wrong.no_file") if request.method == "POST" else ""
        return page(request, "archive", {"wrong": wrong}, 422 if wrong else 200)
    if (file.size or 0) > MOST_BYTES:
        return page(request, "archive", {"wrong": say("setup.wrong.too_large")}, 422)
    problems = _imported(file)
    if has_errors(problems):
        return page(request, "archive", {"found": problems}, 422)
    record(viewer.account, "company.imported", Subject("company", str(file.name)[:200]))
    keep(viewer, data="own")
    return redirect(f"setup:{next_step(kept(viewer))}")


@access(Can.EDIT_COMPANY)
@require_POST
def demo(request: HttpRequest) -> HttpResponse:
    """The demo company, to look around in."""
    viewer = viewer_of(request)
    content = kept(viewer)
    if "company" in done(content):
        return redirect("setup:start")
    job = start_job(viewer, "setup.demo", period=str(_last_month(viewer)))
    keep(viewer, job=job.pk, data="own", skipped=["organisation", "shops", "templates"])
    return redirect("setup:period")


@access(Can.OPERATE)
@require_GET
def export(request: HttpRequest) -> FileResponse:
    """The company folder as one zip; it holds wages, so that it is the owner's alone."""
    viewer = viewer_of(request)
    written = tempfile.TemporaryFile(prefix="merit-export-")  # noqa: SIM115 (the answer closes it once it is sent)
    count = export_folder(Path(settings.MERIT_COMPANY), written)
    written.seek(0)
    record(viewer.account, "company.exported", Subject("company", "folder"), after={"files": count})
    return FileResponse(written, as_attachment=True, filename=f"merit-{viewer.today}.zip")


def _imported(file: UploadedFile[Any]) -> list[Problem]:
    with tempfile.NamedTemporaryFile(prefix="merit-import-", suffix=".zip") as archive:
        for chunk in file.chunks():
            archive.write(chunk)
        archive.flush()
        problems = import_folder(Path(archive.name), Path(settings.MERIT_COMPANY))
    named = Path(archive.name).name
    return [
        Problem(each.code, Place(str(file.name)), each.params) if each.place.file == named else each
        for each in problems
    ]


def _last_month(viewer: Viewer) -> Period:
    return Period.containing(viewer.today.replace(day=1) - timedelta(days=1), Grain.MONTH)


def _open(viewer: Viewer) -> set[str]:
    return {step for step in ("organisation", "shops", "templates") if step not in done(kept(viewer))}
