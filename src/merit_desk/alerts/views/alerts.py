"""Alerts: the list, one alert, and what is done with it."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from merit.alerts.alert_sentences import LINKS
from merit.alerts.causes import Link
from merit.alerts.standing import AlertMove
from merit.alerts.usual_rules import USUAL
from merit.kernel.refusals import ConflictRefusal, NotFoundRefusal
from merit_desk.accounts.access import Need, access
from merit_desk.accounts.viewer import Viewer, viewer_of
from merit_desk.alerts.actions.moves import move_alert, snooze_alert, task_from
from merit_desk.alerts.forms.moves import MoveForm
from merit_desk.alerts.models import Alert, Look
from merit_desk.alerts.queries.shown import drawn, related, rows_of, trail_of
from merit_desk.alerts.queries.visible import MOST, alert_of, alerts_seen, may_move, open_alerts, ranked
from merit_desk.alerts.queries.words import alert_words
from merit_desk.alerts.views.frame import tabs
from merit_desk.follow.queries.reach import may_write
from merit_desk.shell.formats import day_name
from merit_desk.shell.parts import Fact
from merit_desk.shell.sentences import say

SILENT_DAYS = 2
"""Days without any new data, from which on the list says so."""
OVER = ("resolved", "ok")


@access(Need.SIGNED_IN)
@require_GET
def alerts(request: HttpRequest) -> HttpResponse:
    """What fires, by cause and by money; `?state=over` what is over."""
    viewer = viewer_of(request)
    over = request.GET.get("state") == "over"
    found = _over(viewer) if over else open_alerts(viewer)
    look = Look.objects.first()
    silent = (viewer.today - look.closed).days - 1 if look is not None and look.closed else 0
    shown: dict[str, Any] = {
        "title": say("alert.title"),
        "here": "alerts",
        "tabs": tabs("alerts"),
        "over": over,
        "look": look,
        "closed": day_name(look.closed) if look is not None and look.closed else "",
        "silent": silent if silent > SILENT_DAYS else 0,
        "groups": _grouped(viewer, found),
    }
    return render(request, "alerts/alerts.html", shown)


def _over(viewer: Viewer) -> list[Alert]:
    return ranked(alerts_seen(viewer, Alert.objects.filter(state__in=OVER)[:MOST]))


def _grouped(viewer: Viewer, found: list[Alert]) -> list[dict[str, Any]]:
    groups: dict[str, dict[str, Any]] = {}
    for each in found:
        words = alert_words(each)
        asleep = each.snoozed_until if each.snoozed_until and each.snoozed_until > viewer.today else None
        line = {"words": words, "asleep": day_name(asleep) if asleep else ""}
        group = groups.setdefault(each.cause or each.key, {"stake": words.at_stake, "links": _links(each), "lines": []})
        group["lines"].append(line)
    return list(groups.values())


def _links(alert: Alert) -> str:
    return say("list.comma").join(say(LINKS[Link(each)]) for each in alert.links)


@access(Need.SIGNED_IN)
@require_GET
def alert(request: HttpRequest, number: int) -> HttpResponse:
    """One alert with its picture, what is at stake, its cause, its trail, and what can be done."""
    viewer = viewer_of(request)
    return _page(request, viewer, alert_of(viewer, number), MoveForm(initial=_usual(viewer)))


def _rule_title(one: Alert) -> str:
    """What the company calls its own rule is its name; the usual ones have titles."""
    return say(f"alert.usual.{one.rule}") if one.rule in {each.name for each in USUAL} else one.rule


def _usual(viewer: Viewer) -> dict[str, object]:
    return {"until": viewer.today + timedelta(days=7)}


def _page(request: HttpRequest, viewer: Viewer, one: Alert, form: MoveForm, status: int = 200) -> HttpResponse:
    words = alert_words(one)
    rows = rows_of(one)
    facts = [
        Fact(say("alert.fact.rule"), _rule_title(one), say(f"alert.kind.{one.kind}")),
        Fact(say("alert.fact.since"), one.since or "—"),
        Fact(say("alert.fact.cause"), _links(one)),
    ]
    shown = {
        "title": words.title,
        "here": "alerts",
        "words": words,
        "alert": one,
        "rows": rows,
        "why_address": next((each.why_address for each in rows if each.interval == one.interval), ""),
        "drawn": drawn(one),
        "facts": facts,
        "related": related(viewer, one),
        "entries": list(trail_of(one)),
        "form": form,
        "may_move": may_move(viewer, one),
        "may_task": may_move(viewer, one) and may_write(viewer),
        "asleep": day_name(one.snoozed_until) if one.snoozed_until and one.snoozed_until > viewer.today else "",
    }
    return render(request, "alerts/alert.html", shown, status=status)


@access(Need.SIGNED_IN)
@require_POST
def move(request: HttpRequest, number: int, move: str) -> HttpResponse:
    """Acknowledge, resolve or snooze."""
    viewer = viewer_of(request)
    one = alert_of(viewer, number)
    if move not in (*AlertMove, "snooze") or not may_move(viewer, one):
        raise NotFoundRefusal("refusal.no_such_page")
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _page(request, viewer, one, form, 422)
    try:
        if move == "snooze":
            snooze_alert(viewer, number, form.cleaned_data["until"] or viewer.today, form.cleaned_data["note"])
        else:
            move_alert(viewer, number, AlertMove(move), form.cleaned_data["note"])
    except ConflictRefusal as refusal:
        form.add_error(None, say(refusal.code, **refusal.params))
        return _page(request, viewer, one, form, 422)
    messages.success(request, say(f"alert.done.{move}"))
    return redirect("alerts:alert", number)


@access(Need.SIGNED_IN)
@require_POST
def task(request: HttpRequest, number: int) -> HttpResponse:
    """One click makes it a task; who cannot give it to anybody writes one with its words."""
    viewer = viewer_of(request)
    one = alert_of(viewer, number)
    try:
        made = task_from(viewer, number)
    except ConflictRefusal as refusal:
        messages.error(request, say(refusal.code, **refusal.params))
        return redirect("alerts:alert", one.pk)
    messages.success(request, say("alert.done.task"))
    return redirect(reverse("follow:task", args=(made.pk,)))
