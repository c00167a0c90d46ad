"""With `MERIT_ENGINE` set, the desk and `merit run` work on PostgreSQL and on Spark as they do without it.

The same pages say the same, down to the rows of files; only the query shown is written in the engine's own language.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from typer.testing import CliRunner

from merit.cli.main import app
from merit.workspace import open_workspace, publish_figures
from tests.desk.conftest import client_for, role_account
from tests.desk.pages import links, text
from tests.engines.elsewhere import on_postgresql, on_spark

OCTOBER = "span=own&from=2026-10&to=2026-10"
PAGES = (
    f"/explorer/?kpi=paid_sales,aov,buyers&by=person&grain=whole&{OCTOBER}",
    f"/explorer/?kpi=line_sales&by=category&shop=s2&grain=whole&{OCTOBER}",
    "/explorer/?kpi=paid_sales&with=previous&span=own&from=2026-09&to=2026-10",
    "/catalogue/kpis/paid_sales/",
    "/periods/2026-10/why/pay/cat/service-bonus/bonus/1/",
    "/periods/2026-10/why/kpi/2026-10/paid_sales/company/company/?check=1",
    "/periods/2026-10/why/kpi/2026-10/reply_3min/person/cat/",
)
TABLE = {"HX-Request": "true"}
"""What the explorer's form asks for: the figures themselves."""
QUERY = re.compile(r"<pre.*?</pre>", re.DOTALL)


@pytest.fixture(scope="module")
def postgresql() -> Iterator[str]:
    yield from on_postgresql()


@pytest.fixture(scope="module")
def spark() -> Iterator[str]:
    yield from on_spark()


@pytest.fixture(params=["postgresql", pytest.param("spark", marks=pytest.mark.long)])
def engine(request) -> str:
    return request.getfixturevalue(request.param)


def test_a_period_is_run_to_the_same_files(engine, loaded_folder, tmp_path, monkeypatch):
    here, there = (shutil.copytree(loaded_folder, tmp_path / name / "company") for name in ("here", "there"))
    assert ran(here) == 0
    monkeypatch.setenv("MERIT_ENGINE", engine)
    assert ran(there) == 0
    ours, theirs = (written(folder / "results") for folder in (here, there))
    assert len(ours) > 3
    assert theirs == ours


def test_the_desk_says_the_same_down_to_the_rows(engine, company_folder, settings, tmp_path, monkeypatch):
    ours = told(company_folder, settings)
    assert any("order_lines.csv" in page for page in ours)
    assert any("刚重查，一致" in page for page in ours)
    monkeypatch.setenv("MERIT_ENGINE", engine)
    there = shutil.copytree(company_folder, tmp_path / "company")
    assert type(open_workspace(there).engine._database).__name__ != "EmbeddedDatabase"
    assert told(there, settings) == ours
    publish_figures(there)
    again = shutil.copytree(there, tmp_path / "published")
    assert told(again, settings) == ours


def ran(folder: Path) -> int:
    return CliRunner().invoke(app, ["run", str(folder), "--period", "2026-10"]).exit_code


def written(folder: Path) -> dict[str, object]:
    """The content of every file, of a workbook without when it was made."""
    return {str(each.relative_to(folder)): content(each) for each in folder.rglob("*") if each.is_file()}


def content(file: Path) -> object:
    if file.suffix != ".xlsx":
        return file.read_bytes()
    with ZipFile(file) as workbook:
        return {name: workbook.read(name) for name in workbook.namelist() if name != "docProps/core.xml"}


def told(folder: Path, settings) -> list[str]:
    """What the pages say, and the first explanation that the explorer's table opens."""
    settings.MERIT_COMPANY = folder
    owner = client_for(role_account("owner"))
    pages = [owner.get(address, headers=TABLE if "explorer" in address else {}) for address in PAGES]
    assert [page.status_code for page in pages] == [200] * len(PAGES)
    opened = next(link for link in links(pages[0]) if "/why/kpi/" in link)
    return [text(without_query(page)) for page in (*pages, owner.get(opened))]


def without_query(page):
    """The query is shown in the language of the engine."""
    page.content = QUERY.sub("", page.content.decode()).encode()
    return page
