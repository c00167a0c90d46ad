"""The simulation as CSV and as a workbook."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from merit_desk.accounts.access import Can, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.audit.actions import Subject, record
from merit_desk.results.queries.open_company import declared_company
from merit_desk.simulation.forms.sliders import sliders_of
from merit_desk.simulation.models import Simulation
from merit_desk.simulation.queries.asked import Asking, asking
from merit_desk.simulation.queries.export import csv_of, workbook_of
from merit_desk.simulation.queries.kept import simulation_of

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@access(Can.SIMULATE)
@require_GET
def as_csv(request: HttpRequest, number: int) -> HttpResponse:
    """One line a person and period, exact."""
    found, asked = _asked(request, number, "csv")
    return _file(csv_of(asked).encode(), "text/csv; charset=utf-8", f"{found.title}.csv")


@access(Can.SIMULATE)
@require_GET
def as_xlsx(request: HttpRequest, number: int) -> HttpResponse:
    """Sums, people, periods and sliders, each on a sheet."""
    found, asked = _asked(request, number, "xlsx")
    return _file(workbook_of(asked), _XLSX, f"{found.title}.xlsx")


def _asked(request: HttpRequest, number: int, form: str) -> tuple[Simulation, Asking]:
    viewer = viewer_of(request)
    found = simulation_of(viewer, number)
    moved = sliders_of(request.GET)
    own = bool(moved) or "moved" in request.GET
    asked = asking(declared_company(), found, moved if own else dict(found.levers))
    asked.scene.ended.wait(600)
    told = {"form": form, "levers": asked.sliders}
    record(viewer.account, "simulation.exported", Subject("simulation", str(number)), after=told)
    return found, asked


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    )
