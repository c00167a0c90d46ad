"""Starting a load: the file gets its place and its source, and a job brings it in."""

import re
from dataclasses import dataclass

import yaml
from django.db import transaction

from merit.sources.feeds import SOURCES_FILE, UPLOADS_FOLDER
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.documents.actions import Change, write_documents
from merit_desk.documents.queries.current import current
from merit_desk.intake.actions.uploads import free_path
from merit_desk.intake.models import Upload
from merit_desk.intake.queries.places import inside
from merit_desk.intake.queries.sheets import EVERY_SHEET
from merit_desk.jobs.actions import start
from merit_desk.jobs.models import Job
from merit_desk.jobs.states import JobState

KIND = "intake.load"
_UNDER_WAY = (JobState.WAITING, JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is read: the profile as sources.yaml calls it, or EVERY_SHEET; whose, and how often new ones come."""

    profile: str
    shop: str = ""
    every: str = ""

    @property
    def source(self) -> str:
        """The name of the folder in which files of this kind lie."""
        if self.profile == EVERY_SHEET:
            return re.sub(r"[^\w.-]+", "_", f"sheets-{self.shop}" if self.shop else "sheets")
        stem = self.profile.removeprefix("profiles/").removesuffix(".yaml")
        own = "own_" if self.profile.startswith("profiles/") else ""
        return re.sub(r"[^\w.-]+", "_", f"{own}{stem}-{self.shop}" if self.shop else f"{own}{stem}")

    @property
    def pattern(self) -> str:
        """Where sources.yaml looks for such files."""
        return f"{UPLOADS_FOLDER}/*/{self.source}/*"


def load_upload(viewer: Viewer, upload: Upload, reading: Reading) -> Job:
    """Load one uploaded file. A second press of the button gives the job of the first."""
    viewer.require(Can.LOAD_DATA)
    with transaction.atomic():
        upload = Upload.objects.select_for_update().get(pk=upload.pk)
        running = Job.objects.filter(kind=KIND, parameters__upload=upload.pk, state__in=_UNDER_WAY).first()
        if running is not None:
            return running
        _declare(viewer, reading)
        moved = _in_place(upload, reading)
        before = {"profile": upload.profile, "shop": upload.shop, "path": upload.path}
        upload.profile, upload.shop, upload.path = reading.profile, reading.shop, moved
        upload.save(update_fields=["profile", "shop", "path"])
        after = {"profile": upload.profile, "shop": upload.shop, "path": upload.path}
        record(viewer.account, "intake.read_as", Subject("file", upload.path), before, after)
        return start(viewer, KIND, files=[moved], upload=upload.pk)


def load_files(viewer: Viewer, files: list[str] | None) -> Job:
    """Load these files of the folder again, or all of them (None)."""
    viewer.require(Can.LOAD_DATA)
    with transaction.atomic():
        running = Job.objects.filter(kind=KIND, parameters={"files": files}, state=JobState.WAITING).first()
        return running or start(viewer, KIND, files=files)


def _declare(viewer: Viewer, reading: Reading) -> None:
    """Add the source to sources.yaml unless it is there; what others wrote stays as it is, remarks too."""
    now = current(SOURCES_FILE)
    if reading.pattern in (now.text or ""):
        return
    entry: dict[str, str] = {"files": reading.pattern}
    if reading.profile != EVERY_SHEET:
        entry["profile"] = reading.profile
    if reading.shop:
        entry["shop"] = reading.shop
    if reading.every:
        entry["every"] = reading.every
    added = yaml.safe_dump({"sources": [entry]}, allow_unicode=True, sort_keys=False)
    before = f"{now.text.rstrip()}\n---\n" if now.text and now.text.strip() else ""
    write_documents(viewer, [Change(SOURCES_FILE, before + added, now.digest)], reading.source)


def _in_place(upload: Upload, reading: Reading) -> str:
    """Move the file into its source's folder; a crash in between leaves it in one of the two places."""
    parts = upload.path.split("/")
    day, name = parts[2], parts[-1]
    if len(parts) > 4 and parts[3] == reading.source:
        return upload.path
    wanted = f"{UPLOADS_FOLDER}/{day}/{reading.source}"
    old = inside(upload.path)
    if not old.exists() and inside(f"{wanted}/{name}").exists():
        return f"{wanted}/{name}"
    path = free_path(wanted, name)
    inside(path).parent.mkdir(parents=True, exist_ok=True)
    old.replace(inside(path))
    return path
