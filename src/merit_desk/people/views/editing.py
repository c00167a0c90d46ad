"""The way of every form of the organisation: shown, sent, written; what is wrong is said beside what was typed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from merit.company import Company
from merit.kernel.problems import Problem
from merit.kernel.refusals import ConflictRefusal
from merit_desk.documents.actions import StaleEdit, Unsound
from merit_desk.people.actions.table_edit import Rows, seen_now
from merit_desk.people.forms.changes import post_choices
from merit_desk.shell.comparison import beside
from merit_desk.shell.sentences import say


@dataclass(frozen=True, slots=True)
class Editing:
    """One form: what it is called, which rows it is about, what it writes and where it leads."""

    title: str
    lead: str
    form: forms.BaseForm | forms.BaseFormSet[Any]
    rows: Rows
    write: Callable[[Rows], str]
    """Writes; the address that shows the result."""
    back: str
    primary: str
    done: str
    """The sentence that tells that it was written."""
    company: Company | None = None
    template: str = "people/form.html"
    extra: dict[str, Any] = field(default_factory=dict)


def edited(request: HttpRequest, editing: Editing) -> HttpResponse:
    """The form, or what became of it: 422 with what is wrong, 409 when the rows have changed meanwhile."""
    seen = request.POST.get("seen", "") if request.method == "POST" else seen_now(editing.rows)
    shown: dict[str, Any] = {"editing": editing, "form": editing.form, "seen": seen, "title": editing.title}
    if request.method != "POST":
        return _page(request, editing, shown, 200)
    if not editing.form.is_valid():
        return _page(request, editing, shown, 422)
    rows = Rows(editing.rows.table, editing.rows.mine, seen or seen_now(editing.rows))
    try:
        address = editing.write(rows)
    except StaleEdit as stale:
        shown |= {"stale": beside(stale.theirs or "", stale.yours or ""), "seen": stale.now}
        return _page(request, editing, shown, 409)
    except Unsound as unsound:
        return _page(request, editing, shown | {"found": unsound.problems}, 422)
    except ConflictRefusal as refusal:
        return _page(request, editing, shown | {"refusal": say(refusal.code, **refusal.params)}, 409)
    messages.success(request, say(editing.done))
    return redirect(address)


def _page(request: HttpRequest, editing: Editing, shown: dict[str, Any], status: int) -> HttpResponse:
    found: list[Problem] = shown.setdefault("found", [])
    company = editing.company
    lists = {"here": "organisation", "problems_found": bool(found)}
    if company is not None:
        lists |= {"posts": post_choices(company), "everybody": everybody(company)}
    return render(request, editing.template, {**shown, **lists, **editing.extra}, status=status)


def everybody(company: Company) -> list[tuple[str, str]]:
    """Id and name, for the lists under fields."""
    return sorted((person, spells[-1].name) for person, spells in company.organisation.spells_of.items())
