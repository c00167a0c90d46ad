"""One person's statement."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from merit.kernel.period import Period
from merit.kernel.refusals import NotFoundRefusal
from merit_desk.accounts.access import Need, access
from merit_desk.accounts.queries.sight import visible_files
from merit_desk.accounts.viewer import viewer_of
from merit_desk.audit.actions import Subject, record
from merit_desk.results.queries.names import plan_title, standing
from merit_desk.results.queries.open_company import declared_company
from merit_desk.rewards.queries.beside import beside
from merit_desk.rewards.queries.margin import margin_notes
from merit_desk.rewards.queries.scorecard import scorecard
from merit_desk.rewards.queries.statement import statement


@access(Need.SIGNED_IN)
@require_GET
def statement_page(request: HttpRequest, period: str, person: str) -> HttpResponse:
    """What is paid, how the bonus is multiplied, every other line, and the scorecard."""
    viewer = viewer_of(request)
    company, files = declared_company(), visible_files(viewer, period)
    if person not in files.totals and person not in files.pay:
        raise NotFoundRefusal("refusal.no_such_person", person=person)
    record(viewer.account, "result.read", Subject("person", person), after={"period": period, "what": "statement"})
    who = standing(company, person, Period.parse(period))
    total = files.totals.get(person)
    notes = margin_notes(viewer, files, person)
    shown = {
        "title": who.name,
        "period": period,
        "who": who,
        "beside": beside(company, files, person),
        "total": total,
        "plan": plan_title(company, total.plan) if total else "",
        "slip": statement(company, files, person, notes),
        "notes": [note for note in notes if note.of is None],
        "segments": scorecard(company, files, person),
        "currency": company.profile.currency,
        "here": "people",
    }
    return render(request, "rewards/statement.html", shown)
