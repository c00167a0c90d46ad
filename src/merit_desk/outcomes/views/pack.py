"""The evidence pack of one person's cycle: as a PDF to read, and as data to keep. Every download is on the trail."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from merit_desk.accounts.access import Need, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.audit.actions import Subject, record
from merit_desk.outcomes.queries.pack import Pack, pack_of, with_pay_allowed
from merit_desk.outcomes.queries.pack_files import pack_zip
from merit_desk.outcomes.queries.result_page import packed_review
from merit_desk.outcomes.queries.typeset import pack_pdf


@access(Need.SIGNED_IN)
@require_GET
def pdf(request: HttpRequest, number: int) -> HttpResponse:
    """To read and to print."""
    pack = _taken_along(request, number, "pdf")
    return _file(pack_pdf(pack), "application/pdf", f"{pack.name}.pdf")


@access(Need.SIGNED_IN)
@require_GET
def data(request: HttpRequest, number: int) -> HttpResponse:
    """PDF, JSON, CSV and seal with a list of their digests."""
    pack = _taken_along(request, number, "zip")
    return _file(pack_zip(pack), "application/zip", f"{pack.name}.zip")


def _taken_along(request: HttpRequest, number: int, form: str) -> Pack:
    viewer = viewer_of(request)
    one = packed_review(viewer, number)
    pay = request.GET.get("pay") == "1" and with_pay_allowed(viewer, one)
    pack = pack_of(viewer, one, pay)
    after = {"form": form, "digest": pack.digest, "pay": pay, "cycle": one.cycle.code}
    record(viewer.account, "outcomes.pack_taken", Subject("person", one.person), after=after)
    return pack


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
