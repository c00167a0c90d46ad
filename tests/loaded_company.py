"""The tiny company with its facts in the store and September sealed, made once per test process and copied."""

import shutil
import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from merit.closing.seal import seal_period
from merit.kernel.period import Period
from merit.sources.company_folder import read_company
from merit.sources.load_facts import LoadReport, load_facts
from merit.workspace import open_workspace
from tests.tiny_company import write_tiny_company

SEPTEMBER, OCTOBER = Period.parse("2026-09"), Period.parse("2026-10")
FIRST_LOAD = datetime(2026, 11, 1, 2, 0, tzinfo=UTC)
LATER_LOAD = datetime(2026, 11, 8, 2, 0, tzinfo=UTC)


@cache
def _loaded() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="merit-tiny-")) / "tiny"
    write_tiny_company(folder)
    load(folder, FIRST_LOAD)
    return folder


@cache
def _sealed() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="merit-sealed-")) / "tiny"
    shutil.copytree(_loaded(), folder)
    seal_period(open_workspace(folder), SEPTEMBER)
    return folder


def loaded_company(into: Path) -> Path:
    """A copy of its own, with both months loaded."""
    return Path(shutil.copytree(_loaded(), into / "company"))


def company_with_september_sealed(into: Path) -> Path:
    """A copy of its own, with September sealed too."""
    return Path(shutil.copytree(_sealed(), into / "company"))


def load(folder: Path, moment: datetime) -> LoadReport:
    """What `merit load` does, at a stated moment."""
    company, problems = read_company(folder)
    assert company is not None, problems
    return load_facts(company, folder, moment)
