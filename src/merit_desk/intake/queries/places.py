"""Where things of the intake lie in the company folder."""

from pathlib import Path

from django.conf import settings

from merit.sources.feeds import UPLOADS_FOLDER

EVIDENCE_FOLDER = "evidence"
MOST_BYTES = 512 << 20
"""The largest file that may be handed in."""
MOST_EVIDENCE = 20 << 20


def company_folder() -> Path:
    """The folder of the company."""
    return Path(settings.MERIT_COMPANY)


def inside(path: str) -> Path:
    """A path of the folder as a place on disk. Raises ValueError for one that leads out of it."""
    folder = company_folder().resolve()
    place = (folder / path).resolve()
    if not place.is_relative_to(folder):
        raise ValueError(path)
    return place


def is_uploaded(path: str) -> bool:
    """Whether the file came through the desk."""
    return path.startswith(f"{UPLOADS_FOLDER}/")
