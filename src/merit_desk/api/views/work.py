"""Data and work in the background: uploads, loads, values entered by hand, jobs."""

from typing import Any

from django.http import HttpRequest
from ninja import File, Router, Status
from ninja.files import UploadedFile

from merit.kernel.refusals import ConflictRefusal
from merit_desk.api.actions.entering import enter as enter_value
from merit_desk.api.actions.taken import NotTaken
from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms.asked import LoadAsked, ReadingAsked, ValueAsked
from merit_desk.api.forms.given import Page
from merit_desk.api.forms.given_work import EnteredGiven, JobGiven, UploadGiven
from merit_desk.api.queries.pages import page_of
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import LIMIT, Cursor, Limit, operation
from merit_desk.intake.actions.load import Reading, load_files, load_upload
from merit_desk.intake.actions.uploads import keep_upload
from merit_desk.intake.actions.values import confirm_value
from merit_desk.intake.queries.uploads import upload_of, uploads_visible_to
from merit_desk.intake.queries.values import entered_values, value_of
from merit_desk.jobs.actions import cancel
from merit_desk.jobs.queries.visible import job_of, jobs_visible_to

router = Router(tags=["data"])
_NUMBERS_DOWN = 1_000


@router.get("/uploads", **operation("uploads", Scope.DATA, Page[UploadGiven]))
def uploads(request: HttpRequest, limit: Limit = LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """Files that were handed in, oldest first."""
    return page_of(uploads_visible_to(viewer_asking(request)), lambda each: (each.pk,), limit, cursor)


@router.post("/uploads", **operation("upload", Scope.DATA_WRITE, UploadGiven, 201))
def upload(request: HttpRequest, file: File[UploadedFile]) -> Status[Any]:
    """Hand in a file (multipart, field `file`); the same content is kept once."""
    kept = keep_upload(viewer_asking(request), file)
    if kept.upload is None:
        raise NotTaken(kept.problems)
    return Status(201, kept.upload)


@router.post("/uploads/{int:number}/load", **operation("load_upload", Scope.DATA_WRITE, JobGiven, 202))
def load_one(request: HttpRequest, number: int, asked: ReadingAsked) -> Status[Any]:
    """Load an uploaded file through a profile, in the background."""
    viewer = viewer_asking(request)
    return Status(202, load_upload(viewer, upload_of(viewer, number), Reading(asked.profile, asked.shop)))


@router.post("/loads", **operation("load", Scope.DATA_WRITE, JobGiven, 202))
def load(request: HttpRequest, asked: LoadAsked) -> Status[Any]:
    """Bring new and changed facts of the folder into the store, in the background."""
    return Status(202, load_files(viewer_asking(request), asked.files))


@router.get("/entered-values", **operation("entered_values", Scope.DATA, Page[EnteredGiven]))
def entered(request: HttpRequest, limit: Limit = LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """Values that no system holds, in the asker's sight."""
    return page_of(entered_values(viewer_asking(request)), lambda each: (each.pk,), limit, cursor)


@router.post("/entered-values", **operation("enter_value", Scope.DATA_WRITE, EnteredGiven, 201))
def enter(request: HttpRequest, asked: ValueAsked) -> Status[Any]:
    """Enter a value; it counts once a second person has confirmed it."""
    return Status(201, enter_value(viewer_asking(request), asked))


@router.post("/entered-values/{int:number}/confirmation", **operation("confirm_value", Scope.DATA_WRITE, EnteredGiven))
def confirm(request: HttpRequest, number: int) -> Any:
    """Confirm a value that somebody else has entered."""
    viewer = viewer_asking(request)
    value_of(viewer, _bounded(number))
    return confirm_value(viewer, number)


@router.get("/jobs", **operation("jobs", Scope.DATA, Page[JobGiven]))
def jobs(request: HttpRequest, limit: Limit = LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """The latest thousand jobs in the asker's sight, oldest first."""
    return page_of(jobs_visible_to(viewer_asking(request))[:_NUMBERS_DOWN], lambda each: (each.pk,), limit, cursor)


@router.get("/jobs/{int:number}", **operation("job", Scope.DATA, JobGiven))
def job(request: HttpRequest, number: int) -> Any:
    """How far a job is, and what came of it."""
    return job_of(viewer_asking(request), _bounded(number))


@router.delete("/jobs/{int:number}", **operation("cancel_job", Scope.DATA_WRITE, JobGiven))
def cancel_job(request: HttpRequest, number: int) -> Any:
    """Ask a job to stop; what it had begun is undone."""
    return cancel(viewer_asking(request), _bounded(number))


def _bounded(number: int) -> int:
    if not 0 < number < 2**62:
        raise ConflictRefusal("api.no_such_cursor")
    return number
