"""Who is credited for what: the list by subject, and the shares of one subject, checked while they are typed."""

from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from merit.company import Company
from merit.kernel.exact import exact, plain
from merit.people.credits import CREDIT_KINDS
from merit.sources.company_folder.people_tables import share_of
from merit.sources.company_folder.row import Row
from merit_desk.accounts.access import Can, access
from merit_desk.accounts.viewer import viewer_of
from merit_desk.people.actions.credits import rows_of_subject, write_credits
from merit_desk.people.actions.table_edit import Line, Rows, own_lines
from merit_desk.people.forms.business import ShareForms, SubjectForm
from merit_desk.people.queries.credited import ShareDays, credited_subjects, days_of_shares
from merit_desk.people.queries.reach import nobody_here, require_everywhere
from merit_desk.people.queries.shown_days import day_asked
from merit_desk.people.views.chart import tabs
from merit_desk.people.views.editing import Editing, edited
from merit_desk.results.queries.names import node_name
from merit_desk.results.queries.open_company import declared_company
from merit_desk.shell.sentences import say


@access(Can.SEE_PEOPLE)
@require_GET
def all_credits(request: HttpRequest) -> HttpResponse:
    """Every subject with who has it on the day."""
    viewer, company = viewer_of(request), declared_company()
    if not viewer.everywhere(Can.SEE_PEOPLE):
        raise nobody_here()
    day = day_asked(request.GET.get("day", ""), viewer.today)
    kind, words = request.GET.get("kind", ""), request.GET.get("q", "").strip()
    subjects = credited_subjects(company, day, kind, words)
    shown = {
        "title": say("people.credits.title"),
        "here": "organisation",
        "tabs": tabs(viewer, "credits"),
        "day": str(day),
        "kind": kind,
        "kinds": list(CREDIT_KINDS),
        "words": words,
        "subjects": subjects,
        "may_edit": viewer.everywhere(Can.EDIT_PEOPLE),
        "filtered": bool(kind or words),
    }
    return render(request, "people/credits.html", shown)


@access(Can.EDIT_PEOPLE)
@require_http_methods(["GET", "POST"])
def new_subject(request: HttpRequest) -> HttpResponse:
    """Name the subject; its shares come next."""
    require_everywhere(viewer_of(request))
    form = SubjectForm(request.POST or None, initial={"kind": request.GET.get("kind", "shop")})
    if request.method == "POST" and form.is_valid():
        return redirect("people:shares", form.cleaned_data["kind"], form.cleaned_data["subject"])
    shown = {"title": say("people.credit_new.title"), "here": "organisation", "form": form}
    return render(request, "people/subject.html", shown, status=422 if form.is_bound else 200)


@access(Can.EDIT_PEOPLE)
@require_http_methods(["GET", "POST"])
def shares(request: HttpRequest, kind: str, subject: str) -> HttpResponse:
    """All shares of one subject in one form."""
    viewer, company = viewer_of(request), declared_company()
    require_everywhere(viewer)
    if kind not in CREDIT_KINDS:
        raise nobody_here()
    rows = rows_of_subject(kind, subject)
    told = [_told(company, line) for line in own_lines(rows)]
    forms_of = ShareForms(request.POST or None, initial=told)
    name = node_name(company, "shop", subject) if kind == "shop" else subject

    def write(seen: Rows) -> str:
        lines = [line for each in forms_of.cleaned_data if (line := _line(company, each))]
        write_credits(viewer, seen, (kind, subject), lines, request.POST.get("reason", ""))
        return reverse("people:credits")

    editing = Editing(
        title=say("people.shares.title", kind=say(f"people.kind.{kind}"), name=name),
        lead=say("people.shares.lead"),
        form=forms_of,
        rows=rows,
        write=write,
        back=reverse("people:credits"),
        primary=say("people.shares.go"),
        done="people.done.credits",
        company=company,
        template="people/shares.html",
        extra={"days": _days(company, forms_of, told), "kind": kind, "subject": subject},
    )
    return edited(request, editing)


@access(Can.EDIT_PEOPLE)
@require_POST
def preview(request: HttpRequest, kind: str, subject: str) -> HttpResponse:
    """The totals per day of what is typed so far."""
    require_everywhere(viewer_of(request))
    del kind, subject
    typed = ShareForms(request.POST)
    typed.is_valid()
    return render(request, "people/share_days.html", {"days": _days(declared_company(), typed, [])})


def _days(company: Company, typed: Any, told: list[dict[str, Any]]) -> list[ShareDays]:
    if typed.is_bound:
        typed.is_valid()
        given = [getattr(each, "cleaned_data", {}) for each in typed.forms]
    else:
        given = [form.initial for form in typed.forms if form.initial] or told
    lines = [line for each in given if (line := _line(company, each))]
    cells = [{"kind": "x", "subject": "x"} | line for line in lines]
    read = [share_of(Row("credits.csv", number, cell)) for number, cell in enumerate(cells, 2)]
    return days_of_shares(read)


def _told(company: Company, line: Line) -> dict[str, Any]:
    """As the form shows it: a person by name where only one has it."""
    share = line.get("share") or "1"
    try:
        percent = plain(exact(share) * 100)
    except ValueError:
        percent = ""
    named = {"person": _known_as(company, line.get("person", "")), "percent": percent, "role": line.get("role", "")}
    return named | {"start": line.get("from", ""), "last": line.get("to", "")}


def _known_as(company: Company, person: str) -> str:
    spells = company.organisation.spells_of.get(person)
    if not spells:
        return person
    named = _named(company, spells[-1].name)
    return spells[-1].name if named == [person] else person


def _named(company: Company, name: str) -> list[str]:
    return [person for person, spells in company.organisation.spells_of.items() if spells[-1].name == name]


def _line(company: Company, given: dict[str, Any]) -> Line:
    """The row that one line of the form becomes, nothing for an empty one; a name of one person becomes the id."""
    person = str(given.get("person") or "").strip()
    percent = given.get("percent")
    if not person:
        return {}
    if person not in company.organisation.spells_of:
        named = _named(company, person)
        person = named[0] if len(named) == 1 else person
    share = "1" if percent in (None, "") else plain(Fraction(str(percent)) / 100)
    line = {"person": person, "share": share, "role": str(given.get("role") or "")}
    return line | {"from": str(given.get("start") or ""), "to": str(given.get("last") or "")}
