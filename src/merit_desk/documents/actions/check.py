"""What the core says of the folder as it would be after a change."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from merit.company import Company
from merit.kernel.problems import Problem
from merit.sources.company_folder import read_company
from merit_desk.documents.queries.current import TABLE_ENDINGS, place_of

_DECLARED = ("*.yaml", "catalogue", "plans", "profiles", "rewards")


@contextmanager
def folder_with(changes: Mapping[str, str | None]) -> Iterator[Path]:
    """A copy of the declarations with the changes made; facts are not copied. It is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="merit-draft-") as made:
        draft = Path(made)
        _copy_declarations(Path(settings.MERIT_COMPANY), draft)
        for path, text in changes.items():
            place_of(path)
            _put(draft, path, text)
        yield draft


def checked(changes: Mapping[str, str | None]) -> tuple[Company | None, list[Problem]]:
    """The company after the changes, None when a finding is an error; and every finding."""
    with folder_with(changes) as draft:
        return read_company(draft)


def _copy_declarations(folder: Path, draft: Path) -> None:
    tables = [f"*{ending}" for ending in TABLE_ENDINGS]
    for shape in (*_DECLARED, *tables):
        for found in folder.glob(shape):
            if found.is_dir():
                shutil.copytree(found, draft / found.name)
            else:
                shutil.copyfile(found, draft / found.name)


def _put(folder: Path, path: str, text: str | None) -> None:
    place = folder / path
    if path.endswith(".csv"):
        for ending in TABLE_ENDINGS:
            place.with_suffix(ending).unlink(missing_ok=True)
    if text is None:
        place.unlink(missing_ok=True)
        return
    place.parent.mkdir(exist_ok=True)
    place.write_text(text, "utf-8", newline="")
