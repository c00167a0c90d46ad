"""Keeping a file that somebody hands in: checked, under a safe name, once."""

import hashlib
import shutil
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from merit.kernel.problems import Place, Problem
from merit.kernel.refusals import NotFoundRefusal
from merit.sources.feeds import UPLOADS_FOLDER
from merit.sources.files import EXPORTS
from merit.sources.uploaded_files import safe_name, upload_problems
from merit.sources.zipped_files import is_archive, unpack_into
from merit_desk.accounts.access import Can
from merit_desk.accounts.viewer import Viewer
from merit_desk.audit.actions import Subject, record
from merit_desk.intake.models import Upload
from merit_desk.intake.queries.places import MOST_BYTES, company_folder, inside

_INCOMING = Path(".merit", "incoming")


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a file: its row, or why it was not taken; `again` where the same content was there already."""

    name: str
    upload: Upload | None
    problems: tuple[Problem, ...] = ()
    again: bool = False


def keep_upload(viewer: Viewer, file: "UploadedFile[Any]", most_bytes: int = MOST_BYTES) -> Kept:
    """Keep the file below raw/uploads/, of a .zip the export in it; one with the same content is not kept twice."""
    viewer.require(Can.LOAD_DATA)
    name = safe_name(file.name or "")
    if (file.size or 0) > most_bytes:
        params: dict[str, str | int] = {"size": f"{(file.size or 0) / 2**20:,.1f} MB", "most": f"{most_bytes >> 20} MB"}
        return Kept(name, None, (Problem("sources.upload_too_large", Place(name), params),))
    incoming, digest = _received(file)
    try:
        if is_archive(incoming):
            found = _taken_out(incoming, name, most_bytes)
            if isinstance(found, Problem):
                return Kept(name, None, (found,))
            incoming, name, digest = found
        problems = upload_problems(incoming, name, most_bytes)
        if problems:
            return Kept(name, None, tuple(problems))
        known = Upload.objects.filter(digest=digest).first()
        if known is not None:
            return Kept(name, known, again=True)
        return _filed(viewer, incoming, name, digest)
    finally:
        incoming.unlink(missing_ok=True)


def _received(file: "UploadedFile[Any]") -> tuple[Path, str]:
    folder = company_folder() / _INCOMING
    folder.mkdir(parents=True, exist_ok=True)
    incoming, digest = folder / uuid.uuid4().hex, hashlib.sha256()
    with incoming.open("wb") as out:
        for chunk in file.chunks():
            digest.update(chunk)
            out.write(chunk)
    # the checks look at the ending, so the copy has to carry it
    named = incoming.with_name(f"{incoming.name}-{safe_name(file.name or '')}")
    return incoming.replace(named), digest.hexdigest()


def _taken_out(archive: Path, name: str, most_bytes: int) -> tuple[Path, str, str] | Problem:
    """The export in an archive, its name and its digest, by which it is the same when packed anew. The archive goes."""
    folder = archive.with_name(f"{archive.name}.unpacked")
    folder.mkdir()
    try:
        found = unpack_into(archive, name, EXPORTS, folder, most_bytes)
        if isinstance(found, Problem):
            return found
        inside = safe_name(found.name)
        with found.path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return found.path.replace(archive.with_name(f"{archive.stem}-{inside}")), inside, digest
    finally:
        archive.unlink()
        shutil.rmtree(folder)


def _filed(viewer: Viewer, incoming: Path, name: str, digest: str) -> Kept:
    now = timezone.localtime()
    path = free_path(f"{UPLOADS_FOLDER}/{now:%Y-%m-%d}", f"{now:%H%M%S}-{name}")
    size = incoming.stat().st_size
    try:
        with transaction.atomic():
            upload = Upload.objects.create(
                name=name, path=path, digest=digest, size=size, uploaded_by_id=account_of(viewer), uploaded_at=now
            )
            after = {"name": name, "path": path, "size": size, "digest": digest}
            record(viewer.account, "intake.uploaded", Subject("file", path), after=after)
            place = inside(path)
            place.parent.mkdir(parents=True, exist_ok=True)
            incoming.replace(place)
    except IntegrityError:  # the same file at the same moment, as a doubled press of the button sends it
        return Kept(name, Upload.objects.get(digest=digest), again=True)
    return Kept(name, upload)


def account_of(viewer: Viewer) -> int:
    """Whose account it is. Raises NotFoundRefusal for somebody who is not signed in."""
    if viewer.account is None:
        raise NotFoundRefusal("refusal.no_such_page")
    return viewer.account


def free_path(folder: str, name: str) -> str:
    """A path in that folder at which no file stands."""
    stem, dot, ending = name.partition(".")
    names = (name, *(f"{stem}-{number}{dot}{ending}" for number in range(2, 1_000)))
    return next(path for each in names if not inside(path := f"{folder}/{each}").exists())
